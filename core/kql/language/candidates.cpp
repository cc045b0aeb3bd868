#include "core/kql/language/candidates.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "core/kql/functions/registry.h"
#include "core/kql/language/match_rank.h"
#include "core/kql/language/signature_text.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

// Names with signs or blanks and words of the language are written ['so'].
std::string written(const std::string &name)
{
    const bool plain =
        !name.empty() && !isReserved(name) && !(name[0] >= '0' && name[0] <= '9') &&
        std::ranges::all_of(name, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
        });
    return plain ? name : fmt::format("['{}']", name);
}

} // namespace

void Candidates::add(CompletionItem item)
{
    m_items.push_back(std::move(item));
}

void Candidates::addChoices(std::span<const Choice> choices, CompletionKind kind, int group,
                            std::string_view behind)
{
    for (const Choice &choice : choices) {
        const std::string insert = fmt::format("{}{}", choice.name, behind);
        add({.label = std::string(choice.name),
             .insert = insert,
             .caretFromEnd = insert.ends_with("()") ? std::size_t{1} : std::size_t{0},
             .kind = kind,
             .help = std::string(choice.help),
             .group = group});
    }
}

void Candidates::addKeywords(std::initializer_list<Choice> choices, int group)
{
    addChoices(std::span(choices.begin(), choices.size()), CompletionKind::Keyword, group);
}

void Candidates::addColumns(const Schema &schema, int group, bool dynamicFirst)
{
    for (const Field &field : schema.fields)
        add({.label = field.name,
             .insert = written(field.name),
             .kind = CompletionKind::Column,
             .detail = field.unknown ? std::string() : std::string(typeName(field.type)),
             .group = group + (dynamicFirst && field.type != Type::Dynamic ? 1 : 0)});
}

const Schema &Candidates::rows()
{
    if (!m_rows)
        m_rows = rowSchema(m_scan, m_catalog);
    return *m_rows;
}

void Candidates::addTables(int group)
{
    for (const std::string &name : m_catalog.names()) {
        const TablePtr table = m_catalog.find(name);
        add({.label = name,
             .insert = written(name),
             .kind = CompletionKind::Table,
             .detail = table ? fmt::format("{} columns", table->schema().fields.size()) : std::string(),
             .group = group});
    }
}

void Candidates::addDefined(bool tables, bool values, int group)
{
    for (const DefinedName &name : definedNames(m_scan, m_catalog)) {
        if (name.kind == DefinedName::Kind::Function) {
            addCall(name.name, name.parameters, "A function of this query.", CompletionKind::Function, group);
        } else if (name.kind == DefinedName::Kind::Table ? tables : values) {
            const bool table = name.kind == DefinedName::Kind::Table;
            add({.label = name.name,
                 .insert = written(name.name),
                 .kind = table ? CompletionKind::Table : CompletionKind::Value,
                 .detail = table ? fmt::format("{} columns", name.columns.size()) : "let",
                 .group = group});
        }
    }
}

void Candidates::addCall(const std::string &name, std::span<const std::string> parameters, std::string help,
                         CompletionKind kind, int group)
{
    add({.label = name,
         .insert = name + "()",
         .caretFromEnd = parameters.empty() ? std::size_t{0} : std::size_t{1},
         .kind = kind,
         .detail = signatureText(name, parameters),
         .help = std::move(help),
         .group = group});
}

void Candidates::addFunctions(int group)
{
    const FunctionRegistry &functions = FunctionRegistry::standard();
    for (const std::string &name : functions.scalarNames()) {
        const ScalarFunction *function = functions.findScalar(name);
        addCall(name,
                shownParameters(function->parameters, function->minimumArguments, function->maximumArguments),
                function->help, CompletionKind::Function, group);
    }
    const std::array<std::string, 1> query = {"query"};
    addCall("toscalar", query, "The first value of a query as a constant.", CompletionKind::Function, group);
}

void Candidates::addAggregates(int group)
{
    const FunctionRegistry &functions = FunctionRegistry::standard();
    for (const std::string &name : functions.aggregateNames()) {
        const AggregateFunction *function = functions.findAggregate(name);
        addCall(name,
                shownParameters(function->parameters, function->minimumArguments, function->maximumArguments),
                function->help, CompletionKind::Aggregate, group);
    }
}

void Candidates::addOperators(bool source, std::string_view before)
{
    // What most queries use stands first.
    constexpr std::array<std::string_view, 12> common = {"where", "summarize", "project",  "extend",
                                                         "sort",  "take",      "join",     "render",
                                                         "top",   "count",     "distinct", "union"};
    for (const OperatorWord &word : operatorWords()) {
        if (word.help.empty() || (source && !word.startsQuery))
            continue;
        const bool alone = word.name == "count" || word.name == "consume" || word.name == "getschema";
        const auto place = std::ranges::find(common, word.name);
        add({.label = std::string(word.name),
             .insert = fmt::format("{}{}{}", before, word.name, alone ? "" : " "),
             .kind = CompletionKind::Operator,
             .help = std::string(word.help),
             .group = source ? 2 : static_cast<int>(place - common.begin())});
    }
}

void Candidates::addWordOperators()
{
    addKeywords({{"and", "Both conditions."}, {"or", "Either condition."}}, 1);
    const FunctionRegistry &functions = FunctionRegistry::standard();
    const auto addWord = [&](std::string_view name) {
        if (name.find_first_of("=~") == 0 || name == "!~")
            return;
        const ScalarFunction *found = functions.findScalar(name);
        const std::string help = found != nullptr    ? found->help
                                 : name == "matches" ? "Whether a text has a match of a regular expression."
                                                     : std::string();
        if (help.empty())
            return;
        std::string label = name == "matches" ? "matches regex" : std::string(name);
        const bool list = isListOperator(name);
        const bool range = name.ends_with("between");
        add({.label = label,
             .insert = label + (range  ? " ( .. )"
                                : list ? " ()"
                                       : " "),
             .caretFromEnd = range  ? std::size_t{5}
                             : list ? std::size_t{1}
                                    : std::size_t{0},
             .kind = CompletionKind::Keyword,
             .help = help,
             .group = name.starts_with('!') || name.ends_with("_cs") ? 3 : 2});
    };
    for (const std::string_view name : textOperatorWords())
        addWord(name);
    for (const std::string_view name : listOperatorWords())
        addWord(name);
}

std::vector<CompletionItem> Candidates::matching(std::string_view typed)
{
    std::set<std::pair<CompletionKind, std::string>> seen;
    std::vector<std::pair<int, CompletionItem>> ranked;
    for (CompletionItem &item : m_items) {
        const auto rank = matchRank(typed, item.label);
        if (rank && seen.emplace(item.kind, item.label).second)
            ranked.emplace_back(*rank, std::move(item));
    }
    // Case alone does not carry a function past a column.
    std::ranges::stable_sort(ranked, {}, [](const auto &one) {
        return std::tuple(std::max(one.first, 1), one.second.group, one.first);
    });
    std::vector<CompletionItem> result;
    result.reserve(ranked.size());
    for (auto &[rank, item] : ranked)
        result.push_back(std::move(item));
    return result;
}

} // namespace signalbox::kql
