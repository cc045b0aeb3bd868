#include "core/kql/syntax/parser_state.h"

namespace signalbox::kql {

OperatorBody Parser::expand(bool apply)
{
    ExpandOperator op;
    do {
        ExpandColumn column{.column = assignment(), .type = {}};
        if (accept("to")) {
            expect("typeof", "to");
            expect("(", "typeof");
            column.type = typeWord();
            expect(")", "the type");
        }
        op.columns.push_back(std::move(column));
    } while (accept(","));
    if (accept("limit"))
        op.limit = expression();
    if (apply && expect("on", "the arrays"))
        op.body = body();
    return op;
}

OperatorBody Parser::parse()
{
    ParseOperator op{.source = expression(), .pattern = {}};
    if (!expect("with", "the text to parse"))
        return op;
    while (!atEnd() && !isAny({"|", ";", ")", "}"})) {
        PatternPart part{.span = peek().span};
        if (accept("*")) {
            part.kind = PatternKind::Star;
        } else if (isKind(TokenKind::String)) {
            part.kind = PatternKind::Text;
            part.text = stringLiteral()->text;
        } else {
            part.kind = PatternKind::Column;
            TypedName column = typedName();
            part.text = std::move(column.name.text);
            part.type = std::move(column.type);
        }
        part.span = spanFrom(part.span.begin);
        op.pattern.push_back(std::move(part));
        accept(",");
    }
    if (op.pattern.empty())
        fail("a pattern of texts, columns and *");
    return op;
}

OperatorBody Parser::parseKv()
{
    ParseKvOperator op{.source = expression(), .columns = {}, .properties = {}};
    if (expect("as", "the text to parse"))
        op.columns = typedNames();
    if (accept("with"))
        op.properties = properties();
    return op;
}

OperatorBody Parser::evaluate(std::string_view name)
{
    EvaluateOperator op;
    for (Parameter &hint : parameters("hint.pass_filters")) // hints change nothing here
        (void)hint;
    op.call = postfix();
    if (!m_lost && op.call->kind != ExpressionKind::Call && op.call->kind != ExpressionKind::MemberCall) {
        complain(op.call->span, "Expected a call such as pivot(column).");
        m_lost = true;
    }
    if (name == "evaluate" && accept(":"))
        op.schema = typedNames();
    return op;
}

OperatorBody Parser::render()
{
    RenderOperator op{.chart = name("a chart such as timechart", true), .properties = {}};
    while (isKind(TokenKind::Word) && (is("with") || is("=", 1))) {
        if (!accept("with")) {
            op.properties.push_back(parameter(true));
            accept(",");
        } else if (is("(")) {
            for (Parameter &property : properties())
                op.properties.push_back(std::move(property));
        }
    }
    return op;
}

OperatorBody Parser::reduce()
{
    ReduceOperator op;
    if (expect("by", "reduce"))
        op.by = expression();
    if (accept("with")) {
        while (isKind(TokenKind::Word)) {
            op.properties.push_back(parameter(false));
            if (!accept(","))
                break;
        }
    }
    return op;
}

OperatorBody Parser::facet()
{
    BranchOperator op;
    if (expect("by", "facet"))
        op.keys = expressions();
    if (accept("with"))
        op.branches.emplace_back().body = bodyOrQuery();
    return op;
}

OperatorBody Parser::fork()
{
    BranchOperator op;
    while (is("(") || isName()) {
        BranchOperator::Branch branch;
        if (isName()) {
            branch.name = name("a name");
            expect("=", "the name");
        }
        branch.body = body();
        op.branches.push_back(std::move(branch));
        accept(",");
    }
    if (op.branches.empty())
        fail("'(' and operators");
    return op;
}

OperatorBody Parser::partition()
{
    BranchOperator op;
    if (expect("by", "partition")) {
        if (isKind(TokenKind::Word) && is("(", 1)) { // the operators follow, it is no call
            const Name key = name("a column");
            op.keys.push_back(ExpressionPtr(new Expression{
                .kind = ExpressionKind::Name, .span = key.span, .nameSpan = key.span, .text = key.text}));
        } else {
            op.keys.push_back(expression());
        }
    }
    accept("in");
    op.branches.emplace_back().body = bodyOrQuery();
    return op;
}

OperatorBody Parser::scan()
{
    ScanOperator op;
    if (accept("partition") && expect("by", "partition"))
        op.partitionBy = expressions();
    if (isAny({"order", "sort"})) {
        next();
        if (expect("by", "order"))
            op.orderBy = orderKeys(false);
    }
    if (accept("declare"))
        op.declared = functionParameters();
    if (!expect("with", "scan") || !expect("(", "with"))
        return op;
    while (is("step")) {
        op.steps.push_back(scanStep());
        if (!accept(";"))
            break;
    }
    if (op.steps.empty())
        fail("'step'");
    expect(")", "the steps");
    return op;
}

ScanStep Parser::scanStep()
{
    next();
    ScanStep step{.name = name("the name of the step"), .output = {}, .condition = {}, .assignments = {}};
    step.optional = accept("optional");
    if (is("output") && is("=", 1)) {
        next();
        next();
        step.output = std::string(next().span.of(m_text));
    }
    expect(":", "the step");
    step.condition = expression();
    if (accept("=>")) {
        do
            step.assignments.push_back(assignment());
        while (accept(","));
    }
    return step;
}

} // namespace signalbox::kql
