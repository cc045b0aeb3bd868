#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/syntax/parser_state.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

// What may follow a name but not the word that starts a query: `print` may be a column.
bool followsName(std::string_view sign)
{
    constexpr std::array<std::string_view, 12> signs = {
        ",", ")", "|", ";", "==", "!=", "=", ".", "<", ">", "<=", ">="};
    return std::ranges::count(signs, sign) != 0;
}

} // namespace

bool Parser::atSourceOperator() const
{
    if (!isKind(TokenKind::Word))
        return false;
    if (is("datatable") || is("externaldata") || is("external_data"))
        return is("(", 1);
    if (is("range"))
        return isName(1) && is("from", 1 + nameLength(1));
    if (is("evaluate"))
        return isKind(TokenKind::Word, 1);
    if (is("macro"))
        return is("-", 1) && is("expand", 2);
    // As a workbook writes a query whose table is given elsewhere: where type == "x".
    const bool impliesTable = !is("print") && !is("union") && !is("search") && !is("find");
    if (impliesTable)
        return findOperatorWord(word()) != nullptr && isReserved(word());
    return !isKind(TokenKind::End, 1) && !(isKind(TokenKind::Sign, 1) && followsName(word(1)));
}

ExpressionPtr Parser::pipelineExpression()
{
    const std::uint32_t begin = here();
    auto *pipeline = new Pipeline;
    PipelinePtr owner(pipeline);
    if (atSourceOperator()) {
        pipeline->operators.push_back(tabularOperator());
    } else {
        ExpressionPtr value = expression();
        recover();
        if (!is("|"))
            return value;
        pipeline->source = std::move(value);
    }
    appendOperators(*pipeline);
    pipeline->span = spanFrom(begin);
    return ExpressionPtr(new Expression{.kind = ExpressionKind::Table,
                                        .span = pipeline->span,
                                        .nameSpan = pipeline->span,
                                        .pipeline = std::move(owner)});
}

void Parser::appendOperators(Pipeline &pipeline)
{
    recover();
    while (accept("|")) {
        pipeline.operators.push_back(tabularOperator());
        recover();
    }
}

PipelinePtr Parser::body()
{
    auto *pipeline = new Pipeline;
    PipelinePtr owner(pipeline);
    const std::uint32_t begin = here();
    if (!expect("(", {}))
        return owner;
    if (++m_depth > 60) {
        complain(peek().span, "This is nested too deeply. Divide it by let.");
        m_lost = true;
    }
    accept("|");
    pipeline->operators.push_back(tabularOperator());
    appendOperators(*pipeline);
    --m_depth;
    expect(")", "the operators");
    pipeline->span = spanFrom(begin);
    return owner;
}

PipelinePtr Parser::bodyOrQuery()
{
    if (!is("{"))
        return body();
    const std::uint32_t begin = next().span.begin;
    auto *pipeline = new Pipeline;
    PipelinePtr owner(pipeline);
    pipeline->source = pipelineExpression();
    accept(";");
    expect("}", "the query");
    pipeline->span = spanFrom(begin);
    return owner;
}

TabularOperator Parser::tabularOperator()
{
    TabularOperator op;
    if (!isKind(TokenKind::Word)) {
        fail("an operator such as where or summarize");
        return op;
    }
    Name found = operatorName();
    op.name = std::move(found.text);
    op.nameSpan = found.span;
    if (const OperatorWord *known = findOperatorWord(op.name); known != nullptr) {
        op.parameters = parameters(known->parameters);
        readBody(op);
    } else {
        std::string suggestion(nearest(op.name, operatorNames()));
        complain(op.nameSpan,
                 suggestion.empty()
                     ? fmt::format("'{}' is no operator.", op.name)
                     : fmt::format("'{}' is no operator. Did you mean '{}'?", op.name, suggestion),
                 suggestion);
        op.body = ForeignOperator{};
        m_lost = true;
    }
    op.span = spanFrom(op.nameSpan.begin);
    return op;
}

OperatorBody Parser::count()
{
    PlainOperator op;
    if (accept("as"))
        op.countName = name("a name");
    return op;
}

OperatorBody Parser::foreign()
{
    skipToEnd();
    return ForeignOperator{};
}

void Parser::readBody(TabularOperator &op)
{
    using Reader = OperatorBody (*)(Parser &, std::string_view);
    struct Entry
    {
        std::string_view name;
        Reader read;
    };
    static constexpr Reader readColumns = [](Parser &p, std::string_view n) { return p.columns(n); };
    static constexpr Reader readSort = [](Parser &p, std::string_view n) { return p.sort(n); };
    static constexpr Reader readRows = [](Parser &p, std::string_view n) { return p.rows(n); };
    static constexpr Reader readJoin = [](Parser &p, std::string_view) { return p.joinTables(); };
    static constexpr Reader readExpand = [](Parser &p, std::string_view) { return p.expand(false); };
    static constexpr Reader readApply = [](Parser &p, std::string_view) { return p.expand(true); };
    static constexpr Reader readParse = [](Parser &p, std::string_view) { return p.parse(); };
    static constexpr Reader readEvaluate = [](Parser &p, std::string_view n) { return p.evaluate(n); };
    static constexpr Reader readPlain = [](Parser &, std::string_view) {
        return OperatorBody(PlainOperator{});
    };
    static constexpr Reader readFilter = [](Parser &p, std::string_view) {
        return OperatorBody(FilterOperator{.predicate = p.expression()});
    };
    static constexpr std::array<Entry, 51> readers = {{
        {"as", [](Parser &p, std::string_view) { return OperatorBody(AsOperator{p.name("a name")}); }},
        {"consume", readPlain},
        {"count", [](Parser &p, std::string_view) { return p.count(); }},
        {"datatable", [](Parser &p, std::string_view) { return p.dataTable(); }},
        {"distinct", readColumns},
        {"evaluate", readEvaluate},
        {"extend", readColumns},
        {"external_data", [](Parser &p, std::string_view) { return p.externalData(); }},
        {"externaldata", [](Parser &p, std::string_view) { return p.externalData(); }},
        {"facet", [](Parser &p, std::string_view) { return p.facet(); }},
        {"filter", readFilter},
        {"find", [](Parser &p, std::string_view) { return p.find(); }},
        {"fork", [](Parser &p, std::string_view) { return p.fork(); }},
        {"getschema", readPlain},
        {"invoke", readEvaluate},
        {"join", readJoin},
        {"limit", readRows},
        {"lookup", readJoin},
        {"make-series", [](Parser &p, std::string_view) { return p.makeSeries(); }},
        {"mv-apply", readApply},
        {"mv-expand", readExpand},
        {"mvapply", readApply},
        {"mvexpand", readExpand},
        {"order", readSort},
        {"parse", readParse},
        {"parse-kv", [](Parser &p, std::string_view) { return p.parseKv(); }},
        {"parse-where", readParse},
        {"partition", [](Parser &p, std::string_view) { return p.partition(); }},
        {"print", readColumns},
        {"project", readColumns},
        {"project-away", readColumns},
        {"project-by-names", readColumns},
        {"project-keep", readColumns},
        {"project-rename", readColumns},
        {"project-reorder", readSort},
        {"range", [](Parser &p, std::string_view) { return p.range(); }},
        {"reduce", [](Parser &p, std::string_view) { return p.reduce(); }},
        {"render", [](Parser &p, std::string_view) { return p.render(); }},
        {"sample", readRows},
        {"sample-distinct", readRows},
        {"scan", [](Parser &p, std::string_view) { return p.scan(); }},
        {"search", [](Parser &p, std::string_view) { return p.search(); }},
        {"serialize", readColumns},
        {"sort", readSort},
        {"summarize", [](Parser &p, std::string_view) { return p.summarize(); }},
        {"take", readRows},
        {"top", readSort},
        {"top-hitters", [](Parser &p, std::string_view) { return p.topHitters(); }},
        {"top-nested", [](Parser &p, std::string_view) { return p.topNested(); }},
        {"union", [](Parser &p, std::string_view) { return p.unionTables(); }},
        {"where", readFilter},
    }};
    for (const Entry &entry : readers) {
        if (entry.name == op.name) {
            op.body = entry.read(*this, op.name);
            return;
        }
    }
    op.body = foreign();
}

} // namespace signalbox::kql
