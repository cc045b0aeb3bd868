// The HTTP answers of the scoring server in words: reason phrases, codes for programs, the Date header.
// Pure functions, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.h"

namespace signalbox::serve {

[[nodiscard]] std::string_view reasonOf(int status);

// Stable names for programs, such as "bad_input"; the message of an error is for people.
[[nodiscard]] std::string_view codeOf(int status);

// "Mon, 23 Nov 2026 14:32:07 GMT" (RFC 9110, 5.6.7).
[[nodiscard]] std::string httpDate(TimePoint time);

} // namespace signalbox::serve
