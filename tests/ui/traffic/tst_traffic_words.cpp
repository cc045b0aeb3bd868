#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QTest>

#include "ui/traffic/against_card.h"
#include "ui/traffic/drill_panel.h"
#include "ui/traffic/rollout_verdict.h"
#include "ui/traffic/rollout_words.h"
#include "ui/traffic/start_rollout_sheet.h"
#include "ui/widgets/format.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using rollout::RolloutState;

namespace {

const TimePoint now = TimePoint(std::chrono::hours(500'000));

rollout::Rollout rolloutIn(RolloutState state, int step)
{
    rollout::Rollout made;
    made.id = 18;
    made.endpoint = "mine";
    made.model = "diabetes";
    made.version = 5;
    made.blue = "blue";
    made.blueVersion = 4;
    made.green = "green";
    made.plan.minimumRequests = 50;
    made.state = state;
    made.step = step;
    made.stepSince = now - std::chrono::seconds(9);
    made.started = now - std::chrono::minutes(2);
    made.startedBy = "you";
    for (int index = 0; index <= step; ++index) {
        rollout::Step &entered = made.steps.emplace_back();
        entered.index = index;
        entered.percent = index == 0 ? 0 : made.plan.steps.at(static_cast<std::size_t>(index) - 1);
        entered.entered = made.stepSince;
        entered.evidence.probesSent = 20;
        entered.evidence.probesPassed = 20;
    }
    if (rollout::isOver(state))
        made.ended = now;
    return made;
}

TrafficSnapshot snapshotOf(const rollout::Rollout &rollout)
{
    TrafficSnapshot snapshot{.readAt = now,
                             .endpoints = {},
                             .underWay = {},
                             .endpoint = {},
                             .rollouts = {rollout},
                             .approvedBy = {},
                             .gate = {},
                             .wayBack = {},
                             .audit = {},
                             .approved = {}};
    return snapshot;
}

kql::DeploymentSummary summary(const std::string &deployment, std::int64_t version, std::int64_t requests,
                               std::int64_t errors)
{
    kql::DeploymentSummary made;
    made.deployment = deployment;
    made.version = version;
    made.statistics.requests = requests;
    made.statistics.errors = errors;
    made.statistics.p50 = 12.1;
    made.statistics.p95 = deployment == "blue" ? 41.0 : 39.6;
    made.statistics.p99 = 88.3;
    made.statistics.meanScore = 0.331;
    return made;
}

registry::Version approvedVersion()
{
    registry::Version version;
    version.model = "diabetes";
    version.number = 5;
    return version;
}

QString detailOf(RolloutState state, int step)
{
    return stepViews(rolloutIn(state, step), now).at(static_cast<std::size_t>(step)).detail;
}

} // namespace

Q_DECLARE_METATYPE(signalbox::rollout::RolloutState)

class TestTrafficWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVerdictIsAHeadline_data()
    {
        QTest::addColumn<RolloutState>("state");
        QTest::addColumn<int>("step");
        QTest::addColumn<int>("requests"); // answered by green
        QTest::addColumn<int>("errors");
        QTest::addColumn<int>("role");
        QTest::addColumn<QString>("headline");
        const auto row = [](const char *name, RolloutState state, int step, int requests, int errors,
                            Role role, const QString &headline) {
            QTest::newRow(name) << state << step << requests << errors << static_cast<int>(role) << headline;
        };
        row("loading", RolloutState::Starting, 0, 0, 0, Role::Accent, u"GREEN is being loaded"_s);
        row("probing", RolloutState::Probing, 0, 0, 0, Role::Accent, u"GREEN is tested alone"_s);
        row("gated", RolloutState::Gated, 0, 0, 0, Role::Warning, u"GREEN waits for approval"_s);
        row("too early", RolloutState::Settling, 1, 49, 49, Role::Accent, u"Too early to tell at 10 %"_s);
        row("no harm", RolloutState::Settling, 2, 1000, 50, Role::Good, u"No harm found at 50 %"_s);
        row("harm", RolloutState::Settling, 2, 1000, 51, Role::Danger,
            u"Harm found at 50 %: 5.1\u00A0% errors of GREEN"_s);
        row("paused", RolloutState::Paused, 1, 1000, 0, Role::Warning, u"Paused at 10 %"_s);
        row("harm while paused", RolloutState::Paused, 1, 100, 10, Role::Danger,
            u"Harm found at 10 %: 10.0\u00A0% errors of GREEN"_s);
        row("completed", RolloutState::Completed, 3, 0, 0, Role::Good,
            u"The last rollout completed with GREEN v5"_s);
        row("rolled back", RolloutState::RolledBack, 2, 0, 0, Role::Danger,
            u"The last rollout went back to BLUE v4"_s);
        row("failed", RolloutState::Failed, 0, 0, 0, Role::Warning,
            u"The last rollout ended before it took traffic"_s);
    }
    void aVerdictIsAHeadline()
    {
        QFETCH(const RolloutState, state);
        QFETCH(const int, step);
        QFETCH(const int, requests);
        QFETCH(const int, errors);
        QFETCH(const int, role);
        QFETCH(const QString, headline);
        const TrafficSnapshot snapshot = snapshotOf(rolloutIn(state, step));
        const Verdict verdict =
            verdictOf(snapshot, sidesOf(snapshot),
                      {summary("blue", 4, 1000, 4), summary("green", 5, requests, errors)});
        QCOMPARE(verdict.headline, headline);
        QCOMPARE(static_cast<int>(verdict.role), role);
        QVERIFY(!verdict.sentence.isEmpty());
        QVERIFY(!verdict.icon.isEmpty());
    }

    void aVerdictRestsOnNumbers()
    {
        const TrafficSnapshot snapshot = snapshotOf(rolloutIn(RolloutState::Settling, 2));
        const Verdict verdict = verdictOf(snapshot, sidesOf(snapshot),
                                          {summary("blue", 4, 1000, 4), summary("green", 5, 1000, 5)});
        QCOMPARE(verdict.sentence,
                 u"green 0.50\u00A0% errors, P95 39.6 ms · blue 0.40\u00A0% errors, P95 41.0 ms"_s);
    }

    void withoutARolloutThereIsNoVerdict()
    {
        TrafficSnapshot snapshot = snapshotOf({});
        snapshot.rollouts.clear();
        QVERIFY(verdictOf(snapshot, {}, {}).headline.isEmpty());
    }

    void anOlderVersionOfTheSameNameIsNotCompared()
    {
        const Sides sides{.first = "blue", .firstVersion = 4, .second = "green", .secondVersion = 5};
        const auto rows = againstRows(sides, {summary("blue", 4, 1000, 4), summary("green", 3, 77, 0)});
        QCOMPARE(rows.front().cells[1].text, countText(1000));
        QCOMPARE(rows.front().cells[2].text, u"0"_s);
        QCOMPARE(rows[1].cells[2].text, emDash());
        QCOMPARE(rows[1].cells[3].text, emDash());
    }

    void differencesAreSigned()
    {
        const Sides sides{.first = "blue", .firstVersion = 4, .second = "green", .secondVersion = 5};
        const auto rows = againstRows(sides, {summary("blue", 4, 1000, 4), summary("green", 5, 1000, 7)});
        QCOMPARE(rows[1].cells[3].text, u"+0.30 pp"_s);
        QCOMPARE(rows[3].cells[3].text, u"−1.4 ms"_s);
    }

    void stepsSayWhatTheyWaitFor()
    {
        QCOMPARE(detailOf(RolloutState::Starting, 0), u"being loaded"_s);
        QCOMPARE(detailOf(RolloutState::Probing, 0), u"smoke test under way"_s);
        QCOMPARE(detailOf(RolloutState::Gated, 0), u"smoke 20 of 20 · waits for approval"_s);
        QCOMPARE(detailOf(RolloutState::Settling, 1),
                 u"settling 9 s of 15 s · smoke 20 of 20 · 0 of 50 requests"_s);
        QCOMPARE(detailOf(RolloutState::Paused, 1), u"paused · smoke 20 of 20 · 0 of 50 requests"_s);
        const auto over = stepViews(rolloutIn(RolloutState::RolledBack, 1), now);
        QCOMPARE(over[1].state, StepState::Failed);
        QCOMPARE(over[2].detail, u"not reached"_s);
        QCOMPARE(over.back().detail, u"serves again"_s);
    }

    void whatMayBeDoneFollowsTheState_data()
    {
        QTest::addColumn<RolloutState>("state");
        QTest::addColumn<int>("step");
        QTest::addColumn<QString>("may");
        QTest::newRow("loading") << RolloutState::Starting << 0 << u"cancel"_s;
        QTest::newRow("gated") << RolloutState::Gated << 0 << u"cancel"_s;
        QTest::newRow("settling") << RolloutState::Settling << 1 << u"pause promote"_s;
        QTest::newRow("paused") << RolloutState::Paused << 1 << u"resume promote"_s;
        QTest::newRow("completed") << RolloutState::Completed << 3 << QString();
        QTest::newRow("failed") << RolloutState::Failed << 0 << QString();
    }
    void whatMayBeDoneFollowsTheState()
    {
        QFETCH(const RolloutState, state);
        QFETCH(const int, step);
        QFETCH(const QString, may);
        const rollout::Rollout rollout = rolloutIn(state, step);
        QStringList found;
        if (canCancel(rollout))
            found << u"cancel"_s;
        if (canPause(rollout))
            found << u"pause"_s;
        if (canResume(rollout))
            found << u"resume"_s;
        if (canPromote(rollout))
            found << u"promote"_s;
        QCOMPARE(found.join(u' '), may);
    }

    void stepsAreTyped_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem"); // "" if it is accepted
        QTest::newRow("usual") << u"10, 50, 100"_s << QString();
        QTest::newRow("with signs") << u" 5 %,100%"_s << QString();
        QTest::newRow("at once") << u"100"_s << QString();
        QTest::newRow("a word") << u"10, half, 100"_s << u"'half'"_s;
        QTest::newRow("a fraction") << u"12.5, 100"_s << u"'12.5'"_s;
        QTest::newRow("falling") << u"50, 10, 100"_s << u"steps"_s;
        QTest::newRow("not to the end") << u"10, 50"_s << u"100"_s;
        QTest::newRow("nothing") << QString() << u"steps"_s;
    }
    void stepsAreTyped()
    {
        QFETCH(const QString, text);
        QFETCH(const QString, problem);
        Theme theme(*qApp);
        StartRolloutSheet sheet(theme, u"mine"_s, true, {approvedVersion()}, u"mlops-demo · PROD"_s, nullptr);
        sheet.findChild<QLineEdit *>(u"steps"_s)->setText(text);
        QCOMPARE(sheet.findChild<QPushButton *>(u"submit"_s)->isEnabled(), problem.isEmpty());
        QCOMPARE(sheet.request().has_value(), problem.isEmpty());
        QVERIFY2(sheet.problem().contains(problem, Qt::CaseInsensitive), qPrintable(sheet.problem()));
    }

    void aSheetWithoutVersionsCannotBeSubmitted()
    {
        Theme theme(*qApp);
        const StartRolloutSheet sheet(theme, u"mine"_s, false, {}, {}, nullptr);
        QVERIFY(!sheet.findChild<QPushButton *>(u"submit"_s)->isEnabled());
        QCOMPARE(sheet.problem(), u"Choose a version."_s);
    }

    void aDrillIsSaidInWords()
    {
        serve::Endpoint endpoint;
        QVERIFY(drillWords(endpoint, now).isEmpty());
        endpoint.load = serve::Load{.requestsPerSecond = 60,
                                    .started = now,
                                    .startedBy = "you",
                                    .until = now + std::chrono::minutes(10)};
        serve::Deployment green;
        green.name = "green";
        green.fault = {.latency = std::chrono::milliseconds(200), .errorRate = 0.15, .scoreShift = 0};
        endpoint.deployments = {green};
        QCOMPARE(drillWords(endpoint, now),
                 u"60 requests a second until %1 UTC · green: 200 ms slower, 15\u00A0% errors"_s.arg(
                     clockText(endpoint.load->until).left(5)));
        QVERIFY(!drillWords(endpoint, endpoint.load->until).contains(u"requests"_s));
    }
};

QTEST_MAIN(TestTrafficWords)
#include "tst_traffic_words.moc"
