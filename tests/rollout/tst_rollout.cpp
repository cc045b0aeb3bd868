#include "tests/rollout/fixture.h"

using namespace signalbox;
using namespace signalbox::rollout;
using serve::Split;

class RolloutTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void movesThroughItsStepsToTheEnd()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        QCOMPARE(f.split(), (Split{{"blue", 90}, {"green", 10}}));
        f.stepPasses();
        QCOMPARE(f.split(), (Split{{"blue", 50}, {"green", 50}}));
        f.stepPasses();
        QCOMPARE(f.split(), (Split{{"green", 100}}));
        QVERIFY(f.rollout(id).state == RolloutState::Settling);
        f.stepPasses();
        const Rollout ended = f.rollout(id);
        QVERIFY(ended.state == RolloutState::Completed);
        QVERIFY(ended.ended.has_value());
        QCOMPARE(ended.steps.size(), std::size_t(4));
        QCOMPARE(ended.steps[1].evidence.greenRequests, 100);
        QCOMPARE(f.target().rollout, 0);
        QCOMPARE(f.target().fallback, std::string("blue"));
    }

    void firstRolloutHasOneStepAndNoWayBack()
    {
        Fixture f;
        f.withBlue();
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
        QVERIFY(waysBack(*f.store)->empty());
        QVERIFY(!rollBack(*f.store, f.alice, f.endpoint, ""));
    }

    void stagingNeedsNoGate()
    {
        Fixture f(serve::Environment::Staging);
        const std::int64_t id =
            f.startedAt(1, {.settle = std::chrono::milliseconds(0), .minimumRequests = 0});
        QVERIFY(f.rollout(id).state == RolloutState::Completed);
        QCOMPARE(f.rollout(id).gate, 0);
    }

    void waitsAtTheGateWithItsEvidence()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.settle();
        const Rollout gated = f.rollout(*id);
        QVERIFY(gated.state == RolloutState::Gated);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
        const auto gate = registry::findGate(*f.store, gated.gate);
        QCOMPARE(gate->hash, std::string("hash2"));
        QVERIFY(gate->evidence.find("failure_rate_below") != std::string::npos);
        f.clock.advance(std::chrono::hours(100));
        f.settle();
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void refusedGateEndsItBeforeTrafficMoves()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.settle();
        Fixture::check(registry::decide(*f.store, f.alice, f.rollout(*id).gate, registry::Decision::Reject,
                                        "not today"));
        f.settle();
        QVERIFY(f.rollout(*id).state == RolloutState::Failed);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
        QCOMPARE(f.target().rollout, 0);
    }

    void failedProbeAloneEndsIt()
    {
        Fixture f;
        f.withBlue();
        f.prober.failure = "it answered 500";
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.settle();
        const Rollout ended = f.rollout(*id);
        QVERIFY(ended.state == RolloutState::Failed);
        QVERIFY(ended.note.find("it answered 500") != std::string::npos);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void failedProbeAtAStepGoesBack()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.prober.failure = "it scored 0.9 where the artifact scores 0.1";
        f.stepPasses();
        QVERIFY(f.rollout(id).state == RolloutState::RolledBack);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
        QCOMPARE(f.lastAction(), std::string("traffic.rolled-back"));
    }

    void errorRate_data()
    {
        QTest::addColumn<int>("requests");
        QTest::addColumn<int>("errors");
        QTest::addColumn<bool>("goesBack");
        QTest::newRow("no errors") << 100 << 0 << false;
        QTest::newRow("at the limit") << 100 << 5 << false;
        QTest::newRow("above the limit") << 100 << 6 << true;
        QTest::newRow("too few requests to judge") << 49 << 49 << false;
        QTest::newRow("just enough requests") << 50 << 50 << true;
    }
    void errorRate()
    {
        QFETCH(const int, requests);
        QFETCH(const int, errors);
        QFETCH(const bool, goesBack);
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.counter.counts["green"] = {.requests = requests, .errors = errors};
        f.settle();
        QCOMPARE(f.rollout(id).state == RolloutState::RolledBack, goesBack);
    }

    void errorRateIsJudgedWhilePaused()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        Fixture::check(pauseRollout(*f.store, f.alice, id, "lunch"));
        f.stepPasses();
        QVERIFY(f.rollout(id).state == RolloutState::Paused);
        f.stepPasses(100, 50);
        QVERIFY(f.rollout(id).state == RolloutState::RolledBack);
    }

    void waitsForTimeAndRequests()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.counter.counts["green"] = {.requests = 100, .errors = 0};
        f.clock.advance(std::chrono::seconds(14));
        f.settle();
        QCOMPARE(f.rollout(id).step, 1);
        f.counter.counts["green"] = {.requests = 10, .errors = 0};
        f.clock.advance(std::chrono::hours(2));
        f.settle();
        QCOMPARE(f.rollout(id).step, 1);
        QVERIFY(f.rollout(id).note.find("10 so far") != std::string::npos);
        f.stepPasses();
        QCOMPARE(f.rollout(id).step, 2);
    }

    void brokenWayBackStopsIt()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.stepPasses();
        f.stepPasses();
        QCOMPARE(f.split(), (Split{{"green", 100}}));
        Fixture::check(serve::reportFailed(*f.store, f.endpoint, "blue", "hash1", "its file is gone"));
        f.stepPasses();
        QVERIFY(f.rollout(id).state == RolloutState::Settling);
        QVERIFY(f.rollout(id).note.find("way back is broken") != std::string::npos);
    }

    void promoteSkipsTheRestOfAStep()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        Fixture::check(promoteRollout(*f.store, f.alice, id));
        QCOMPARE(f.split(), (Split{{"blue", 50}, {"green", 50}}));
        QVERIFY(f.rollout(id).steps[1].evidence.verdict.find("alice") != std::string::npos);
    }

    void promoteNeverPassesAGate()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.settle();
        QVERIFY(!promoteRollout(*f.store, f.alice, *id));
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void rollBackAtEveryStep_data()
    {
        QTest::addColumn<int>("passed");
        for (int passed = 0; passed <= 3; ++passed)
            QTest::addRow("after %d steps", passed) << passed;
    }
    void rollBackAtEveryStep()
    {
        QFETCH(const int, passed);
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        for (int i = 0; i < passed; ++i)
            f.stepPasses();
        QCOMPARE(waysBack(*f.store)->size(), std::size_t(1));
        QCOMPARE(waysBack(*f.store)->front().version, 1);
        Fixture::check(rollBack(*f.store, f.alice, f.endpoint, "03:00"));
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
        QVERIFY(isOver(f.rollout(id).state));
        QVERIFY(waysBack(*f.store)->empty());
        f.settle();
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void rollBackWhileTheReconcilerProbesWins()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.stepPasses();
        f.prober.meanwhile = [&] { Fixture::check(rollBack(*f.store, f.alice, f.endpoint, "meanwhile")); };
        Fixture::check(promoteRollout(*f.store, f.alice, id));
        f.stepPasses();
        QVERIFY(f.rollout(id).state == RolloutState::RolledBack);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void rollBackWithdrawsAnOpenGate()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.settle();
        Fixture::check(rollBack(*f.store, f.alice, f.endpoint, "changed my mind"));
        QVERIFY(registry::findGate(*f.store, f.rollout(*id).gate)->state == registry::GateState::Withdrawn);
    }

    void undoRestoresTheSplit()
    {
        Fixture f;
        f.withBlue();
        f.startedAt(2);
        for (int i = 0; i < 3; ++i)
            f.stepPasses();
        Fixture::check(rollBack(*f.store, f.alice, f.endpoint, "oops"));
        f.clock.advance(std::chrono::seconds(9));
        Fixture::check(undoRollBack(*f.store, f.alice, f.endpoint));
        QCOMPARE(f.split(), (Split{{"green", 100}}));
        QCOMPARE(waysBack(*f.store)->size(), std::size_t(1));
        QVERIFY(!undoRollBack(*f.store, f.alice, f.endpoint));
    }

    void undoIsOverAfterTenSeconds()
    {
        Fixture f;
        f.withBlue();
        f.startedAt(2);
        Fixture::check(rollBack(*f.store, f.alice, f.endpoint, "oops"));
        f.clock.advance(std::chrono::seconds(11));
        const Status late = undoRollBack(*f.store, f.alice, f.endpoint);
        QVERIFY(!late);
        QVERIFY(late.error().code == ErrorCode::FailedPrecondition);
        QCOMPARE(f.split(), (Split{{"blue", 100}}));
    }

    void firstRolloutThatBreaksClosesTheEndpoint()
    {
        Fixture f;
        const std::int64_t id = f.startedAt(1);
        f.counter.counts["blue"] = {.requests = 100, .errors = 100};
        f.settle();
        QVERIFY(f.rollout(id).state == RolloutState::RolledBack);
        QVERIFY(f.split().empty());
    }

    void greenThatDoesNotStartEndsIt()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        Fixture::check(serve::reportFailed(*f.store, f.endpoint, "green", "hash2", "model.json is damaged"));
        f.settle();
        QVERIFY(f.rollout(*id).state == RolloutState::Failed);
        QVERIFY(f.rollout(*id).note.find("model.json is damaged") != std::string::npos);
    }

    void refusals_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<QString>("endpoint");
        QTest::addColumn<QString>("who");
        QTest::newRow("waiting version") << 4 << "risk" << "alice";
        QTest::newRow("no such version") << 9 << "risk" << "alice";
        QTest::newRow("no such endpoint") << 2 << "nowhere" << "alice";
        QTest::newRow("serves it already") << 1 << "risk" << "alice";
        QTest::newRow("no member") << 2 << "risk" << "mallory";
    }
    void refusals()
    {
        QFETCH(const int, version);
        QFETCH(const QString, endpoint);
        QFETCH(const QString, who);
        Fixture f;
        f.withBlue();
        const auto before = store::listAudit(*f.store, {})->size();
        QVERIFY(!startRollout(*f.store, store::Actor::member(who.toStdString()), endpoint.toStdString(), "m",
                              version, {}));
        QCOMPARE(store::listAudit(*f.store, {})->size(), before);
        QCOMPARE(f.target().deployments.size(), std::size_t(1));
    }

    void oneRolloutAtATime()
    {
        Fixture f;
        f.withBlue();
        f.startedAt(2);
        QVERIFY(!startRollout(*f.store, f.alice, f.endpoint, "m", 3, {}));
        QVERIFY(!serve::setTraffic(*f.store, f.alice, f.endpoint, {{"blue", 100}}, ""));
        QVERIFY(!serve::removeDeployment(*f.store, f.alice, f.endpoint, "blue"));
        QVERIFY(!serve::deleteEndpoint(*f.store, f.alice, f.endpoint, true));
    }

    void badPlans_data()
    {
        QTest::addColumn<Plan>("plan");
        QTest::addColumn<QString>("field");
        QTest::newRow("no step") << Plan{.steps = {}} << "steps";
        QTest::newRow("falling") << Plan{.steps = {50, 10, 100}} << "steps";
        QTest::newRow("not to the end") << Plan{.steps = {10, 50}} << "steps";
        QTest::newRow("above 100") << Plan{.steps = {10, 110}} << "steps";
        QTest::newRow("zero") << Plan{.steps = {0, 100}} << "steps";
        QTest::newRow("negative settle") << Plan{.settle = std::chrono::milliseconds(-1)} << "settle";
        QTest::newRow("limit") << Plan{.errorRateLimit = 1.5} << "error_rate_limit";
        QTest::newRow("limit is no number") << Plan{.errorRateLimit = std::nan("")} << "error_rate_limit";
        QTest::newRow("no probes") << Plan{.probes = 0} << "probes";
    }
    void badPlans()
    {
        QFETCH(const Plan, plan);
        QFETCH(const QString, field);
        const Status status = plan.check();
        QVERIFY(!status);
        QCOMPARE(QString::fromStdString(status.error().field), field);
    }

    void telemetryThatIsAwayStopsNothingElse()
    {
        Fixture f;
        f.withBlue();
        const std::int64_t id = f.startedAt(2);
        f.counter.broken = true;
        QVERIFY(!reconcile(*f.store, f.prober, f.counter));
        QCOMPARE(f.split(), (Split{{"blue", 90}, {"green", 10}}));
        f.counter.broken = false;
        f.stepPasses();
        QCOMPARE(f.rollout(id).step, 2);
    }

    // Invariants 1 and 3 at every transition of a rollout that another process takes over each time.
    void everyTransitionSurvivesARestart()
    {
        Fixture f;
        f.withBlue();
        const auto id = startRollout(*f.store, f.alice, f.endpoint, "m", 2, {});
        f.ready("green", 2);
        f.counter.counts["green"] = {.requests = 100, .errors = 0};
        for (int i = 0; i < 40 && !isOver(f.rollout(*id).state); ++i) {
            f.store = *store::Store::open(f.store->folder(), f.clock);
            Fixture::check(reconcile(*f.store, f.prober, f.counter));
            if (f.rollout(*id).state == RolloutState::Gated &&
                registry::findGate(*f.store, f.rollout(*id).gate)->state == registry::GateState::Open)
                f.grant(f.rollout(*id).gate);
            f.clock.advance(std::chrono::seconds(6));
            int sum = 0;
            for (const auto &[name, percent] : f.split())
                sum += percent;
            QCOMPARE(sum, 100);
            QVERIFY(store::verifyAudit(*f.store)->intact);
        }
        QVERIFY(f.rollout(*id).state == RolloutState::Completed);
    }
};

QTEST_GUILESS_MAIN(RolloutTest)
#include "tst_rollout.moc"
