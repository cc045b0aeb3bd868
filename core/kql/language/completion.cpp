#include "core/kql/language/completion.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/registry.h"
#include "core/kql/language/candidates.h"
#include "core/kql/language/cursor_scan.h"
#include "core/kql/language/row_schema.h"
#include "core/kql/language/signature_text.h"
#include "core/kql/language/vocabulary.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

using Kind = CursorFrame::Kind;

bool anyOf(std::string_view word, std::initializer_list<std::string_view> words)
{
    return std::ranges::count(words, word) != 0;
}

// Whether a column, value or closing bracket stands before the cursor, so that an operator must follow.
bool endsOperand(const CursorScan &scan)
{
    if (scan.tokens.empty())
        return false;
    const Token &last = scan.tokens.back();
    const std::string_view word = scan.previous();
    if (last.kind == TokenKind::Sign)
        return word == ")" || word == "]";
    if (last.kind != TokenKind::Word)
        return true;
    return !isReserved(word) && !isTextOperator(word) && !isListOperator(word) &&
           !anyOf(word, {"from", "step", "to", "default", "nulls", "let"});
}

class Completer
{
public:
    Completer(const CursorScan &scan, const Catalog &catalog)
        : m_scan(scan)
        , m_catalog(catalog)
        , m_pipeline(scan.frames[scan.pipelineFrame()])
        , m_operation(scan.operationOf(m_pipeline))
        , m_direct(scan.pipelineFrame() + 1 == scan.frames.size())
        , m_candidates(scan, catalog)
    {
    }

    std::vector<CompletionItem> run()
    {
        choose();
        return m_candidates.matching(m_scan.typed());
    }

private:
    [[nodiscard]] const CursorFrame &inner() const { return m_scan.frames.back(); }
    [[nodiscard]] std::string_view operation() const { return m_operation.name; }
    // Whether `word` was written in the operator at the cursor, outside of further brackets.
    [[nodiscard]] bool has(std::string_view word) const
    {
        int depth = 0;
        for (std::size_t i = m_operation.first; i < m_scan.tokens.size(); ++i) {
            const std::string_view token = m_scan.token(i);
            depth += anyOf(token, {"(", "[", "{"}) ? 1 : 0;
            depth -= anyOf(token, {")", "]", "}"}) ? 1 : 0;
            if (depth == 0 && token == word)
                return true;
        }
        return false;
    }

    [[nodiscard]] bool atOperatorStart() const { return m_scan.tokens.size() == m_operation.first; }

    void addParameters()
    {
        const OperatorWord *word = findOperatorWord(operation());
        if (word == nullptr)
            return;
        for (const std::string_view name : split(word->parameters, ' ')) {
            if (name.empty() || name == "with_source" || name == "datascope" || has(name))
                continue;
            if (name == "kind" && parameterValues(operation(), name).empty())
                continue;
            m_candidates.add({.label = fmt::format("{}=", name),
                              .insert = fmt::format("{}=", name),
                              .kind = CompletionKind::Keyword,
                              .help = fmt::format("A parameter of {}.", operation()),
                              .group = 1});
        }
    }

    // Columns, functions and names of `let`.
    void addValues(int columns)
    {
        m_candidates.addColumns(m_candidates.rows(), columns);
        m_candidates.addDefined(false, true, columns + 1);
        m_candidates.addFunctions(columns + 2);
    }

    void choose()
    {
        const std::string_view prior = m_scan.previous();
        if (m_scan.inText)
            return;
        if (prior == "." && !m_scan.tokens.empty()) {
            chooseMember();
        } else if (inner().kind == Kind::TypeOf || (prior == ":" && takesType())) {
            m_candidates.addChoices(typeWords(), CompletionKind::Type, 0);
        } else if (inner().kind == Kind::Properties) {
            chooseProperty();
        } else if (inner().kind == Kind::Columns) {
            return;
        } else if (m_direct && (prior == "|" || (m_pipeline.kind == Kind::Body && m_pipeline.bars.empty() &&
                                                 m_scan.tokens.size() == m_pipeline.start))) {
            m_candidates.addOperators(false);
        } else if (operation().empty() && m_pipeline.bars.empty()) {
            chooseSource();
        } else {
            chooseInside();
        }
    }

    [[nodiscard]] bool takesType() const
    {
        return inner().kind == Kind::Columns || inner().kind == Kind::Group ||
               anyOf(operation(), {"parse", "parse-where"});
    }

    void chooseMember()
    {
        const std::string_view side = m_scan.previous(1);
        if (side == "$left")
            m_candidates.addColumns(m_candidates.rows(), 0);
        else if (side == "$right")
            m_candidates.addColumns(rightSchema(m_scan, m_catalog), 0);
    }

    void chooseProperty()
    {
        // The property of which a value is being written: after its name, '=' and perhaps further values.
        for (std::size_t back = 0; back < m_scan.tokens.size(); ++back) {
            const std::string_view word = m_scan.previous(back);
            if (word == "(" || (word == "," && m_scan.previous(back + 2) != "=" && back > 0))
                break;
            if (word != "=")
                continue;
            const std::string_view property = m_scan.previous(back + 1);
            if (anyOf(property, {"xcolumn", "ycolumns", "series", "anomalycolumns"}))
                m_candidates.addColumns(m_candidates.rows(), 0);
            else
                m_candidates.addChoices(chartPropertyValues(property), CompletionKind::Value, 0);
            if (back > 0 && m_scan.previous() == ",")
                break; // or the next property
            return;
        }
        m_candidates.addChoices(chartProperties(), CompletionKind::Keyword, 1, "=");
    }

    // Where a query begins, or a table is asked for.
    void chooseSource()
    {
        const bool statement = m_pipeline.kind == Kind::Statements;
        const bool atStart = m_direct && m_scan.tokens.size() == m_pipeline.start;
        const bool isLet = statement && m_scan.token(m_pipeline.statement) == "let";
        if (!m_direct) {
            addValues(0); // inside a call or group of a let
            m_candidates.addTables(3);
            return;
        }
        if (!atStart) {
            if (isLet && m_pipeline.start == m_pipeline.statement)
                return; // the name, and '='
            if (!endsOperand(m_scan)) {
                addValues(0);
            } else {
                m_candidates.addOperators(false, "| ");
                if (isLet)
                    m_candidates.addWordOperators();
            }
            return;
        }
        m_candidates.addTables(0);
        m_candidates.addDefined(true, isLet, 0);
        m_candidates.addOperators(true);
        if (statement && !isLet)
            m_candidates.add({.label = "let",
                              .insert = "let ",
                              .kind = CompletionKind::Keyword,
                              .help = "Names a value, a table or a function for the statements that follow.",
                              .group = 1});
        if (isLet)
            m_candidates.addFunctions(3);
        const std::array<std::string, 1> query = {"query"};
        m_candidates.addCall("materialize", query, "Computes a table once, however often it is used.",
                             CompletionKind::Function, 3);
    }

    void chooseInside()
    {
        const std::string_view prior = m_scan.previous();
        if (prior == "=" && m_direct) {
            const OperatorWord *word = findOperatorWord(operation());
            const std::string_view name = m_scan.previous(1);
            const auto known = split(word != nullptr ? word->parameters : std::string_view(), ' ');
            if (std::ranges::count(known, name) != 0) {
                m_candidates.addChoices(parameterValues(operation(), name), CompletionKind::Value, 0);
                return;
            }
        }
        if (operation() == "render") {
            if (atOperatorStart())
                m_candidates.addChoices(chartKinds(), CompletionKind::Value, 0);
            else
                m_candidates.addChoices(wordsInside("render"), CompletionKind::Keyword, 0);
            return;
        }
        if (m_direct && anyOf(operation(), {"join", "lookup", "union"}) && !has("on")) {
            chooseTable();
            return;
        }
        if (operation() == "as" || operation() == "count" || operation() == "getschema" ||
            operation() == "consume")
            return;
        if (endsOperand(m_scan) && !atOperatorStart() && prior != ",") {
            chooseAfterOperand();
            return;
        }
        chooseOperand();
    }

    void chooseTable()
    {
        const std::string_view prior = m_scan.previous();
        const bool value = m_scan.previous(1) == "=";
        if (!atOperatorStart() && prior != "," && !value) {
            m_candidates.addChoices(wordsInside(operation()), CompletionKind::Keyword, 0, " ");
            return;
        }
        m_candidates.addTables(0);
        m_candidates.addDefined(true, false, 0);
        addParameters();
    }

    void chooseAfterOperand()
    {
        const auto words = wordsInside(operation());
        if (m_direct) {
            for (const Choice &word : words) {
                const bool once = anyOf(word.name, {"by", "on", "of", "with", "from", "to", "step", "as"});
                const bool order =
                    word.name == "asc" || word.name == "desc" || word.name.starts_with("nulls");
                if ((once && has(word.name)) || (order && !has("by") && operation() != "project-reorder"))
                    continue;
                const bool call = word.name.ends_with("()") || word.name.ends_with("=");
                m_candidates.addChoices(std::span(&word, 1), CompletionKind::Keyword, 0,
                                        call || order ? "" : " ");
            }
        }
        if (!m_direct || anyOf(operation(), {"where", "filter", "extend", "project", "search", "find",
                                             "print", "join", "summarize", "scan"}))
            m_candidates.addWordOperators();
    }

    void chooseOperand()
    {
        if (atOperatorStart())
            addParameters();
        if (operation() == "evaluate" && m_direct) {
            for (const PluginHelp &plugin : plugins()) {
                std::vector<std::string> parameters(plugin.parameters.begin(), plugin.parameters.end());
                m_candidates.addCall(std::string(plugin.name),
                                     shownParameters(parameters, plugin.minimumArguments, parameters.size()),
                                     std::string(plugin.help), CompletionKind::Plugin, 0);
            }
            return;
        }
        if (operation() == "invoke" && m_direct) {
            m_candidates.addDefined(false, false, 0);
            return;
        }
        if (anyOf(operation(), {"project-away", "project-keep", "project-reorder", "project-rename"})) {
            m_candidates.addColumns(m_candidates.rows(), 0);
            return;
        }
        if (m_direct &&
            anyOf(operation(),
                  {"take", "limit", "sample", "top", "top-hitters", "top-nested", "sample-distinct"}) &&
            !has("by") && !has("of")) {
            m_candidates.addDefined(false, true, 0);
            return;
        }
        if (anyOf(operation(), {"mv-expand", "mvexpand", "mv-apply", "mvapply"}) && m_direct) {
            m_candidates.addColumns(m_candidates.rows(), 0, true);
            m_candidates.addFunctions(3);
            return;
        }
        if (anyOf(operation(), {"join", "lookup"}) && has("on")) {
            chooseKey();
            return;
        }
        if (takesAggregate())
            m_candidates.addAggregates(m_direct ? 0 : 1);
        addValues(takesAggregate() && m_direct ? 1 : 0);
        if (anyOf(operation(), {"where", "filter"}))
            m_candidates.addKeywords({{"true", "Always."}, {"false", "Never."}}, 3);
    }

    void chooseKey()
    {
        const Schema left = m_candidates.rows();
        const Schema right = rightSchema(m_scan, m_catalog);
        Schema common;
        for (const Field &field : left.fields) {
            if (right.find(field.name))
                common.fields.push_back(field);
        }
        m_candidates.addColumns(common, 0);
        m_candidates.addKeywords(
            {{"$left", "A column of the rows before the join."}, {"$right", "A column of the joined table."}},
            1);
    }

    [[nodiscard]] bool takesAggregate() const
    {
        const bool before =
            (operation() == "summarize" && !has("by")) || (operation() == "make-series" && !has("on")) ||
            (operation() == "top-nested" && has("by")) || (operation() == "evaluate" && inner().commas > 0);
        if (!before)
            return false;
        const FunctionRegistry &functions = FunctionRegistry::standard();
        for (std::size_t i = m_scan.pipelineFrame() + 1; i < m_scan.frames.size(); ++i) {
            if (functions.findAggregate(m_scan.frames[i].name) != nullptr)
                return false;
        }
        return true;
    }

    const CursorScan &m_scan;
    const Catalog &m_catalog;
    const CursorFrame &m_pipeline;
    CursorScan::Operation m_operation;
    bool m_direct = false; // not inside brackets of the operator
    Candidates m_candidates;
};

} // namespace

Completion complete(std::string_view text, std::size_t offset, const Catalog &catalog)
{
    const CursorScan scan = scanTo(text, offset);
    const auto begin = static_cast<std::uint32_t>(scan.begin);
    return {.replaced = {.begin = scan.word.begin + begin, .end = scan.word.end + begin},
            .items = Completer(scan, catalog).run()};
}

} // namespace signalbox::kql
