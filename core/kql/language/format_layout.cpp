#include "core/kql/language/format_layout.h"

#include <algorithm>
#include <optional>
#include <span>

namespace signalbox::kql {

namespace {

constexpr std::size_t indentation = 4;

using Pieces = std::span<const Piece>;

std::size_t codePoints(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::size_t count(Pieces pieces, std::string_view word)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(pieces, [word](const Piece &piece) { return piece.is(word); }));
}

// Length on one line; none if it cannot stand on one.
std::optional<std::size_t> flatLength(Pieces pieces);

std::optional<std::size_t> flatLength(const Piece &piece)
{
    if (piece.kind == Piece::Kind::Comment || piece.text.contains('\n'))
        return {};
    if (piece.kind == Piece::Kind::Word)
        return codePoints(piece.text);
    // A step or two inside brackets may stay on the line; more are easier to read one below the other.
    if (count(piece.inside, ";") > 0 || count(piece.inside, "|") > 1)
        return {};
    const auto inside = flatLength(Pieces(piece.inside));
    return inside ? std::optional(*inside + (piece.text == "{" ? 4U : 2U)) : std::nullopt;
}

std::optional<std::size_t> flatLength(Pieces pieces)
{
    std::size_t length = 0;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const auto one = flatLength(pieces[i]);
        if (!one)
            return {};
        length += *one + (i > 0 && pieces[i].spaced ? 1U : 0U);
    }
    return length;
}

// As flatLength, but what must be broken counts only for its first bracket.
std::size_t ownLength(Pieces pieces)
{
    std::size_t length = 0;
    for (const Piece &piece : pieces) {
        if (piece.kind != Piece::Kind::Comment)
            length += flatLength(piece).value_or(1) + (piece.spaced ? 1U : 0U);
    }
    return length;
}

class Layout
{
public:
    std::string run(Pieces pieces)
    {
        statements(pieces, 0);
        return std::move(m_out);
    }

private:
    void newLine(std::size_t indent)
    {
        if (!m_out.empty()) {
            while (m_out.ends_with(' '))
                m_out.pop_back();
            m_out += '\n';
        }
        m_out.append(indent, ' ');
        m_column = indent;
        m_fresh = true;
        m_commented = false;
    }

    void put(std::string_view text)
    {
        m_out += text;
        const std::size_t line = text.rfind('\n');
        m_column =
            line == std::string_view::npos ? m_column + codePoints(text) : codePoints(text.substr(line + 1));
        m_fresh = false;
    }

    // After a comment the line is over.
    void endComment(std::size_t indent)
    {
        if (m_commented)
            newLine(indent);
    }

    void space(const Piece &piece)
    {
        if (piece.spaced && !m_fresh)
            put(" ");
    }

    void comment(const Piece &piece, std::size_t indent)
    {
        if (piece.ownLine && !m_fresh)
            newLine(indent);
        else if (!m_fresh)
            put(" ");
        put(piece.text);
        m_commented = true;
    }

    void statements(Pieces pieces, std::size_t indent)
    {
        std::size_t begin = 0;
        while (begin < pieces.size()) {
            std::size_t end = begin;
            while (end < pieces.size() && !pieces[end].is(";"))
                ++end;
            const bool closed = end < pieces.size();
            // A comment on the line of the ';' belongs to the statement before it.
            if (begin > 0) {
                while (begin < end && pieces[begin].kind == Piece::Kind::Comment && !pieces[begin].ownLine)
                    comment(pieces[begin++], indent);
                if (begin < pieces.size()) {
                    const bool blank = pieces[begin].blankBefore;
                    if (begin < end || !closed) {
                        if (blank)
                            m_out += '\n';
                        newLine(indent);
                    }
                }
            }
            statement(pieces.subspan(begin, end - begin), indent);
            if (closed) {
                endComment(indent);
                put(";");
            }
            begin = end + 1;
        }
    }

    void statement(Pieces pieces, std::size_t indent)
    {
        std::size_t at = 0;
        while (at < pieces.size() && pieces[at].kind == Piece::Kind::Comment) {
            comment(pieces[at++], indent);
            newLine(indent);
            if (at < pieces.size() && pieces[at].blankBefore && m_out.size() > indent) {
                m_out.insert(m_out.size() - indent, "\n");
            }
        }
        const bool let = at < pieces.size() && pieces[at].is("let");
        pipeline(pieces.subspan(at), indent, let ? indent + indentation : indent);
    }

    // One operator a line.
    void pipeline(Pieces pieces, std::size_t indent, std::size_t barIndent)
    {
        std::size_t begin = 0;
        while (begin < pieces.size()) {
            std::size_t end = begin + 1;
            while (end < pieces.size() && !pieces[end].is("|"))
                ++end;
            // Comments at the end of an operator stand with the bars.
            std::size_t code = end;
            while (code > begin && pieces[code - 1].kind == Piece::Kind::Comment)
                --code;
            if (pieces[begin].is("|"))
                newLine(barIndent);
            operation(pieces.subspan(begin, code - begin), begin == 0 ? indent : barIndent);
            for (std::size_t i = code; i < end; ++i) {
                if (m_commented)
                    newLine(barIndent);
                comment(pieces[i], barIndent);
            }
            begin = end;
        }
    }

    void operation(Pieces pieces, std::size_t indent)
    {
        const bool commented = std::ranges::any_of(
            pieces, [](const Piece &piece) { return piece.kind == Piece::Kind::Comment; });
        const bool broken = commented || m_column + ownLength(pieces) > formatWidth;
        const std::size_t inner = indent + indentation;
        bool keysFit = false;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Piece &piece = pieces[i];
            const bool breaks = broken && i > 1 && !keysFit &&
                                (pieces[i - 1].is(",") || piece.is("by") || piece.is("and") ||
                                 piece.is("or") || (piece.is("on") && pieces[1].is("make-series")));
            // Keys stay together if there is room.
            keysFit = keysFit || (piece.is("by") && inner + ownLength(pieces.subspan(i)) <= formatWidth);
            if (piece.kind == Piece::Kind::Comment) {
                comment(piece, inner);
                continue;
            }
            if (m_commented || (breaks && !m_fresh))
                newLine(inner);
            one(piece, breaks || !m_fresh || i > 0 ? currentIndent() : indent,
                i >= 2 && pieces[i - 2].is("datatable") ? count(pieces[i - 1].inside, ",") + 1 : 0);
        }
    }

    // Blanks at the start of the present line.
    [[nodiscard]] std::size_t currentIndent() const
    {
        const std::size_t line = m_out.rfind('\n') + 1; // 0 if there is none
        const std::size_t text = m_out.find_first_not_of(' ', line);
        return (text == std::string::npos ? m_out.size() : text) - line;
    }

    // `columns` is the number of columns of a datatable whose values these are, else 0.
    void one(const Piece &piece, std::size_t indent, std::size_t columns)
    {
        space(piece);
        if (piece.kind == Piece::Kind::Word) {
            put(piece.text);
            return;
        }
        const bool rows = columns > 1 && count(piece.inside, ",") >= columns;
        const auto flat = flatLength(piece);
        if (flat && !rows && m_column + *flat <= formatWidth) {
            flatGroup(piece);
            return;
        }
        put(piece.text);
        const std::size_t inner = indent + indentation;
        newLine(inner);
        if (piece.text == "{" || isPipeline(piece.inside))
            statements(piece.inside, inner);
        else
            items(piece.inside, inner, std::max<std::size_t>(columns, 1));
        newLine(indent);
        put(piece.close);
    }

    void flatGroup(const Piece &piece)
    {
        put(piece.text);
        const bool roomy = piece.text == "{" && !piece.inside.empty();
        if (roomy)
            put(" ");
        for (std::size_t i = 0; i < piece.inside.size(); ++i) {
            const Piece &one = piece.inside[i];
            if (i > 0 && one.spaced)
                put(" ");
            if (one.kind == Piece::Kind::Group)
                flatGroup(one);
            else
                put(one.text);
        }
        if (roomy)
            put(" ");
        put(piece.close);
    }

    // A list, `perLine` items a line.
    void items(Pieces pieces, std::size_t indent, std::size_t perLine)
    {
        std::size_t commas = 0;
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const Piece &piece = pieces[i];
            if (piece.kind == Piece::Kind::Comment) {
                comment(piece, indent);
                continue;
            }
            const bool breaks = i > 0 && pieces[i - 1].is(",") && commas % perLine == 0;
            if (m_commented || (breaks && !m_fresh))
                newLine(indent);
            one(piece, indent, 0);
            commas += piece.is(",") ? std::size_t{1} : std::size_t{0};
        }
    }

    std::string m_out;
    std::size_t m_column = 0;
    bool m_fresh = true;      // nothing stands on the line yet
    bool m_commented = false; // a comment ends the line
};

} // namespace

std::string layOut(const std::vector<Piece> &pieces)
{
    return Layout().run(pieces);
}

} // namespace signalbox::kql
