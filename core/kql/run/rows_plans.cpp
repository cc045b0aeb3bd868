#include "core/kql/run/rows_plans.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <utility>

#include "core/kql/run/key_index.h"
#include "core/kql/run/row_order.h"
#include "core/kql/values/joining.h"

namespace signalbox::kql {

namespace {

Result<Batch> computed(std::span<const BoundPtr> values, const Batch &batch, const EvalContext &context)
{
    const Rows rows(batch);
    SIGNALBOX_TRY(std::vector<Column> columns, evaluate(values, rows, context));
    return Batch(std::move(columns), batch.rows());
}

// A plan whose map sees all rows in one batch.
PlanPtr wholeMapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map)
{
    return wholePlan(
        std::move(schema), serialized,
        [input = std::move(input), map = std::move(map)](Execution &execution) -> Result<Batches> {
            SIGNALBOX_TRY(const Batch batch, collectOne(*input, execution));
            SeededRandom random(execution.nextSeed());
            const EvalContext context = execution.context(random);
            SIGNALBOX_TRY(Batch result, map(batch, context));
            return Batches{std::move(result)};
        });
}

Origins sameColumns(const Schema &schema)
{
    Origins origins(schema.fields.size());
    std::iota(origins.begin(), origins.end(), std::size_t{0});
    return origins;
}

} // namespace

PlanPtr computedPlan(PlanPtr input, Schema schema, std::vector<BoundPtr> values, bool whole)
{
    const bool serialized = input->serialized();
    Origins origins;
    for (const BoundPtr &value : values)
        origins.push_back(value->kind == BoundExpression::Kind::Column ? value->column : noColumn);
    BatchMap map = [values = std::move(values)](const Batch &batch, const EvalContext &context) {
        return computed(values, batch, context);
    };
    if (whole)
        return wholeMapPlan(std::move(input), std::move(schema), serialized, std::move(map));
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map), std::move(origins));
}

PlanPtr pickedPlan(PlanPtr input, const std::vector<std::size_t> &columns)
{
    Schema schema{.fields = {}, .open = input->schema().open};
    for (const std::size_t column : columns)
        schema.fields.push_back(input->schema().fields[column]);
    const bool serialized = input->serialized();
    BatchMap map = [columns](const Batch &batch, const EvalContext &) -> Result<Batch> {
        return batch.project(columns);
    };
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map), columns);
}

PlanPtr renamedPlan(PlanPtr input, Schema schema)
{
    const bool serialized = input->serialized();
    Origins origins = sameColumns(schema);
    BatchMap map = [](const Batch &batch, const EvalContext &) -> Result<Batch> { return batch; };
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map), std::move(origins));
}

PlanPtr serializedPlan(PlanPtr input)
{
    Schema schema = input->schema();
    return mapPlan(std::move(input), std::move(schema), true,
                   [](const Batch &batch, const EvalContext &) -> Result<Batch> { return batch; });
}

PlanPtr reversedPlan(PlanPtr input)
{
    Schema schema = input->schema();
    return wholeMapPlan(std::move(input), std::move(schema), false,
                        [](const Batch &batch, const EvalContext &) -> Result<Batch> {
                            std::vector<std::uint32_t> rows(batch.rows());
                            std::iota(rows.rbegin(), rows.rend(), 0U);
                            return batch.select(std::move(rows));
                        });
}

PlanPtr filterPlan(PlanPtr input, BoundPtr predicate, bool whole)
{
    // A predicate that looks at other rows must see them all.
    if (const auto asked = predicatesOf(*predicate); !whole && !asked.empty()) {
        if (PlanPtr narrowed = input->narrowed(asked); narrowed)
            input = std::move(narrowed);
    }
    Schema schema = input->schema();
    const bool serialized = input->serialized();
    BatchMap map = [predicate = std::move(predicate)](const Batch &batch, const EvalContext &context) {
        return filtered(batch, *predicate, context);
    };
    if (whole)
        return wholeMapPlan(std::move(input), std::move(schema), serialized, std::move(map));
    Origins origins = sameColumns(schema);
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map), std::move(origins));
}

PlanPtr takePlan(PlanPtr input, std::size_t rows)
{
    Schema schema = input->schema();
    const bool serialized = input->serialized();
    return wholePlan(std::move(schema), serialized,
                     [input = std::move(input), rows](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const BatchSourcePtr source, input->open(execution));
                         Batches taken;
                         std::size_t left = rows;
                         for (std::size_t i = 0; i < source->size() && left > 0; ++i) {
                             SIGNALBOX_CHECK(execution.proceed());
                             SeededRandom random(execution.nextSeed());
                             const EvalContext context = execution.context(random);
                             SIGNALBOX_TRY(Batch batch, source->batch(i, context));
                             if (batch.rows() > left)
                                 batch = batch.slice(0, left);
                             left -= batch.rows();
                             if (batch.rows() > 0)
                                 taken.push_back(std::move(batch));
                         }
                         return taken;
                     });
}

PlanPtr samplePlan(PlanPtr input, std::size_t rows)
{
    Schema schema = input->schema();
    return wholePlan(std::move(schema), false,
                     [input = std::move(input), rows](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const Batch all, collectOne(*input, execution));
                         std::vector<std::uint32_t> numbers(all.rows());
                         std::iota(numbers.begin(), numbers.end(), 0U);
                         SeededRandom random(execution.nextSeed());
                         random.shuffle(numbers);
                         numbers.resize(std::min(numbers.size(), rows));
                         return Batches{all.select(std::move(numbers))};
                     });
}

PlanPtr countPlan(PlanPtr input, std::string name)
{
    Schema schema{.fields = {{.name = std::move(name), .type = Type::Long}}};
    return wholePlan(
        std::move(schema), false, [input = std::move(input)](Execution &execution) -> Result<Batches> {
            SIGNALBOX_TRY(const BatchSourcePtr source, input->open(execution));
            std::vector<std::int64_t> counts(workersFor(*source, execution), 0);
            SIGNALBOX_CHECK(forEachBatch(*source, execution,
                                         [&counts](std::size_t worker, std::size_t, const Batch &batch,
                                                   const EvalContext &) -> Status {
                                             counts[worker] += static_cast<std::int64_t>(batch.rows());
                                             return {};
                                         }));
            const std::int64_t count = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
            return Batches{Batch({Column::ofWholes(Type::Long, {count})}, 1)};
        });
}

PlanPtr distinctPlan(PlanPtr input)
{
    Schema schema = input->schema();
    return wholePlan(std::move(schema), false,
                     [input = std::move(input)](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const Batches batches, collect(*input, execution));
                         KeyIndex seen;
                         Batches kept;
                         for (const Batch &batch : batches) {
                             SIGNALBOX_CHECK(execution.proceed());
                             std::vector<Column> columns;
                             columns.reserve(batch.columnCount());
                             for (std::size_t i = 0; i < batch.columnCount(); ++i)
                                 columns.push_back(batch.column(i));
                             std::uint32_t next = static_cast<std::uint32_t>(seen.size());
                             const std::vector<std::uint32_t> numbers =
                                 seen.add(columns, batch.rows(), execution.options().stop);
                             std::vector<std::uint32_t> fresh;
                             for (std::size_t row = 0; row < numbers.size(); ++row) {
                                 if (numbers[row] == next) {
                                     fresh.push_back(static_cast<std::uint32_t>(row));
                                     ++next;
                                 }
                             }
                             SIGNALBOX_CHECK(execution.allow(seen.bytes()));
                             kept.push_back(batch.select(std::move(fresh)));
                         }
                         return kept;
                     });
}

PlanPtr consumePlan(PlanPtr input)
{
    Schema schema = input->schema();
    return wholePlan(std::move(schema), false,
                     [input = std::move(input)](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const BatchSourcePtr source, input->open(execution));
                         SIGNALBOX_CHECK(forEachBatch(*source, execution,
                                                      [](std::size_t, std::size_t, const Batch &,
                                                         const EvalContext &) -> Status { return {}; }));
                         return Batches{};
                     });
}

namespace {

Result<std::vector<SortColumn>> sortColumns(std::span<const OrderColumn> keys, const Batch &batch,
                                            const EvalContext &context)
{
    const Rows rows(batch);
    std::vector<SortColumn> columns;
    for (const OrderColumn &key : keys) {
        SIGNALBOX_TRY(Column column, evaluate(*key.value, rows, context));
        columns.push_back(
            {.column = std::move(column), .descending = key.descending, .nullsFirst = key.nullsFirst});
    }
    return columns;
}

// Of each batch the rows that may be among the first `limit` of all.
Result<Batches> firstOfEach(const Plan &input, std::span<const OrderColumn> keys, std::size_t limit,
                            Execution &execution)
{
    SIGNALBOX_TRY(const BatchSourcePtr source, input.open(execution));
    Batches kept(source->size());
    std::atomic<std::size_t> bytes = 0;
    SIGNALBOX_CHECK(forEachBatch(
        *source, execution,
        [&](std::size_t, std::size_t index, const Batch &batch, const EvalContext &context) -> Status {
            SIGNALBOX_TRY(const std::vector<SortColumn> columns, sortColumns(keys, batch, context));
            kept[index] =
                batch.rows() <= limit
                    ? batch
                    : batch.select(firstRows(columns, batch.rows(), limit, context.stop)).gathered();
            bytes += kept[index].bytes();
            return execution.allow(bytes);
        }));
    return kept;
}

} // namespace

PlanPtr sortPlan(PlanPtr input, std::vector<OrderColumn> keys, std::optional<std::size_t> limit)
{
    Schema schema = input->schema();
    return wholePlan(
        std::move(schema), true,
        [input = std::move(input), keys = std::move(keys), limit](Execution &execution) -> Result<Batches> {
            const auto ofEachRow = [](const OrderColumn &key) {
                return key.value->evaluation <= Evaluation::PerQuery;
            };
            Batch all;
            if (limit && std::ranges::all_of(keys, ofEachRow)) {
                SIGNALBOX_TRY(const Batches first, firstOfEach(*input, keys, *limit, execution));
                all = concatenate(input->schema(), first, execution.options().stop);
                SIGNALBOX_CHECK(execution.proceed());
            } else {
                SIGNALBOX_TRY(all, collectOne(*input, execution));
            }
            SeededRandom random(execution.nextSeed());
            const EvalContext context = execution.context(random);
            SIGNALBOX_TRY(const std::vector<SortColumn> columns, sortColumns(keys, all, context));
            std::vector<std::uint32_t> order =
                firstRows(columns, all.rows(), limit.value_or(all.rows()), context.stop);
            SIGNALBOX_CHECK(execution.proceed());
            return Batches{all.select(std::move(order))};
        });
}

} // namespace signalbox::kql
