#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/run/parse_plan.h"

namespace signalbox::kql {

namespace {

// The expression for a column's text: numbers only where the pattern is strict, else as little as possible.
std::string groupFor(Type type, bool strict, bool last)
{
    if (strict && isInteger(type))
        return R"(([-+]?\d+))";
    if (strict && (type == Type::Real || type == Type::Decimal))
        return R"(([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?))";
    return last ? "(.*)" : "(.*?)";
}

std::string inlineFlags(std::string_view flags)
{
    std::string known;
    for (const char flag : flags) {
        if (std::string_view("imsU").contains(flag))
            known += flag;
    }
    return known;
}

// Where the result has the column: in place of one of that name, or behind all.
std::size_t placeFor(Schema &schema, const std::string &name, Type type)
{
    if (const auto present = schema.find(name); present) {
        schema.fields[*present] = {.name = name, .type = type};
        return *present;
    }
    schema.fields.push_back({.name = name, .type = type});
    return schema.fields.size() - 1;
}

} // namespace

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ParseOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(BoundPtr source, scalar(*body.source, {.row = &input->schema(), .names = names}));
    if (source->type != Type::String) {
        SIGNALBOX_TRY(source, apply("tostring", {source}, body.source->span));
    }
    const std::string_view kind = wordOf(op.parameters, "kind");
    if (!kind.empty() && kind != "simple" && kind != "regex" && kind != "relaxed")
        return fail(op.span, fmt::format("'{}' is no kind of parse. Use simple, regex or relaxed.", kind));
    const bool regex = kind == "regex";
    Schema schema = input->schema();
    std::vector<ParsedColumn> columns;
    std::string pattern =
        regex ? fmt::format("(?s{})", inlineFlags(wordOf(op.parameters, "flags"))) : "(?s)^";
    bool afterColumn = false;
    for (std::size_t i = 0; i < body.pattern.size(); ++i) {
        const PatternPart &part = body.pattern[i];
        const bool last = i + 1 == body.pattern.size();
        switch (part.kind) {
        case PatternKind::Star:
            pattern += last ? ".*" : ".*?";
            afterColumn = false;
            break;
        case PatternKind::Text:
            pattern += regex ? fmt::format("(?:{})", part.text) : quotedForRegex(part.text);
            afterColumn = false;
            break;
        case PatternKind::Column: {
            Type type = Type::String;
            if (!part.type.empty()) {
                SIGNALBOX_TRY(type, typeNamed(part.type, part.span));
            }
            if (afterColumn && columns.back().type == Type::String)
                return fail(part.span, "Two columns need a text or * between them.");
            pattern += groupFor(type, kind != "relaxed", last);
            columns.push_back({.type = type, .column = placeFor(schema, part.text, type)});
            afterColumn = true;
            break;
        }
        }
    }
    if (!regex)
        pattern += '$';
    if (source->unknown)
        return memoryPlan(std::move(schema), input->serialized(), {});
    auto compiled = Regex::compile(pattern);
    if (!compiled)
        return fail(op.span, compiled.error());
    return parsePlan(std::move(input), {.source = std::move(source),
                                        .regex = *std::move(compiled),
                                        .columns = std::move(columns),
                                        .relaxed = kind == "relaxed",
                                        .dropOthers = op.name == "parse-where",
                                        .schema = std::move(schema)});
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &, const ParseKvOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(BoundPtr source, scalar(*body.source, {.row = &input->schema(), .names = names}));
    if (source->type != Type::String) {
        SIGNALBOX_TRY(source, apply("tostring", {source}, body.source->span));
    }
    KeyValuePattern pattern{.source = std::move(source), .schema = input->schema()};
    SIGNALBOX_TRY(const Schema declared, declaredColumns(body.columns));
    for (const Field &field : declared.fields) {
        pattern.keys.push_back(field.name);
        pattern.columns.push_back(
            {.type = field.type, .column = placeFor(pattern.schema, field.name, field.type)});
    }
    for (const Parameter &property : body.properties) {
        if (property.values.empty())
            continue;
        const std::string &text = property.values[0]->text;
        if (property.name.text == "pair_delimiter" && !text.empty())
            pattern.pairDelimiter = text;
        else if (property.name.text == "kv_delimiter" && !text.empty())
            pattern.kvDelimiter = text;
        else if (property.name.text == "quote" && !text.empty())
            pattern.quotes = text;
        else if (property.name.text == "escape" && !text.empty())
            pattern.escape = text[0];
        else if (property.name.text == "greedy")
            pattern.greedy = text == "true";
        else if (property.name.text == "regex")
            pattern.pattern = text;
    }
    if (pattern.quotes.size() == 2) {
        pattern.closingQuote = pattern.quotes[1];
        pattern.quotes.resize(1);
    }
    if (!pattern.pattern.empty()) {
        if (const auto compiled = Regex::compile(pattern.pattern); !compiled)
            return fail(body.source->span, compiled.error());
    }
    return parseKvPlan(std::move(input), std::move(pattern));
}

} // namespace signalbox::kql
