// The string operators as predicates: a matcher is made once for what is searched and then asked for every
// text. Used by the operators, by has_any and has_all, and by `search`. Matchers are thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/base/result.h"

namespace signalbox::kql {

enum class TextRelation : std::uint8_t {
    Equal,
    Contains,
    StartsWith,
    EndsWith,
    Has,       // a whole term
    HasPrefix, // a term that begins with it
    HasSuffix, // a term that ends with it
};

using TextMatcher = std::function<bool(std::string_view text)>;

// An empty `searched` matches every text, except that it equals only "".
[[nodiscard]] TextMatcher textMatcher(TextRelation relation, std::string_view searched, bool ignoreCase);

} // namespace signalbox::kql
