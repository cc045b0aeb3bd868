// How well a name answers the letters typed so far, for lists of completion. Pure.
#pragma once

#include <optional>
#include <string_view>

namespace signalbox::kql {

// None if the name does not answer. Else 0 for the same start with the same case, 1 for the same start, 2 for
// the start of a word within the name (result_code, resultCode), 3 for the letters anywhere. Nothing typed
// gives 0.
[[nodiscard]] std::optional<int> matchRank(std::string_view typed, std::string_view name);

} // namespace signalbox::kql
