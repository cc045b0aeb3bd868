// and, or, not, and the questions whether a value is null, empty or a number. Three-valued: null is unknown.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

#include "core/base/text.h"
#include "core/kql/functions/kernel_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

// `deciding` is the operand that settles the answer alone: false for and, true for or.
Column decide(bool deciding, const Column &left, const Column &right, std::size_t rows)
{
    const auto settles = static_cast<std::uint8_t>(deciding ? 1 : 0);
    if (!left.hasNulls() && !right.hasNulls()) {
        const auto compute = [&](const auto &operation) {
            return Column::ofBools(combine<std::uint8_t>(left.bools(), left.isConstant(), right.bools(),
                                                         right.isConstant(), rows, operation));
        };
        return deciding ? compute([](std::uint8_t a, std::uint8_t b) { return a | b; })
                        : compute([](std::uint8_t a, std::uint8_t b) { return a & b; });
    }
    std::vector<std::uint8_t> results(rows);
    std::vector<std::uint8_t> nulls(rows, 0);
    for (std::size_t row = 0; row < rows; ++row) {
        const bool leftNull = left.isNull(row);
        const bool rightNull = right.isNull(row);
        const bool settled = (!leftNull && left.bools()[left.stored(row)] == settles) ||
                             (!rightNull && right.bools()[right.stored(row)] == settles);
        results[row] = settled ? settles : 1 - settles;
        nulls[row] = !settled && (leftNull || rightNull) ? 1 : 0;
    }
    return Column::ofBools(std::move(results), mergeNulls(Nulls(), std::move(nulls)));
}

Overload deciding(bool deciding)
{
    return {.parameters = {{.type = Type::Bool}, {.type = Type::Bool}},
            .result = Type::Bool,
            .kernel = [deciding](std::span<const Column> arguments, std::size_t rows,
                                 const EvalContext &) -> Result<Column> {
                return onceIfConstant(arguments, rows, [&](std::size_t count) {
                    return decide(deciding, arguments[0], arguments[1], count);
                });
            }};
}

// One answer a row of the argument, which may be of any type.
template<typename Question>
Overload asking(Question question)
{
    return {.parameters = {{}},
            .result = Type::Bool,
            .kernel = sparing([question](std::span<const Column> arguments, std::size_t rows,
                                         const EvalContext &) -> Result<Column> {
                std::vector<std::uint8_t> answers(rows);
                for (std::size_t row = 0; row < rows; ++row)
                    answers[row] = question(arguments[0], row) ? 1 : 0;
                return Column::ofBools(std::move(answers));
            })};
}

bool isNull(const Column &column, std::size_t row)
{
    return column.isNull(row);
}

bool isEmpty(const Column &column, std::size_t row)
{
    if (column.isNull(row))
        return true;
    if (column.type() == Type::String)
        return column.text(row).empty();
    return column.type() == Type::Dynamic && elementToText(column.values()[column.stored(row)]).empty();
}

} // namespace

void addLogic(FunctionRegistry &registry)
{
    registry.addOperator("and", "True when both are.", 2, binderOf("'and'", {deciding(false)}));
    registry.addOperator("or", "True when either is.", 2, binderOf("'or'", {deciding(true)}));
    registry.add("not", {"expression"}, "Turns true into false and false into true.",
                 {pointwise([](bool value) { return !value; })});
    registry.add("isnull", {"value"}, "Whether a value is null; a string never is.", {asking(isNull)});
    registry.add("isnotnull", {"value"}, "Whether a value is not null.",
                 {asking([](const Column &column, std::size_t row) { return !isNull(column, row); })});
    registry.add("isempty", {"value"}, "Whether a value is null or an empty text.", {asking(isEmpty)});
    registry.add("isnotempty", {"value"}, "Whether a value is neither null nor an empty text.",
                 {asking([](const Column &column, std::size_t row) { return !isEmpty(column, row); })});
    registry.addOldSpelling("notnull", "isnotnull");
    registry.addOldSpelling("notempty", "isnotempty");
    registry.add("isnan", {"number"}, "Whether a real is not a number.",
                 {pointwise([](double value) { return std::isnan(value); })});
    registry.add("isinf", {"number"}, "Whether a real is an infinity.",
                 {pointwise([](double value) { return std::isinf(value); })});
    registry.add("isfinite", {"number"}, "Whether a real is neither an infinity nor NaN.",
                 {pointwise([](double value) { return std::isfinite(value); })});
    registry.add("isascii", {"text"}, "Whether every character of a text is ASCII.",
                 {pointwise([](AsText value) {
                     return std::ranges::all_of(value.text,
                                                [](char c) { return static_cast<unsigned char>(c) < 0x80; });
                 })});
    registry.add("isutf8", {"text"}, "Whether a text is valid UTF-8.",
                 {pointwise([](AsText value) { return isUtf8(value.text); })});
}

} // namespace signalbox::kql
