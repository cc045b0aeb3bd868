// A workspace in which a day has passed: trainings, a rollout with a rollback after it, gates, requests of
// two deployments that grew slow and failed, and a log. For tests of the queries that come with Signalbox.
// Times are counted back from the workspace's clock.
#pragma once

#include <QTest>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/kql/tables/workspace_catalog.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/store/workspace.h"

namespace signalbox::kql {

class ExampleWorkspace
{
public:
    ExampleWorkspace()
    {
        fillRecords();
        writeTelemetry();
    }

    [[nodiscard]] std::shared_ptr<const Catalog> catalog() const
    {
        return workspaceCatalog({std::shared_ptr<void>(), &m_workspace.store()}, m_file);
    }
    [[nodiscard]] TimePoint now() const { return m_workspace.clock.now(); }

private:
    [[nodiscard]] std::int64_t ago(std::chrono::seconds time) const
    {
        return (now() - time).time_since_epoch().count();
    }

    void fillRecords()
    {
        using std::chrono::hours;
        using std::chrono::minutes;
        const std::string sql = fmt::format(
            R"sql(
INSERT INTO experiments(id, name, created) VALUES(1, 'diabetes', {day});
INSERT INTO runs(id, experiment, name, state, member, started, ended) VALUES
    ('r1', 1, 'first', 'finished', 'ada', {day}, {hour}), ('r2', 1, 'second', 'failed', 'ben', {hour}, {half});
INSERT INTO run_latest_metrics VALUES('r1', 'accuracy', 1, 0.875), ('r1', 'f1', 1, 0.5);
INSERT INTO models(name, created) VALUES('diabetes', {day});
INSERT INTO versions VALUES('diabetes', 4, 'r1', 'artifacts/4', 'f4', 'approved', {day}, 'ada'),
    ('diabetes', 5, 'r1', 'artifacts/5', 'f5', 'approved', {hour}, 'ada');
INSERT INTO gates VALUES
    (7, 'production', 'diabetes/5', 'f5', 'granted', 1, 'ada', {hour}, {half}, '{{}}'),
    (8, 'registration', 'diabetes/5', 'f5', 'open', 1, 'ada', {half}, NULL, '{{}}');
INSERT INTO approvals VALUES(7, 'ben', 'approve', 'looks good', {half});
INSERT INTO endpoints(name, environment, created, primary_key_hash, secondary_key_hash) VALUES
    ('prod', 'production', {day}, 'one', 'two');
INSERT INTO deployments VALUES('prod', 'blue', 'diabetes', 4, 'f4', 'ready', 100, '', {day}, 'ada', {day}),
    ('prod', 'green', 'diabetes', 5, 'f5', 'ready', 0, '', {hour}, 'ada', {hour});
INSERT INTO rollouts(id, endpoint, model, version, hash, blue, blue_version, green, plan, state, step, step_since,
    started, started_by, ended) VALUES(3, 'prod', 'diabetes', 5, 'f5', 'blue', 4, 'green', '{{}}', 'rolled-back',
    1, {half}, {half}, 'ada', {ten});
INSERT INTO jobs(id, kind, specification, state, requested_by, created, started, ended, error) VALUES
    (4, 'training', '{{}}', 'failed', 'ben', {hour}, {hour}, {half}, 'There is no column Diabetic.');
)sql",
            fmt::arg("day", ago(hours(24))), fmt::arg("hour", ago(hours(1))),
            fmt::arg("half", ago(minutes(30))), fmt::arg("ten", ago(minutes(10))));
        const auto filled = m_workspace.store().observe([&](SQLite::Database &db) -> Status {
            db.exec(sql);
            return {};
        });
        QVERIFY2(filled, filled ? "" : filled.error().text().c_str());
        audit("agent.started", "agent");
        audit("traffic.moved", "prod");
        audit("traffic.rolled-back", "prod");
    }

    void audit(const std::string &action, const std::string &subject)
    {
        const auto done = m_workspace.store().change(m_workspace.ada, store::Permission::Operate,
                                                     [&](store::Change &change) -> Status {
                                                         change.audit({.action = action, .subject = subject});
                                                         return {};
                                                     });
        QVERIFY(done);
    }

    // A request a second for fifty minutes: green takes half from 30 minutes ago on, and fails and is slow.
    void writeTelemetry()
    {
        using namespace signalbox::telemetry;
        m_file = TelemetryFile::openForWriting(m_workspace.folder() / telemetryFileName).value();
        const std::vector<RequestLabel> labels = {
            {},
            {.endpoint = "prod", .deployment = "blue", .model = "diabetes", .version = 4},
            {.endpoint = "prod", .deployment = "green", .model = "diabetes", .version = 5}};
        std::vector<RequestRow> rows;
        for (int second = 3000; second > 0; --second) {
            const bool green = second < 1800 && second % 2 == 0;
            const bool failed = green && second % 10 == 0;
            rows.push_back({.timestamp = ago(std::chrono::seconds(second)),
                            .duration = green ? 700'000'000 : 12'000'000,
                            .operation = static_cast<std::uint64_t>(second),
                            .label = green ? 2U : 1U,
                            .rows = 1,
                            .score = failed ? std::numeric_limits<float>::quiet_NaN() : 0.25F,
                            .resultCode = static_cast<std::uint16_t>(failed ? 500 : 200),
                            .success = !failed,
                            .synthetic = second % 50 == 0});
        }
        QVERIFY(m_file->append(requestsTable(), requestChunk(rows, labels)));
        std::vector<TraceRow> lines;
        for (int i = 0; i < 6; ++i)
            lines.push_back({.time = now() - std::chrono::minutes(i),
                             .severityLevel = i % 4,
                             .message = fmt::format("deployment {} cannot start", i),
                             .role = "signalboxd"});
        QVERIFY(m_file->append(tracesTable(), traceChunk(lines)));
    }

    test::Workspace m_workspace;
    std::shared_ptr<telemetry::TelemetryFile> m_file;
};

} // namespace signalbox::kql
