#include "core/kql/windows/query_time.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/kql/syntax/token.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

constexpr std::array<std::string_view, 9> comparisons = {
    "<", "<=", ">", ">=", "==", "!=", "<>", "between", "!between"};

bool compares(std::string_view word)
{
    return std::ranges::find(comparisons, word) != comparisons.end();
}

} // namespace

bool choosesItsTime(std::string_view query)
{
    const Tokens read = tokenize(query);
    const auto word = [&](std::size_t index) {
        return index < read.tokens.size() ? read.tokens[index].span.of(query) : std::string_view();
    };
    for (std::size_t i = 0; i < read.tokens.size(); ++i) {
        if (read.tokens[i].kind != TokenKind::Word)
            continue;
        if (word(i) == "ago" && word(i + 1) == "(")
            return true;
        if (word(i) == "timestamp" && (compares(word(i + 1)) || (i > 0 && compares(word(i - 1)))))
            return true;
    }
    return false;
}

std::optional<Ticks> longestAgo(std::string_view query)
{
    const Tokens read = tokenize(query);
    std::optional<Ticks> longest;
    for (std::size_t i = 0; i + 2 < read.tokens.size(); ++i) {
        const std::span<const Token> here = std::span(read.tokens).subspan(i, 3);
        if (here[0].span.of(query) != "ago" || here[1].span.of(query) != "(" ||
            here[2].kind != TokenKind::TimeSpan)
            continue;
        if (const auto span = timeSpanFromText(here[2].span.of(query)))
            longest = std::max(longest.value_or(Ticks::zero()), Ticks(span->ticks));
    }
    return longest;
}

} // namespace signalbox::kql
