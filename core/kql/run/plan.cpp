#include "core/kql/run/plan.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "core/kql/values/joining.h"

namespace signalbox::kql {

namespace {

class MemorySource final : public BatchSource
{
public:
    explicit MemorySource(std::shared_ptr<const Batches> batches)
        : m_batches(std::move(batches))
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_batches->size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &) const override
    {
        return (*m_batches)[index];
    }

private:
    std::shared_ptr<const Batches> m_batches;
};

class MapSource final : public BatchSource
{
public:
    MapSource(BatchSourcePtr input, const BatchMap &map)
        : m_input(std::move(input))
        , m_map(map)
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_input->size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &context) const override
    {
        SIGNALBOX_TRY(const Batch batch, m_input->batch(index, context));
        return m_map(batch, context);
    }

private:
    BatchSourcePtr m_input;
    BatchMap m_map;
};

class MapPlan final : public Plan
{
public:
    MapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map, Origins origins)
        : Plan(std::move(schema), serialized)
        , m_input(std::move(input))
        , m_map(std::move(map))
        , m_origins(std::move(origins))
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override
    {
        SIGNALBOX_TRY(BatchSourcePtr input, m_input->open(execution));
        return std::make_shared<const MapSource>(std::move(input), m_map);
    }

    [[nodiscard]] PlanPtr narrowed(std::span<const ColumnPredicate> predicates) const override
    {
        std::vector<ColumnPredicate> ofInput;
        for (const ColumnPredicate &predicate : predicates) {
            if (predicate.column >= m_origins.size() || m_origins[predicate.column] == noColumn)
                continue;
            ofInput.push_back(predicate);
            ofInput.back().column = m_origins[predicate.column];
        }
        PlanPtr input = ofInput.empty() ? nullptr : m_input->narrowed(ofInput);
        if (!input)
            return nullptr;
        return std::make_shared<const MapPlan>(std::move(input), schema(), serialized(), m_map, m_origins);
    }

private:
    PlanPtr m_input;
    BatchMap m_map;
    Origins m_origins;
};

class WholePlan final : public Plan
{
public:
    WholePlan(Schema schema, bool serialized, BatchMaker make)
        : Plan(std::move(schema), serialized)
        , m_make(std::move(make))
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override
    {
        SIGNALBOX_CHECK(execution.proceed());
        SIGNALBOX_TRY(Batches batches, m_make(execution));
        SIGNALBOX_CHECK(execution.proceed());
        return memorySource(std::move(batches));
    }

private:
    BatchMaker m_make;
};

class SharedPlan final : public Plan
{
public:
    explicit SharedPlan(PlanPtr input)
        : Plan(input->schema(), input->serialized())
        , m_input(std::move(input))
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override
    {
        SIGNALBOX_TRY(std::shared_ptr<const Batches> batches, execution.once(*m_input));
        return std::make_shared<const MemorySource>(std::move(batches));
    }

private:
    PlanPtr m_input;
};

} // namespace

std::unexpected<Error> outOfMemory()
{
    return failure(ErrorCode::ResourceExhausted,
                   "There is not enough memory for this query. Ask for fewer rows or columns.");
}

Execution::Execution(Options options)
    : m_options(std::move(options))
    , m_asked(m_options.stop)
{
    m_options.stop = m_asked.until(std::chrono::steady_clock::now() + m_options.limits.time);
}

Status Execution::proceed() const
{
    SIGNALBOX_CHECK(m_scanLog->status());
    if (!m_options.stop.stopRequested())
        return {};
    // In this order, because somebody may ask in between.
    if (m_asked.stopRequested())
        return failure(ErrorCode::Cancelled, "The query was stopped.");
    return failure(ErrorCode::DeadlineExceeded,
                   fmt::format("The query took longer than its limit of {} s. Ask for a shorter time range.",
                               m_options.limits.time.count() / 1000));
}

Status Execution::allow(std::size_t bytes) const
{
    if (bytes <= m_options.limits.memoryBytes)
        return {};
    return failure(
        ErrorCode::ResourceExhausted,
        fmt::format("The query needs more memory than its limit of {} MB. Ask for fewer rows or columns.",
                    m_options.limits.memoryBytes >> 20U));
}

std::uint64_t Execution::nextSeed()
{
    const std::scoped_lock lock(m_mutex);
    return m_options.seed + ++m_seeds;
}

EvalContext Execution::context(SeededRandom &random) const
{
    return {.now = m_options.now,
            .random = random,
            .stop = m_options.stop,
            .memoryBytes = m_options.limits.memoryBytes};
}

Result<std::shared_ptr<const Batches>> Execution::once(const Plan &plan)
{
    std::shared_ptr<Kept> kept;
    {
        const std::scoped_lock lock(m_mutex);
        std::shared_ptr<Kept> &entry = m_kept[&plan];
        if (!entry)
            entry = std::make_shared<Kept>();
        kept = entry;
    }
    const std::scoped_lock lock(kept->computing);
    if (kept->batches)
        return kept->batches;
    const std::uint64_t slotReads = m_slotReads;
    SIGNALBOX_TRY(Batches batches, collect(plan, *this));
    auto result = std::make_shared<const Batches>(std::move(batches));
    if (slotReads == m_slotReads)
        kept->batches = result;
    return result;
}

PlanPtr Plan::narrowed(std::span<const ColumnPredicate>) const
{
    return nullptr;
}

PlanPtr mapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map)
{
    return mapPlan(std::move(input), std::move(schema), serialized, std::move(map), {});
}

PlanPtr mapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map, Origins origins)
{
    return std::make_shared<const MapPlan>(std::move(input), std::move(schema), serialized, std::move(map),
                                           std::move(origins));
}

PlanPtr wholePlan(Schema schema, bool serialized, BatchMaker make)
{
    return std::make_shared<const WholePlan>(std::move(schema), serialized, std::move(make));
}

BatchSourcePtr memorySource(Batches batches)
{
    return std::make_shared<const MemorySource>(std::make_shared<const Batches>(std::move(batches)));
}

PlanPtr memoryPlan(Schema schema, bool serialized, Batches batches)
{
    return wholePlan(std::move(schema), serialized,
                     [batches = std::move(batches)](Execution &) -> Result<Batches> { return batches; });
}

PlanPtr sharedPlan(PlanPtr input)
{
    return std::make_shared<const SharedPlan>(std::move(input));
}

Result<BatchSourcePtr> SlotPlan::open(Execution &execution) const
{
    if (!m_batch)
        return failure(ErrorCode::InvalidArgument,
                       "toscalar(), pivot and bag_unpack cannot read the rows of mv-apply or partition from "
                       "inside it. Put them behind it.");
    execution.noteSlot();
    return memorySource({*m_batch});
}

std::size_t workersFor(const BatchSource &source, const Execution &execution)
{
    return std::clamp<std::size_t>(source.size(), 1, std::max(1U, execution.options().threads));
}

Status forEachBatch(const BatchSource &source, Execution &execution, const BatchVisitor &visit)
{
    const std::size_t workers = workersFor(source, execution);
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> failed = false;
    std::vector<Status> outcomes(workers);
    const auto work = [&](std::size_t worker) -> Status {
        while (!failed) {
            const std::size_t index = next++;
            if (index >= source.size())
                break;
            SIGNALBOX_CHECK(execution.proceed());
            SeededRandom random(execution.nextSeed());
            const EvalContext context = execution.context(random);
            SIGNALBOX_TRY(const Batch batch, source.batch(index, context));
            SIGNALBOX_CHECK(visit(worker, index, batch, context));
        }
        return {};
    };
    const auto run = [&](std::size_t worker) {
        try {
            outcomes[worker] = work(worker);
        } catch (const std::bad_alloc &) {
            outcomes[worker] = outOfMemory();
        } catch (const std::length_error &) {
            outcomes[worker] = outOfMemory();
        }
        if (!outcomes[worker])
            failed = true;
    };
    std::vector<std::thread> threads;
    for (std::size_t worker = 1; worker < workers; ++worker)
        threads.emplace_back(run, worker);
    run(0);
    for (std::thread &thread : threads)
        thread.join();
    for (Status &outcome : outcomes) {
        if (!outcome)
            return std::move(outcome);
    }
    return {};
}

Result<Batches> collect(const Plan &plan, Execution &execution)
{
    SIGNALBOX_TRY(const BatchSourcePtr source, plan.open(execution));
    return collect(*source, execution);
}

Result<Batches> collect(const BatchSource &source, Execution &execution)
{
    Batches batches(source.size());
    std::atomic<std::size_t> bytes = 0;
    SIGNALBOX_CHECK(forEachBatch(
        source, execution, [&](std::size_t, std::size_t index, const Batch &batch, const EvalContext &) {
            batches[index] = batch;
            bytes += batch.bytes();
            return execution.allow(bytes);
        }));
    return batches;
}

Result<Batch> collectOne(const Plan &plan, Execution &execution)
{
    SIGNALBOX_TRY(Batches batches, collect(plan, execution));
    if (batches.size() == 1)
        return std::move(batches.front());
    Batch all = concatenate(plan.schema(), batches, execution.options().stop);
    SIGNALBOX_CHECK(execution.proceed());
    return all;
}

} // namespace signalbox::kql
