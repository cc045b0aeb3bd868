#include <QPushButton>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>
#include <QThreadPool>
#include <atomic>
#include <latch>

#include "core/telemetry/telemetry_file.h"
#include "tests/ui/serving_window.h"
#include "ui/shell/agent_starter.h"
#include "ui/shell/shell_wiring.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

class SessionWindow : public ServingWindow
{
public:
    Session &start()
    {
        session = std::make_unique<Session>(workspace, window.services());
        return *session;
    }

    // A session that is tied to the window, as the console does it.
    void wire(bool startsAgent = false)
    {
        wiring = std::make_unique<ShellWiring>(window, start(), starter, startsAgent);
        window.showWorkspace();
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowActive(&window))
            throw std::runtime_error("the window is not active");
    }

    [[nodiscard]] const ShellState &state() const { return window.state(); }

    QPushButton *button(const QString &words)
    {
        for (QPushButton *one : window.findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text().contains(words))
                return one;
        }
        return nullptr;
    }

    AgentStarter starter{u"/there/is/no/signalboxd"_s};
    std::unique_ptr<ShellWiring> wiring;
};

telemetry::Column number(telemetry::ColumnType type, std::int64_t value)
{
    telemetry::Column column;
    column.type = type;
    column.integers = {value};
    return column;
}

telemetry::Column word(const char *value)
{
    telemetry::Column column;
    column.texts = {value};
    column.codes = {0};
    return column;
}

telemetry::Chunk oneTrace(TimePoint time)
{
    telemetry::Chunk chunk;
    chunk.rows = 1;
    chunk.columns = {number(telemetry::ColumnType::DateTime, time.time_since_epoch().count()), word("hello"),
                     number(telemetry::ColumnType::Int, 1), word("agent")};
    return chunk;
}

} // namespace

class TestSession final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhenAnotherProgramWrites()
    {
        SessionWindow w;
        Session &session = w.start();
        QSignalSpy changed(&session, &Session::workspaceChanged);
        QTRY_VERIFY(session.synced().has_value());
        const auto other = valueOrThrow(store::Store::open(w.store().folder(), w.clock));
        const auto before = changed.count();
        QVERIFY(before >= 1);
        valueOrThrow(serve::createEndpoint(*other, w.you, "mine", serve::Environment::Dev));
        QTRY_VERIFY(changed.count() > before);
    }

    void tellsOfNewTelemetryAlsoOfTheFirst()
    {
        SessionWindow w;
        Session &session = w.start();
        QSignalSpy sealed(&session, &Session::telemetryChanged);
        QTRY_VERIFY(session.synced().has_value());
        QCOMPARE(sealed.count(), 0);
        const auto file = valueOrThrow(
            telemetry::TelemetryFile::openForWriting(w.store().folder() / telemetry::telemetryFileName));
        valueOrThrow(file->append(telemetry::tracesTable(), oneTrace(w.clock.now())));
        QTRY_VERIFY(sealed.count() >= 1);
        const auto before = sealed.count();
        valueOrThrow(file->append(telemetry::tracesTable(), oneTrace(w.clock.now())));
        QTRY_VERIFY(sealed.count() > before);
    }

    void knowsTheAgentAndItsEnd()
    {
        SessionWindow w;
        Session &session = w.start();
        QTRY_VERIFY(session.synced().has_value());
        QVERIFY(!session.lease());
        QVERIFY(!session.agentAlive());
        w.startAgent(8351);
        QTRY_VERIFY(session.agentAlive());
        QCOMPARE(session.lease()->port, std::uint16_t{8351});
        w.stopAgent();
        QTRY_VERIFY(!session.agentAlive());
    }

    void seesAnAgentThatWasKilled()
    {
        SessionWindow w;
        w.leaveLeaseOfKilledAgent();
        Session &session = w.start();
        QTRY_VERIFY(session.lease().has_value());
        QVERIFY(!session.agentAlive());
    }

    void knowsTheRole()
    {
        SessionWindow w;
        w.actAs("onlooker", store::Role::Viewer);
        Session &session = w.start();
        QTRY_VERIFY(session.synced().has_value());
        QCOMPARE(session.role(), store::Role::Viewer);
        valueOrThrow(store::setMember(w.store(), w.you, "onlooker", store::Role::Approver));
        QTRY_COMPARE(session.role(), store::Role::Approver);
    }

    void rollsBackAtOnceAndUndoes()
    {
        SessionWindow w;
        w.serveBlueThenGreen("mine");
        Session &session = w.start();
        w.window.show();
        session.rollBack({.endpoint = u"mine"_s, .label = u"BLUE · v1"_s});
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 100}}));
        QTRY_VERIFY(w.button(u"Undo"_s) != nullptr);
        QVERIFY(w.dialogs.asked.empty());
        QTest::keyClick(w.button(u"Undo"_s), Qt::Key_Space);
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"green", 100}}));
    }

    void rollsBackWhileThePoolIsBusy()
    {
        SessionWindow w;
        w.serveBlueThenGreen("mine");
        Session &session = w.start();
        const int threads = QThreadPool::globalInstance()->maxThreadCount();
        std::atomic<int> busy = 0;
        std::latch over(1);
        const auto end = qScopeGuard([&over] {
            over.count_down();
            QThreadPool::globalInstance()->waitForDone();
        });
        for (int i = 0; i < threads; ++i)
            session.attempt(
                &session,
                [&](Workspace &) -> Status {
                    ++busy;
                    over.wait();
                    return {};
                },
                [](const Status &) {});
        QTRY_COMPARE(busy.load(), threads);
        session.rollBack({.endpoint = u"mine"_s, .label = u"BLUE · v1"_s});
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 100}}));
    }

    void aFailedCommandIsSaid()
    {
        SessionWindow w;
        Session &session = w.start();
        w.window.show();
        bool done = false;
        session.command(
            &session,
            [](Workspace &workspace) {
                return rollout::rollBack(*workspace.store, workspace.actor, "nowhere", "");
            },
            [&done] { done = true; });
        QTRY_COMPARE(w.window.services().toasts.count(), 1);
        QVERIFY(!done);
    }

    void remembersTheEnvironment()
    {
        SessionWindow w;
        Session &session = w.start();
        QCOMPARE(session.environment(), Environment::Production);
        QSignalSpy changed(&session, &Session::environmentChanged);
        session.setEnvironment(Environment::Staging);
        session.setEnvironment(Environment::Staging);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(w.start().environment(), Environment::Staging);
    }

    void theWindowTellsOfAnEmptyWorkspace()
    {
        SessionWindow w;
        w.wire();
        QTRY_COMPARE(w.state().agent, AgentState::Stopped);
        QCOMPARE(w.state().workspaceName, u"mlops-demo"_s);
        QCOMPARE(w.state().role, u"administrator"_s);
        QCOMPARE(w.state().telemetryText, u"no telemetry yet"_s);
        QVERIFY(w.state().rollbacks.empty());
        QVERIFY(w.state().inbox.empty());
        QVERIFY(!w.state().incident);
        QTRY_VERIFY(w.state().syncedText.startsWith(u"synced "_s));
    }

    void rollsBackByShortcut()
    {
        SessionWindow w;
        w.serveBlueThenGreen("mine");
        w.wire();
        QTRY_COMPARE(w.state().rollbacks.size(), std::size_t{1});
        QCOMPARE(w.state().rollbacks.front().label, u"BLUE · v1"_s);
        QTest::keyClick(&w.window, Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 100}}));
        QTRY_VERIFY(w.state().rollbacks.empty());
        QVERIFY(w.dialogs.asked.empty());
    }

    void rollsBackByOneClick()
    {
        SessionWindow w;
        w.serveBlueThenGreen("mine");
        w.wire();
        QTRY_COMPARE(w.state().rollbacks.size(), std::size_t{1});
        QTRY_VERIFY(w.button(u"Roll back mine to BLUE"_s) != nullptr);
        QTest::mouseClick(w.button(u"Roll back mine to BLUE"_s), Qt::LeftButton);
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 100}}));
    }

    void gatesStandInTheInbox()
    {
        SessionWindow w;
        w.wire();
        w.registerRun(w.train(w.training(1.0)));
        QTRY_COMPARE(w.state().inbox.size(), std::size_t{1});
        QCOMPARE(w.state().inbox.front().kind, u"version"_s);
    }

    void aFailureIsAnIncident()
    {
        SessionWindow w;
        w.serveBlueThenGreen("mine");
        w.wire();
        QTRY_VERIFY(!w.state().rollbacks.empty());
        const auto endpoint = valueOrThrow(serve::findEndpoint(w.store(), "mine"));
        valueOrThrow(serve::reportFailed(w.store(), "mine", "green", endpoint.find("green")->hash,
                                         "its files are damaged"));
        QTRY_VERIFY(w.state().incident.has_value());
        QVERIFY(w.state().incident->text.contains(u"its files are damaged"_s));
        QCOMPARE(w.state().incident->kind, u"traffic"_s);
    }

    void anAgentThatCannotStartIsSaid()
    {
        SessionWindow w;
        w.wire(true);
        QTRY_VERIFY(w.state().agentDetail.contains(u"signalboxd"_s));
        QCOMPARE(w.state().agent, AgentState::Stopped);
    }

    void anAgentThatIsAliveIsNotStarted()
    {
        SessionWindow w;
        w.startAgent();
        w.wire(true);
        QTRY_COMPARE(w.state().agent, AgentState::Running);
        QVERIFY(w.starter.problem().isEmpty());
        QVERIFY(!w.starter.starting());
    }

    void theEnvironmentIsChosenInTheWindow()
    {
        SessionWindow w;
        w.wire();
        Q_EMIT w.window.environmentChosen(Environment::Staging);
        QCOMPARE(w.session->environment(), Environment::Staging);
        QCOMPARE(w.state().environment, Environment::Staging);
    }
};

QTEST_MAIN(TestSession)
#include "tst_session.moc"
