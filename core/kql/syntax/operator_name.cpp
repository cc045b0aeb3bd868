#include "core/kql/syntax/operator_name.h"

#include <algorithm>

#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

bool startsOperator(std::string_view name)
{
    return std::ranges::any_of(operatorWords(),
                               [name](const OperatorWord &word) { return word.name.starts_with(name); });
}

} // namespace

std::size_t operatorNameLength(std::string_view text, std::span<const Token> tokens)
{
    if (tokens.empty() || tokens.front().kind != TokenKind::Word)
        return 0;
    std::size_t length = 1;
    const auto touches = [&tokens](std::size_t at) {
        return tokens[at].span.end == tokens[at + 1].span.begin;
    };
    while (length + 1 < tokens.size() && tokens[length].span.of(text) == "-" &&
           tokens[length + 1].kind == TokenKind::Word && touches(length - 1) && touches(length)) {
        const Span shorter{.begin = tokens.front().span.begin, .end = tokens[length - 1].span.end};
        const Span longer{.begin = shorter.begin, .end = tokens[length + 1].span.end};
        if (!startsOperator(longer.of(text)) && findOperatorWord(shorter.of(text)) != nullptr)
            break;
        length += 2;
    }
    return length;
}

std::string_view operatorName(std::string_view text, std::span<const Token> tokens)
{
    const std::size_t length = operatorNameLength(text, tokens);
    if (length == 0)
        return {};
    return Span{.begin = tokens.front().span.begin, .end = tokens[length - 1].span.end}.of(text);
}

} // namespace signalbox::kql
