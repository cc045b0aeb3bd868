#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/bind/names.h"
#include "core/kql/run/join_plan.h"

namespace signalbox::kql {

namespace {

constexpr std::array<std::pair<std::string_view, JoinKind>, 12> joinKinds = {{
    {"innerunique", JoinKind::InnerUnique},
    {"inner", JoinKind::Inner},
    {"leftouter", JoinKind::LeftOuter},
    {"rightouter", JoinKind::RightOuter},
    {"fullouter", JoinKind::FullOuter},
    {"leftsemi", JoinKind::LeftSemi},
    {"rightsemi", JoinKind::RightSemi},
    {"leftanti", JoinKind::LeftAnti},
    {"leftantisemi", JoinKind::LeftAnti},
    {"anti", JoinKind::LeftAnti},
    {"rightanti", JoinKind::RightAnti},
    {"rightantisemi", JoinKind::RightAnti},
}};

// $left.a or $right.a: the column's name, "" for anything else.
std::string_view sideColumn(const Expression &node, std::string_view side)
{
    const bool is = node.kind == ExpressionKind::Member && node.children[0]->kind == ExpressionKind::Name &&
                    node.children[0]->text == side;
    return is ? std::string_view(node.text) : std::string_view();
}

} // namespace

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const JoinOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    const bool lookup = op.name == "lookup";
    std::string_view kindName = wordOf(op.parameters, "kind");
    if (kindName.empty())
        kindName = lookup ? "leftouter" : "innerunique";
    const auto kind = std::ranges::find(joinKinds, kindName, &std::pair<std::string_view, JoinKind>::first);
    const bool allowed = kind != joinKinds.end() &&
                         (!lookup || kind->second == JoinKind::LeftOuter || kind->second == JoinKind::Inner);
    if (!allowed)
        return fail(op.span, fmt::format("'{}' is no kind of {}.", kindName, op.name));
    Join join{.kind = kind->second, .left = std::move(input)};
    SIGNALBOX_TRY(join.right, table(*body.right, {.names = names}));
    const Schema &left = join.left->schema();
    const Schema &right = join.right->schema();
    if (body.on.empty())
        return fail(op.span, fmt::format("'{}' needs its keys: on …", op.name));
    std::vector<std::size_t> rightKeyColumns;
    std::vector<const Expression *> conditions;
    for (const ExpressionPtr &on : body.on) {
        if (on->kind == ExpressionKind::Operator && on->text == "and") {
            for (const ExpressionPtr &part : on->children)
                conditions.push_back(part.get());
        } else {
            conditions.push_back(on.get());
        }
    }
    for (const Expression *on : conditions) {
        std::string leftName;
        std::string rightName;
        if (on->kind == ExpressionKind::Name) {
            leftName = rightName = on->text;
        } else if (on->kind == ExpressionKind::Operator && on->text == "==" && on->children.size() == 2) {
            const std::size_t swapped = sideColumn(*on->children[0], "$left").empty() ? 1 : 0;
            leftName = sideColumn(*on->children[swapped], "$left");
            rightName = sideColumn(*on->children[1 - swapped], "$right");
        }
        if (leftName.empty() || rightName.empty())
            return fail(on->span, "Expected a column of both tables, or $left.a == $right.b.");
        const Expression leftNode{
            .kind = ExpressionKind::Name, .span = on->span, .nameSpan = on->span, .text = leftName};
        const Expression rightNode{
            .kind = ExpressionKind::Name, .span = on->span, .nameSpan = on->span, .text = rightName};
        SIGNALBOX_TRY(const std::vector<std::size_t> leftColumn, matchingColumns(leftNode, left));
        SIGNALBOX_TRY(const std::vector<std::size_t> rightColumn, matchingColumns(rightNode, right));
        if (leftColumn.empty() || rightColumn.empty())
            continue; // of an open schema
        rightKeyColumns.push_back(rightColumn[0]);
        BoundPtr leftKey = columnExpression(leftColumn[0], left.fields[leftColumn[0]]);
        BoundPtr rightKey = columnExpression(rightColumn[0], right.fields[rightColumn[0]]);
        if (!leftKey->unknown && !rightKey->unknown) {
            if (leftKey->type == Type::Dynamic || rightKey->type == Type::Dynamic)
                return fail(
                    on->span,
                    "Tables cannot be joined on a dynamic. Cast it first, with tostring(…) for example.");
            if (leftKey->type != rightKey->type) {
                if (!isInteger(leftKey->type) || !isInteger(rightKey->type))
                    return fail(on->span, fmt::format("The keys have different types: {} and {}.",
                                                      typeName(leftKey->type), typeName(rightKey->type)));
                SIGNALBOX_TRY(leftKey, apply("tolong", {leftKey}, on->span));
                SIGNALBOX_TRY(rightKey, apply("tolong", {rightKey}, on->span));
            }
        }
        join.leftKeys.push_back(std::move(leftKey));
        join.rightKeys.push_back(std::move(rightKey));
    }
    if (join.kind == JoinKind::LeftSemi || join.kind == JoinKind::LeftAnti)
        return joinPlan(join, left);
    if (join.kind == JoinKind::RightSemi || join.kind == JoinKind::RightAnti)
        return joinPlan(join, right);
    Schema schema = left;
    schema.open = left.open || right.open;
    for (std::size_t i = 0; i < right.fields.size(); ++i) {
        if (lookup && std::ranges::count(rightKeyColumns, i) != 0)
            continue;
        Field field = right.fields[i];
        field.name = uniqueName(schema, field.name);
        schema.fields.push_back(std::move(field));
        join.rightColumns.push_back(i);
    }
    if (join.kind == JoinKind::InnerUnique && !schema.open) {
        m_uniqueJoin.emplace(std::move(join), std::move(schema));
        return m_uniqueJoin->plan();
    }
    return joinPlan(std::move(join), std::move(schema));
}

} // namespace signalbox::kql
