#include <algorithm>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/run/parse_plan.h"

namespace signalbox::kql {

namespace {

enum class ParseKind : std::uint8_t { Simple, Relaxed, Regex };

std::optional<ParseKind> parseKindNamed(std::string_view name)
{
    if (name.empty() || name == "simple")
        return ParseKind::Simple;
    if (name == "relaxed")
        return ParseKind::Relaxed;
    return name == "regex" ? std::optional(ParseKind::Regex) : std::nullopt;
}

// The expression for a column's text. Numbers must look like numbers, but a relaxed pattern takes anything in
// their place. A text is as short as it can be where literal text follows, and as long in a regex pattern.
std::string groupFor(Type type, ParseKind kind, bool last)
{
    std::string_view number;
    if (isInteger(type))
        number = R"([-+]?\d+)";
    else if (type == Type::Real || type == Type::Decimal)
        number = R"([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)";
    if (!number.empty())
        return kind == ParseKind::Relaxed ? fmt::format("({}|.*?)", number) : fmt::format("({})", number);
    return last || kind == ParseKind::Regex ? "(.*)" : "(.*?)";
}

TemplatePart::Kind partKind(Type type)
{
    if (isInteger(type))
        return TemplatePart::Kind::Whole;
    return type == Type::Real || type == Type::Decimal ? TemplatePart::Kind::Real : TemplatePart::Kind::Text;
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
    const std::string_view kindName = wordOf(op.parameters, "kind");
    const std::optional<ParseKind> kind = parseKindNamed(kindName);
    if (!kind)
        return fail(op.span,
                    fmt::format("'{}' is no kind of {}. Use simple, regex or relaxed.", kindName, op.name));
    const bool regex = kind == ParseKind::Regex;
    Schema schema = input->schema();
    std::vector<ParsedColumn> columns;
    std::string pattern = "(?s)^";
    if (regex) {
        const std::string flags = inlineFlags(wordOf(op.parameters, "flags"));
        pattern = flags.empty() ? std::string() : fmt::format("(?{})", flags);
    }
    std::vector<TemplatePart> plain;
    std::size_t groups = 0;
    bool afterColumn = false;
    for (std::size_t i = 0; i < body.pattern.size(); ++i) {
        const PatternPart &part = body.pattern[i];
        const bool last = i + 1 == body.pattern.size();
        switch (part.kind) {
        case PatternKind::Star:
            plain.push_back({.kind = TemplatePart::Kind::Skip});
            pattern += last ? ".*" : ".*?";
            afterColumn = false;
            break;
        case PatternKind::Text: {
            afterColumn = false;
            if (!regex) {
                plain.push_back({.kind = TemplatePart::Kind::Literal, .literal = part.text});
                pattern += quotedForRegex(part.text);
                break;
            }
            const auto compiled = Regex::compile(part.text);
            if (!compiled)
                return fail(part.span, compiled.error());
            groups += compiled->groupCount();
            pattern += fmt::format("(?:{})", part.text);
            break;
        }
        case PatternKind::Column: {
            Type type = Type::String;
            if (!part.type.empty()) {
                SIGNALBOX_TRY(type, typeNamed(part.type, part.span));
            }
            if (afterColumn && columns.back().type == Type::String)
                return fail(part.span, "Two columns need a text or * between them.");
            pattern += groupFor(type, *kind, last);
            plain.push_back({.kind = partKind(type)});
            columns.push_back({.type = type, .column = placeFor(schema, part.text, type), .group = ++groups});
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
    return parsePlan(std::move(input),
                     {.source = std::move(source),
                      .regex = *std::move(compiled),
                      .plain = kind == ParseKind::Simple ? TextTemplate(std::move(plain)) : TextTemplate(),
                      .columns = std::move(columns),
                      .relaxed = kind == ParseKind::Relaxed,
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
    pattern.anyDelimiter = std::ranges::none_of(body.properties, [](const Parameter &property) {
        return property.name.text.ends_with("_delimiter");
    });
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
