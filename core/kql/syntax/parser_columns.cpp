#include "core/kql/syntax/parser_state.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

Assignment Parser::assignment()
{
    Assignment result;
    const std::uint32_t begin = here();
    if (const std::size_t length = nameLength(0); length != 0 && is("=", length)) {
        result.names.push_back(name("a name"));
        next();
    } else if (isKind(TokenKind::Word) && isReserved(word()) && is("=", 1)) {
        result.names.push_back(name("a name")); // says why it cannot be one
    } else if (is("(")) {
        std::size_t ahead = 1;
        while (isName(ahead) && is(",", ahead + nameLength(ahead)))
            ahead += nameLength(ahead) + 1;
        ahead += nameLength(ahead);
        if (is(")", ahead) && is("=", ahead + 1)) {
            next();
            do
                result.names.push_back(name("a name"));
            while (accept(","));
            next();
            next();
        }
    }
    result.value = expression(); // no pipeline: a bar ends the operator
    result.span = spanFrom(begin);
    return result;
}

std::vector<Assignment> Parser::assignments(std::initializer_list<std::string_view> stops)
{
    std::vector<Assignment> result;
    while (!atEnd() && !isAny({"|", ";", ")", "}"}) && !isAny(stops)) {
        result.push_back(assignment());
        if (!accept(","))
            break;
        if (atEnd() || isAny({"|", ";", ")", "}"}))
            fail("another column after ','");
    }
    return result;
}

std::vector<Assignment> Parser::wildcardColumns()
{
    std::vector<Assignment> result;
    do {
        Assignment one;
        const std::uint32_t begin = here();
        one.value = postfix(Wildcards::Yes);
        one.span = spanFrom(begin);
        result.push_back(std::move(one));
    } while (accept(","));
    return result;
}

OperatorBody Parser::columns(std::string_view name)
{
    ColumnsOperator op;
    if (name == "project-away" || name == "project-keep")
        op.columns = wildcardColumns();
    else
        op.columns = assignments({});
    if (op.columns.empty() && name != "serialize" && name != "project")
        fail("a column");
    return op;
}

OperatorBody Parser::summarize()
{
    SummarizeOperator op;
    op.aggregates = assignments({"by"});
    op.hasBy = accept("by");
    if (op.hasBy) {
        op.keys = assignments({});
        if (op.keys.empty())
            fail("a column after 'by'");
    } else if (op.aggregates.empty()) {
        fail("an aggregate such as count()");
    }
    return op;
}

OperatorBody Parser::makeSeries()
{
    MakeSeriesOperator op;
    do {
        SeriesAggregate one{.aggregate = assignment(), .fallback = {}};
        if (accept("default")) {
            expect("=", "default");
            one.fallback = expression();
        }
        op.aggregates.push_back(std::move(one));
    } while (accept(","));
    expect("on", "the aggregates");
    op.axis = assignment();
    if (op.axis.value->kind == ExpressionKind::Operator && op.axis.value->text == "in") {
        // `on t in range(a, b, c)` was read as the operator `in`.
        auto *in =
            const_cast<Expression *>(op.axis.value.get()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        auto *call = in->children.size() == 2 && in->children[1]->kind == ExpressionKind::Call
                         ? const_cast<Expression *>(
                               in->children[1].get()) // NOLINT(cppcoreguidelines-pro-type-const-cast)
                         : nullptr;
        if (call == nullptr || call->text != "range" || call->children.size() != 3) {
            complain(in->span, "Expected 'in range(from, to, step)'.");
            m_lost = true;
            return op;
        }
        op.inRange = true;
        op.from = std::move(call->children[0]);
        op.to = std::move(call->children[1]);
        op.step = std::move(call->children[2]);
        ExpressionPtr axis = std::move(in->children[0]);
        op.axis.value = std::move(axis);
    } else {
        if (accept("from"))
            op.from = expression();
        if (accept("to"))
            op.to = expression();
        if (accept("step"))
            op.step = expression();
    }
    if (accept("by"))
        op.keys = assignments({});
    return op;
}

OrderKey Parser::orderKey(bool wildcard)
{
    OrderKey key;
    if (wildcard) {
        const std::uint32_t begin = here();
        key.key.value = postfix(Wildcards::Yes);
        key.key.span = spanFrom(begin);
    } else {
        key.key = assignment();
    }
    if (wildcard && is("granny") && is("-", 1)) {
        key.granny = true;
        next();
        next();
    }
    if (isAny({"asc", "desc"}))
        key.descending = next().span.of(m_text) == "desc";
    if (accept("nulls")) {
        if (isAny({"first", "last"}))
            key.nullsFirst = next().span.of(m_text) == "first";
        else
            fail("'first' or 'last'");
    }
    return key;
}

std::vector<OrderKey> Parser::orderKeys(bool wildcard)
{
    std::vector<OrderKey> keys;
    do
        keys.push_back(orderKey(wildcard));
    while (accept(","));
    return keys;
}

OperatorBody Parser::sort(std::string_view name)
{
    SortOperator op;
    if (name == "project-reorder") {
        op.keys = orderKeys(true);
        return op;
    }
    if (name == "top") {
        op.rows = expression();
        for (Parameter &hint : parameters({}))
            (void)hint;
    }
    if (expect("by", name))
        op.keys = orderKeys(false);
    return op;
}

OperatorBody Parser::rows(std::string_view name)
{
    RowsOperator op{.rows = expression(), .of = {}};
    if (name == "sample-distinct" && expect("of", "the number of rows"))
        op.of = expression();
    return op;
}

OperatorBody Parser::topHitters()
{
    TopHittersOperator op{.rows = expression(), .of = {}, .by = {}};
    if (expect("of", "the number of rows"))
        op.of = expression();
    if (accept("by"))
        op.by = expression();
    return op;
}

OperatorBody Parser::topNested()
{
    TopNestedOperator op;
    while (true) {
        TopNestedLevel level;
        if (!is("of"))
            level.rows = expression();
        expect("of", "the number of rows");
        level.of = assignment();
        if (accept("with")) {
            expect("others", "with");
            expect("=", "others");
            level.others = expression();
        }
        if (expect("by", "the column"))
            level.by = orderKey(false);
        op.levels.push_back(std::move(level));
        if (!is(","))
            return op;
        next();
        const Name again = operatorName();
        if (again.text != "top-nested") {
            complain(again.span, "Expected 'top-nested' after ','.", "top-nested");
            m_lost = true;
            return op;
        }
    }
}

} // namespace signalbox::kql
