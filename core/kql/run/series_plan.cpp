#include "core/kql/run/series_plan.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

#include "core/kql/run/key_index.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t maximumSteps = 1'048'576; // what Kusto allows in one series

struct Axis
{
    double from = 0; // of a real axis
    double step = 1;
    std::int64_t wholeFrom = 0; // of any other
    std::int64_t wholeStep = 1;
    std::int64_t steps = 0;
};

std::int64_t floorDivide(std::int64_t value, std::int64_t size)
{
    const std::int64_t quotient = value / size;
    return value % size < 0 ? quotient - 1 : quotient;
}

std::int64_t ceilDivide(std::int64_t value, std::int64_t size)
{
    return -floorDivide(-value, size);
}

Result<Axis> axisOf(const Series &series, const Column &values)
{
    Axis axis;
    const bool real = values.type() == Type::Real;
    // Bins of datetimes start at year 1, so that steps of a week start on Mondays.
    const std::int64_t origin = values.type() == Type::DateTime ? -ticksBeforeEpoch : 0;
    double least = INFINITY;
    double most = -INFINITY;
    std::int64_t wholeLeast = std::numeric_limits<std::int64_t>::max();
    std::int64_t wholeMost = std::numeric_limits<std::int64_t>::min();
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values.isNull(row))
            continue;
        if (real) {
            least = std::min(least, values.reals()[values.stored(row)]);
            most = std::max(most, values.reals()[values.stored(row)]);
        } else {
            wholeLeast = std::min(wholeLeast, values.wholes()[values.stored(row)]);
            wholeMost = std::max(wholeMost, values.wholes()[values.stored(row)]);
        }
    }
    const bool empty = real ? least > most : wholeLeast > wholeMost;
    if (empty && (!series.from || !series.to))
        return axis;
    if (real) {
        axis.step = toReal(series.step).value_or(0.0);
        if (axis.step <= 0)
            return failure(ErrorCode::InvalidArgument, "The step of make-series must be above zero.");
        axis.from =
            series.from ? toReal(*series.from).value_or(0.0) : std::floor(least / axis.step) * axis.step;
        const double end = series.to ? toReal(*series.to).value_or(0.0) : most;
        const double count = (end - axis.from) / axis.step;
        const double steps = series.to && !series.includeTo ? std::ceil(count) : std::floor(count) + 1;
        axis.steps = steps < 0                                   ? 0
                     : steps > static_cast<double>(maximumSteps) ? maximumSteps + 1
                                                                 : static_cast<std::int64_t>(steps);
    } else {
        axis.wholeStep = series.step.whole();
        if (axis.wholeStep <= 0)
            return failure(ErrorCode::InvalidArgument, "The step of make-series must be above zero.");
        axis.wholeFrom = series.from
                             ? series.from->whole()
                             : floorDivide(wholeLeast - origin, axis.wholeStep) * axis.wholeStep + origin;
        const std::int64_t end = series.to ? series.to->whole() : wholeMost;
        axis.steps = series.to && !series.includeTo ? ceilDivide(end - axis.wholeFrom, axis.wholeStep)
                                                    : floorDivide(end - axis.wholeFrom, axis.wholeStep) + 1;
    }
    axis.steps = std::max<std::int64_t>(axis.steps, 0);
    if (axis.steps > maximumSteps)
        return failure(ErrorCode::ResourceExhausted,
                       "This series has more than 1,048,576 steps. Choose a larger step.");
    return axis;
}

// The step of each row, -1 for rows outside.
std::vector<std::int64_t> stepsOf(const Axis &axis, const Column &values)
{
    std::vector<std::int64_t> steps(values.size(), -1);
    for (std::size_t row = 0; row < values.size(); ++row) {
        if (values.isNull(row))
            continue;
        std::int64_t step = -1;
        if (values.type() == Type::Real) {
            const double at = std::floor((values.reals()[values.stored(row)] - axis.from) / axis.step);
            step = at >= 0 && at < static_cast<double>(axis.steps) ? static_cast<std::int64_t>(at) : -1;
        } else {
            step = floorDivide(values.wholes()[values.stored(row)] - axis.wholeFrom, axis.wholeStep);
        }
        if (step >= 0 && step < axis.steps)
            steps[row] = step;
    }
    return steps;
}

Value axisArray(const Axis &axis, Type type)
{
    Value::Array points;
    for (std::int64_t i = 0; i < axis.steps; ++i) {
        if (type == Type::Real)
            points.push_back(Value::ofReal(axis.from + axis.step * static_cast<double>(i)));
        else
            points.push_back(Value::ofWhole(type, axis.wholeFrom + axis.wholeStep * i));
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

// All rows, of which only the columns that the series looks at are there; nulls stand for the others.
Result<Batch> usedColumns(const Plan &input, const Series &series, Execution &execution)
{
    std::vector<bool> used(input.schema().fields.size(), false);
    noteColumns(*series.axis, used);
    for (const BoundPtr &key : series.grouping.keys)
        noteColumns(*key, used);
    for (const AggregateStep &step : series.grouping.aggregates) {
        for (const BoundPtr &argument : step.arguments)
            noteColumns(*argument, used);
    }
    SIGNALBOX_TRY(const BatchSourcePtr source, input.open(execution));
    Batches batches(source->size());
    std::atomic<std::size_t> bytes = 0;
    SIGNALBOX_CHECK(forEachBatch(
        *source, execution,
        [&](std::size_t, std::size_t index, const Batch &batch, const EvalContext &) -> Status {
            std::vector<Column> columns;
            columns.reserve(batch.columnCount());
            for (std::size_t i = 0; i < batch.columnCount(); ++i)
                columns.push_back(used[i] ? batch.column(i)
                                          : Column::null(batch.storedColumn(i).type(), batch.rows()));
            batches[index] = Batch(std::move(columns), batch.rows());
            bytes += batches[index].bytes();
            return execution.allow(bytes);
        }));
    return concatenate(input.schema(), batches);
}

Result<Batches> made(const Plan &input, const Series &series, const Schema &schema, Execution &execution)
{
    SIGNALBOX_TRY(const Batch all, usedColumns(input, series, execution));
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    const Rows rows(all);
    SIGNALBOX_TRY(const Column axisColumn, evaluate(*series.axis, rows, context));
    SIGNALBOX_TRY(const Axis axis, axisOf(series, axisColumn));
    const std::vector<std::int64_t> steps = stepsOf(axis, axisColumn);
    SIGNALBOX_TRY(const std::vector<Column> keys, evaluate(series.grouping.keys, rows, context));

    // The rows with their keys and step in front of the input's columns are grouped by all of these.
    std::vector<std::uint32_t> inside;
    for (std::size_t row = 0; row < steps.size(); ++row) {
        if (steps[row] >= 0)
            inside.push_back(static_cast<std::uint32_t>(row));
    }
    const std::size_t inputColumns = all.columnCount();
    std::vector<Column> columns;
    columns.reserve(inputColumns + 1);
    Schema stepped = input.schema();
    columns.reserve(inputColumns + 1);
    for (std::size_t i = 0; i < inputColumns; ++i)
        columns.push_back(rows.column(i));
    columns.push_back(Column::ofWholes(Type::Long, steps));
    stepped.fields.push_back({.name = "step", .type = Type::Long});
    const Batch withStep = Batch(std::move(columns), all.rows()).select(std::move(inside));
    Grouping grouping = series.grouping;
    grouping.oneGroup = false;
    grouping.keys.push_back(columnExpression(inputColumns, stepped.fields.back()));
    SIGNALBOX_TRY(const Batch groups, grouped(*memoryPlan(stepped, true, {withStep}), grouping, execution));

    SIGNALBOX_TRY(const std::vector<Column> values, evaluate(series.values, Rows(groups), context));

    const std::size_t keyCount = keys.size();
    KeyIndex index;
    std::vector<Column> groupKeys;
    groupKeys.reserve(keyCount);
    for (std::size_t i = 0; i < keyCount; ++i)
        groupKeys.push_back(groups.column(i));
    const std::vector<std::uint32_t> number = index.add(groupKeys, groups.rows());
    std::vector<std::uint32_t> first;
    for (std::size_t row = 0; row < number.size(); ++row) {
        if (number[row] == first.size())
            first.push_back(static_cast<std::uint32_t>(row));
    }
    std::size_t seriesCount = first.size();
    if (seriesCount == 0 && keyCount == 0 && series.nonEmpty)
        seriesCount = 1;
    const Column stepColumn = groups.column(keyCount);
    std::vector<Column> results;
    results.reserve(keyCount + series.fallbacks.size() + 1);
    for (std::size_t i = 0; i < keyCount; ++i)
        results.push_back(groupKeys[i].gather(first));
    for (std::size_t output = 0; output < series.fallbacks.size(); ++output) {
        SIGNALBOX_CHECK(execution.proceed());
        SIGNALBOX_CHECK(execution.allow(seriesCount * static_cast<std::size_t>(axis.steps) * sizeof(Value)));
        std::vector<Value::Array> arrays(
            seriesCount, Value::Array(static_cast<std::size_t>(axis.steps), series.fallbacks[output]));
        for (std::size_t row = 0; row < groups.rows(); ++row)
            arrays[number[row]][static_cast<std::size_t>(stepColumn.value(row).whole())] =
                values[output].value(row);
        std::vector<Value> column;
        column.reserve(arrays.size());
        for (Value::Array &array : arrays)
            column.push_back(Value::ofArray(std::move(array)));
        results.push_back(Column::ofValues(std::move(column)));
    }
    results.push_back(Column::constant(Type::Dynamic, axisArray(axis, axisColumn.type()), seriesCount));
    for (std::size_t i = 0; i < results.size(); ++i)
        results[i] = seriesCount == 0 ? Column::null(schema.fields[i].type, 0) : results[i];
    return Batches{Batch(std::move(results), seriesCount)};
}

} // namespace

PlanPtr seriesPlan(PlanPtr input, const Schema &schema, Series series)
{
    return wholePlan(schema, false,
                     [input = std::move(input), series = std::move(series), schema](Execution &execution) {
                         return made(*input, series, schema, execution);
                     });
}

} // namespace signalbox::kql
