#include <SQLiteCpp/SQLiteCpp.h>

#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::store;
using namespace signalbox::test;

Q_DECLARE_METATYPE(signalbox::store::Role)
Q_DECLARE_METATYPE(signalbox::store::Permission)

namespace {

Status doSomething(Store &store, const Actor &actor, Permission permission)
{
    return store.change(actor, permission, [](Change &change) -> Status {
        change.audit({.action = "thing.done", .subject = "thing"});
        return {};
    });
}

} // namespace

class TestMembers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rolesAllow_data();
    void rolesAllow();
    void strangersMayDoNothing();
    void aReconcilerNeedsNoRole();
    void roleNames_data();
    void roleNames();
    void membersComeAndGo();
    void memberNames_data();
    void memberNames();
    void theLastAdministratorStays_data();
    void theLastAdministratorStays();
    void onlyAdministratorsAdminister_data();
    void onlyAdministratorsAdminister();
    void settings_data();
    void settings();
    void settingsAreRemembered();
};

void TestMembers::rolesAllow_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<Permission>("permission");
    QTest::addColumn<bool>("allowed");
    struct Line
    {
        Role role;
        bool operate, approve, rollBack, administer;
    };
    for (const Line &line :
         {Line{Role::Viewer, false, false, false, false}, Line{Role::Operator, true, false, true, false},
          Line{Role::Approver, false, true, true, false},
          Line{Role::Administrator, true, true, true, true}}) {
        const std::string role(roleName(line.role));
        QTest::newRow((role + " operates").c_str()) << line.role << Permission::Operate << line.operate;
        QTest::newRow((role + " approves").c_str()) << line.role << Permission::Approve << line.approve;
        QTest::newRow((role + " rolls back").c_str()) << line.role << Permission::RollBack << line.rollBack;
        QTest::newRow((role + " administers").c_str())
            << line.role << Permission::Administer << line.administer;
    }
}

void TestMembers::rolesAllow()
{
    QFETCH(const Role, role);
    QFETCH(const Permission, permission);
    QFETCH(const bool, allowed);
    QCOMPARE(allows(role, permission), allowed);
    Workspace workspace;
    workspace.add("bob", role);
    const auto done = doSomething(workspace.store(), Actor::member("bob"), permission);
    QCOMPARE(codeOf(done), std::string(allowed ? "ok" : "permission_denied"));
    QCOMPARE(workspace.lastAudit().action, std::string(allowed ? "thing.done" : "member.added"));
}

void TestMembers::strangersMayDoNothing()
{
    Workspace workspace;
    for (const Permission permission :
         {Permission::Operate, Permission::Approve, Permission::RollBack, Permission::Administer})
        QCOMPARE(codeOf(doSomething(workspace.store(), Actor::member("eve"), permission)),
                 std::string("permission_denied"));
    QCOMPARE(codeOf(roleOf(workspace.store(), "eve")), std::string("not_found"));
}

void TestMembers::aReconcilerNeedsNoRole()
{
    Workspace workspace;
    QVERIFY(doSomething(workspace.store(), Actor::reconciler("agent"), Permission::Operate).has_value());
    QCOMPARE(workspace.lastAudit().actor, std::string("agent"));
}

void TestMembers::roleNames_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("code");
    for (const char *name : {"viewer", "operator", "approver", "administrator"})
        QTest::newRow(name) << std::string(name) << std::string("ok");
    for (const char *name : {"", "Viewer", "admin", "viewer "})
        QTest::newRow(qPrintable(QStringLiteral("'%1'").arg(QLatin1String(name))))
            << std::string(name) << std::string("invalid_argument");
}

void TestMembers::roleNames()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, code);
    const auto role = roleFromName(name);
    QCOMPARE(codeOf(role), code);
    if (role)
        QCOMPARE(std::string(roleName(*role)), name);
}

void TestMembers::membersComeAndGo()
{
    Workspace workspace;
    Store &store = workspace.store();
    workspace.clock.advance(std::chrono::hours(1));
    const TimePoint added = workspace.clock.now();
    QVERIFY(setMember(store, workspace.ada, "bob", Role::Viewer).has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("member.added"));
    QCOMPARE(workspace.lastAudit().subject, std::string("bob"));
    workspace.clock.advance(std::chrono::hours(1));
    QVERIFY(setMember(store, workspace.ada, "bob", Role::Approver).has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("member.changed"));
    QCOMPARE(workspace.lastAudit().before, std::string(R"({"role":"viewer"})"));
    QCOMPARE(workspace.lastAudit().after, std::string(R"({"role":"approver"})"));

    const auto members = listMembers(store).value();
    QCOMPARE(members.size(), std::size_t{2});
    QCOMPARE(members[1].name, std::string("bob"));
    QCOMPARE(members[1].role, Role::Approver);
    QCOMPARE(toIso8601(members[1].added), toIso8601(added));

    QVERIFY(removeMember(store, workspace.ada, "bob").has_value());
    QCOMPARE(workspace.lastAudit().action, std::string("member.removed"));
    QCOMPARE(codeOf(removeMember(store, workspace.ada, "bob")), std::string("not_found"));
    QCOMPARE(listMembers(store).value().size(), std::size_t{1});
    QCOMPARE(workspace.auditEntries(), 4);
}

void TestMembers::memberNames_data()
{
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("code");
    QTest::newRow("plain") << std::string("bob") << std::string("ok");
    QTest::newRow("other letters") << std::string("Größe 模型") << std::string("ok");
    QTest::newRow("quotes") << std::string("o'neil\"; DROP TABLE members; --") << std::string("ok");
    QTest::newRow("128 bytes") << std::string(128, 'x') << std::string("ok");
    QTest::newRow("129 bytes") << std::string(129, 'x') << std::string("invalid_argument");
    QTest::newRow("empty") << std::string() << std::string("invalid_argument");
    QTest::newRow("blank") << std::string("  ") << std::string("invalid_argument");
    QTest::newRow("blank before") << std::string(" bob") << std::string("invalid_argument");
    QTest::newRow("blank after") << std::string("bob\n") << std::string("invalid_argument");
    QTest::newRow("not UTF-8") << std::string("b\xFFob") << std::string("invalid_argument");
}

void TestMembers::memberNames()
{
    QFETCH(const std::string, name);
    QFETCH(const std::string, code);
    Workspace workspace;
    QCOMPARE(codeOf(setMember(workspace.store(), workspace.ada, name, Role::Viewer)), code);
    QCOMPARE(codeOf(roleOf(workspace.store(), name)), std::string(code == "ok" ? "ok" : "not_found"));
}

void TestMembers::theLastAdministratorStays_data()
{
    QTest::addColumn<bool>("remove");
    QTest::newRow("removed") << true;
    QTest::newRow("made a viewer") << false;
}

void TestMembers::theLastAdministratorStays()
{
    QFETCH(const bool, remove);
    Workspace workspace;
    Store &store = workspace.store();
    const auto lose = [&](std::string_view name) {
        return remove ? removeMember(store, workspace.ada, name)
                      : setMember(store, workspace.ada, name, Role::Viewer);
    };
    workspace.add("bob", Role::Approver);
    QCOMPARE(codeOf(lose("ada")), std::string("failed_precondition"));
    workspace.add("bob", Role::Administrator);
    QVERIFY(setMember(store, workspace.ada, "ada", Role::Administrator).has_value());
    QVERIFY(lose("ada").has_value());
    QCOMPARE(codeOf(removeMember(store, Actor::member("bob"), "bob")), std::string("failed_precondition"));
}

void TestMembers::onlyAdministratorsAdminister_data()
{
    QTest::addColumn<Role>("role");
    for (const Role role : {Role::Viewer, Role::Operator, Role::Approver})
        QTest::newRow(std::string(roleName(role)).c_str()) << role;
}

void TestMembers::onlyAdministratorsAdminister()
{
    QFETCH(const Role, role);
    Workspace workspace;
    workspace.add("bob", role);
    const Actor bob = Actor::member("bob");
    Store &store = workspace.store();
    const std::string denied = "permission_denied";
    QCOMPARE(codeOf(setMember(store, bob, "bob", Role::Administrator)), denied);
    QCOMPARE(codeOf(setMember(store, bob, "eve", Role::Viewer)), denied);
    QCOMPARE(codeOf(removeMember(store, bob, "ada")), denied);
    QCOMPARE(codeOf(setSetting(store, bob, secondPersonSetting, "off")), denied);
    QCOMPARE(roleOf(store, "bob").value(), role);
}

void TestMembers::settings_data()
{
    QTest::addColumn<std::string>("key");
    QTest::addColumn<std::string>("value");
    QTest::addColumn<std::string>("code");
    const std::string key(secondPersonSetting);
    QTest::newRow("on") << key << std::string("on") << std::string("ok");
    QTest::newRow("off") << key << std::string("off") << std::string("ok");
    QTest::newRow("unknown value") << key << std::string("yes") << std::string("invalid_argument");
    QTest::newRow("no value") << key << std::string() << std::string("invalid_argument");
    QTest::newRow("unknown key") << std::string("colour") << std::string("on")
                                 << std::string("invalid_argument");
}

void TestMembers::settings()
{
    QFETCH(const std::string, key);
    QFETCH(const std::string, value);
    QFETCH(const std::string, code);
    Workspace workspace;
    QCOMPARE(codeOf(setSetting(workspace.store(), workspace.ada, key, value)), code);
    const bool kept = code == "ok";
    QCOMPARE(workspace.auditEntries(), kept ? 2 : 1);
    if (kept)
        QCOMPARE(setting(workspace.store(), key).value(), value);
}

void TestMembers::settingsAreRemembered()
{
    Workspace workspace;
    workspace.set(secondPersonSetting, "on");
    QCOMPARE(workspace.lastAudit().action, std::string("setting.changed"));
    QCOMPARE(workspace.lastAudit().before, std::string(R"("off")"));
    QCOMPARE(workspace.lastAudit().after, std::string(R"("on")"));
    QVERIFY(workspace.reopen().has_value());
    QCOMPARE(setting(workspace.store(), secondPersonSetting).value(), std::string("on"));
    QCOMPARE(codeOf(setting(workspace.store(), "colour")), std::string("invalid_argument"));
}

QTEST_GUILESS_MAIN(TestMembers)
#include "tst_members.moc"
