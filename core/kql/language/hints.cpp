#include "core/kql/language/hints.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/kql/functions/registry.h"
#include "core/kql/language/cursor_scan.h"
#include "core/kql/language/row_schema.h"
#include "core/kql/language/signature_text.h"
#include "core/kql/language/vocabulary.h"
#include "core/kql/syntax/operator_name.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

struct CallHelp
{
    std::vector<std::string> parameters;
    std::string help;
};

// An old spelling says what is written today.
std::string helpOf(const std::string &help, const std::string &replacement)
{
    return replacement.empty() ? help : fmt::format("{} Today this is written {}().", help, replacement);
}

std::optional<CallHelp> callHelp(std::string_view name, bool preferAggregate, const CursorScan &scan,
                                 const Catalog &catalog)
{
    for (const DefinedName &defined : definedNames(scan, catalog)) {
        if (defined.name == name && defined.kind == DefinedName::Kind::Function)
            return CallHelp{.parameters = defined.parameters, .help = "A function of this query."};
    }
    const FunctionRegistry &functions = FunctionRegistry::standard();
    const ScalarFunction *scalar = functions.findScalar(name);
    const AggregateFunction *aggregate = functions.findAggregate(name);
    if (aggregate != nullptr && (preferAggregate || scalar == nullptr))
        return CallHelp{.parameters = shownParameters(aggregate->parameters, aggregate->minimumArguments,
                                                      aggregate->maximumArguments),
                        .help = helpOf(aggregate->help, aggregate->replacement)};
    if (scalar != nullptr && !scalar->isOperator)
        return CallHelp{.parameters = shownParameters(scalar->parameters, scalar->minimumArguments,
                                                      scalar->maximumArguments),
                        .help = helpOf(scalar->help, scalar->replacement)};
    if (const PluginHelp *plugin = findPlugin(name); plugin != nullptr) {
        const std::vector<std::string> parameters(plugin->parameters.begin(), plugin->parameters.end());
        return CallHelp{.parameters =
                            shownParameters(parameters, plugin->minimumArguments, parameters.size()),
                        .help = std::string(plugin->help)};
    }
    return {};
}

bool isAggregating(std::string_view operation)
{
    return operation == "summarize" || operation == "make-series" || operation == "top-nested" ||
           operation == "evaluate";
}

std::string columnList(const std::vector<std::string> &columns)
{
    constexpr std::size_t most = 24;
    std::string text;
    for (std::size_t i = 0; i < std::min(columns.size(), most); ++i)
        text += fmt::format("{}{}", i > 0 ? ", " : "", columns[i]);
    if (columns.size() > most)
        text += fmt::format(" and {} more", columns.size() - most);
    return text;
}

std::vector<std::string> typedColumns(const Schema &schema)
{
    std::vector<std::string> columns;
    columns.reserve(schema.fields.size());
    for (const Field &field : schema.fields)
        columns.push_back(field.unknown ? field.name
                                        : fmt::format("{}: {}", field.name, typeName(field.type)));
    return columns;
}

std::optional<WordHelp> describeChoice(std::span<const Choice> choices, std::string_view word, Span span)
{
    const auto found = std::ranges::find(choices, word, &Choice::name);
    if (found == choices.end())
        return {};
    return WordHelp{.span = span, .title = std::string(word), .help = std::string(found->help)};
}

// The word that `offset` is in or at the end of, as a place in `tokens`.
std::optional<std::size_t> wordAt(const Tokens &read, std::string_view text, std::size_t offset)
{
    for (std::size_t i = 0; i + 1 < read.tokens.size(); ++i) {
        const Token &token = read.tokens[i];
        const bool inside = token.span.begin <= offset && offset < token.span.end;
        if (inside && (token.kind == TokenKind::Word || token.span.of(text) == "-"))
            return i;
    }
    return {};
}

std::optional<WordHelp> describeName(std::string_view word, Span span, const CursorScan &scan,
                                     const Catalog &catalog)
{
    const Schema rows = rowSchema(scan, catalog);
    if (const auto column = rows.find(word)) {
        const Field &field = rows.fields[*column];
        return WordHelp{.span = span,
                        .title = field.unknown ? fmt::format("{}: a column", field.name)
                                               : fmt::format("{}: {}", field.name, typeName(field.type)),
                        .help = {}};
    }
    for (const DefinedName &defined : definedNames(scan, catalog)) {
        if (defined.name != word)
            continue;
        const bool table = defined.kind == DefinedName::Kind::Table;
        return WordHelp{.span = span,
                        .title = fmt::format("{}: {}", word, table ? "a table of this query" : "let"),
                        .help = columnList(defined.columns)};
    }
    if (const TablePtr table = catalog.find(word); table)
        return WordHelp{.span = span,
                        .title = fmt::format("{}: a table", word),
                        .help = columnList(typedColumns(table->schema()))};
    return {};
}

} // namespace

std::optional<SignatureHint> signatureAt(std::string_view text, std::size_t offset, const Catalog &catalog)
{
    const CursorScan scan = scanTo(text, offset);
    const std::string_view operation = scan.operationOf(scan.frames[scan.pipelineFrame()]).name;
    for (std::size_t i = scan.frames.size(); i-- > 1;) {
        const CursorFrame &frame = scan.frames[i];
        if (frame.kind == CursorFrame::Kind::Group || frame.kind == CursorFrame::Kind::Values)
            continue; // brackets within an argument
        if (frame.kind != CursorFrame::Kind::Call)
            return {};
        std::optional<CallHelp> found = callHelp(frame.name, isAggregating(operation), scan, catalog);
        if (!found)
            return {};
        const std::size_t last = found->parameters.empty() ? 0 : found->parameters.size() - 1;
        return SignatureHint{.name = std::string(frame.name),
                             .parameters = std::move(found->parameters),
                             .current = std::min(frame.commas, last),
                             .help = std::move(found->help),
                             .open = scan.begin + scan.tokens[frame.start - 1].span.begin};
    }
    return {};
}

std::optional<WordHelp> describe(std::string_view text, std::size_t offset, const Catalog &catalog)
{
    const Tokens read = tokenize(text);
    std::optional<std::size_t> at = wordAt(read, text, offset);
    if (!at)
        return {};
    const std::span<const Token> tokens(read.tokens);
    // mv-expand may be pointed at in any of its words.
    for (std::size_t back = 1; back <= 6 && back <= *at; ++back) {
        const std::size_t first = *at - back;
        const std::size_t length = operatorNameLength(text, tokens.subspan(first));
        if (length > back && first > 0 && tokens[first - 1].span.of(text) == "|") {
            at = first;
            break;
        }
    }
    const Span word = tokens[*at].span;
    const std::string_view name = word.of(text);
    const bool called = tokens[*at + 1].span.of(text) == "(";
    const CursorScan scan = scanTo(text, word.begin);
    const CursorFrame &pipeline = scan.frames[scan.pipelineFrame()];
    const std::string_view operation = scan.operationOf(pipeline).name;

    const bool starts = scan.previous() == "|" || scan.tokens.size() == pipeline.start;
    const std::string_view whole = operatorName(text, tokens.subspan(*at));
    if (const OperatorWord *found = findOperatorWord(whole); starts && found != nullptr && !called)
        return WordHelp{
            .span = {.begin = word.begin, .end = word.begin + static_cast<std::uint32_t>(whole.size())},
            .title = std::string(whole),
            .help = std::string(found->help)};
    if (called) {
        if (auto found = callHelp(name, isAggregating(operation), scan, catalog))
            return WordHelp{.span = word,
                            .title = signatureText(name, found->parameters),
                            .help = std::move(found->help)};
    }
    if (scan.previous() == "=") {
        if (auto found = describeChoice(parameterValues(operation, scan.previous(1)), name, word))
            return found;
    }
    if (operation == "render") {
        if (auto found = describeChoice(chartKinds(), name, word))
            return found;
        if (auto found = describeChoice(chartProperties(), name, word))
            return found;
    }
    if (const ScalarFunction *found = FunctionRegistry::standard().findScalar(name);
        found != nullptr && found->isOperator)
        return WordHelp{.span = word, .title = std::string(name), .help = found->help};
    if (scan.previous() == ".")
        return {};
    return describeName(name, word, scan, catalog);
}

} // namespace signalbox::kql
