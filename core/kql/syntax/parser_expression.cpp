#include <fmt/format.h>

#include "core/kql/syntax/parser_state.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

// Deeper nesting is refused, so that no query can exhaust the stack of the parser or of what walks the tree.
constexpr int maximumDepth = 200;
constexpr int maximumHeight = 1'000; // of operators without brackets: a + b + c is a tree to the left

bool isChain(std::string_view op)
{
    return op == "and" || op == "or";
}

} // namespace

ExpressionPtr Parser::bad() const
{
    return ExpressionPtr(new Expression{.span = {.begin = m_lastEnd, .end = m_lastEnd}, .nameSpan = {}});
}

void Parser::grow(Span span)
{
    if (++m_height <= maximumHeight || m_lost)
        return;
    complain(span, "This has too many operators one after the other. Divide it by let.");
    m_lost = true;
}

ExpressionPtr Parser::binary(ExpressionPtr left, Name op, ExpressionPtr right)
{
    if (isChain(op.text) && left->kind == ExpressionKind::Operator && left->text == op.text &&
        !left->parenthesized) {
        // Nobody else holds the node that was made a moment ago.
        auto *chain = const_cast<Expression *>(left.get()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        chain->span = join(chain->span, right->span);
        chain->children.push_back(std::move(right));
        return left;
    }
    grow(op.span);
    auto *node = new Expression{.kind = ExpressionKind::Operator,
                                .span = join(left->span, right->span),
                                .nameSpan = op.span,
                                .text = std::move(op.text)};
    node->children.push_back(std::move(left));
    node->children.push_back(std::move(right));
    return ExpressionPtr(node);
}

ExpressionPtr Parser::expression()
{
    const Measured measured(*this);
    ExpressionPtr left = conjunction();
    while (is("or")) {
        const Token op = next();
        left = binary(std::move(left), {.text = "or", .span = op.span}, conjunction());
    }
    return left;
}

ExpressionPtr Parser::conjunction()
{
    const Measured measured(*this);
    ExpressionPtr left = equality();
    while (is("and")) {
        const Token op = next();
        left = binary(std::move(left), {.text = "and", .span = op.span}, equality());
    }
    return left;
}

ExpressionPtr Parser::equality()
{
    const Measured measured(*this);
    ExpressionPtr left = relation();
    while (true) {
        if (isKind(TokenKind::Word) && isListOperator(word())) {
            left = listOperator(std::move(left));
        } else if (isAny({"==", "!=", "<>"})) {
            const Token op = next();
            const std::string text = op.span.of(m_text) == "<>" ? "!=" : std::string(op.span.of(m_text));
            left = binary(std::move(left), {.text = text, .span = op.span}, relation());
        } else {
            if (is("="))
                complain(peek().span, "'=' gives a name; use '==' to compare.", "==");
            return left;
        }
    }
}

ExpressionPtr Parser::listOperator(ExpressionPtr left)
{
    const Token op = next();
    grow(op.span);
    auto *node = new Expression{.kind = ExpressionKind::Operator,
                                .span = left->span,
                                .nameSpan = op.span,
                                .text = std::string(op.span.of(m_text))};
    ExpressionPtr owner(node);
    node->children.push_back(std::move(left));
    if (node->text.ends_with("between")) {
        expect("(", node->text);
        node->children.push_back(sum());
        expect("..", "the lower end");
        node->children.push_back(sum());
        expect(")", "the upper end");
    } else if (is("(")) {
        next();
        for (ExpressionPtr &item : arguments(")"))
            node->children.push_back(std::move(item));
    } else {
        node->children.push_back(textComparison()); // in T, has_any dynamic([…])
    }
    node->span = spanFrom(node->span.begin);
    return owner;
}

ExpressionPtr Parser::relation()
{
    const Measured measured(*this);
    ExpressionPtr left = sum();
    while (isAny({"<", ">", "<=", ">="})) {
        const Token op = next();
        left = binary(std::move(left), {.text = std::string(op.span.of(m_text)), .span = op.span}, sum());
    }
    return left;
}

ExpressionPtr Parser::sum()
{
    const Measured measured(*this);
    ExpressionPtr left = product();
    while (isAny({"+", "-"})) {
        const Token op = next();
        left = binary(std::move(left), {.text = std::string(op.span.of(m_text)), .span = op.span}, product());
    }
    return left;
}

ExpressionPtr Parser::product()
{
    const Measured measured(*this);
    ExpressionPtr left = textComparison();
    while (isAny({"*", "/", "%"})) {
        const Token op = next();
        left = binary(std::move(left), {.text = std::string(op.span.of(m_text)), .span = op.span},
                      textComparison());
    }
    return left;
}

ExpressionPtr Parser::textComparison()
{
    const Measured measured(*this);
    ExpressionPtr left = unary();
    while (true) {
        Name op{.text = std::string(word()), .span = peek().span};
        if (m_colonIsHas && is(":")) {
            next();
            op.text = "has";
        } else if ((isKind(TokenKind::Word) || isKind(TokenKind::Sign)) && isTextOperator(op.text)) {
            next();
            if (op.text == "matches") {
                if (!expect("regex", "matches"))
                    return left;
                op = {.text = "matches regex", .span = spanFrom(op.span.begin)};
            }
        } else {
            return left;
        }
        left = binary(std::move(left), std::move(op), unary());
    }
}

ExpressionPtr Parser::unary()
{
    if (!isAny({"-", "+"}))
        return postfix();
    const Token op = next();
    if (++m_depth > maximumDepth) {
        complain(op.span, "This is nested too deeply. Divide it by let.");
        m_lost = true;
    }
    ExpressionPtr operand = unary();
    --m_depth;
    if (op.span.of(m_text) == "+")
        return operand;
    auto *node = new Expression{.kind = ExpressionKind::Operator,
                                .span = join(op.span, operand->span),
                                .nameSpan = op.span,
                                .text = "-"};
    node->children.push_back(std::move(operand));
    return ExpressionPtr(node);
}

ExpressionPtr Parser::postfix(Wildcards wildcards)
{
    if (++m_depth > maximumDepth) {
        complain(peek().span, "This is nested too deeply. Divide it by let.");
        m_lost = true;
    }
    const Measured measured(*this);
    ExpressionPtr left = primary(wildcards);
    while (true) {
        if (is("[") && !(left->kind == ExpressionKind::Table && !left->parenthesized)) {
            grow(next().span);
            auto *node =
                new Expression{.kind = ExpressionKind::Index, .span = left->span, .nameSpan = peek().span};
            ExpressionPtr owner(node);
            node->children.push_back(std::move(left));
            node->children.push_back(expression());
            expect("]", "the index");
            node->span = spanFrom(node->span.begin);
            left = std::move(owner);
        } else if (is(".") && is("[", 1)) {
            next(); // a.[0] is a[0]
        } else if (is(".")) {
            grow(next().span);
            auto *node = new Expression{.kind = ExpressionKind::Member, .span = left->span, .nameSpan = {}};
            ExpressionPtr owner(node);
            node->children.push_back(std::move(left));
            Name member = wildcards == Wildcards::Yes && !is("[") ? wildcardName() : name("a property", true);
            node->text = std::move(member.text);
            node->nameSpan = member.span;
            if (is("(")) {
                next();
                node->kind = ExpressionKind::MemberCall;
                for (ExpressionPtr &item : arguments(")"))
                    node->children.push_back(std::move(item));
            }
            node->span = spanFrom(node->span.begin);
            left = std::move(owner);
        } else {
            --m_depth;
            return left;
        }
    }
}

ExpressionPtr Parser::primary(Wildcards wildcards)
{
    switch (peek().kind) {
    case TokenKind::Integer:
    case TokenKind::Real:
    case TokenKind::TimeSpan:
        return literal();
    case TokenKind::String:
        return stringLiteral();
    case TokenKind::TypedLiteral:
        return typedLiteral();
    case TokenKind::Word:
        return nameOrCall(wildcards);
    case TokenKind::Sign:
        if (is("("))
            return parenthesized();
        if (is("*") && wildcards == Wildcards::No) {
            const Token star = next();
            return ExpressionPtr(new Expression{
                .kind = ExpressionKind::Star, .span = star.span, .nameSpan = star.span, .text = "*"});
        }
        if (is("*") || (is("[") && isName()))
            return nameOrCall(wildcards);
        break;
    case TokenKind::End:
    case TokenKind::Unknown:
        break;
    }
    fail("a value");
    return bad();
}

ExpressionPtr Parser::nameOrCall(Wildcards wildcards)
{
    if (wildcards == Wildcards::No &&
        (is("true") || is("false") || is("True") || is("False") || is("TRUE") || is("FALSE")))
        return literal();
    if (is("typeof") && is("(", 1))
        return typeOf();
    auto *node = new Expression{.kind = ExpressionKind::Name, .span = {}, .nameSpan = {}};
    ExpressionPtr owner(node);
    node->quoted = is("[");
    const bool calls = isKind(TokenKind::Word) && is("(", 1);
    Name found = wildcards == Wildcards::Yes && !calls ? wildcardName() : name("a value", calls);
    node->text = std::move(found.text);
    node->span = found.span;
    node->nameSpan = found.span;
    if (is("(") && !node->quoted) {
        next();
        node->kind = ExpressionKind::Call;
        node->children = arguments(")");
        node->span = spanFrom(node->span.begin);
    }
    return owner;
}

std::vector<ExpressionPtr> Parser::arguments(std::string_view close)
{
    std::vector<ExpressionPtr> list;
    const bool colonIsHas = std::exchange(m_colonIsHas, false);
    while (!atEnd() && !is(close)) {
        list.push_back(argument());
        if (!accept(","))
            break;
    }
    m_colonIsHas = colonIsHas;
    if (!accept(close))
        fail(fmt::format("',' or '{}'", close));
    return list;
}

ExpressionPtr Parser::argument()
{
    const std::size_t length = nameLength(0);
    if (length == 0 || !is("=", length))
        return pipelineExpression();
    Name argumentName = name("a name");
    next();
    auto *node = new Expression{.kind = ExpressionKind::Named,
                                .span = argumentName.span,
                                .nameSpan = argumentName.span,
                                .text = std::move(argumentName.text)};
    ExpressionPtr owner(node);
    node->children.push_back(pipelineExpression());
    node->span = spanFrom(node->span.begin);
    return owner;
}

std::vector<ExpressionPtr> Parser::expressions()
{
    std::vector<ExpressionPtr> list;
    do
        list.push_back(expression());
    while (accept(","));
    return list;
}

ExpressionPtr Parser::parenthesized()
{
    const Token open = next();
    const bool colonIsHas = m_colonIsHas;
    ExpressionPtr inner = pipelineExpression();
    m_colonIsHas = colonIsHas;
    if (!accept(")"))
        fail("')'");
    auto *node = const_cast<Expression *>(inner.get()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    node->parenthesized = true;
    node->span = spanFrom(open.span.begin);
    return inner;
}

} // namespace signalbox::kql
