#include "core/kql/run/union_plan.h"

#include <utility>

namespace signalbox::kql {

namespace {

struct Shared
{
    std::vector<UnionLeg> legs;
    Schema schema;
    bool withSource = false;
};

class UnionSource final : public BatchSource
{
public:
    UnionSource(std::shared_ptr<const Shared> shared, std::vector<BatchSourcePtr> sources)
        : m_shared(std::move(shared))
        , m_sources(std::move(sources))
    {
        for (const BatchSourcePtr &source : m_sources)
            m_size += source->size();
    }

    [[nodiscard]] std::size_t size() const override { return m_size; }

    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &context) const override
    {
        std::size_t leg = 0;
        while (index >= m_sources[leg]->size())
            index -= m_sources[leg++]->size();
        SIGNALBOX_TRY(const Batch batch, m_sources[leg]->batch(index, context));
        const UnionLeg &from = m_shared->legs[leg];
        std::vector<Column> columns;
        if (m_shared->withSource)
            columns.push_back(Column::constant(Type::String, Value::ofString(from.source), batch.rows()));
        for (const std::optional<std::size_t> &column : from.columns) {
            const Type type = m_shared->schema.fields[columns.size()].type;
            columns.push_back(column ? batch.column(*column) : Column::null(type, batch.rows()));
        }
        return Batch(std::move(columns), batch.rows());
    }

private:
    std::shared_ptr<const Shared> m_shared;
    std::vector<BatchSourcePtr> m_sources;
    std::size_t m_size = 0;
};

class UnionPlan final : public Plan
{
public:
    explicit UnionPlan(std::shared_ptr<const Shared> shared)
        : Plan(shared->schema, false)
        , m_shared(std::move(shared))
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override
    {
        std::vector<BatchSourcePtr> sources;
        for (const UnionLeg &leg : m_shared->legs) {
            SIGNALBOX_TRY(BatchSourcePtr source, leg.plan->open(execution));
            sources.push_back(std::move(source));
        }
        return std::make_shared<const UnionSource>(m_shared, std::move(sources));
    }

    [[nodiscard]] PlanPtr narrowed(std::span<const ColumnPredicate> predicates) const override
    {
        Shared narrow = *m_shared;
        for (UnionLeg &leg : narrow.legs) {
            if (PlanPtr plan = leg.plan->narrowed(askedOf(leg, predicates)); plan)
                leg.plan = std::move(plan);
        }
        return std::make_shared<const UnionPlan>(std::make_shared<const Shared>(std::move(narrow)));
    }

private:
    [[nodiscard]] std::vector<ColumnPredicate> askedOf(const UnionLeg &leg,
                                                       std::span<const ColumnPredicate> predicates) const
    {
        const std::size_t before = m_shared->withSource ? 1 : 0;
        std::vector<ColumnPredicate> asked;
        for (const ColumnPredicate &predicate : predicates) {
            if (predicate.column < before || !leg.columns[predicate.column - before])
                continue;
            asked.push_back(predicate);
            asked.back().column = *leg.columns[predicate.column - before];
        }
        return asked;
    }

    std::shared_ptr<const Shared> m_shared;
};

} // namespace

PlanPtr unionPlan(std::vector<UnionLeg> legs, Schema schema, bool withSource)
{
    return std::make_shared<const UnionPlan>(std::make_shared<const Shared>(
        Shared{.legs = std::move(legs), .schema = std::move(schema), .withSource = withSource}));
}

} // namespace signalbox::kql
