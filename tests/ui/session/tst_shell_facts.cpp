#include <QTest>

#include "ui/shell/shell_facts.h"
#include "ui/widgets/format.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const TimePoint now = TimePoint(std::chrono::hours(500'000));

struct Line
{
    const char *action;
    const char *actor;
    const char *subject;
    int secondsAgo;
};

std::vector<store::AuditEntry> entries(std::initializer_list<Line> lines)
{
    std::vector<store::AuditEntry> made;
    for (const Line &line : lines) {
        store::AuditEntry entry;
        entry.sequence = static_cast<std::int64_t>(made.size()) + 1;
        entry.time = now - std::chrono::seconds(line.secondsAgo);
        entry.actor = line.actor;
        entry.action = line.action;
        entry.subject = line.subject;
        made.push_back(entry);
    }
    return made;
}

WayBackView view()
{
    WayBackView made;
    made.way.endpoint = "my-endpoint";
    made.way.deployment = "blue";
    made.way.model = "diabetes";
    made.way.version = 4;
    made.way.from = "green";
    made.way.fromVersion = 5;
    made.way.ready = true;
    registry::Version version;
    version.commit = "b81f0aa7c1";
    version.metrics = {{"f1", 0.743}, {"accuracy", 0.774}};
    made.version = version;
    made.deployed = now - std::chrono::hours(72);
    made.smokeTest = SmokeTest{.sent = 20, .passed = 20, .time = now - std::chrono::hours(71)};
    return made;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<signalbox::store::AuditEntry>)

class TestShellFacts final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void incidents_data()
    {
        QTest::addColumn<std::vector<store::AuditEntry>>("trail"); // newest first
        QTest::addColumn<QString>("action");
        QTest::newRow("nothing") << entries({}) << QString();
        QTest::newRow("rolled back by itself")
            << entries({{"traffic.rolled-back", "rollout", "a/1", 60}}) << u"traffic.rolled-back"_s;
        QTest::newRow("rolled back by a person")
            << entries({{"traffic.rolled-back", "you", "a/1", 60}}) << QString();
        QTest::newRow("a deployment failed")
            << entries({{"deployment.failed", "agent", "a/blue", 60}}) << u"deployment.failed"_s;
        QTest::newRow("too long ago")
            << entries({{"deployment.failed", "agent", "a/blue", 601}}) << QString();
        QTest::newRow("answered by a new rollout")
            << entries({{"rollout.started", "you", "a/2", 10}, {"traffic.rolled-back", "rollout", "a/1", 60}})
            << QString();
        QTest::newRow("answered elsewhere")
            << entries({{"rollout.started", "you", "b/2", 10}, {"traffic.rolled-back", "rollout", "a/1", 60}})
            << u"traffic.rolled-back"_s;
    }
    void incidents()
    {
        QFETCH(std::vector<store::AuditEntry>, trail);
        QFETCH(QString, action);
        const auto found = findIncident(trail, now - incidentTime);
        QCOMPARE(found ? toQt(found->action) : QString(), action);
    }

    void anIncidentFadesWithTime()
    {
        ShellFacts facts;
        facts.incident = entries({{"traffic.rolled-back", "rollout", "my-endpoint/18", 60}}).front();
        facts.incident->reason = "green answered 12 of 60 requests with an error";
        const auto incident = incidentOf(facts, now);
        QVERIFY(incident.has_value());
        QCOMPARE(incident->kind, u"traffic"_s);
        QCOMPARE(incident->name, u"my-endpoint"_s);
        QVERIFY(incident->text.contains(u"12 of 60"_s));
        QVERIFY(!incidentOf(facts, now + incidentTime).has_value());
    }

    void aWayBackSaysWhatItGoesBackTo()
    {
        const QStringList lines = wayBackLines(view(), now);
        QCOMPARE(lines, (QStringList{u"diabetes v4 · commit b81f0aa"_s, u"F1 0.743 · Accuracy 0.774"_s,
                                     u"Deployed 3 d ago"_s, u"Last smoke test: 20 of 20 passed, 2 d ago"_s}));
        QCOMPARE(rollbackTarget(view(), now).label, u"BLUE · v4"_s);
    }

    void anObstacleIsSaidFirst()
    {
        WayBackView blocked = view();
        blocked.way.ready = false;
        blocked.way.obstacle = "'blue' is failed.";
        QVERIFY(wayBackLines(blocked, now).front().contains(u"'blue' is failed."_s));
        ShellFacts facts;
        facts.waysBack = {blocked, view()};
        QCOMPARE(rollbackTargets(facts, now).size(), std::size_t{1});
    }

    void gatesLeadToWhatTheyAreAbout()
    {
        ShellFacts facts;
        registry::Gate registration;
        registration.kind = registry::registrationGate;
        registration.subject = "diabetes/5";
        registration.requestedBy = "you";
        registration.opened = now - std::chrono::minutes(12);
        registry::Gate production = registration;
        production.kind = registry::productionGate;
        production.subject = "my-endpoint/18";
        production.required = 2;
        facts.openGates = {registration, production};
        const auto inbox = inboxEntries(facts, now);
        QCOMPARE(inbox[0].kind, u"version"_s);
        QCOMPARE(inbox[0].title, u"diabetes version 5"_s);
        QCOMPARE(inbox[0].age, u"12 min ago"_s);
        QCOMPARE(inbox[1].kind, u"rollout"_s);
        QCOMPARE(inbox[1].name, u"my-endpoint/18"_s);
        QVERIFY(inbox[1].detail.contains(u"needs 2 approvals"_s));
    }

    void theAgentInWords()
    {
        QCOMPARE(agentText({}, false, 0, now), u"no agent has run here yet"_s);
        agent::Lease lease;
        lease.renewed = now - std::chrono::seconds(6);
        QCOMPARE(agentText(lease, false, 3, now), u"last seen 6 s ago"_s);
        QCOMPARE(agentText(lease, true, 1, now), u"1 endpoint"_s);
        QCOMPARE(agentText(lease, true, 3, now), u"3 endpoints"_s);
    }

    void telemetryInWords()
    {
        QCOMPARE(telemetryText({}, now), u"no telemetry yet"_s);
        QCOMPARE(telemetryText({.rows = 1'200'000, .newest = now - std::chrono::milliseconds(180)}, now),
                 u"telemetry 1.2 M rows · newest 180 ms ago"_s);
    }
};

QTEST_GUILESS_MAIN(TestShellFacts)
#include "tst_shell_facts.moc"
