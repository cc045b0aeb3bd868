#include <QCheckBox>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>
#include <SQLiteCpp/SQLiteCpp.h>

#include "core/telemetry/telemetry_file.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/find_widget.h"
#include "tests/ui/picture.h"
#include "tests/ui/serving_window.h"
#include "ui/infrastructure/infrastructure_page.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

bool says(QWidget *page, const QString &words)
{
    return std::ranges::any_of(page->findChildren<QLabel *>(), [&words](const QLabel *label) {
        return label->isVisible() && label->text().contains(words);
    });
}

QString word(QWidget *page, const char *dot)
{
    return find<StatusDot>(page, dot)->word();
}

// Where an activated endpoint leads to.
class EndpointsStub final : public Page
{
public:
    QString shown;

    [[nodiscard]] QString id() const override { return u"stub"_s; }
    [[nodiscard]] QString title() const override { return u"Stub"_s; }
    [[nodiscard]] QString iconName() const override { return u"endpoints"_s; }
    void refresh() override {}
    [[nodiscard]] QStringList kinds() const override { return {u"endpoint"_s}; }
    void showObject(const QString &, const QString &name) override { shown = name; }
};

void answerOneRequest(ServingWindow &w)
{
    const auto file = valueOrThrow(
        telemetry::TelemetryFile::openForWriting(w.store().folder() / telemetry::telemetryFileName));
    telemetry::Chunk chunk;
    chunk.rows = 1;
    for (const telemetry::ColumnSpec &spec : telemetry::tracesTable().columns) {
        telemetry::Column column;
        column.type = spec.type;
        if (spec.type == telemetry::ColumnType::String) {
            column.texts = {"hello"};
            column.codes = {0};
        } else {
            column.integers = {w.clock.now().time_since_epoch().count()};
        }
        chunk.columns.push_back(column);
    }
    valueOrThrow(file->append(telemetry::tracesTable(), chunk));
}

} // namespace

class TestInfrastructurePage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyWorkspaceSaysWhatIsNotThereYet()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        auto *empty = find<EmptyState>(page, "noEndpoints");
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(!find<DataTable>(page, "infrastructureEndpoints")->isVisible());
        QCOMPARE(word(page, "agentState"), u"No agent has run here yet"_s);
        QVERIFY(find(page, "startAgent")->isVisible());
        QVERIFY(!find(page, "stopAgent")->isVisible());
        QCOMPARE(word(page, "fileHealth"), u"File not checked yet"_s);
        QTRY_VERIFY(find<QLabel>(page, "telemetryNote")->text().startsWith(u"Nothing yet"_s));
        QVERIFY(!find<DataTable>(page, "telemetryTables")->isVisible());
        QCOMPARE(cell(page, "members", u"you"_s, 0), u"you (you)"_s);
        QCOMPARE(cell(page, "members", u"you"_s, 1), u"administrator"_s);
        savePicture(w.window, u"infrastructure-empty"_s);

        ActionRegistry &actions = w.session->services().actions;
        bool asked = false;
        actions.add({.id = u"endpoints.create"_s, .run = [&asked] { asked = true; }});
        QTRY_VERIFY(find(empty, "emptyStateAction")->isEnabled());
        press(empty, "emptyStateAction");
        QVERIFY(asked);
    }

    void theAgentLivesOrDoesNot_data()
    {
        QTest::addColumn<bool>("alive");
        QTest::addColumn<QString>("state");
        QTest::addColumn<QString>("health");
        QTest::newRow("alive") << true << u"Running"_s << u"● serving"_s;
        QTest::newRow("killed") << false << u"Not running"_s << u"not served"_s;
    }
    void theAgentLivesOrDoesNot()
    {
        QFETCH(bool, alive);
        QFETCH(QString, state);
        QFETCH(QString, health);
        ServingWindow w;
        w.serveBlueThenGreen("mine");
        if (alive)
            w.startAgent();
        else
            w.leaveLeaseOfKilledAgent();
        auto *page = w.open<InfrastructurePage>();
        QTRY_COMPARE(word(page, "agentState"), state);
        QCOMPARE(find(page, "stopAgent")->isVisible(), alive);
        QCOMPARE(find(page, "startAgent")->isVisible(), !alive);
        QVERIFY(says(page, u"http://127.0.0.1:8350"_s));
        QTRY_COMPARE(cell(page, "infrastructureEndpoints", u"mine"_s, 2), health);
    }

    void theEndOfTheAgentIsSeen()
    {
        ServingWindow w;
        w.serveBlueThenGreen("mine");
        w.startAgent();
        auto *page = w.open<InfrastructurePage>();
        QTRY_COMPARE(word(page, "agentState"), u"Running"_s);
        w.stopAgent();
        QTRY_COMPARE(word(page, "agentState"), u"Not running"_s);
        QTRY_COMPARE(cell(page, "infrastructureEndpoints", u"mine"_s, 2), u"not served"_s);
    }

    void theAgentIsStartedByItsButton()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        w.window.setState({.agent = AgentState::Stopped});
        QSignalSpy asked(&w.window, &MainWindow::startAgentRequested);
        press(page, "startAgent");
        QCOMPARE(asked.count(), 1);
    }

    void theAgentIsStoppedAfterItsConsequencesWereTold()
    {
        ServingWindow w;
        w.startAgent();
        w.actAs("operator", store::Role::Operator);
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find(page, "stopAgent")->isVisible() && find(page, "stopAgent")->isEnabled());
        w.dialogs.confirms = false;
        press(page, "stopAgent");
        QCOMPARE(w.dialogs.asked.size(), std::size_t{1});
        QVERIFY(w.dialogs.asked.front().danger);
        QVERIFY(!valueOrThrow(agent::readLease(w.store()))->stopRequested);
        w.dialogs.confirms = true;
        press(page, "stopAgent");
        QTRY_VERIFY(valueOrThrow(agent::readLease(w.store()))->stopRequested);
    }

    void endpointsAreListedWithTheirHealth()
    {
        ServingWindow w;
        const auto version = w.version(1.0);
        for (const char *name : {"empty", "closed", "broken"})
            valueOrThrow(serve::createEndpoint(w.store(), w.you, name, serve::Environment::Dev));
        w.deploy("closed", "blue", version);
        valueOrThrow(serve::deploy(w.store(), w.you, "broken", "blue", version.model, version.number));
        valueOrThrow(serve::reportFailed(w.store(), "broken", "blue", version.hash, "its files are damaged"));
        w.startAgent();
        auto *page = w.open<InfrastructurePage>();
        const auto health = [page](const QString &name) {
            return cell(page, "infrastructureEndpoints", name, 2);
        };
        QTRY_COMPARE(health(u"empty"_s), u"nothing deployed"_s);
        QCOMPARE(health(u"closed"_s), u"closed"_s);
        QCOMPARE(health(u"broken"_s), u"1 of 1 failed"_s);
        QCOMPARE(cell(page, "infrastructureEndpoints", u"closed"_s, 3), u"1"_s);
        QCOMPARE(cell(page, "infrastructureEndpoints", u"closed"_s, 4),
                 u"http://127.0.0.1:8350/endpoints/closed/score"_s);

        auto *stub = new EndpointsStub;
        w.window.addPage(stub);
        auto *table = find<DataTable>(page, "infrastructureEndpoints");
        QVERIFY(table->selectId(u"closed"_s));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(stub->shown, u"closed"_s);
    }

    void theDiskIsCounted()
    {
        ServingWindow w;
        w.train(w.training(1.0));
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(!cell(page, "disk", u"artifacts"_s, 1).isEmpty());
        QVERIFY(cell(page, "disk", u"artifacts"_s, 1).toInt() > 1);
        QVERIFY(cell(page, "disk", u"workspace.db"_s, 1).toInt() >= 1);
        QCOMPARE(cell(page, "disk", u"agent.log"_s, 1), u"0"_s);
        QCOMPARE(cell(page, "disk", u"total"_s, 0), u"Together"_s);
        QVERIFY(find<QLabel>(page, "workspaceFolder")->text().contains(u"free on this volume"_s));
    }

    void telemetryIsListed()
    {
        ServingWindow w;
        answerOneRequest(w);
        auto *page = w.open<InfrastructurePage>();
        QTRY_COMPARE(cell(page, "telemetryTables", u"traces"_s, 1), u"1"_s);
        QVERIFY(find<DataTable>(page, "telemetryTables")->isVisible());
    }

    void brokenTelemetryIsSaid()
    {
        ServingWindow w;
        QFile broken(w.folder.filePath(u"workspace/telemetry.db"_s));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write(QByteArray(4096, 'x'));
        broken.close();
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find<QLabel>(page, "telemetryNote")
                        ->text()
                        .startsWith(u"This is not a Signalbox telemetry file."_s));
        QVERIFY(!find<DataTable>(page, "telemetryTables")->isVisible());
    }

    void healthIsCheckedByKeyboard()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        press(page, "checkHealth");
        QCOMPARE(QApplication::focusWidget(), find(page, "cancelCheck"));
        QTRY_COMPARE(word(page, "fileHealth"), u"workspace.db is sound"_s);
        QVERIFY(!word(page, "trailHealth").contains(u"not checked"_s));
        QVERIFY(find<QLabel>(page, "healthChecked")->text().startsWith(u"Checked "_s));
        QCOMPARE(QApplication::focusWidget(), find(page, "checkHealth"));
    }

    void aCheckIsCancelled()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        QVERIFY(w.session->services().actions.trigger(u"infrastructure.check"_s));
        press(page, "cancelCheck");
        QCOMPARE(word(page, "fileHealth"), u"The check was cancelled"_s);
        QCOMPARE(QApplication::focusWidget(), find(page, "checkHealth"));
        QVERIFY(!find(page, "cancelCheck")->isVisible());
    }

    void anEditedTrailIsFound()
    {
        ServingWindow w;
        {
            SQLite::Database raw(toUtf8(w.store().folder() / "workspace.db"), SQLite::OPEN_READWRITE);
            raw.exec("DROP TRIGGER audit_is_never_edited; UPDATE audit SET actor = 'eve' WHERE sequence = 1");
        }
        auto *page = w.open<InfrastructurePage>();
        press(page, "checkHealth");
        QTRY_COMPARE(word(page, "fileHealth"), u"workspace.db is sound"_s);
        QCOMPARE(word(page, "trailHealth"), toQt(valueOrThrow(store::verifyAudit(w.store())).finding));
        QVERIFY(!valueOrThrow(store::verifyAudit(w.store())).intact);
    }

    void anOnlookerIsToldWhyNot()
    {
        ServingWindow w;
        w.startAgent();
        w.actAs("onlooker", store::Role::Viewer);
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find<DataTable>(page, "members")->selectId(u"onlooker"_s));
        QTRY_VERIFY(find(page, "stopAgent")->isVisible());
        for (const char *name :
             {"stopAgent", "addMember", "changeRole", "removeMember", "emptyStateAction"}) {
            QTRY_VERIFY2(!find(page, name)->isEnabled(), name);
            QVERIFY2(find(page, name)->toolTip().contains(u"viewer"_s), name);
        }
        QVERIFY(!find<QCheckBox>(page, "secondPerson")->isEnabled());
        QVERIFY(find(page, "checkHealth")->isEnabled());
    }

    void theChoiceSurvivesARefresh()
    {
        ServingWindow w;
        for (const char *name : {"a", "b"}) {
            valueOrThrow(store::setMember(w.store(), w.you, name, store::Role::Viewer));
            valueOrThrow(serve::createEndpoint(w.store(), w.you, name, serve::Environment::Dev));
        }
        auto *page = w.open<InfrastructurePage>();
        auto *members = find<DataTable>(page, "members");
        auto *endpoints = find<DataTable>(page, "infrastructureEndpoints");
        QTRY_VERIFY(members->selectId(u"b"_s) && endpoints->selectId(u"b"_s));
        valueOrThrow(store::setMember(w.store(), w.you, "aa", store::Role::Viewer));
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "aa", serve::Environment::Dev));
        QTRY_COMPARE(endpoints->shownRows(), 3);
        QTRY_COMPARE(members->shownRows(), 4);
        QCOMPARE(members->currentId(), u"b"_s);
        QCOMPARE(endpoints->currentId(), u"b"_s);
    }

    void everythingIsAccessible()
    {
        ServingWindow w;
        w.serveBlueThenGreen("my-ml-endpoint-stg");
        answerOneRequest(w);
        w.startAgent();
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find<DataTable>(page, "infrastructureEndpoints")->isVisible());
        QTRY_VERIFY(find<DataTable>(page, "telemetryTables")->isVisible());
        QTRY_COMPARE(word(page, "agentState"), u"Running"_s);
        w.settle();
        savePicture(w.window, u"infrastructure"_s);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }
};

QTEST_MAIN(TestInfrastructurePage)
#include "tst_infrastructure_page.moc"
