#include "core/kql/language/format_pieces.h"

#include <algorithm>
#include <utility>

#include "core/kql/language/brackets.h"
#include "core/kql/syntax/operator_name.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

class PieceReader
{
public:
    PieceReader(std::string_view text, const Tokens &tokens)
        : m_text(text)
        , m_tokens(tokens)
    {
    }

    std::vector<Piece> list()
    {
        std::vector<Piece> pieces;
        while (true) {
            while (commentIsNext())
                pieces.push_back(comment());
            const Token token = m_tokens.tokens[m_at];
            const std::string_view word = token.span.of(m_text);
            if (token.kind == TokenKind::End || (token.kind == TokenKind::Sign && closesBracket(word)))
                return pieces;
            if (token.kind == TokenKind::Sign && opensBracket(word))
                pieces.push_back(group());
            else
                pieces.push_back(this->word(pieces));
        }
    }

private:
    [[nodiscard]] bool commentIsNext() const
    {
        return m_comment < m_tokens.comments.size() &&
               m_tokens.comments[m_comment].begin < m_tokens.tokens[m_at].span.begin;
    }

    // What stood before `span` in the text.
    Piece start(Span span)
    {
        Piece piece{.text = span.of(m_text), .touches = span.begin == m_last};
        const std::string_view gap = m_text.substr(m_last, span.begin - m_last);
        const auto lines = std::ranges::count(gap, '\n');
        piece.ownLine = lines > 0;
        piece.blankBefore = lines > 1;
        m_last = span.end;
        return piece;
    }

    Piece comment()
    {
        Span span = m_tokens.comments[m_comment++];
        while (span.end > span.begin && (m_text[span.end - 1] == '\r' || m_text[span.end - 1] == ' '))
            --span.end;
        Piece piece = start(span);
        piece.kind = Piece::Kind::Comment;
        return piece;
    }

    Piece group()
    {
        Piece piece = start(m_tokens.tokens[m_at++].span);
        piece.kind = Piece::Kind::Group;
        piece.inside = list();
        const Span close = m_tokens.tokens[m_at].span;
        piece.close = close.of(m_text);
        m_last = close.end;
        ++m_at;
        return piece;
    }

    Piece word(const std::vector<Piece> &before)
    {
        const std::span<const Token> rest = std::span(m_tokens.tokens).subspan(m_at);
        std::size_t length = 1;
        if (rest.front().kind == TokenKind::Word) {
            const std::string_view name = operatorName(m_text, rest);
            const bool opens = before.empty() || before.back().is("|") || before.back().is(";") ||
                               before.back().kind == Piece::Kind::Comment ||
                               isDefinition(before, before.size());
            if ((opens && findOperatorWord(name) != nullptr) || name.starts_with("granny-") ||
                name.starts_with("top-") || name.starts_with("project-"))
                length = operatorNameLength(m_text, rest);
        }
        Piece piece = start({.begin = rest[0].span.begin, .end = rest[length - 1].span.end});
        piece.token = rest[0].kind;
        m_at += length;
        return piece;
    }

    std::string_view m_text;
    const Tokens &m_tokens;
    std::size_t m_at = 0;
    std::size_t m_comment = 0;
    std::uint32_t m_last = 0; // where the piece before ends
};

} // namespace

bool isDefinition(const std::vector<Piece> &pieces, std::size_t at)
{
    return at >= 3 && pieces[at - 1].is("=") && pieces[at - 3].is("let");
}

std::vector<Piece> readPieces(std::string_view text, const Tokens &tokens)
{
    return PieceReader(text, tokens).list();
}

bool isPipeline(const std::vector<Piece> &pieces)
{
    if (std::ranges::any_of(pieces, [](const Piece &piece) { return piece.is("|") || piece.is(";"); }))
        return true;
    const auto first =
        std::ranges::find_if(pieces, [](const Piece &piece) { return piece.kind != Piece::Kind::Comment; });
    if (first == pieces.end() || first->kind != Piece::Kind::Word || findOperatorWord(first->text) == nullptr)
        return false;
    // count() and a column named `range` are no operators.
    const auto next = std::next(first);
    if (next == pieces.end())
        return isReserved(first->text) || first->text == "count";
    return next->kind == Piece::Kind::Word ? next->token != TokenKind::Sign || next->is("-")
                                           : isReserved(first->text);
}

} // namespace signalbox::kql
