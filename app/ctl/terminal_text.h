// Text in the columns of a terminal. Pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace signalbox::ctl {

// How many columns UTF-8 text takes, near enough for names and numbers: one a code point.
[[nodiscard]] std::size_t width(std::string_view text);

// `text` with blanks before or behind it up to `columns`; as it is if it is longer.
[[nodiscard]] std::string toTheRight(const std::string &text, std::size_t columns);
[[nodiscard]] std::string toTheLeft(const std::string &text, std::size_t columns);

} // namespace signalbox::ctl
