#include "core/kql/language/format_pieces.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

// Where names may hold *, whether pieces touch has a meaning.
bool takesWildcards(std::string_view operation)
{
    constexpr std::array<std::string_view, 6> operations = {"project-away", "project-keep", "project-reorder",
                                                            "union",        "find",         "search"};
    return std::ranges::count(operations, operation) != 0;
}

bool isKeyword(const Piece &piece)
{
    if (piece.kind != Piece::Kind::Word || piece.token != TokenKind::Word)
        return false;
    constexpr std::array<std::string_view, 5> functions = {"materialize", "toscalar", "totable", "datatable",
                                                           "externaldata"};
    if (std::ranges::count(functions, piece.text) != 0)
        return false;
    return isReserved(piece.text) || isTextOperator(piece.text) || isListOperator(piece.text) ||
           piece.text == "from" || piece.text == "step" || piece.text == "view";
}

bool endsOperand(const Piece &piece)
{
    if (piece.kind == Piece::Kind::Group)
        return true;
    return piece.token != TokenKind::Sign && !isKeyword(piece);
}

class Spacer
{
public:
    explicit Spacer(std::vector<Piece> &pieces, std::string_view operation, bool arguments)
        : m_pieces(pieces)
        , m_operation(operation)
        , m_arguments(arguments)
    {
    }

    void run()
    {
        for (m_at = 0; m_at < m_pieces.size(); ++m_at) {
            Piece &piece = m_pieces[m_at];
            if (opensOperation()) {
                m_operation = piece.text;
                m_operationAt = m_at;
            }
            piece.spaced = m_at > 0 && spaced(m_pieces[m_at - 1], piece);
            if (piece.kind == Piece::Kind::Group) {
                const bool pipeline = isPipeline(piece.inside) || piece.text == "{";
                Spacer(piece.inside, pipeline ? std::string_view() : m_operation, !pipeline).run();
            }
        }
    }

private:
    [[nodiscard]] const Piece *before(std::size_t back) const
    {
        return m_at >= back ? &m_pieces[m_at - back] : nullptr;
    }

    [[nodiscard]] const Piece *after() const
    {
        return m_at + 1 < m_pieces.size() ? &m_pieces[m_at + 1] : nullptr;
    }

    [[nodiscard]] bool opensOperation() const
    {
        const Piece &piece = m_pieces[m_at];
        if (m_arguments || piece.kind != Piece::Kind::Word || findOperatorWord(piece.text) == nullptr)
            return false;
        const Piece *prior = before(1);
        return prior == nullptr || prior->is("|") || prior->is(";") || prior->kind == Piece::Kind::Comment ||
               isDefinition(m_pieces, m_at);
    }

    // A minus or plus that belongs to the number behind it.
    [[nodiscard]] bool isUnary(const Piece &piece, const Piece *prior) const
    {
        return (piece.is("-") || piece.is("+")) && (prior == nullptr || !endsOperand(*prior));
    }

    // The '=' of kind=inner, of a property or of an argument by name.
    [[nodiscard]] bool isTight(std::size_t at) const
    {
        if (!m_pieces[at].is("=") || at == 0)
            return false;
        if (m_arguments)
            return true;
        const std::string_view name = m_pieces[at - 1].text;
        const bool hint = at >= 3 && m_pieces[at - 2].is(".") && m_pieces[at - 3].is("hint");
        if (hint || name == "default" || m_operation == "render" || m_operation == "reduce")
            return true;
        const OperatorWord *word = findOperatorWord(m_operation);
        if (word == nullptr)
            return false;
        const auto known = split(word->parameters, ' ');
        const bool early = at == m_operationAt + 2 || (at >= 4 && m_pieces[at - 3].is("=")) ||
                           (at >= 5 && m_pieces[at - 2].is(","));
        return early && std::ranges::count(known, name) != 0;
    }

    [[nodiscard]] bool spaced(const Piece &prior, const Piece &piece) const
    {
        if (piece.kind == Piece::Kind::Comment || prior.kind == Piece::Kind::Comment)
            return true;
        if (piece.is(",") || piece.is(";") || prior.is(".") || piece.is("."))
            return false;
        if (piece.is("@") || prior.is("@") || piece.is("?") || prior.is("?"))
            return !piece.touches;
        if (piece.is(":"))
            return m_operation == "evaluate" && !m_arguments;
        if (prior.is(":"))
            return !m_arguments && (m_operation == "evaluate" || m_operation == "scan");
        if (isTight(m_at) || isTight(m_at - 1))
            return false;
        if (isUnary(prior, before(2)))
            return false;
        if (piece.kind == Piece::Kind::Group)
            return groupSpaced(prior, piece);
        if (takesWildcards(m_operation) && m_at - 1 != m_operationAt && !prior.is(",") && isNamePart(prior) &&
            isNamePart(piece))
            return !piece.touches;
        return true;
    }

    // Words, stars and numbers make up names with wildcards.
    static bool isNamePart(const Piece &piece)
    {
        return piece.kind == Piece::Kind::Word &&
               (piece.token == TokenKind::Word || piece.token == TokenKind::Integer || piece.is("*"));
    }

    [[nodiscard]] bool groupSpaced(const Piece &prior, const Piece &group) const
    {
        if (group.text == "{")
            return true;
        const bool operation = m_at == m_operationAt + 1 && opensWith(prior);
        const bool word = prior.kind == Piece::Kind::Word && prior.token != TokenKind::Sign;
        if (group.text == "[") {
            if (operation || isKeyword(prior))
                return true;
            if (prior.kind == Piece::Kind::Group && m_at >= 2 &&
                (m_pieces[m_at - 2].is("datatable") || m_pieces[m_at - 2].is("externaldata")))
                return true;
            return word || prior.kind == Piece::Kind::Group ? !group.touches : true;
        }
        if (!word)
            return true;
        if (operation || isKeyword(prior))
            return prior.text != "datatable" && prior.text != "externaldata";
        const Piece *second = before(2);
        if (second != nullptr && second->is("=") && isTight(m_at - 2) && !m_arguments)
            return true; // kind=inner (…)
        return m_operation == "partition" && !m_arguments && second != nullptr && second->is("by");
    }

    [[nodiscard]] bool opensWith(const Piece &piece) const
    {
        return !m_arguments && piece.kind == Piece::Kind::Word && findOperatorWord(piece.text) != nullptr;
    }

    std::vector<Piece> &m_pieces;
    std::string_view m_operation;
    std::size_t m_operationAt = static_cast<std::size_t>(-2);
    std::size_t m_at = 0;
    bool m_arguments;
};

} // namespace

void setSpaces(std::vector<Piece> &pieces)
{
    Spacer(pieces, {}, false).run();
}

} // namespace signalbox::kql
