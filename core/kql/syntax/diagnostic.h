// What is wrong in a query and where: made by the lexer, the parser and the binder, shown under the text in
// the editor and as line and column elsewhere. Values; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kql/syntax/span.h"

namespace signalbox::kql {

struct Diagnostic
{
    Span span;
    std::string message;         // a sentence that says what was expected
    std::string suggestion = {}; // what the text at `span` probably should be, "" if nothing is near

    friend bool operator==(const Diagnostic &, const Diagnostic &) = default;
};

struct Position
{
    int line = 1;   // 1-based
    int column = 1; // 1-based, in code points

    friend bool operator==(const Position &, const Position &) = default;
};

[[nodiscard]] Position positionAt(std::string_view text, std::uint32_t offset);

// InvalidArgument with the first diagnostic as "Line 2, column 7: …"; `diagnostics` is not empty.
[[nodiscard]] Error toError(std::string_view text, const std::vector<Diagnostic> &diagnostics);

} // namespace signalbox::kql
