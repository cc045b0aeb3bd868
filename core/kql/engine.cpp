#include "core/kql/engine.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <stdexcept>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "core/kql/bind/binder.h"
#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

namespace {

class Stopwatch
{
public:
    [[nodiscard]] std::chrono::nanoseconds elapsed() const
    {
        return std::chrono::steady_clock::now() - m_start;
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

Result<ResultTable> resultOf(const BoundTable &bound, Execution &execution)
{
    ResultTable table{.name = bound.name,
                      .schema = bound.plan->schema(),
                      .batches = {},
                      .rows = 0,
                      .ordered = bound.plan->serialized(),
                      .rendering = bound.rendering};
    const Limits &limits = execution.options().limits;
    SIGNALBOX_TRY(const BatchSourcePtr source, bound.plan->open(execution));
    Batches batches(source->size());
    std::atomic<std::size_t> rows = 0;
    std::atomic<std::size_t> bytes = 0;
    SIGNALBOX_CHECK(forEachBatch(
        *source, execution,
        [&](std::size_t, std::size_t index, const Batch &batch, const EvalContext &) -> Status {
            if (batch.rows() == 0)
                return {};
            const std::size_t rowsSoFar = rows += batch.rows();
            if (rowsSoFar > limits.rows)
                return failure(
                    ErrorCode::ResourceExhausted,
                    fmt::format("The result has more than {} rows. Put take or summarize at its end.",
                                limits.rows));
            batches[index] = batch.gathered().made();
            const std::size_t bytesSoFar = bytes += batches[index].bytes();
            if (bytesSoFar > limits.resultBytes)
                return failure(ErrorCode::ResourceExhausted,
                               fmt::format("The result is larger than {} MB. Ask for fewer rows or columns.",
                                           limits.resultBytes >> 20U));
            return {};
        }));
    SIGNALBOX_CHECK(execution.proceed());
    std::erase_if(batches, [](const Batch &batch) { return batch.rows() == 0; });
    table.rows = rows;
    table.batches = std::move(batches);
    return table;
}

Result<QueryResult> resultsOf(Binder &binder, const ParsedQuery &parsed, Execution &execution)
{
    const Stopwatch binding;
    SIGNALBOX_TRY(const std::vector<BoundTable> tables, binder.bind(parsed.statements));
    QueryResult result{.statistics = {.binding = binding.elapsed()}};
    const Stopwatch running;
    for (const BoundTable &bound : tables) {
        SIGNALBOX_TRY(ResultTable table, resultOf(bound, execution));
        result.tables.push_back(std::move(table));
    }
    result.statistics.running = running.elapsed();
    result.statistics.scanned = execution.scanLog()->counts();
    return result;
}

Result<QueryResult> runParsed(std::string_view text, const ParsedQuery &parsed, const Catalog &catalog,
                              const QueryOptions &options)
{
    const TimePoint now = options.now.value_or(SystemClock().now());
    const unsigned threads =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    Execution execution({.now = now,
                         .stop = options.stop,
                         .limits = options.limits,
                         .threads = threads,
                         .seed = options.seed});
    const std::shared_ptr<const Catalog> moment = catalog.snapshot();
    Binder binder(text, moment ? *moment : catalog, &execution, now);
    Result<QueryResult> result = resultsOf(binder, parsed, execution);
    // A kernel that was told to stop does not know whether somebody asked or the time was up.
    if (!result && result.error().code == ErrorCode::Cancelled)
        SIGNALBOX_CHECK(execution.proceed());
    return result;
}

} // namespace

Result<QueryResult> runQuery(std::string_view text, const Catalog &catalog, const QueryOptions &options)
{
    const Stopwatch parsing;
    const ParsedQuery parsed = parseQuery(text);
    if (!parsed.ok())
        return std::unexpected(toError(text, parsed.diagnostics));
    const std::chrono::nanoseconds parseTime = parsing.elapsed();
    try {
        SIGNALBOX_TRY(QueryResult result, runParsed(text, parsed, catalog, options));
        result.statistics.parsing = parseTime;
        return result;
    } catch (const std::bad_alloc &) {
        return outOfMemory();
    } catch (const std::length_error &) {
        return outOfMemory();
    }
}

std::vector<Diagnostic> checkQuery(std::string_view text, const Catalog &catalog)
{
    ParsedQuery parsed = parseQuery(text);
    if (!parsed.ok())
        return std::move(parsed.diagnostics);
    const std::shared_ptr<const Catalog> moment = catalog.snapshot();
    Binder binder(text, moment ? *moment : catalog, nullptr, SystemClock().now());
    if (binder.bind(parsed.statements))
        return {};
    return binder.diagnostics();
}

Result<Schema> resultSchema(std::string_view text, const Catalog &catalog)
{
    const ParsedQuery parsed = parseQuery(text);
    if (!parsed.ok())
        return std::unexpected(toError(text, parsed.diagnostics));
    Binder binder(text, catalog, nullptr, SystemClock().now());
    SIGNALBOX_TRY(const std::vector<BoundTable> tables, binder.bind(parsed.statements));
    if (tables.empty())
        return failure(ErrorCode::InvalidArgument, "There is no query here, only definitions.");
    return tables.back().plan->schema();
}

} // namespace signalbox::kql
