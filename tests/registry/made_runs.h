// Runs whose model, predictions and numbers a test chooses, so that it knows what must come out.
#pragma once

#include <QTest>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/sha256.h"
#include "core/learn/model.h"
#include "core/tracking/predictions.h"
#include "core/tracking/tracking.h"
#include "tests/store/workspace.h"

namespace signalbox::test {

// Probability = 1 / (1 + exp(-(intercept + weight * x))).
inline learn::LogisticModel oneInputModel(double weight, double intercept = 0)
{
    return {.label = "label",
            .inputs = {{.name = "x"}},
            .means = {0},
            .scales = {1},
            .coefficients = {weight},
            .intercept = intercept};
}

struct MadeRun
{
    std::string name;
    std::optional<learn::LogisticModel> model;
    std::optional<tracking::Predictions> predictions;
    std::map<std::string, double> metrics;
    std::filesystem::path data; // recorded as "data_path" with its hash unless empty
    tracking::RunState state = tracking::RunState::Finished;
};

inline tracking::RunId make(Workspace &workspace, const MadeRun &made)
{
    tracking::NewRun run{.experiment = "made", .name = made.name, .parameters = {}, .tags = {}};
    if (!made.data.empty()) {
        run.parameters.emplace("data_path", toUtf8(made.data));
        run.tags.emplace(tracking::dataHashTag, sha256OfFile(made.data).value());
    }
    store::Store &store = workspace.store();
    tracking::RunId id = tracking::startRun(store, workspace.ada, run).value();
    std::vector<tracking::Metric> metrics;
    for (const auto &[key, value] : made.metrics)
        metrics.push_back({.key = key, .value = value});
    if (!tracking::logMetrics(store, id, metrics))
        qFatal("metrics");
    const auto folder = tracking::artifactFolder(store, id);
    if (made.model && !learn::saveModel(*made.model, folder / "model", TimePoint{}, {}))
        qFatal("model");
    if (made.predictions && !tracking::savePredictions(*made.predictions, folder))
        qFatal("predictions");
    if (made.state != tracking::RunState::Running && !tracking::endRun(store, workspace.ada, id, made.state))
        qFatal("end");
    return id;
}

// A deployment as the serving rooms would write it.
inline void putDeployment(Workspace &workspace, const std::string &endpoint, const std::string &environment,
                          const std::string &name, const std::string &model, std::int64_t version,
                          int percent)
{
    const Status put = workspace.store().observe([&](SQLite::Database &db) -> Status {
        SQLite::Statement insert(db, "INSERT INTO endpoints(name, environment, created, primary_key_hash, "
                                     "secondary_key_hash) VALUES(?, ?, 0, '', '') ON CONFLICT DO NOTHING");
        insert.bind(1, endpoint);
        insert.bind(2, environment);
        insert.exec();
        SQLite::Statement deployment(db,
                                     "INSERT INTO deployments(endpoint, name, model, version, hash, state, "
                                     "percent, created, created_by, observed) "
                                     "VALUES(?, ?, ?, ?, '', 'ready', ?, 0, 'ada', 0)");
        deployment.bind(1, endpoint);
        deployment.bind(2, name);
        deployment.bind(3, model);
        deployment.bind(4, version);
        deployment.bind(5, percent);
        deployment.exec();
        return {};
    });
    if (!put)
        qFatal("deployment: %s", put.error().message.c_str());
}

} // namespace signalbox::test
