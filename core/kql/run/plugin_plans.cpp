#include "core/kql/run/plugin_plans.h"

#include <algorithm>
#include <map>
#include <utility>

#include "core/kql/run/key_index.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Batch unpacked(const Unpacking &unpacking, const Batch &batch)
{
    std::vector<Column> columns(unpacking.schema.fields.size());
    for (std::size_t i = 0; i < unpacking.kept.size(); ++i)
        columns[i] = batch.column(unpacking.kept[i]);
    const Column bags = batch.column(unpacking.bag);
    for (const Unpacking::Property &property : unpacking.properties) {
        const Type type = unpacking.schema.fields[property.column].type;
        ColumnBuilder builder(type, batch.rows());
        for (std::size_t row = 0; row < batch.rows(); ++row) {
            const Value bag = bags.value(row);
            const Value &value = bag.property(property.key);
            if (value.isNull())
                builder.appendNull();
            else
                builder.appendValue(value.is(type) || type == Type::Dynamic ? value : castValue(value, type));
        }
        columns[property.column] = builder.finish();
    }
    return {std::move(columns), batch.rows()};
}

Result<Batches> pivoted(const Plan &input, const Pivot &pivot, Execution &execution)
{
    Grouping grouping;
    const Schema &schema = input.schema();
    for (const std::size_t key : pivot.keys)
        grouping.keys.push_back(columnExpression(key, schema.fields[key]));
    grouping.keys.push_back(columnExpression(pivot.column, schema.fields[pivot.column]));
    grouping.aggregates.push_back(pivot.aggregate);
    SIGNALBOX_TRY(const Batch groups, grouped(input, grouping, execution));
    // What the aggregate says of no rows stands in the empty cells.
    SIGNALBOX_TRY(const std::vector<Column> empty, pivot.aggregate.aggregate.make()->finish(1));
    const std::size_t keyCount = pivot.keys.size();
    std::vector<Column> keys;
    keys.reserve(keyCount);
    for (std::size_t i = 0; i < keyCount; ++i)
        keys.push_back(groups.column(i));
    KeyIndex index;
    const std::vector<std::uint32_t> number = index.add(keys, groups.rows(), execution.options().stop);
    SIGNALBOX_CHECK(execution.proceed());
    std::vector<std::uint32_t> first;
    for (std::size_t row = 0; row < number.size(); ++row) {
        if (number[row] == first.size())
            first.push_back(static_cast<std::uint32_t>(row));
    }
    std::vector<Column> columns;
    columns.reserve(keyCount + pivot.values.size());
    for (const Column &key : keys)
        columns.push_back(key.gather(first));
    const Column names = groups.column(keyCount);
    const Column values = groups.column(keyCount + 1);
    std::map<std::string, std::vector<std::uint32_t>> rowsOfName;
    for (std::size_t row = 0; row < groups.rows(); ++row)
        rowsOfName[toText(names.value(row))].push_back(static_cast<std::uint32_t>(row));
    SIGNALBOX_CHECK(execution.allow(pivot.values.size() * first.size() * sizeof(Value)));
    for (const std::string &wanted : pivot.values) {
        SIGNALBOX_CHECK(execution.proceed());
        std::vector<Value> cells(first.size(), empty[0].value(0));
        for (const std::uint32_t row : rowsOfName[wanted])
            cells[number[row]] = values.value(row);
        ColumnBuilder builder(values.type(), cells.size());
        for (const Value &cell : cells)
            builder.appendValue(cell);
        columns.push_back(builder.finish());
    }
    return Batches{Batch(std::move(columns), first.size())};
}

// The cells of some rows, a row each, whose names are codes of `names`.
Result<Batch> narrowed(const Batch &batch, std::size_t firstRow, const std::shared_ptr<const TextList> &names,
                       Execution &execution)
{
    const Rows columnsOfAll(batch);
    const std::size_t cells = batch.rows() * batch.columnCount();
    std::vector<std::int64_t> numbers;
    std::vector<std::uint32_t> codes;
    TextList values;
    numbers.reserve(cells);
    codes.reserve(cells);
    for (std::size_t row = 0; row < batch.rows(); ++row) {
        if (row % 1024 == 0)
            SIGNALBOX_CHECK(execution.proceed());
        for (std::size_t i = 0; i < batch.columnCount(); ++i) {
            numbers.push_back(static_cast<std::int64_t>(firstRow + row));
            codes.push_back(static_cast<std::uint32_t>(i));
            values.push_back(toText(columnsOfAll.column(i).value(row)));
        }
    }
    std::vector<Column> columns;
    columns.push_back(Column::ofWholes(Type::Long, std::move(numbers)));
    columns.push_back(Column::ofTexts(
        Type::String, {.dictionary = names,
                       .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))}));
    columns.push_back(Column::ofTexts(Type::String, std::move(values)));
    return Batch(std::move(columns), cells);
}

Result<Batches> narrowed(const Plan &input, Execution &execution)
{
    SIGNALBOX_TRY(Batches batches, collect(input, execution));
    TextList names;
    for (const Field &field : input.schema().fields)
        names.push_back(field.name);
    const auto dictionary = std::make_shared<const TextList>(std::move(names));
    std::size_t row = 0;
    std::size_t bytes = 0;
    for (Batch &batch : batches) {
        const std::size_t rows = batch.rows();
        SIGNALBOX_TRY(batch, narrowed(batch, row, dictionary, execution));
        row += rows;
        bytes += batch.bytes();
        SIGNALBOX_CHECK(execution.allow(bytes));
    }
    return batches;
}

} // namespace

PlanPtr unpackPlan(PlanPtr input, Unpacking unpacking)
{
    Schema schema = unpacking.schema;
    const bool serialized = input->serialized();
    return mapPlan(
        std::move(input), std::move(schema), serialized,
        [unpacking = std::move(unpacking)](const Batch &batch, const EvalContext &) -> Result<Batch> {
            return unpacked(unpacking, batch);
        });
}

PlanPtr pivotPlan(PlanPtr input, Pivot pivot)
{
    Schema schema = pivot.schema;
    return wholePlan(std::move(schema), false,
                     [input = std::move(input), pivot = std::move(pivot)](Execution &execution) {
                         return pivoted(*input, pivot, execution);
                     });
}

PlanPtr narrowPlan(PlanPtr input)
{
    Schema schema{.fields = {{.name = "Row", .type = Type::Long},
                             {.name = "Column", .type = Type::String},
                             {.name = "Value", .type = Type::String}}};
    return wholePlan(std::move(schema), false, [input = std::move(input)](Execution &execution) {
        return narrowed(*input, execution);
    });
}

} // namespace signalbox::kql
