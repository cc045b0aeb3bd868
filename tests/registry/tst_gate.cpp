#include <SQLiteCpp/SQLiteCpp.h>

#include "core/registry/gate.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::registry;
using namespace signalbox::test;
using store::Actor;
using store::Role;

namespace {

const std::string requester = "ann"; // an approver who also asks

std::int64_t open(Workspace &workspace, int required = 1, std::string hash = "abc")
{
    return workspace.store()
        .change(Actor::reconciler("test"), store::Permission::Operate,
                [&](store::Change &change) -> Result<std::int64_t> {
                    change.audit({.action = "thing.asked", .subject = "my-endpoint/18"});
                    return openGate(change, {.kind = std::string(productionGate),
                                             .subject = "my-endpoint/18",
                                             .hash = std::move(hash),
                                             .requestedBy = requester,
                                             .evidence = R"({"probes":20})",
                                             .required = required});
                })
        .value();
}

// Ann asks; bob and cid are approvers too.
void addApprovers(Workspace &workspace)
{
    for (const char *name : {"ann", "bob", "cid"})
        workspace.add(name, Role::Approver);
}

Result<Gate> say(Workspace &workspace, const std::string &member, std::int64_t gate, Decision decision,
                 std::string_view reason = "seen it")
{
    return decide(workspace.store(), Actor::member(member), gate, decision, reason);
}

bool granted(const Workspace &workspace, std::string_view kind, std::string_view hash)
{
    return workspace.store()
        .read([&](SQLite::Database &db) -> Result<bool> { return isGranted(db, kind, hash); })
        .value();
}

} // namespace

Q_DECLARE_METATYPE(signalbox::store::Role)
Q_DECLARE_METATYPE(signalbox::registry::Decision)
Q_DECLARE_METATYPE(signalbox::registry::GateState)

class TestGate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void opensWithItsEvidence();
    void oneDecisionSettles_data();
    void oneDecisionSettles();
    void rolesDecide_data();
    void rolesDecide();
    void secondPerson_data();
    void secondPerson();
    void severalApproversAreNeeded();
    void oneRejectionIsEnough();
    void nobodyDecidesTwice();
    void closedGates_data();
    void closedGates();
    void reasons_data();
    void reasons();
    void onlyPeopleDecide();
    void unknownGate();
    void openOnesAreListed();
    void aGrantIsForOneKindAndHash();
    void whyNot_data();
    void whyNot();
};

void TestGate::opensWithItsEvidence()
{
    Workspace workspace;
    const Gate gate = findGate(workspace.store(), open(workspace, 2)).value();
    QCOMPARE(gate.kind, std::string(productionGate));
    QCOMPARE(gate.subject, std::string("my-endpoint/18"));
    QCOMPARE(gate.hash, std::string("abc"));
    QCOMPARE(gate.state, GateState::Open);
    QCOMPARE(gate.required, 2);
    QCOMPARE(gate.requestedBy, requester);
    QCOMPARE(toIso8601(gate.opened), toIso8601(workspace.clock.now()));
    QVERIFY(!gate.closed);
    QCOMPARE(gate.evidence, std::string(R"({"probes":20})"));
    QVERIFY(gate.approvals.empty());
}

void TestGate::oneDecisionSettles_data()
{
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<GateState>("state");
    QTest::addColumn<std::string>("action");
    QTest::newRow("approved") << Decision::Approve << GateState::Granted << std::string("gate.granted");
    QTest::newRow("rejected") << Decision::Reject << GateState::Refused << std::string("gate.refused");
}

void TestGate::oneDecisionSettles()
{
    QFETCH(const Decision, decision);
    QFETCH(const GateState, state);
    QFETCH(const std::string, action);
    Workspace workspace;
    addApprovers(workspace);
    const std::int64_t id = open(workspace);
    workspace.clock.advance(std::chrono::minutes(1));
    const std::int64_t entries = workspace.auditEntries();
    const auto gate = say(workspace, "bob", id, decision, " größer \n");
    QVERIFY2(gate.has_value(), messageOf(gate).c_str());
    QCOMPARE(gate->state, state);
    QCOMPARE(toIso8601(gate->closed.value()), toIso8601(workspace.clock.now()));
    QCOMPARE(gate->approvals.size(), std::size_t{1});
    QCOMPARE(gate->approvals[0].member, std::string("bob"));
    QCOMPARE(gate->approvals[0].decision, decision);
    QCOMPARE(gate->approvals[0].reason, std::string("größer"));
    QCOMPARE(findGate(workspace.store(), id).value().state, state);
    QCOMPARE(workspace.auditEntries(), entries + 1);
    const store::AuditEntry entry = workspace.lastAudit();
    QCOMPARE(entry.action, action);
    QCOMPARE(entry.subject, std::string("my-endpoint/18"));
    QCOMPARE(entry.actor, std::string("bob"));
    QCOMPARE(entry.reason, std::string("größer"));
    QVERIFY(entry.before.contains(R"("state":"open")") && entry.after.contains(gateStateName(state)));
}

void TestGate::rolesDecide_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<std::string>("code");
    for (const auto &[role, code] :
         {std::pair(Role::Viewer, "permission_denied"), std::pair(Role::Operator, "permission_denied"),
          std::pair(Role::Approver, "ok"), std::pair(Role::Administrator, "ok")}) {
        const std::string name(store::roleName(role));
        QTest::newRow((name + " approves").c_str()) << role << Decision::Approve << std::string(code);
        QTest::newRow((name + " rejects").c_str()) << role << Decision::Reject << std::string(code);
    }
}

void TestGate::rolesDecide()
{
    QFETCH(const Role, role);
    QFETCH(const Decision, decision);
    QFETCH(const std::string, code);
    Workspace workspace;
    workspace.add("bob", role);
    const std::int64_t id = open(workspace);
    QCOMPARE(codeOf(say(workspace, "bob", id, decision)), code);
    QCOMPARE(findGate(workspace.store(), id).value().state == GateState::Open, code != "ok");
    QCOMPARE(codeOf(say(workspace, "stranger", open(workspace), decision)), std::string("permission_denied"));
}

void TestGate::secondPerson_data()
{
    QTest::addColumn<std::string>("setting");
    QTest::addColumn<std::string>("member");
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<std::string>("code");
    const auto row = [](const char *setting, const char *member, Decision decision, const char *code) {
        const auto name = QStringLiteral("%1, %2 %3")
                              .arg(QLatin1String(setting), QLatin1String(member),
                                   QLatin1String(decision == Decision::Approve ? "approves" : "rejects"));
        QTest::newRow(qPrintable(name))
            << std::string(setting) << std::string(member) << decision << std::string(code);
    };
    row("off", "ann", Decision::Approve, "ok");
    row("off", "ann", Decision::Reject, "ok");
    row("on", "ann", Decision::Approve, "failed_precondition");
    row("on", "ann", Decision::Reject, "ok");
    row("on", "bob", Decision::Approve, "ok");
    row("on", "bob", Decision::Reject, "ok");
}

void TestGate::secondPerson()
{
    QFETCH(const std::string, setting);
    QFETCH(const std::string, member);
    QFETCH(const Decision, decision);
    QFETCH(const std::string, code);
    Workspace workspace;
    addApprovers(workspace);
    workspace.set(store::secondPersonSetting, setting);
    const std::int64_t id = open(workspace);
    const std::int64_t entries = workspace.auditEntries();
    QCOMPARE(codeOf(say(workspace, member, id, decision)), code);
    QCOMPARE(workspace.auditEntries(), entries + (code == "ok" ? 1 : 0));
    QCOMPARE(findGate(workspace.store(), id).value().approvals.empty(), code != "ok");
}

void TestGate::severalApproversAreNeeded()
{
    Workspace workspace;
    addApprovers(workspace);
    const std::int64_t id = open(workspace, 2);
    const Gate first = say(workspace, "bob", id, Decision::Approve).value();
    QCOMPARE(first.state, GateState::Open);
    QVERIFY(!first.closed);
    QCOMPARE(workspace.lastAudit().action, std::string("gate.approved"));
    QVERIFY(!granted(workspace, productionGate, "abc"));
    workspace.clock.advance(std::chrono::seconds(1));
    const Gate second = say(workspace, "cid", id, Decision::Approve).value();
    QCOMPARE(second.state, GateState::Granted);
    QCOMPARE(second.approvals.size(), std::size_t{2});
    QCOMPARE(second.approvals[1].member, std::string("cid"));
    QCOMPARE(workspace.lastAudit().action, std::string("gate.granted"));
    QVERIFY(granted(workspace, productionGate, "abc"));
}

void TestGate::oneRejectionIsEnough()
{
    Workspace workspace;
    addApprovers(workspace);
    const std::int64_t id = open(workspace, 2);
    QVERIFY(say(workspace, "bob", id, Decision::Approve).has_value());
    QCOMPARE(say(workspace, "cid", id, Decision::Reject).value().state, GateState::Refused);
    QVERIFY(!granted(workspace, productionGate, "abc"));
}

void TestGate::nobodyDecidesTwice()
{
    Workspace workspace;
    addApprovers(workspace);
    const std::int64_t id = open(workspace, 3);
    QVERIFY(say(workspace, "bob", id, Decision::Approve).has_value());
    const std::int64_t entries = workspace.auditEntries();
    for (const Decision decision : {Decision::Approve, Decision::Reject})
        QCOMPARE(codeOf(say(workspace, "bob", id, decision)), std::string("failed_precondition"));
    QCOMPARE(workspace.auditEntries(), entries);
    QCOMPARE(findGate(workspace.store(), id).value().approvals.size(), std::size_t{1});
}

void TestGate::closedGates_data()
{
    QTest::addColumn<GateState>("state");
    QTest::newRow("granted") << GateState::Granted;
    QTest::newRow("refused") << GateState::Refused;
    QTest::newRow("withdrawn") << GateState::Withdrawn;
}

void TestGate::closedGates()
{
    QFETCH(const GateState, state);
    Workspace workspace;
    addApprovers(workspace);
    const std::int64_t id = open(workspace);
    const auto withdraw = [&] {
        return workspace.store().change(Actor::reconciler("test"), store::Permission::Operate,
                                        [&](store::Change &change) -> Status {
                                            withdrawGate(change, id);
                                            change.audit({.action = "thing.withdrawn", .subject = "a"});
                                            return {};
                                        });
    };
    if (state == GateState::Withdrawn)
        QVERIFY(withdraw().has_value());
    else
        QVERIFY(say(workspace, "bob", id, state == GateState::Granted ? Decision::Approve : Decision::Reject)
                    .has_value());
    QCOMPARE(findGate(workspace.store(), id).value().state, state);
    for (const Decision decision : {Decision::Approve, Decision::Reject})
        QCOMPARE(codeOf(say(workspace, "cid", id, decision)), std::string("failed_precondition"));
    QVERIFY(withdraw().has_value());
    QCOMPARE(findGate(workspace.store(), id).value().state, state);
}

void TestGate::reasons_data()
{
    QTest::addColumn<Decision>("decision");
    QTest::addColumn<std::string>("reason");
    QTest::addColumn<std::string>("code");
    QTest::newRow("approval without") << Decision::Approve << std::string() << std::string("ok");
    QTest::newRow("rejection without")
        << Decision::Reject << std::string() << std::string("invalid_argument");
    QTest::newRow("rejection with blanks")
        << Decision::Reject << std::string(" \n\t") << std::string("invalid_argument");
    QTest::newRow("rejection with one") << Decision::Reject << std::string("n") << std::string("ok");
    QTest::newRow("4000 bytes") << Decision::Approve << std::string(4000, 'x') << std::string("ok");
    QTest::newRow("4001 bytes") << Decision::Approve << std::string(4001, 'x')
                                << std::string("invalid_argument");
    QTest::newRow("not UTF-8") << Decision::Approve << std::string("\xC3") << std::string("invalid_argument");
}

void TestGate::reasons()
{
    QFETCH(const Decision, decision);
    QFETCH(const std::string, reason);
    QFETCH(const std::string, code);
    Workspace workspace;
    const std::int64_t id = open(workspace);
    const auto said = say(workspace, "ada", id, decision, reason);
    QCOMPARE(codeOf(said), code);
    if (!said)
        QCOMPARE(said.error().field, std::string("reason"));
    QCOMPARE(findGate(workspace.store(), id).value().state == GateState::Open, code != "ok");
}

void TestGate::onlyPeopleDecide()
{
    Workspace workspace;
    const std::int64_t id = open(workspace);
    QCOMPARE(codeOf(decide(workspace.store(), Actor::reconciler("agent"), id, Decision::Approve, "")),
             std::string("permission_denied"));
    QCOMPARE(findGate(workspace.store(), id).value().state, GateState::Open);
}

void TestGate::unknownGate()
{
    Workspace workspace;
    QCOMPARE(codeOf(say(workspace, "ada", 7, Decision::Approve)), std::string("not_found"));
    QCOMPARE(codeOf(findGate(workspace.store(), 7)), std::string("not_found"));
}

void TestGate::openOnesAreListed()
{
    Workspace workspace;
    const std::int64_t first = open(workspace);
    const std::int64_t second = open(workspace);
    const std::int64_t third = open(workspace);
    QVERIFY(say(workspace, "ada", second, Decision::Approve).has_value());
    const auto ids = [&](bool onlyOpen) {
        std::vector<std::int64_t> found;
        const auto gates = listGates(workspace.store(), onlyOpen).value();
        for (const Gate &gate : gates)
            found.push_back(gate.id);
        return found;
    };
    QCOMPARE(ids(false), (std::vector{third, second, first}));
    QCOMPARE(ids(true), (std::vector{third, first}));
}

void TestGate::aGrantIsForOneKindAndHash()
{
    Workspace workspace;
    QVERIFY(say(workspace, "ada", open(workspace, 1, "abc"), Decision::Approve).has_value());
    QVERIFY(say(workspace, "ada", open(workspace, 1, "bad"), Decision::Reject).has_value());
    open(workspace, 1, "new");
    QVERIFY(granted(workspace, productionGate, "abc"));
    QVERIFY(!granted(workspace, registrationGate, "abc"));
    QVERIFY(!granted(workspace, productionGate, "ab"));
    QVERIFY(!granted(workspace, productionGate, "bad"));
    QVERIFY(!granted(workspace, productionGate, "new"));
}

void TestGate::whyNot_data()
{
    QTest::addColumn<std::string>("member");
    QTest::addColumn<std::string>("about"); // a word of the reason, "" if they may
    const auto row = [](const char *name, const char *member, const char *about) {
        QTest::newRow(name) << std::string(member) << std::string(about);
    };
    row("approver", "bob", "");
    row("administrator", "ada", "");
    row("requester", "ann", "second person");
    row("operator", "oda", "operator");
    row("stranger", "eve", "not a member");
    row("has decided", "cid", "already");
}

void TestGate::whyNot()
{
    QFETCH(const std::string, member);
    QFETCH(const std::string, about);
    Workspace workspace(store::WorkspaceKind::Team);
    addApprovers(workspace);
    workspace.add("oda", Role::Operator);
    const Gate stale = findGate(workspace.store(), open(workspace, 2)).value();
    QVERIFY(say(workspace, "cid", stale.id, Decision::Approve).has_value());
    const std::string why = whyNotDecide(workspace.store(), member, stale).value();
    QCOMPARE(why.empty(), about.empty());
    QVERIFY2(why.contains(about), why.c_str());
    // What it says is what decide() does.
    QCOMPARE(say(workspace, member, stale.id, Decision::Approve).has_value(), about.empty());
    const std::string closed = whyNotDecide(workspace.store(), "bob", stale).value();
    QCOMPARE(closed.contains("granted"), about.empty());
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
