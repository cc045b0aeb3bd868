#include <QDialog>
#include <QLabel>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/answering_dialogs.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"
#include "ui/shell/settings.h"
#include "ui/widgets/labels.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

class SmallPage final : public Page
{
public:
    SmallPage(QString id, QString kind)
        : m_id(std::move(id))
        , m_kind(std::move(kind))
    {
    }

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString title() const override { return m_id.toUpper(); }
    [[nodiscard]] QString iconName() const override { return u"chart"_s; }
    void refresh() override { ++refreshed; }
    [[nodiscard]] QStringList kinds() const override { return {m_kind}; }
    void showObject(const QString &, const QString &name) override { shown = name; }
    [[nodiscard]] std::vector<PageObject> objects() const override
    {
        return {{.kind = m_kind, .name = u"the-"_s + m_kind, .title = u"the-"_s + m_kind}};
    }
    void addActions(ActionRegistry &registry) override
    {
        registry.add({.id = m_id + u".act"_s, .text = u"Act on "_s + m_id, .group = title(), .run = [this] {
                          ++acted;
                      }});
    }
    void note(const PageNote &what) { setNote(what); }

    int refreshed = 0;
    int acted = 0;
    QString shown;

private:
    QString m_id;
    QString m_kind;
};

ShellState fullState()
{
    return {.workspaceName = u"mlops-demo"_s,
            .workspacePath = u"/w/mlops-demo"_s,
            .workspaces = {{.path = u"/w/mlops-demo"_s, .name = u"mlops-demo"_s},
                           {.path = u"/w/b"_s, .name = u"b"_s}},
            .environment = Environment::Production,
            .user = u"you"_s,
            .role = u"operator"_s,
            .rollbacks = {{.endpoint = u"my-ml-endpoint-prod"_s,
                           .label = u"BLUE · v4"_s,
                           .detail = u"F1 0.743"_s}},
            .inbox = {{.kind = u"version"_s, .name = u"the-version"_s, .title = u"version 5"_s}},
            .incident = Incident{.text = u"Incident: error rate 15.1 %"_s,
                                 .kind = u"endpoint"_s,
                                 .name = u"my-ml-endpoint-prod"_s},
            .agent = AgentState::Running,
            .agentDetail = u"3 endpoints"_s,
            .telemetryText = u"telemetry 1.2 M rows"_s,
            .syncedText = u"synced 14:32:07 UTC"_s};
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        makeWindow();
    }

    void cleanup()
    {
        m_window.reset();
        m_settings.reset();
    }

    void keysGoToTheTabs()
    {
        QTest::keyClick(m_window.get(), Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(m_window->currentPage(), m_pages[1]);
        QVERIFY(m_pages[1]->isVisible());
        QVERIFY(m_window->findChild<QAbstractButton *>(u"rail-traffic"_s)->isChecked());
        QVERIFY(m_pages[1]->refreshed > 0);
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QCOMPARE(m_window->currentPage(), m_pages[0]);
        QTest::keyClick(m_window.get(), Qt::Key_Right, Qt::AltModifier);
        QCOMPARE(m_window->currentPage(), m_pages[1]);
        m_window->findChild<QAbstractButton *>(u"rail-registry"_s)->click();
        QCOMPARE(m_window->currentPage(), m_pages[0]);
    }

    void navigatorFindsThePageOfAnObject()
    {
        Navigator &navigator = m_window->services().navigator;
        QVERIFY(navigator.showObject(u"endpoint"_s, u"prod"_s));
        QCOMPARE(m_window->currentPage(), m_pages[1]);
        QCOMPARE(m_pages[1]->shown, u"prod"_s);
        QVERIFY(!navigator.showObject(u"planet"_s, u"mars"_s));
        QVERIFY(!navigator.showPage(u"nowhere"_s));
        QCOMPARE(m_window->currentPage(), m_pages[1]);
    }

    void wayBackIsThereWheneverThereIsOne()
    {
        auto *button = m_window->findChild<QPushButton *>(u"rollbackButton"_s);
        QVERIFY(!button->isVisible());
        QSignalSpy asked(m_window.get(), &MainWindow::rollbackRequested);
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(asked.size(), 0);

        m_window->setState(fullState());
        QVERIFY(button->isVisible());
        QCOMPARE(button->text().trimmed(), u"Roll back to BLUE · v4"_s);
        QVERIFY(button->toolTip().contains(u"F1 0.743"_s));
        button->click();
        QTest::keyClick(m_window.get(), Qt::Key_B, Qt::ControlModifier | Qt::ShiftModifier);
        m_window->findChild<QPushButton *>(u"bannerRollbackButton"_s)->click();
        QCOMPARE(asked.size(), 3);
        QCOMPARE(asked[1][0].value<RollbackTarget>(), fullState().rollbacks[0]);
    }

    void severalWaysBackAreAllOffered()
    {
        ShellState state = fullState();
        auto *more = m_window->findChild<QToolButton *>(u"moreRollbacksButton"_s);
        m_window->setState(state);
        QVERIFY(!more->isVisible());
        state.rollbacks.push_back({.endpoint = u"risk-score-prod"_s, .label = u"GREEN · v2"_s});
        m_window->setState(state);
        QVERIFY(more->isVisible());
        QSignalSpy asked(m_window.get(), &MainWindow::rollbackRequested);
        more->menu()->actions().at(1)->trigger();
        QCOMPARE(asked[0][0].value<RollbackTarget>().endpoint, u"risk-score-prod"_s);
    }

    void aWayBackOutsideProductionNamesItsEndpoint()
    {
        ShellState state = fullState();
        state.rollbacks = {
            {.endpoint = u"my-endpoint-stg"_s, .place = u"my-endpoint-stg"_s, .label = u"BLUE · v1"_s}};
        m_window->setState(state);
        QCOMPARE(m_window->findChild<QPushButton *>(u"rollbackButton"_s)->text().trimmed(),
                 u"Roll back my-endpoint-stg to BLUE · v1"_s);
    }

    void theIncidentsButtonTakesNoOtherEndpointBack()
    {
        ShellState state = fullState();
        state.rollbacks.insert(state.rollbacks.begin(),
                               {.endpoint = u"risk-score-prod"_s, .label = u"GREEN · v2"_s});
        m_window->setState(state);
        auto *button = m_window->findChild<QPushButton *>(u"bannerRollbackButton"_s);
        QCOMPARE(button->text(), u"Roll back to BLUE · v4"_s);
        QSignalSpy asked(m_window.get(), &MainWindow::rollbackRequested);
        button->click();
        QCOMPARE(asked[0][0].value<RollbackTarget>().endpoint, u"my-ml-endpoint-prod"_s);
        state.rollbacks.pop_back();
        m_window->setState(state);
        QVERIFY(!button->isVisible());
    }

    void bannersFollowTheState()
    {
        auto *incident = m_window->findChild<QWidget *>(u"incidentBanner"_s);
        auto *agent = m_window->findChild<QWidget *>(u"agentBanner"_s);
        QVERIFY(!incident->isVisible() && !agent->isVisible());
        ShellState state = fullState();
        m_window->setState(state);
        QVERIFY(incident->isVisible() && !agent->isVisible());
        m_window->findChild<QPushButton *>(u"investigateButton"_s)->click();
        QCOMPARE(m_pages[1]->shown, u"my-ml-endpoint-prod"_s);

        state.agent = AgentState::Stopped;
        state.incident.reset();
        m_window->setState(state);
        QVERIFY(!incident->isVisible() && agent->isVisible());
        QSignalSpy started(m_window.get(), &MainWindow::startAgentRequested);
        m_window->findChild<QPushButton *>(u"startAgentButton"_s)->click();
        QVERIFY(m_window->services().actions.trigger(u"agent.start"_s));
        QCOMPARE(started.size(), 2);
        state.agent = AgentState::Starting;
        m_window->setState(state);
        QVERIFY(agent->isVisible());
        QVERIFY(!m_window->findChild<QPushButton *>(u"startAgentButton"_s)->isVisible());
        QVERIFY(!m_window->services().actions.trigger(u"agent.start"_s));
    }

    void titleNamesWorkspaceAndEnvironment()
    {
        m_window->setState(fullState());
        QCOMPARE(m_window->windowTitle(), u"mlops-demo · PROD · Signalbox"_s);
        QCOMPARE(m_window->findChild<QLabel *>(u"syncedStatus"_s)->text(), u"synced 14:32:07 UTC"_s);
        QCOMPARE(m_window->findChild<StatusDot *>(u"agentStatus"_s)->word(),
                 u"agent running · 3 endpoints"_s);
    }

    void inboxOpensWhatWaits()
    {
        m_window->setState(fullState());
        auto *button = m_window->findChild<QPushButton *>(u"approvalsButton"_s);
        QVERIFY(button->accessibleName().contains(u"1 waiting"_s));
        QSignalSpy opened(m_window.get(), &MainWindow::approvalOpened);
        button->click();
        auto *list = m_window->findChild<QListWidget *>(u"approvalsList"_s);
        QTRY_VERIFY(list->isVisible());
        QTest::keyClick(list, Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(m_pages[0]->shown, u"the-version"_s);
        QVERIFY(!list->isVisible());
    }

    void paletteKnowsActionsAndObjects()
    {
        QTest::keyClick(m_window.get(), Qt::Key_K, Qt::ControlModifier);
        CommandPalette &palette = m_window->commandPalette();
        QVERIFY(palette.isVisible());
        auto *query = palette.findChild<QLineEdit *>(u"paletteQuery"_s);
        QTest::keyClicks(query, u"the-endpoint"_s);
        QTest::keyClick(query, Qt::Key_Return);
        QCOMPARE(m_pages[1]->shown, u"the-endpoint"_s);
        palette.open(u"Act on traffic"_s);
        QTest::keyClick(query, Qt::Key_Return);
        QCOMPARE(m_pages[1]->acted, 1);
        palette.open(u"Roll back"_s);
        QVERIFY(!palette.shown().empty());
        QVERIFY(!palette.shown().front().enabled);
        QVERIFY(!palette.shown().front().reason.isEmpty());
    }

    void notesReachTheRail()
    {
        auto *tab = m_window->findChild<QAbstractButton *>(u"rail-traffic"_s);
        m_pages[1]->note({.text = u"50 %"_s});
        QVERIFY(tab->accessibleName().contains(u"50 %"_s));
        m_pages[1]->note({.count = 2});
        QVERIFY(tab->accessibleName().contains(u"2 waiting"_s));
    }

    void pagesComeAndGoWithTheirActions()
    {
        ActionRegistry &registry = m_window->services().actions;
        QVERIFY(registry.find(u"traffic.act"_s));
        const std::size_t own = registry.entries().size() - 4;
        m_window->clearPages();
        QCOMPARE(registry.entries().size(), own);
        QVERIFY(!m_window->currentPage());
        QVERIFY(!m_window->findChild<QAbstractButton *>(u"rail-traffic"_s));
        addPages();
        m_window->restorePage();
        QCOMPARE(m_window->currentPage(), m_pages[0]);
    }

    void tabAndSizeAreRemembered()
    {
        m_window->services().navigator.showPage(u"traffic"_s);
        m_window->resize(1000, 650);
        m_window->close();
        makeWindow();
        QCOMPARE(m_window->currentPage()->id(), u"traffic"_s);
        QCOMPARE(m_window->size(), QSize(1000, 650));
    }

    void helpListsTheKeys()
    {
        QTest::keyClick(m_window.get(), Qt::Key_F1);
        auto *dialog = m_window->findChild<QDialog *>(u"helpDialog"_s);
        QVERIFY(dialog);
        QVERIFY(activate(*dialog));
        QCOMPARE(accessibilityProblems(*dialog).join(u'\n'), QString());
        dialog->close();
    }

    void questionMarkOpensHelpButCanBeTyped()
    {
        auto *field = new QLineEdit(m_pages[0]);
        field->show();
        field->setFocus();
        QTest::keyClick(field, Qt::Key_Question, Qt::ShiftModifier);
        QCOMPARE(field->text(), u"?"_s);
        QVERIFY(!m_window->findChild<QDialog *>(u"helpDialog"_s));
    }

    void isAccessible_data()
    {
        QTest::addColumn<bool>("everything");
        QTest::newRow("calm") << false;
        QTest::newRow("incident, no agent") << true;
    }
    void isAccessible()
    {
        QFETCH(bool, everything);
        ShellState state = fullState();
        if (everything)
            state.agent = AgentState::Stopped;
        else
            state.incident.reset();
        m_window->setState(state);
        QCOMPARE(accessibilityProblems(*m_window).join(u'\n'), QString());
    }

    void fitsASmallScreen_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("1024 x 640") << QSize(1024, 640);
        QTest::newRow("1440 x 900") << QSize(1440, 900);
    }
    void fitsASmallScreen()
    {
        QFETCH(QSize, size);
        m_window->setState(fullState());
        m_window->resize(size);
        QTRY_COMPARE(m_window->size(), size);
        for (const QString &name :
             {u"approvalsButton"_s, u"rollbackButton"_s, u"userButton"_s, u"searchButton"_s}) {
            const auto *widget = m_window->findChild<QWidget *>(name);
            const QRect place(widget->mapTo(m_window.get(), QPoint()), widget->size());
            QVERIFY2(m_window->rect().contains(place), qPrintable(name));
            QTRY_VERIFY2(widget->width() >= widget->minimumSizeHint().width() || name == u"searchButton"_s,
                         qPrintable(name));
        }
    }

private:
    void addPages()
    {
        m_pages = {new SmallPage(u"registry"_s, u"version"_s), new SmallPage(u"traffic"_s, u"endpoint"_s)};
        for (SmallPage *page : m_pages)
            m_window->addPage(page);
    }

    void makeWindow()
    {
        m_window.reset();
        m_settings = std::make_unique<Settings>(
            std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat));
        m_window = std::make_unique<MainWindow>(m_theme, *m_settings, m_dialogs);
        addPages();
        m_window->restorePage();
        QVERIFY(activate(*m_window));
    }

    Theme m_theme{*qApp};
    AnsweringDialogs m_dialogs;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<MainWindow> m_window;
    std::vector<SmallPage *> m_pages;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
