// What runs: a tree of plans, each of which knows its columns before it runs and gives its rows in batches
// that are computed when they are asked for. The binder builds plans with the functions of this header and of
// rows_plans.h and its kin.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "core/base/clock.h"
#include "core/base/stop.h"
#include "core/kql/functions/scalar_function.h"
#include "core/kql/run/pushdown.h"
#include "core/kql/run/scan_log.h"
#include "core/kql/values/batch.h"

namespace signalbox::kql {

// Stated limits of one query; reaching one is an error that names it.
struct Limits
{
    std::size_t rows = 500'000; // of the result
    std::size_t resultBytes = std::size_t{64} << 20U;
    std::size_t memoryBytes = std::size_t{4} << 30U; // of what operators hold at one time
    std::chrono::milliseconds time = std::chrono::minutes(4);
};

// What a query ends with when memory itself runs out, before a limit is reached.
[[nodiscard]] std::unexpected<Error> outOfMemory();

// Batches by number. Thread-safe: workers take different numbers at one time.
class BatchSource
{
public:
    BatchSource() = default;
    BatchSource(const BatchSource &) = delete;
    BatchSource &operator=(const BatchSource &) = delete;
    virtual ~BatchSource() = default;

    [[nodiscard]] virtual std::size_t size() const = 0;
    [[nodiscard]] virtual Result<Batch> batch(std::size_t index, const EvalContext &context) const = 0;
};

using BatchSourcePtr = std::shared_ptr<const BatchSource>;
using Batches = std::vector<Batch>;

class Plan;
using PlanPtr = std::shared_ptr<const Plan>;

// One run of one query. Shared by its workers; all members are safe to call from any.
class Execution
{
public:
    struct Options
    {
        TimePoint now;
        StopToken stop = {};
        Limits limits = {};
        unsigned threads = 1;
        std::uint64_t seed = 1; // of rand() and sample
    };

    explicit Execution(Options options);

    // Its stop token also stops at the time limit.
    [[nodiscard]] const Options &options() const { return m_options; }
    // Cancelled or DeadlineExceeded when it is time to stop.
    [[nodiscard]] Status proceed() const;
    // ResourceExhausted if an operator wants to hold more than the limit.
    [[nodiscard]] Status allow(std::size_t bytes) const;
    [[nodiscard]] std::uint64_t nextSeed();
    [[nodiscard]] const std::shared_ptr<ScanLog> &scanLog() const { return m_scanLog; }
    // What kernels may ask of this run; `random` must live as long.
    [[nodiscard]] EvalContext context(SeededRandom &random) const;

    // The rows of a plan that is used several times, computed once. Those that hang on the rows of a SlotPlan
    // are computed anew, because they are others each time.
    [[nodiscard]] Result<std::shared_ptr<const Batches>> once(const Plan &plan);
    void noteSlot() { ++m_slotReads; }

private:
    struct Kept
    {
        std::mutex computing = {};
        std::shared_ptr<const Batches> batches = {}; // guarded by `computing`
    };

    Options m_options;
    StopToken m_asked; // what the caller gave, which knows no time limit
    std::shared_ptr<ScanLog> m_scanLog = std::make_shared<ScanLog>();
    std::mutex m_mutex = {}; // guards m_kept and m_seeds
    std::map<const Plan *, std::shared_ptr<Kept>> m_kept = {};
    std::uint64_t m_seeds = 0;
    std::atomic<std::uint64_t> m_slotReads = 0;
};

class Plan
{
public:
    Plan(Schema schema, bool serialized)
        : m_schema(std::move(schema))
        , m_serialized(serialized)
    {
    }
    Plan(const Plan &) = delete;
    Plan &operator=(const Plan &) = delete;
    virtual ~Plan() = default;

    [[nodiscard]] const Schema &schema() const { return m_schema; }
    // Whether the order of the rows has a meaning, as row_number() and prev() need.
    [[nodiscard]] bool serialized() const { return m_serialized; }

    [[nodiscard]] virtual Result<BatchSourcePtr> open(Execution &execution) const = 0;
    // The same plan, which may leave out rows that `predicates` do not want; null if it has no use for them.
    [[nodiscard]] virtual PlanPtr narrowed(std::span<const ColumnPredicate> predicates) const;

private:
    Schema m_schema;
    bool m_serialized;
};

// A plan that makes each batch out of one batch of its input.
using BatchMap = std::function<Result<Batch>(const Batch &, const EvalContext &)>;
[[nodiscard]] PlanPtr mapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map);

// For each column which column of the input it is, or noColumn. A map that has origins looks at one row at a
// time, so that what a later filter asks of its columns may be asked of the input's.
using Origins = std::vector<std::size_t>;
inline constexpr std::size_t noColumn = ~std::size_t{0};
[[nodiscard]] PlanPtr mapPlan(PlanPtr input, Schema schema, bool serialized, BatchMap map, Origins origins);

// A plan that computes all its batches when it is opened.
using BatchMaker = std::function<Result<Batches>(Execution &)>;
[[nodiscard]] PlanPtr wholePlan(Schema schema, bool serialized, BatchMaker make);

[[nodiscard]] BatchSourcePtr memorySource(Batches batches);
// Rows that are already there.
[[nodiscard]] PlanPtr memoryPlan(Schema schema, bool serialized, Batches batches);
// The same rows for every use within one execution.
[[nodiscard]] PlanPtr sharedPlan(PlanPtr input);
// Stands for the input of a body that runs many times (mv-apply, partition): set() gives the rows of the next
// run.
class SlotPlan final : public Plan
{
public:
    SlotPlan(Schema schema, bool serialized)
        : Plan(std::move(schema), serialized)
    {
    }

    void set(Batch batch) const { m_batch = std::move(batch); }
    // Fails before the first set(): while a query is bound, nothing can hang on rows that are not there yet.
    [[nodiscard]] Result<BatchSourcePtr> open(Execution &execution) const override;

private:
    mutable std::optional<Batch> m_batch; // only the thread that runs the body sets and reads it
};

// Calls `visit(worker, index, batch)` for every batch, on the execution's threads.
using BatchVisitor =
    std::function<Status(std::size_t worker, std::size_t index, const Batch &, const EvalContext &)>;
[[nodiscard]] Status forEachBatch(const BatchSource &source, Execution &execution, const BatchVisitor &visit);
[[nodiscard]] std::size_t workersFor(const BatchSource &source, const Execution &execution);

// All batches in order; the second form puts them into one.
[[nodiscard]] Result<Batches> collect(const Plan &plan, Execution &execution);
[[nodiscard]] Result<Batches> collect(const BatchSource &source, Execution &execution);
[[nodiscard]] Result<Batch> collectOne(const Plan &plan, Execution &execution);

} // namespace signalbox::kql
