#include "core/kql/run/expand_plan.h"

#include <algorithm>
#include <utility>

#include "core/kql/values/column_builder.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/joining.h"

namespace signalbox::kql {

namespace {

// The elements that one value gives: none for an empty array or bag, itself for what is neither.
std::vector<Value> elementsOf(const Value &value, bool bagsAsArrays)
{
    if (value.isArray())
        return value.array();
    if (!value.isBag())
        return {value};
    std::vector<Value> elements;
    for (const auto &[key, property] : value.bag()) {
        elements.push_back(bagsAsArrays ? Value::ofArray({Value::ofString(key), property})
                                        : Value::ofBag({{key, property}}));
    }
    return elements;
}

Value elementAs(const Value &element, Type type)
{
    if (type == Type::Dynamic)
        return element;
    const Value cast = castValue(element, type);
    return cast.isNull() && type == Type::String ? Value::ofString({}) : cast;
}

Result<Batch> expanded(const Expansion &expansion, const Batch &batch, const EvalContext &context)
{
    const Rows rows(batch);
    std::vector<Column> arrays;
    for (const ExpandedColumn &column : expansion.columns) {
        SIGNALBOX_TRY(Column array, evaluate(*column.value, rows, context));
        arrays.push_back(std::move(array));
    }
    std::vector<std::uint32_t> sources;
    std::vector<std::int64_t> indexes;
    std::vector<ColumnBuilder> builders;
    builders.reserve(expansion.columns.size());
    for (const ExpandedColumn &column : expansion.columns)
        builders.emplace_back(column.type);
    const std::size_t bytesPerRow = 16 * expansion.schema.fields.size();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
        if (row % 64 == 0 && context.stop.stopRequested())
            return failure(ErrorCode::Cancelled, "The query was stopped.");
        std::vector<std::vector<Value>> lists;
        std::size_t longest = 0;
        for (const Column &array : arrays) {
            lists.push_back(elementsOf(array.value(row), expansion.bagsAsArrays));
            longest = std::max(longest, lists.back().size());
        }
        longest = std::min(longest, expansion.rowLimit);
        if ((sources.size() + longest) * bytesPerRow > context.memoryBytes)
            return failure(
                ErrorCode::ResourceExhausted,
                "The expanded rows need more memory than the query may have. Ask for fewer rows, or "
                "put a limit behind mv-expand.");
        for (std::size_t i = 0; i < longest; ++i) {
            if (i % 16'384 == 16'383 && context.stop.stopRequested())
                return failure(ErrorCode::Cancelled, "The query was stopped.");
            sources.push_back(static_cast<std::uint32_t>(row));
            indexes.push_back(static_cast<std::int64_t>(i));
            for (std::size_t list = 0; list < lists.size(); ++list) {
                if (i < lists[list].size())
                    builders[list].appendValue(elementAs(lists[list][i], expansion.columns[list].type));
                else
                    builders[list].appendNull();
            }
        }
    }
    std::vector<Column> columns(expansion.schema.fields.size());
    for (std::size_t i = 0; i < expansion.inputColumns; ++i) {
        const bool replaced = std::ranges::any_of(
            expansion.columns, [i](const ExpandedColumn &column) { return column.column == i; });
        if (!replaced)
            columns[i] = rows.column(i).gather(sources);
    }
    for (std::size_t i = 0; i < builders.size(); ++i)
        columns[expansion.columns[i].column] = builders[i].finish();
    if (expansion.indexColumn)
        columns[*expansion.indexColumn] = Column::ofWholes(Type::Long, std::move(indexes));
    return Batch(std::move(columns), sources.size());
}

Result<Batches> applied(const Plan &input, const Application &application, const Schema &schema,
                        Execution &execution)
{
    SIGNALBOX_TRY(const Batch all, collectOne(input, execution));
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    Batches results;
    for (std::size_t row = 0; row < all.rows(); ++row) {
        SIGNALBOX_CHECK(execution.proceed());
        const Batch one = all.slice(row, 1);
        SIGNALBOX_TRY(Batch elements, expanded(application.expansion, one, context));
        application.slot->set(std::move(elements));
        SIGNALBOX_TRY(const Batch body, collectOne(*application.body, execution));
        std::vector<Column> columns;
        columns.reserve(application.outputs.size());
        for (const Application::Output &output : application.outputs)
            columns.push_back(output.fromBody ? body.column(output.column)
                                              : one.column(output.column).repeated(body.rows()));
        if (body.rows() > 0)
            results.emplace_back(std::move(columns), body.rows());
    }
    return Batches{concatenate(schema, results, context.stop)};
}

} // namespace

PlanPtr expandPlan(PlanPtr input, Expansion expansion)
{
    const bool serialized = input->serialized();
    Schema schema = expansion.schema;
    return mapPlan(std::move(input), std::move(schema), serialized,
                   [expansion = std::move(expansion)](const Batch &batch, const EvalContext &context) {
                       return expanded(expansion, batch, context);
                   });
}

PlanPtr applyPlan(PlanPtr input, const Schema &schema, Application application)
{
    const bool serialized = input->serialized();
    return wholePlan(schema, serialized,
                     [input = std::move(input), application = std::move(application), schema](
                         Execution &execution) { return applied(*input, application, schema, execution); });
}

} // namespace signalbox::kql
