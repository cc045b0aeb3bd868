// Names of tabular operators among tokens, where words joined by hyphens without blanks (mv-expand) are one
// name. The parser, the editor's colours, the completion and the formatter read operators through here. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

// How many of `tokens` the name at their start takes: 0 if they do not start with a word.
[[nodiscard]] std::size_t operatorNameLength(std::string_view text, std::span<const Token> tokens);

// The name itself as written, "" if there is none.
[[nodiscard]] std::string_view operatorName(std::string_view text, std::span<const Token> tokens);

} // namespace signalbox::kql
