// What the promises of the workspace database cost: an audited command beside a plain insert of SQLite with
// the same durability, the list of 10,000 runs, and the poll that everybody watches with.
#include <benchmark/benchmark.h>

#include <QTemporaryDir>

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/store/audit.h"
#include "core/store/store.h"
#include "core/tracking/tracking.h"

namespace {

using namespace signalbox;
using namespace signalbox::store;
using WallClock = std::chrono::steady_clock;

const Actor ada = Actor::member("ada");

class Workspace
{
public:
    Workspace()
        : store(Store::create(folder() / "workspace", {.name = "bench", .administrator = "ada"}, m_clock)
                    .value())
    {
    }

    [[nodiscard]] std::filesystem::path folder() const { return toPath(m_folder.path().toStdString()); }

private:
    QTemporaryDir m_folder;
    SystemClock m_clock;

public:
    std::unique_ptr<Store> store;
};

double seconds(WallClock::time_point since)
{
    return std::chrono::duration<double>(WallClock::now() - since).count();
}

void insert(SQLite::Database &db, std::int64_t number)
{
    SQLite::Statement statement(db, "INSERT INTO meta(key, value) VALUES(?, 'value')");
    statement.bind(1, std::to_string(number));
    statement.exec();
}

// Both write one row and wait for the disk; they take turns, so that both see the same disk.
void auditedChange(benchmark::State &state)
{
    const Workspace workspace;
    SQLite::Database plain(toUtf8(workspace.folder() / "plain.db"),
                           SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    plain.exec("PRAGMA journal_mode = WAL");
    plain.exec("PRAGMA synchronous = FULL");
    plain.exec("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID");
    std::int64_t number = 0;
    double audited = 0;
    double unaudited = 0;
    for (auto _ : state) {
        const auto begin = WallClock::now();
        const auto changed = workspace.store->change(ada, Permission::Operate, [&](Change &change) -> Status {
            insert(change.db, number);
            change.audit({.action = "thing.done", .subject = "thing", .after = R"({"state":"done"})"});
            return {};
        });
        const double took = seconds(begin);
        if (!changed)
            state.SkipWithError("the change was refused");
        const auto plainBegin = WallClock::now();
        SQLite::Transaction transaction(plain, SQLite::TransactionBehavior::IMMEDIATE);
        insert(plain, number++);
        transaction.commit();
        unaudited += seconds(plainBegin);
        audited += took;
        state.SetIterationTime(took);
    }
    state.counters["per_second"] = static_cast<double>(number) / audited;
    state.counters["times_plain_insert"] = audited / unaudited;
}
BENCHMARK(auditedChange)->UseManualTime()->Unit(benchmark::kMicrosecond);

void dataVersionPoll(benchmark::State &state)
{
    const Workspace workspace;
    for (auto _ : state)
        benchmark::DoNotOptimize(workspace.store->dataVersion());
}
BENCHMARK(dataVersionPoll)->Unit(benchmark::kMicrosecond);

// Runs as a training leaves them: nine parameters, nine latest metrics, four tags.
void fillRuns(Store &store, std::int64_t runs)
{
    const Status filled = store.observe([runs](SQLite::Database &db) -> Status {
        db.exec("INSERT INTO experiments VALUES(1, 'diabetes', 0, 'local')");
        db.exec(fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
                            "INSERT INTO runs SELECT lower(hex(randomblob(16))), 1, 'calm-lever-' || i, "
                            "'finished', 'ada', i, "
                            "i + 1, '', 'local' FROM n",
                            runs));
        const auto spread = [&db](const char *table, const char *values, int keys) {
            db.exec(
                fmt::format("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {}) "
                            "INSERT INTO {} SELECT id, 'key_number_' || i, {} FROM runs, n",
                            keys, table, values));
        };
        spread("run_parameters", "'0.0001'", 9);
        spread("run_latest_metrics", "0, i / 10.0", 9);
        spread("run_tags", "lower(hex(randomblob(20)))", 4);
        return {};
    });
    if (!filled)
        std::abort();
}

void listRuns(benchmark::State &state)
{
    const Workspace workspace;
    fillRuns(*workspace.store, state.range(0));
    for (auto _ : state) {
        const auto runs =
            tracking::listRuns(*workspace.store, {.limit = static_cast<std::size_t>(state.range(0))});
        if (!runs || std::ssize(*runs) != state.range(0))
            state.SkipWithError("not all runs were listed");
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(listRuns)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMillisecond);

void verifyTrail(benchmark::State &state)
{
    const Workspace workspace;
    for (int i = 0; i < 500; ++i) {
        const auto changed = workspace.store->change(ada, Permission::Operate, [](Change &change) -> Status {
            change.audit({.action = "thing.done", .subject = "thing"});
            return {};
        });
        if (!changed)
            state.SkipWithError("the change was refused");
    }
    for (auto _ : state)
        benchmark::DoNotOptimize(verifyAudit(*workspace.store));
    state.SetItemsProcessed(state.iterations() * 501);
}
BENCHMARK(verifyTrail)->Unit(benchmark::kMillisecond);

} // namespace
