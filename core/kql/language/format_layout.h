// Puts the pieces of a query into lines. Only the formatter uses it.
#pragma once

#include <string>
#include <vector>

#include "core/kql/language/format_pieces.h"

namespace signalbox::kql {

inline constexpr std::size_t formatWidth = 100;

// `pieces` with their spaces set. No line end at the end.
[[nodiscard]] std::string layOut(const std::vector<Piece> &pieces);

} // namespace signalbox::kql
