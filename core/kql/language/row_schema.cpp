#include "core/kql/language/row_schema.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/kql/engine.h"
#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

namespace {

using Kind = CursorFrame::Kind;

// Beyond these a text is no query that a person writes, and looking for its names is given up.
constexpr std::size_t mostSteps = 100;
constexpr std::size_t mostDefinitions = 200;

// A let for a function's parameter, so that its body can be bound by itself.
std::string standIn(const FunctionParameter &parameter, std::string_view text)
{
    if (!parameter.isTable) {
        const std::string type = parameter.type.empty() ? "string" : parameter.type;
        return typeFromName(type) == Type::String
                   ? fmt::format("let {} = \"\";\n", parameter.name.text)
                   : fmt::format("let {} = {}(null);\n", parameter.name.text, type);
    }
    std::string columns;
    for (const TypedName &column : parameter.columns)
        columns += fmt::format("{}{}:{}", columns.empty() ? "" : ", ", column.name.span.of(text),
                               column.type.empty() ? "string" : column.type);
    return fmt::format("let {} = datatable({})[];\n", parameter.name.text, columns);
}

std::vector<FunctionParameter> readParameters(std::string_view brackets, std::string &source)
{
    source = fmt::format("let f = {} {{ 0 }};", brackets);
    ParsedQuery parsed = parseQuery(source);
    std::vector<FunctionParameter> parameters;
    if (parsed.ok() && !parsed.statements.empty() && parsed.statements[0].function) {
        for (const FunctionParameter &parameter : parsed.statements[0].function->parameters)
            parameters.push_back({.name = parameter.name,
                                  .type = parameter.type,
                                  .isTable = parameter.isTable,
                                  .anyColumns = parameter.anyColumns,
                                  .columns = parameter.columns});
    }
    return parameters;
}

// The definitions that are known in a frame, as text.
std::string definitions(const CursorScan &scan, std::size_t frame)
{
    std::string result;
    for (std::size_t i = 0; i <= frame; ++i) {
        const CursorFrame &level = scan.frames[i];
        if (level.kind != Kind::Statements)
            continue;
        if (level.parameters.begin < level.parameters.end) {
            std::string source;
            for (const FunctionParameter &parameter :
                 readParameters(level.parameters.of(scan.before), source))
                result += standIn(parameter, source);
        }
        for (const Span &definition : level.definitions) {
            const std::string_view text = definition.of(scan.before);
            if (parseQuery(text).ok())
                result += fmt::format("{}\n", text);
        }
    }
    return result;
}

std::string slice(const CursorScan &scan, std::size_t firstToken, std::size_t pastToken)
{
    if (firstToken >= pastToken || firstToken >= scan.tokens.size())
        return {};
    return std::string(Span{.begin = scan.tokens[firstToken].span.begin,
                            .end = scan.tokens[std::min(pastToken, scan.tokens.size()) - 1].span.end}
                           .of(scan.before));
}

// The steps before the operator at the cursor: a source first, then operators. Empty if there are no rows.
std::vector<std::string> stepsBefore(const CursorScan &scan, std::size_t frame)
{
    const CursorFrame &level = scan.frames[frame];
    std::vector<std::string> steps;
    if (level.kind == Kind::Body) {
        std::size_t outer = frame;
        while (outer > 0 && !scan.frames[--outer].isPipeline()) {
        }
        steps = stepsBefore(scan, outer);
        const auto [operation, first] = scan.operationOf(scan.frames[outer]);
        if (operation == "mv-apply" || operation == "mvapply")
            steps.push_back("mv-expand " + slice(scan, first, level.start - 2)); // up to `on (`
    }
    std::size_t begin = level.start;
    for (const std::size_t bar : level.bars) {
        if (std::string step = slice(scan, begin, bar); !step.empty())
            steps.push_back(std::move(step));
        begin = bar + 1;
    }
    return steps;
}

std::string joined(const std::vector<std::string> &steps)
{
    std::string text;
    for (const std::string &step : steps)
        text += text.empty() ? step : "\n| " + step;
    return text;
}

// Binds step by step only if the whole does not bind, and then leaves out the steps that fail.
Schema bindSteps(const std::string &lets, const std::vector<std::string> &steps, const Catalog &catalog)
{
    if (steps.empty())
        return {};
    if (auto whole = resultSchema(lets + joined(steps), catalog))
        return *std::move(whole);
    if (steps.size() > mostSteps)
        return {};
    Schema schema;
    std::vector<std::string> good;
    for (const std::string &step : steps) {
        good.push_back(step);
        if (auto bound = resultSchema(lets + joined(good), catalog))
            schema = *std::move(bound);
        else if (good.size() > 1)
            good.pop_back();
        else
            return {};
    }
    return schema;
}

} // namespace

Schema rowSchema(const CursorScan &scan, const Catalog &catalog)
{
    const std::size_t frame = scan.pipelineFrame();
    return bindSteps(definitions(scan, frame), stepsBefore(scan, frame), catalog);
}

Schema rightSchema(const CursorScan &scan, const Catalog &catalog)
{
    const std::size_t frame = scan.pipelineFrame();
    auto [operation, at] = scan.operationOf(scan.frames[frame]);
    while (scan.token(at + 1) == "=")
        at += 3; // kind=inner
    std::size_t past = at;
    while (past < scan.tokens.size() && scan.token(past) != "on")
        ++past;
    return bindSteps(definitions(scan, frame), {slice(scan, at, past)}, catalog);
}

std::vector<DefinedName> definedNames(const CursorScan &scan, const Catalog &catalog)
{
    const std::string lets = definitions(scan, scan.frames.size() - 1);
    const ParsedQuery parsed = parseQuery(lets);
    std::vector<DefinedName> names;
    if (parsed.statements.size() > mostDefinitions)
        return names;
    for (const Statement &statement : parsed.statements) {
        if (statement.kind == StatementKind::Declare) {
            for (const FunctionParameter &parameter : statement.parameters)
                names.push_back({.name = parameter.name.text});
        }
        if (statement.kind != StatementKind::Let)
            continue;
        DefinedName defined{.name = statement.name.text};
        if (statement.function) {
            defined.kind = DefinedName::Kind::Function;
            for (const FunctionParameter &parameter : statement.function->parameters)
                defined.parameters.push_back(parameter.isTable
                                                 ? parameter.name.text
                                                 : fmt::format("{}:{}", parameter.name.text, parameter.type));
        } else if (const auto schema = resultSchema(fmt::format("{}['{}']", lets, defined.name), catalog)) {
            defined.kind = DefinedName::Kind::Table;
            for (const Field &field : schema->fields)
                defined.columns.push_back(field.name);
        }
        names.push_back(std::move(defined));
    }
    std::ranges::reverse(names);
    return names;
}

} // namespace signalbox::kql
