// Where in a query the cursor stands: the brackets around it, the pipeline and operator it is in, and the
// word being typed. Made from the words before the cursor alone, so it works while the rest is unfinished.
// Completion, hints and help start from it. Values; thread-safe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

// One level of brackets; the outermost is the statement itself.
struct CursorFrame
{
    enum class Kind : std::uint8_t {
        Statements, // the text, or the body of a function
        Tables,     // a query inside brackets: of join, union, materialize
        Body,       // operators over the rows of the operator outside: mv-apply, fork, partition
        Call,
        Group,
        Columns,    // name:type, …
        Properties, // render … with (…)
        TypeOf,
        Values, // [ … ]
    };

    Kind kind = Kind::Statements;
    std::size_t start = 0;              // token with which the pipeline or the list begins
    std::size_t statement = 0;          // token with which the statement begins, of Statements
    std::vector<std::size_t> bars = {}; // tokens '|' of this pipeline
    std::string_view name = {};         // of a Call
    std::size_t commas = 0;             // since the bracket or the last bar
    std::vector<Span> definitions = {}; // statements that are no queries before this one, of Statements
    Span parameters = {};               // of the function whose body this is, with its brackets

    [[nodiscard]] bool isPipeline() const
    {
        return kind == Kind::Statements || kind == Kind::Tables || kind == Kind::Body || !bars.empty();
    }
};

struct CursorScan
{
    std::string before = {};              // the text of the block up to the cursor
    std::size_t begin = 0;                // offset of `before` in the whole text
    std::vector<Token> tokens = {};       // those before the word being typed; no End
    Span word = {};                       // the word being typed, empty at a gap; within `before`
    bool inText = false;                  // in a comment, a string or another literal
    std::vector<CursorFrame> frames = {}; // outermost first, never empty

    [[nodiscard]] std::string_view token(std::size_t at) const
    {
        return at < tokens.size() ? tokens[at].span.of(before) : std::string_view();
    }
    // Counted from the cursor backwards: 0 is the token before the word.
    [[nodiscard]] std::string_view previous(std::size_t back = 0) const
    {
        return back < tokens.size() ? token(tokens.size() - 1 - back) : std::string_view();
    }
    [[nodiscard]] std::string_view typed() const { return word.of(before); }

    // The innermost frame that is a pipeline; a place in `frames`.
    [[nodiscard]] std::size_t pipelineFrame() const;
    // Its operator at the cursor and the first token behind the operator's name; "" before the first.
    struct Operation
    {
        std::string_view name = {};
        std::size_t first = 0;
    };
    [[nodiscard]] Operation operationOf(const CursorFrame &frame) const;
};

[[nodiscard]] CursorScan scanTo(std::string_view text, std::size_t offset);

} // namespace signalbox::kql
