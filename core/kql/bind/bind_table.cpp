#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/bind/binder.h"
#include "core/kql/bind/wildcard.h"
#include "core/kql/run/table_plan.h"
#include "core/kql/syntax/words.h"

namespace signalbox::kql {

namespace {

// Running plans call one another, so their number is what the stack of a thread must hold.
constexpr int maximumPlanDepth = 400;

} // namespace

bool Binder::isTable(const Expression &node, const ScopePtr &names, int depth) const
{
    if (depth > 1'000)
        return false; // the binder refuses it
    switch (node.kind) {
    case ExpressionKind::Table:
        return true;
    case ExpressionKind::Name:
        if (const Scope *found = findName(names, node.text); found != nullptr) {
            if (std::holds_alternative<PlanPtr>(found->meaning))
                return true;
            const auto *let = std::get_if<LetName>(&found->meaning);
            if (let == nullptr)
                return false;
            if (let->statement->value)
                return isTable(*let->statement->value, found->outer, depth + 1);
            ScopePtr inner = found->outer;
            const Expression *body = enterBody(*let->statement->function, inner);
            return body != nullptr && isTable(*body, inner, depth + 1);
        }
        return m_catalog.find(node.text) != nullptr;
    case ExpressionKind::Call: {
        if (const Scope *found = findName(names, node.text); found != nullptr) {
            const auto *let = std::get_if<LetName>(&found->meaning);
            if (let == nullptr || !let->statement->function)
                return false;
            const FunctionDeclaration &function = *let->statement->function;
            ScopePtr inner = found->outer;
            for (const FunctionParameter &parameter : function.parameters) {
                if (parameter.isTable)
                    inner =
                        with(inner, parameter.name.text, memoryPlan({.fields = {}, .open = true}, false, {}));
            }
            const Expression *body = enterBody(function, inner);
            return body != nullptr && isTable(*body, inner, depth + 1);
        }
        if (node.text == "materialize")
            return node.children.empty() || isTable(*node.children[0], names, depth + 1) || m_catalog.open();
        return node.text == "table" || node.text == "totable" || node.text == "external_table";
    }
    case ExpressionKind::Member:
    case ExpressionKind::MemberCall:
        return node.children[0]->kind == ExpressionKind::Call &&
               (node.children[0]->text == "database" || node.children[0]->text == "workspace" ||
                node.children[0]->text == "app" || node.children[0]->text == "cluster");
    default:
        return false;
    }
}

Result<PlanPtr> Binder::table(const Expression &node, const Context &context)
{
    SIGNALBOX_CHECK(step(node.span));
    const Nested nested(m_depth);
    if (nested.tooDeep())
        return fail(node.span, "This is nested too deeply, with its let statements put in.");
    switch (node.kind) {
    case ExpressionKind::Table:
        return pipeline(*node.pipeline, nullptr, context);
    case ExpressionKind::Name:
        return namedTable(node, node.text, context);
    case ExpressionKind::Call:
        return calledTable(node, context);
    case ExpressionKind::Member:
        return namedTable(node, node.text, {.names = nullptr});
    case ExpressionKind::MemberCall:
        if (m_catalog.open())
            return memoryPlan({.fields = {}, .open = true}, false, {});
        break;
    default:
        break;
    }
    return fail(node.span, "This is a value where a table is needed.");
}

Result<PlanPtr> Binder::namedTable(const Expression &node, const std::string &name, const Context &context)
{
    if (const Scope *found = findName(context.names, name); found != nullptr) {
        if (const auto *plan = std::get_if<PlanPtr>(&found->meaning)) {
            m_deepestPlan = std::max(m_deepestPlan, depthOf(*plan));
            return *plan;
        }
        const auto *let = std::get_if<LetName>(&found->meaning);
        if (let == nullptr)
            return fail(node.span, fmt::format("'{}' is a value where a table is needed.", name));
        if (let->statement->value)
            return table(*let->statement->value, {.names = found->outer});
        SIGNALBOX_TRY(ScopePtr names,
                      enter(*let->statement->function, found->outer, {}, node.span, context, nullptr));
        const Expression *body = enterBody(*let->statement->function, names);
        if (body == nullptr)
            return fail(let->statement->span, "The function has no result.");
        return table(*body, {.names = std::move(names)});
    }
    if (const TablePtr source = m_catalog.find(name); source)
        return tablePlan(source);
    if (m_catalog.open())
        return memoryPlan({.fields = {}, .open = true}, false, {});
    std::vector<std::string> candidates = m_catalog.names();
    for (const Scope *scope = context.names.get(); scope != nullptr; scope = scope->outer.get())
        candidates.push_back(scope->name);
    return unknownName("table", {.text = name, .span = node.nameSpan}, std::move(candidates));
}

Result<PlanPtr> Binder::calledTable(const Expression &node, const Context &context)
{
    if (const Scope *found = findName(context.names, node.text); found != nullptr) {
        const auto *let = std::get_if<LetName>(&found->meaning);
        if (let == nullptr || !let->statement->function)
            return fail(node.nameSpan, fmt::format("'{}' is no function.", node.text));
        const FunctionDeclaration &function = *let->statement->function;
        SIGNALBOX_TRY(ScopePtr names,
                      enter(function, found->outer, node.children, node.span, context, nullptr));
        const Expression *body = enterBody(function, names);
        if (body == nullptr)
            return fail(function.span, "The function has no result.");
        return table(*body, {.names = std::move(names)});
    }
    if ((node.text == "materialize" || node.text == "totable") && !node.children.empty()) {
        const auto place = std::pair(&node, context.names);
        if (const auto found = m_materialized.find(place); found != m_materialized.end())
            return found->second;
        SIGNALBOX_TRY(PlanPtr plan, table(*node.children[0], context));
        return m_materialized[place] = sharedPlan(std::move(plan));
    }
    if (node.text == "table" && !node.children.empty()) {
        SIGNALBOX_TRY(const Value name, constant(*node.children[0], context.names, "The name of a table"));
        return namedTable(node, name.text(), context);
    }
    if (m_catalog.open())
        return memoryPlan({.fields = {}, .open = true}, false, {});
    if (FunctionRegistry::isKnownElsewhere(node.text))
        return fail(node.nameSpan, fmt::format("{}() is not supported here.", node.text));
    return fail(node.nameSpan, fmt::format("'{}' is no function that gives a table.", node.text));
}

Status Binder::operators(const Pipeline &pipeline, PlanPtr &plan, ScopePtr &names)
{
    for (const TabularOperator &op : pipeline.operators) {
        if (std::holds_alternative<RenderOperator>(op.body) && &op != &pipeline.operators.back())
            return fail(op.nameSpan, "render shows the result, so it must be the last operator.");
        SIGNALBOX_TRY(plan, tabular(op, plan, names));
    }
    return {};
}

Result<PlanPtr> Binder::pipeline(const Pipeline &pipeline, PlanPtr input, const Context &context)
{
    ScopePtr names = context.names;
    PlanPtr plan = std::move(input);
    if (pipeline.source) {
        SIGNALBOX_TRY(plan, table(*pipeline.source, context));
    }
    SIGNALBOX_CHECK(operators(pipeline, plan, names));
    return plan;
}

int Binder::depthOf(const PlanPtr &plan) const
{
    const auto found = m_planDepths.find(plan);
    return found == m_planDepths.end() ? 0 : found->second;
}

Result<PlanPtr> Binder::tabular(const TabularOperator &op, PlanPtr input, ScopePtr &names)
{
    SIGNALBOX_CHECK(step(op.nameSpan));
    const OperatorWord *word = findOperatorWord(op.name);
    if (!input && word != nullptr && !word->startsQuery && m_catalog.open())
        input = memoryPlan({.fields = {}, .open = true}, false, {}); // Resource Graph names no table
    if (!input && word != nullptr && !word->startsQuery)
        return fail(op.nameSpan, fmt::format("'{}' needs a table before it.", op.name));
    const int outer = std::exchange(m_deepestPlan, depthOf(input));
    SIGNALBOX_TRY(
        PlanPtr plan,
        std::visit([&](const auto &body) { return bindOperator(op, body, input, names); }, op.body));
    const int depth = m_deepestPlan + 1;
    if (depth > maximumPlanDepth)
        return fail(op.nameSpan, fmt::format("More than {} operators follow one another here. Use "
                                             "fewer.",
                                             maximumPlanDepth));
    m_planDepths[plan] = depth;
    m_deepestPlan = std::max(outer, depth);
    return plan;
}

Result<std::vector<Binder::NamedTable>> Binder::everyTable(const Context &context)
{
    std::vector<NamedTable> result;
    for (const std::string &name : m_catalog.names())
        result.push_back({.name = name, .plan = tablePlan(m_catalog.find(name))});
    std::vector<NamedTable> views;
    for (const Scope *scope = context.names.get(); scope != nullptr; scope = scope->outer.get()) {
        const auto *let = std::get_if<LetName>(&scope->meaning);
        if (let == nullptr || !let->statement->function || !let->statement->function->view ||
            !let->statement->function->parameters.empty())
            continue;
        ScopePtr names = scope->outer;
        const Expression *body = enterBody(*let->statement->function, names);
        if (body == nullptr)
            continue;
        SIGNALBOX_TRY(PlanPtr plan, table(*body, {.names = names}));
        views.push_back({.name = scope->name, .plan = std::move(plan)});
    }
    std::ranges::reverse(views);
    std::ranges::move(views, std::back_inserter(result));
    return result;
}

Result<std::vector<Binder::NamedTable>> Binder::tables(std::span<const ExpressionPtr> nodes, bool fuzzy,
                                                       const Context &context)
{
    std::vector<NamedTable> result;
    for (const ExpressionPtr &node : nodes) {
        const bool wild = node->kind == ExpressionKind::Name && !node->quoted && node->text.contains('*');
        if (wild) {
            SIGNALBOX_TRY(std::vector<NamedTable> all, everyTable(context));
            bool any = false;
            for (NamedTable &one : all) {
                if (!matchesWildcard(node->text, one.name))
                    continue;
                any = true;
                result.push_back(std::move(one));
            }
            if (!any && m_catalog.open())
                result.push_back(
                    {.name = node->text, .plan = memoryPlan({.fields = {}, .open = true}, false, {})});
            continue;
        }
        const std::size_t before = m_diagnostics.size();
        auto plan = table(*node, context);
        if (!plan && fuzzy) {
            m_diagnostics.resize(before);
            continue;
        }
        if (!plan)
            return std::unexpected(std::move(plan).error());
        // A let is its rows without a name, but a view is known by it.
        const Scope *let = node->kind == ExpressionKind::Name ? findName(context.names, node->text) : nullptr;
        const auto *meaning = let != nullptr ? std::get_if<LetName>(&let->meaning) : nullptr;
        const bool view =
            meaning != nullptr && meaning->statement->function && meaning->statement->function->view;
        const bool named =
            view ||
            (let == nullptr && (node->kind == ExpressionKind::Name || node->kind == ExpressionKind::Member));
        result.push_back({.name = named ? node->text : std::string(), .plan = *std::move(plan)});
    }
    return result;
}

} // namespace signalbox::kql
