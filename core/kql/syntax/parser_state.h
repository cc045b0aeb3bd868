// The recursive-descent parser behind parseQuery(). After a mistake it sees only the end of the text until
// recover() moves it to the next place where an operator or statement can start, so that one mistake gives
// one diagnostic.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <span>
#include <utility>

#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

class Parser
{
public:
    Parser(std::string_view text, std::span<const Token> tokens, std::vector<Diagnostic> &diagnostics)
        : m_text(text)
        , m_tokens(tokens)
        , m_diagnostics(diagnostics)
    {
    }

    std::vector<Statement> statements();

private:
    enum class Wildcards : bool { No, Yes };

    // Tokens.
    [[nodiscard]] const Token &peek(std::size_t ahead = 0) const;
    [[nodiscard]] std::string_view word(std::size_t ahead = 0) const { return peek(ahead).span.of(m_text); }
    [[nodiscard]] bool is(std::string_view text, std::size_t ahead = 0) const;
    [[nodiscard]] bool isAny(std::initializer_list<std::string_view> texts, std::size_t ahead = 0) const;
    [[nodiscard]] bool isKind(TokenKind kind, std::size_t ahead = 0) const
    {
        return peek(ahead).kind == kind;
    }
    [[nodiscard]] bool atEnd() const { return isKind(TokenKind::End); }
    [[nodiscard]] bool touchesNext(std::size_t ahead) const; // no blank between this token and the next
    Token next();
    bool accept(std::string_view text);
    bool expect(std::string_view text, std::string_view after);
    [[nodiscard]] Span spanFrom(std::uint32_t begin) const;
    [[nodiscard]] std::uint32_t here() const { return peek().span.begin; }

    // Mistakes.
    void complain(Span span, std::string message, std::string suggestion = {});
    void fail(std::string_view expected); // at the present token
    void recover();
    void skipToEnd();

    // Names and small lists.
    Name name(std::string_view what, bool anyWord = false);
    [[nodiscard]] bool isName(std::size_t ahead = 0) const;
    [[nodiscard]] std::size_t nameLength(std::size_t ahead) const; // in tokens, 0 if none
    Name wildcardName();
    std::string typeWord();
    TypedName typedName();
    std::vector<TypedName> typedNames(); // ( name:type, … )
    std::vector<Parameter> parameters(std::string_view allowed);
    std::vector<Parameter> properties(); // ( name=value, … )
    Parameter parameter(bool list);
    Name operatorName();

    // Expressions, loosest first.
    ExpressionPtr pipelineExpression();
    ExpressionPtr expression();
    ExpressionPtr conjunction();
    ExpressionPtr equality();
    ExpressionPtr relation();
    ExpressionPtr sum();
    ExpressionPtr product();
    ExpressionPtr textComparison();
    ExpressionPtr unary();
    ExpressionPtr postfix(Wildcards wildcards = Wildcards::No);
    ExpressionPtr primary(Wildcards wildcards);
    ExpressionPtr nameOrCall(Wildcards wildcards);
    ExpressionPtr literal();
    ExpressionPtr stringLiteral();
    ExpressionPtr typedLiteral();
    ExpressionPtr parenthesized();
    ExpressionPtr typeOf();
    ExpressionPtr listOperator(ExpressionPtr left);
    ExpressionPtr binary(ExpressionPtr left, Name op, ExpressionPtr right);
    [[nodiscard]] ExpressionPtr bad() const;
    std::vector<ExpressionPtr> arguments(std::string_view close);
    ExpressionPtr argument();
    std::vector<ExpressionPtr> expressions();

    // Assignments and keys.
    Assignment assignment();
    std::vector<Assignment> assignments(std::initializer_list<std::string_view> stops);
    std::vector<Assignment> wildcardColumns();
    OrderKey orderKey(bool wildcard);
    std::vector<OrderKey> orderKeys(bool wildcard);

    // Statements.
    Statement statement();
    Statement let();
    Statement declare();
    Statement ignored();
    Statement setting();
    FunctionPtr function();
    [[nodiscard]] bool atFunction() const;
    std::vector<FunctionParameter> functionParameters();
    FunctionParameter functionParameter();

    // Pipelines.
    [[nodiscard]] bool atSourceOperator() const;
    void appendOperators(Pipeline &pipeline);
    PipelinePtr body();                // ( operator | operator … )
    PipelinePtr bodyOrQuery();         // the same, or { a whole query }
    TabularOperator tabularOperator(); // after the bar
    void readBody(TabularOperator &op);
    OperatorBody count();
    OperatorBody foreign();

    OperatorBody columns(std::string_view name);
    OperatorBody summarize();
    OperatorBody makeSeries();
    OperatorBody sort(std::string_view name);
    OperatorBody rows(std::string_view name);
    OperatorBody topHitters();
    OperatorBody topNested();
    OperatorBody joinTables();
    OperatorBody unionTables();
    OperatorBody search();
    OperatorBody find();
    OperatorBody range();
    OperatorBody dataTable();
    OperatorBody externalData();
    OperatorBody expand(bool apply);
    OperatorBody parse();
    OperatorBody parseKv();
    OperatorBody evaluate(std::string_view name);
    OperatorBody render();
    OperatorBody reduce();
    OperatorBody facet();
    OperatorBody fork();
    OperatorBody partition();
    OperatorBody scan();
    ScanStep scanStep();
    std::vector<ExpressionPtr> tableList();

    // Begins to measure how tall the tree of an expression gets; what stands beside it counts no more than
    // once.
    class Measured
    {
    public:
        explicit Measured(Parser &parser)
            : m_height(parser.m_height)
            , m_before(std::exchange(parser.m_height, 0))
        {
        }
        ~Measured() { m_height = std::max(m_height, m_before); }
        Measured(const Measured &) = delete;
        Measured &operator=(const Measured &) = delete;

    private:
        int &m_height;
        int m_before;
    };
    // One more node on top of the expression that is being measured.
    void grow(Span span);

    std::string_view m_text;
    std::span<const Token> m_tokens;
    std::vector<Diagnostic> &m_diagnostics;
    std::size_t m_at = 0;
    std::uint32_t m_lastEnd = 0; // where the last token read ends
    int m_depth = 0;
    int m_height = 0;          // of the expression that is being measured
    bool m_lost = false;       // after a mistake, until recover()
    bool m_colonIsHas = false; // in search and find, where column:term means has
};

} // namespace signalbox::kql
