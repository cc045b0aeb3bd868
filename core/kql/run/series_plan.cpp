#include "core/kql/run/series_plan.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <span>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/run/key_index.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t maximumSteps = 1'048'576; // what Kusto allows in one series

// Where steps lie. Steps are counted from `base`: the start of the series, or where bins start if rows decide
// about the start.
struct Axis
{
    double base = 0; // of a real axis
    double step = 1;
    std::int64_t wholeBase = 0; // of any other
    std::int64_t wholeStep = 1;
    std::optional<std::int64_t> begin = {}; // the first step, if it does not hang on the rows
    std::optional<std::int64_t> last = {};
};

std::int64_t floorDivide(std::int64_t value, std::int64_t size)
{
    const std::int64_t quotient = value / size;
    return value % size < 0 ? quotient - 1 : quotient;
}

// left - right, or the nearest number that there is.
std::int64_t difference(std::int64_t left, std::int64_t right)
{
    using Limits = std::numeric_limits<std::int64_t>;
    if (right < 0 && left > Limits::max() + right)
        return Limits::max();
    if (right > 0 && left < Limits::min() + right)
        return Limits::min();
    return left - right;
}

std::int64_t stepAt(const Axis &axis, double value)
{
    constexpr double far = 1e18; // no series is that long
    return static_cast<std::int64_t>(std::clamp(std::floor((value - axis.base) / axis.step), -far, far));
}

std::int64_t stepAt(const Axis &axis, std::int64_t value)
{
    return floorDivide(difference(value, axis.wholeBase), axis.wholeStep);
}

Result<Axis> axisOf(const Series &series)
{
    Axis axis;
    bool endsOnStep = false;
    if (series.from)
        axis.begin = 0;
    if (series.axis->type == Type::Real) {
        axis.step = toReal(series.step).value_or(0.0);
        axis.base = series.from ? toReal(*series.from).value_or(0.0) : 0.0;
        const double to = series.to ? toReal(*series.to).value_or(0.0) : 0.0;
        if (!std::isfinite(axis.base) || !std::isfinite(to))
            return failure(ErrorCode::InvalidArgument,
                           "The start and the end of make-series must be finite numbers.");
        if (series.to && axis.step > 0) {
            axis.last = stepAt(axis, to);
            endsOnStep = axis.base + static_cast<double>(*axis.last) * axis.step == to;
        }
    } else {
        axis.wholeStep = series.step.whole();
        // Bins of datetimes start at year 1, so that steps of a week start on Mondays.
        axis.wholeBase = series.from                           ? series.from->whole()
                         : series.axis->type == Type::DateTime ? -ticksBeforeEpoch
                                                               : 0;
        if (series.to && axis.wholeStep > 0) {
            axis.last = stepAt(axis, series.to->whole());
            endsOnStep = difference(series.to->whole(), axis.wholeBase) % axis.wholeStep == 0;
        }
    }
    if (!(axis.step > 0) || axis.wholeStep <= 0)
        return failure(ErrorCode::InvalidArgument, "The step of make-series must be above zero.");
    if (axis.last && endsOnStep && !series.includeTo)
        axis.last = difference(*axis.last, 1); // the step that `to` begins is outside
    return axis;
}

bool isInside(const Axis &axis, std::int64_t step)
{
    return (!axis.begin || step >= *axis.begin) && (!axis.last || step <= *axis.last);
}

// Writes the step of each row, and gives the rows that are in the series.
std::vector<std::uint32_t> stepsOf(const Axis &axis, const Column &values, std::span<std::int64_t> steps)
{
    std::vector<std::uint32_t> inside;
    inside.reserve(steps.size());
    const auto note = [&](std::size_t row, std::int64_t step) {
        steps[row] = step;
        if (isInside(axis, step))
            inside.push_back(static_cast<std::uint32_t>(row));
    };
    const std::span<const std::uint8_t> nulls = values.nulls();
    const auto isNull = [&](std::size_t row) { return !nulls.empty() && nulls[values.stored(row)] != 0; };
    if (values.type() == Type::Real) {
        const std::span<const double> reals = values.reals();
        for (std::size_t row = 0; row < steps.size(); ++row) {
            const double value = reals[values.stored(row)];
            if (!isNull(row) && !std::isnan(value))
                note(row, stepAt(axis, value));
        }
        return inside;
    }
    const std::span<const std::int64_t> wholes = values.wholes();
    const auto length = static_cast<std::uint64_t>(axis.wholeStep);
    std::int64_t step = 0;
    std::uint64_t start = static_cast<std::uint64_t>(axis.wholeBase);
    for (std::size_t row = 0; row < steps.size(); ++row) {
        if (isNull(row))
            continue;
        // Neighbours are mostly in one step, and a division is slow.
        const std::int64_t value = wholes[values.stored(row)];
        if (static_cast<std::uint64_t>(value) - start >= length) {
            step = stepAt(axis, value);
            start = static_cast<std::uint64_t>(axis.wholeBase) + static_cast<std::uint64_t>(step) * length;
        }
        note(row, step);
    }
    return inside;
}

Value axisArray(const Axis &axis, Type type, std::int64_t begin, std::size_t count)
{
    Value::Array points;
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t step = begin + static_cast<std::int64_t>(i);
        if (type == Type::Real)
            points.push_back(Value::ofReal(axis.base + axis.step * static_cast<double>(step)));
        else
            points.push_back(Value::ofWhole(type, axis.wholeBase + axis.wholeStep * step));
    }
    return Value::ofArray(std::move(points));
}

// Marks the columns that the expression looks at.
void noteColumns(const BoundExpression &expression, std::vector<bool> &used)
{
    if (expression.kind == BoundExpression::Kind::Column && expression.column < used.size())
        used[expression.column] = true;
    for (const BoundPtr &argument : expression.arguments)
        noteColumns(*argument, used);
}

// Which columns of the input the series looks at.
std::vector<bool> usedColumns(const Schema &input, const Series &series)
{
    std::vector<bool> used(input.fields.size(), false);
    for (const BoundPtr &key : series.grouping.keys)
        noteColumns(*key, used);
    for (const AggregateStep &step : series.grouping.aggregates) {
        for (const BoundPtr &argument : step.arguments)
            noteColumns(*argument, used);
    }
    return used;
}

// The rows inside the series, with their step behind the input's columns; nulls stand for what nobody uses.
PlanPtr steppedPlan(PlanPtr input, const Series &series, const Axis &axis)
{
    Schema schema = input->schema();
    const bool serialized = input->serialized();
    BatchMap map = [used = usedColumns(schema, series), value = series.axis,
                    axis](const Batch &batch, const EvalContext &context) -> Result<Batch> {
        SIGNALBOX_TRY(const Column values, evaluate(*value, Rows(batch), context));
        std::vector<std::int64_t> steps(batch.rows());
        std::vector<std::uint32_t> inside = stepsOf(axis, values, steps);
        std::vector<Column> columns;
        columns.reserve(used.size() + 1);
        for (std::size_t i = 0; i < used.size(); ++i)
            columns.push_back(used[i] ? batch.column(i)
                                      : Column::null(batch.storedColumn(i).type(), batch.rows()));
        columns.push_back(Column::ofWholes(Type::Long, std::move(steps)));
        Batch stepped(std::move(columns), batch.rows());
        return inside.size() < stepped.rows() ? stepped.select(std::move(inside)) : stepped;
    };
    schema.fields.push_back({.name = "step", .type = Type::Long});
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map));
}

Result<Batches> made(const PlanPtr &input, const Series &series, const Schema &schema, Execution &execution)
{
    SIGNALBOX_TRY(Axis axis, axisOf(series));
    const PlanPtr stepped = steppedPlan(input, series, axis);
    const std::size_t keyCount = series.grouping.keys.size();
    Grouping grouping = series.grouping;
    grouping.oneGroup = false;
    grouping.keys.push_back(
        columnExpression(stepped->schema().fields.size() - 1, stepped->schema().fields.back()));
    SIGNALBOX_TRY(const Batch groups, grouped(*stepped, grouping, execution));
    const Column stepColumn = groups.column(keyCount).made();
    const std::span<const std::int64_t> steps = stepColumn.wholes();
    // Without rows, a series has steps only if it does not take its start or end from them.
    const bool empty = steps.empty() && (!axis.begin || !axis.last);
    const std::int64_t begin = axis.begin || empty ? axis.begin.value_or(0) : std::ranges::min(steps);
    const std::int64_t last = axis.last || empty ? axis.last.value_or(0) : std::ranges::max(steps);
    if (!empty && difference(last, begin) >= maximumSteps)
        return failure(ErrorCode::ResourceExhausted,
                       "This series has more than 1,048,576 steps. Choose a larger step.");
    const auto stepCount = empty || last < begin ? 0 : static_cast<std::size_t>(last - begin + 1);

    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    SIGNALBOX_TRY(const std::vector<Column> values, evaluate(series.values, Rows(groups), context));

    KeyIndex index;
    std::vector<Column> groupKeys;
    groupKeys.reserve(keyCount);
    for (std::size_t i = 0; i < keyCount; ++i)
        groupKeys.push_back(groups.column(i));
    const std::vector<std::uint32_t> number = index.add(groupKeys, groups.rows(), context.stop);
    SIGNALBOX_CHECK(execution.proceed());
    std::vector<std::uint32_t> first;
    for (std::size_t row = 0; row < number.size(); ++row) {
        if (number[row] == first.size())
            first.push_back(static_cast<std::uint32_t>(row));
    }
    std::size_t seriesCount = first.size();
    if (seriesCount == 0 && keyCount == 0 && series.nonEmpty)
        seriesCount = 1;
    std::vector<Column> results;
    results.reserve(keyCount + series.fallbacks.size() + 1);
    for (std::size_t i = 0; i < keyCount; ++i)
        results.push_back(groupKeys[i].gather(first));
    for (std::size_t output = 0; output < series.fallbacks.size(); ++output) {
        SIGNALBOX_CHECK(execution.proceed());
        SIGNALBOX_CHECK(execution.allow(seriesCount * stepCount * sizeof(Value)));
        std::vector<Value::Array> arrays(seriesCount, Value::Array(stepCount, series.fallbacks[output]));
        forEachIndex(groups.rows(), context.stop, [&](std::size_t row) {
            arrays[number[row]][static_cast<std::size_t>(steps[row] - begin)] = values[output].value(row);
        });
        SIGNALBOX_CHECK(execution.proceed());
        std::vector<Value> column;
        column.reserve(arrays.size());
        for (Value::Array &array : arrays)
            column.push_back(Value::ofArray(std::move(array)));
        results.push_back(Column::ofValues(std::move(column)));
    }
    results.push_back(
        Column::constant(Type::Dynamic, axisArray(axis, series.axis->type, begin, stepCount), seriesCount));
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i] = seriesCount == 0 ? Column::null(schema.fields[i].type, 0) : results[i];
    return Batches{Batch(std::move(results), seriesCount)};
}

} // namespace

PlanPtr seriesPlan(PlanPtr input, const Schema &schema, Series series)
{
    return wholePlan(schema, false,
                     [input = std::move(input), series = std::move(series), schema](Execution &execution) {
                         return made(input, series, schema, execution);
                     });
}

} // namespace signalbox::kql
