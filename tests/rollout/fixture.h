// A workspace with approved versions, a clock that stands still, and an outside world that does what a test
// says.
#pragma once

#include <QTemporaryDir>
#include <QtTest>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/clock.h"
#include "core/registry/gate.h"
#include "core/rollout/reconciler.h"
#include "core/rollout/rollout.h"
#include "core/serve/endpoints.h"
#include "core/store/audit.h"
#include "core/store/members.h"
#include "core/store/store.h"

namespace signalbox::rollout {

// Passes unless told otherwise; a test can act in the middle of a probe, as a person would.
class FakeProber final : public Prober
{
public:
    std::string failure;
    std::function<void()> meanwhile;
    int probes = 0;

    ProbeOutcome probe(std::string_view, std::string_view, std::chrono::milliseconds) override
    {
        ++probes;
        if (meanwhile)
            std::exchange(meanwhile, nullptr)();
        return {.passed = failure.empty(), .failure = failure};
    }
};

class FakeCounter final : public RequestCounter
{
public:
    std::map<std::string, RequestCounts, std::less<>> counts;
    bool broken = false;

    Result<RequestCounts> count(std::string_view, std::string_view deployment, TimePoint) override
    {
        if (broken)
            return failure(ErrorCode::Unavailable, "telemetry is away");
        const auto found = counts.find(deployment);
        return found == counts.end() ? RequestCounts{} : found->second;
    }
};

class Fixture
{
public:
    QTemporaryDir folder;
    ManualClock clock{TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 11 / 23))};
    std::unique_ptr<store::Store> store;
    FakeProber prober;
    FakeCounter counter;
    const store::Actor alice = store::Actor::member("alice");
    const std::string endpoint = "risk";

    explicit Fixture(serve::Environment environment = serve::Environment::Production)
    {
        store = *store::Store::create(std::filesystem::path(folder.path().toStdString()) / "ws",
                                      {.name = "ws", .administrator = "alice"}, clock);
        check(store->observe([](SQLite::Database &db) -> Status {
            db.exec("INSERT INTO models(name, created) VALUES('m', 0)");
            for (int number = 1; number <= 4; ++number) {
                SQLite::Statement insert(
                    db, "INSERT INTO versions(model, number, artifact, hash, state, registered, "
                        "registered_by) VALUES('m', ?, '', ?, ?, 0, 'alice')");
                insert.bind(1, number);
                insert.bind(2, "hash" + std::to_string(number));
                insert.bind(3, number == 4 ? "waiting" : "approved");
                insert.exec();
            }
            return {};
        }));
        check(serve::createEndpoint(*store, alice, endpoint, environment));
    }

    template<typename R>
    static void check(const R &result)
    {
        if (!result)
            qFatal("%s", result.error().text().c_str());
    }

    // Reconciles until nothing moves any more.
    void settle()
    {
        for (int i = 0; i < 50; ++i) {
            const Result<bool> moved = reconcile(*store, prober, counter);
            check(moved);
            if (!*moved)
                return;
        }
        qFatal("the rollouts never came to rest");
    }

    void ready(const std::string &deployment, int version)
    {
        check(serve::reportReady(*store, endpoint, deployment, "hash" + std::to_string(version)));
    }

    void grant(std::int64_t gate)
    {
        check(registry::decide(*store, alice, gate, registry::Decision::Approve, "fine"));
    }

    [[nodiscard]] Rollout rollout(std::int64_t id) const
    {
        const auto found = findRollout(*store, id);
        check(found);
        return *found;
    }

    [[nodiscard]] serve::Endpoint target() const
    {
        const auto found = serve::findEndpoint(*store, endpoint);
        check(found);
        return *found;
    }

    [[nodiscard]] serve::Split split() const { return serve::splitOf(target()); }

    [[nodiscard]] std::string lastAction() const
    {
        return store::listAudit(*store, {.limit = 1})->front().action;
    }

    // Starts a rollout and takes it to its first step with traffic.
    std::int64_t startedAt(int version, const Plan &plan = {})
    {
        const auto id = startRollout(*store, alice, endpoint, "m", version, plan);
        check(id);
        ready(rollout(*id).green, version);
        settle();
        if (rollout(*id).state == RolloutState::Gated) {
            grant(rollout(*id).gate);
            settle();
        }
        return *id;
    }

    // Version 1 serves everything as blue.
    void withBlue()
    {
        const std::int64_t id = startedAt(1, {.settle = std::chrono::milliseconds(0), .minimumRequests = 0});
        if (rollout(id).state != RolloutState::Completed)
            qFatal("the first rollout is %s", std::string(rolloutStateName(rollout(id).state)).c_str());
    }

    // The time of a step passes and green has answered.
    void stepPasses(std::int64_t requests = 100, std::int64_t errors = 0)
    {
        counter.counts["green"] = {.requests = requests, .errors = errors};
        clock.advance(std::chrono::seconds(16));
        settle();
    }
};

} // namespace signalbox::rollout
