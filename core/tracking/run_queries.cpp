#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/tracking/tracking.h"

namespace signalbox::tracking {

namespace {

constexpr std::array<std::string_view, 4> stateNames = {"running", "finished", "failed", "killed"};

TimePoint timeOf(const SQLite::Column &column)
{
    return TimePoint(Ticks(column.getInt64()));
}

std::string_view textOf(const SQLite::Column &column)
{
    const char *text = column.getText(); // before getBytes, which then counts the same representation
    return {text, static_cast<std::size_t>(column.getBytes())};
}

RunState stateOf(std::string_view name)
{
    const auto found = std::ranges::find(stateNames, name);
    return static_cast<RunState>(found - stateNames.begin()); // the schema admits no other name
}

Run readRun(const SQLite::Statement &row)
{
    Run run{.id = row.getColumn(0).getString(),
            .name = row.getColumn(1).getString(),
            .experiment = row.getColumn(2).getString(),
            .state = stateOf(textOf(row.getColumn(3))),
            .member = row.getColumn(4).getString(),
            .started = timeOf(row.getColumn(5)),
            .ended = {},
            .error = row.getColumn(7).getString(),
            .origin = row.getColumn(8).getString(),
            .parameters = {},
            .metrics = {},
            .tags = {}};
    if (!row.getColumn(6).isNull())
        run.ended = timeOf(row.getColumn(6));
    return run;
}

// Loads the runs whose ids the query `chosen` yields, newest first, in five queries however many they are.
class RunLoader
{
public:
    RunLoader(SQLite::Database &db, std::string chosen)
        : m_db(db)
        , m_chosen(std::move(chosen))
    {
    }

    // `values` are what `chosen` asks for.
    template<typename... Values>
    std::vector<Run> load(const Values &...values)
    {
        std::vector<Run> runs;
        SQLite::Statement row(m_db, fmt::format("SELECT r.id, r.name, e.name, r.state, r.member, r.started, "
                                                "r.ended, r.error, r.origin FROM ({}) c "
                                                "JOIN runs r ON r.id = c.id "
                                                "JOIN experiments e ON e.id = r.experiment "
                                                "ORDER BY r.started DESC, r.rowid DESC",
                                                m_chosen));
        SQLite::bind(row, values...);
        while (row.executeStep())
            runs.push_back(readRun(row));
        m_byId.reserve(runs.size());
        for (Run &run : runs)
            m_byId.emplace(run.id, &run);

        const auto parameter = [](Run &run, const SQLite::Statement &detail) {
            run.parameters.emplace_hint(run.parameters.end(), textOf(detail.getColumn(1)),
                                        textOf(detail.getColumn(2)));
        };
        const auto metric = [](Run &run, const SQLite::Statement &detail) {
            run.metrics.emplace_hint(run.metrics.end(), textOf(detail.getColumn(1)),
                                     detail.getColumn(2).getDouble());
        };
        const auto tag = [](Run &run, const SQLite::Statement &detail) {
            run.tags.emplace_hint(run.tags.end(), textOf(detail.getColumn(1)), textOf(detail.getColumn(2)));
        };
        // Reading a table from its beginning to its end is several times faster than looking up each run.
        const auto all = static_cast<std::size_t>(m_db.execAndGet("SELECT count(*) FROM runs").getInt64());
        const bool readThrough = runs.size() > all / 4;
        addDetails("run_parameters", readThrough, parameter, values...);
        addDetails("run_latest_metrics", readThrough, metric, values...);
        addDetails("run_tags", readThrough, tag, values...);
        return runs;
    }

private:
    template<typename Add, typename... Values>
    void addDetails(const char *table, bool readThrough, const Add &add, const Values &...values)
    {
        SQLite::Statement detail(m_db, readThrough ? fmt::format("SELECT run, key, value FROM {}", table)
                                                   : fmt::format("SELECT d.run, d.key, d.value FROM ({}) c "
                                                                 "CROSS JOIN {} d ON d.run = c.id",
                                                                 m_chosen, table));
        if (!readThrough)
            SQLite::bind(detail, values...);
        auto run = m_byId.end();
        std::string id;
        while (detail.executeStep()) {
            if (const std::string_view next = textOf(detail.getColumn(0)); next != id) {
                id = next;
                run = m_byId.find(id);
            }
            if (run != m_byId.end())
                add(*run->second, detail);
        }
    }

    SQLite::Database &m_db;
    std::string m_chosen;
    std::unordered_map<std::string_view, Run *> m_byId;
};

Result<std::int64_t> experimentId(SQLite::Database &db, const std::string &name)
{
    SQLite::Statement row(db, "SELECT id FROM experiments WHERE name = ?");
    SQLite::bind(row, name);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound, fmt::format("There is no experiment '{}'.", name));
    return row.getColumn(0).getInt64();
}

Result<Run> onlyOne(std::vector<Run> runs, std::string_view wanted)
{
    if (runs.size() == 1)
        return std::move(runs.front());
    if (runs.empty())
        return failure(ErrorCode::NotFound, fmt::format("There is no run '{}'.", wanted));
    return failure(ErrorCode::InvalidArgument,
                   fmt::format("'{}' can mean several runs, such as {} and {}. Give the id of one.", wanted,
                               runs[0].id, runs[1].id));
}

bool isBeginningOfId(std::string_view text)
{
    const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return text.size() >= 4 && text.size() <= 32 && std::ranges::all_of(text, hexadecimal);
}

} // namespace

std::string_view runStateName(RunState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

Result<std::vector<Experiment>> listExperiments(const store::Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::vector<Experiment>> {
        SQLite::Statement row(db, "SELECT id, name, created, "
                                  "(SELECT count(*) FROM runs WHERE experiment = experiments.id), origin "
                                  "FROM experiments ORDER BY name");
        std::vector<Experiment> experiments;
        while (row.executeStep())
            experiments.push_back({.id = row.getColumn(0).getInt64(),
                                   .name = row.getColumn(1).getString(),
                                   .created = timeOf(row.getColumn(2)),
                                   .runs = row.getColumn(3).getInt64(),
                                   .origin = row.getColumn(4).getString()});
        return experiments;
    });
}

Result<std::vector<Run>> listRuns(const store::Store &store, const RunFilter &filter)
{
    return store.read([&](SQLite::Database &db) -> Result<std::vector<Run>> {
        const auto limit = static_cast<std::int64_t>(filter.limit);
        if (filter.experiment.empty())
            return RunLoader(db, "SELECT id FROM runs ORDER BY started DESC, rowid DESC LIMIT ?1")
                .load(limit);
        SIGNALBOX_TRY(const std::int64_t experiment, experimentId(db, filter.experiment));
        return RunLoader(db, "SELECT id FROM runs WHERE experiment = ?1 "
                             "ORDER BY started DESC, rowid DESC LIMIT ?2")
            .load(experiment, limit);
    });
}

Result<Run> runIn(SQLite::Database &db, const RunId &run)
{
    return onlyOne(RunLoader(db, "SELECT id FROM runs WHERE id = ?1").load(run), run);
}

Result<Run> findRun(const store::Store &store, std::string_view idOrName)
{
    return store.read([idOrName](SQLite::Database &db) -> Result<Run> {
        const std::string wanted(idOrName);
        auto named = RunLoader(db, "SELECT id FROM runs WHERE name = ?1").load(wanted);
        if (named.size() == 1 || !isBeginningOfId(wanted))
            return onlyOne(std::move(named), wanted);
        // 'g' comes after every hexadecimal digit.
        auto begun =
            RunLoader(db, "SELECT id FROM runs WHERE id >= ?1 AND id < ?1 || 'g' LIMIT 2").load(wanted);
        std::ranges::move(begun, std::back_inserter(named));
        return onlyOne(std::move(named), wanted);
    });
}

Result<std::vector<MetricPoint>> metricHistory(const store::Store &store, const RunId &run,
                                               std::string_view key)
{
    return store.read([&](SQLite::Database &db) -> Result<std::vector<MetricPoint>> {
        SQLite::Statement row(
            db, "SELECT step, time, value FROM run_metrics WHERE run = ? AND key = ? ORDER BY step");
        SQLite::bind(row, run, std::string(key));
        std::vector<MetricPoint> points;
        while (row.executeStep())
            points.push_back({.step = row.getColumn(0).getInt64(),
                              .time = timeOf(row.getColumn(1)),
                              .value = row.getColumn(2).getDouble()});
        return points;
    });
}

} // namespace signalbox::tracking
