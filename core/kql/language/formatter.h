// Lays a query out in the one way that is used for all: an operator a line, long lists a line an item,
// comments where they were. The words of the query and their order never change. Pure.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::kql {

// Each part between blank lines is laid out for itself; a part with mistakes stays as it is. Formatting twice
// gives the same as formatting once.
[[nodiscard]] std::string formatQuery(std::string_view text);

} // namespace signalbox::kql
