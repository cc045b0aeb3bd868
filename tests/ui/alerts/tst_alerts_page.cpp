#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTest>
#include <QTimer>
#include <SQLiteCpp/SQLiteCpp.h>

#include "core/serve/endpoints.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/workspace_window.h"
#include "ui/alerts/alerts_page.h"
#include "ui/alerts/alerts_snapshot.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/notices.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

template<typename Widget>
Widget *find(const QWidget *page, const char *name)
{
    return page->findChild<Widget *>(QString::fromLatin1(name));
}

QString said(const QWidget *page, const char *label)
{
    return find<QLabel>(page, label)->text();
}

DataTable *trail(const QWidget *page)
{
    return find<DataTable>(page, "auditTrail");
}

DataTable *log(const QWidget *page)
{
    return find<DataTable>(page, "agentLog");
}

// The sentence in place of the table, "" while there are rows in sight.
QString emptiness(const DataTable *table)
{
    const auto *empty = table->parentWidget()->findChild<EmptyState *>();
    return empty->isVisible() && !table->isVisible() ? empty->accessibleName() : QString();
}

void takeAway(const DataTable *table)
{
    const auto *empty = table->parentWidget()->findChild<EmptyState *>();
    QTest::keyClick(empty->findChild<QPushButton *>(u"emptyStateAction"_s), Qt::Key_Space);
}

void press(const QWidget *page, const char *button)
{
    QTest::keyClick(find<QPushButton>(page, button), Qt::Key_Space);
}

void addEndpoint(WorkspaceWindow &w, const std::string &name)
{
    valueOrThrow(
        serve::createEndpoint(w.store(), store::Actor::member("you"), name, serve::Environment::Dev));
}

// Entries as another program would write them, in one go.
void addEntries(WorkspaceWindow &w, int count, const std::string &subject)
{
    for (int i = 0; i < count; ++i)
        valueOrThrow(w.store().change(store::Actor::member("you"), store::Permission::Operate,
                                      [&](store::Change &change) -> Status {
                                          change.audit({.action = "test.done", .subject = subject});
                                          return {};
                                      }));
}

std::filesystem::path telemetryFile(WorkspaceWindow &w)
{
    return w.store().folder() / telemetry::telemetryFileName;
}

struct Written
{
    std::chrono::minutes ago;
    int severity;
    const char *message;
};

void write(WorkspaceWindow &w, const std::vector<Written> &lines)
{
    const auto file = valueOrThrow(telemetry::TelemetryFile::openForWriting(telemetryFile(w)));
    for (const Written &line : lines) {
        const telemetry::TraceRow row{.time = w.clock.now() - line.ago,
                                      .severityLevel = line.severity,
                                      .message = line.message,
                                      .role = "signalboxd"};
        valueOrThrow(file->append(telemetry::tracesTable(), telemetry::traceChunk({&row, 1})));
    }
}

const std::vector<Written> aWeek = {{std::chrono::hours(72), 1, "three days old"},
                                    {std::chrono::hours(2), 2, "two hours old"},
                                    {std::chrono::minutes(5), 1, "listening"},
                                    {std::chrono::minutes(4), 0, "a detail"}};

} // namespace

class TestAlertsPage final : public QObject
{
    Q_OBJECT

private:
    static AlertsPage *openAt(WorkspaceWindow &w, const QString &kind)
    {
        auto *page = w.open<AlertsPage>();
        w.window.services().navigator.showObject(kind, {});
        return page;
    }

private Q_SLOTS:
    void theChosenEntryIsShownInFull()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), 2);
        QCOMPARE(trail(page)->currentId(), u"2"_s);
        QVERIFY(find<QPlainTextEdit>(page, "auditChange")->toPlainText().contains(u"dev"_s));
        QVERIFY(find<QPushButton>(page, "openSubject")->isEnabled());
        QCOMPARE(said(page, "auditCount"), u"2 entries"_s);
        // What began the workspace leads nowhere.
        QVERIFY(trail(page)->selectId(u"1"_s));
        QVERIFY(!find<QPushButton>(page, "openSubject")->isEnabled());
    }

    void wordsSayWhatTheyHide()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), 2);
        auto *filter = find<FilterLine>(page, "auditFilter");
        filter->setFocus();
        QTest::keyClicks(filter, u"mine"_s);
        QTRY_COMPARE(said(page, "auditCount"), u"1 of 2 entries with these words"_s);
        QTest::keyClicks(filter, u"x"_s);
        QTRY_COMPARE(emptiness(trail(page)), u"The filter “minex” hides all of the 2 entries."_s);
        takeAway(trail(page));
        QCOMPARE(trail(page)->shownRows(), 2);
        QVERIFY(filter->text().isEmpty());
    }

    void olderEntriesAreReadOnRequest()
    {
        WorkspaceWindow w;
        addEntries(w, static_cast<int>(auditPage), "busy");
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), static_cast<int>(auditPage));
        QCOMPARE(said(page, "auditCount"), u"The newest 500 entries of 501"_s);
        find<FilterLine>(page, "auditFilter")->setText(u"workspace"_s);
        QTRY_VERIFY(said(page, "auditCount").contains(u"older ones are not read and not searched"_s));
        press(page, "showOlder");
        QTRY_VERIFY(!find<QPushButton>(page, "showOlder")->isVisible());
        QTRY_COMPARE(said(page, "auditCount"), u"1 of 501 entries with these words"_s);
    }

    void aSubjectIsLookedForInTheWholeTrail()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        addEntries(w, static_cast<int>(auditPage), "busy");
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), static_cast<int>(auditPage));
        QVERIFY(w.window.services().navigator.showObject(u"audit"_s, u"mine"_s));
        QTRY_COMPARE(trail(page)->shownRows(), 1);
        QCOMPARE(said(page, "auditCount"), u"1 entry of 502"_s);
        auto *clear = find<QPushButton>(page, "clearSubject");
        QCOMPARE(clear->text(), u"Only about mine"_s);
        press(page, "clearSubject");
        QTRY_COMPARE(trail(page)->shownRows(), static_cast<int>(auditPage));
        QVERIFY(!clear->isVisible());
        QVERIFY(w.window.services().navigator.showObject(u"audit"_s, u"nobody"_s));
        QTRY_COMPARE(emptiness(trail(page)), u"Nothing in the trail is about nobody."_s);
        takeAway(trail(page));
        QTRY_COMPARE(trail(page)->shownRows(), static_cast<int>(auditPage));
    }

    void theChainIsVerified()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), 2);
        press(page, "verifyChain");
        QTRY_VERIFY(said(page, "chainVerdict").contains(u"Intact: all 2 entries"_s));
        QCOMPARE(page->note(), PageNote());
    }

    void anEditedEntryIsFoundShownAndSaidInTheRail()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        addEntries(w, static_cast<int>(auditPage), "busy");
        {
            SQLite::Database raw(toUtf8(w.store().folder() / "workspace.db"), SQLite::OPEN_READWRITE);
            raw.exec("DROP TRIGGER audit_is_never_edited; UPDATE audit SET actor = 'eve' WHERE sequence = 2");
        }
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), static_cast<int>(auditPage));
        find<FilterLine>(page, "auditFilter")->setText(u"busy"_s);
        QVERIFY(w.session->services().actions.trigger(u"alerts.verify"_s));
        QTRY_VERIFY(said(page, "chainVerdict").contains(u"Entry 2 was edited"_s));
        QTRY_COMPARE(trail(page)->currentId(), u"2"_s);
        QCOMPARE(page->note().count, 1);
        savePicture(w.window, u"alerts-broken"_s);
    }

    void aTrailThatGrowsFasterThanItIsReadIsShown()
    {
        WorkspaceWindow w;
        auto *page = openAt(w, u"audit"_s);
        QTimer always;
        connect(&always, &QTimer::timeout, page, &AlertsPage::refresh);
        always.start(0);
        addEndpoint(w, "mine");
        QTRY_COMPARE(trail(page)->shownRows(), 2);
        w.window.services().navigator.showObject(u"log"_s, {});
        write(w, aWeek);
        QTRY_COMPARE(log(page)->shownRows(), 2);
    }

    void aTrailThatCannotBeReadIsSaid()
    {
        WorkspaceWindow w;
        auto *page = openAt(w, u"audit"_s);
        QTRY_COMPARE(trail(page)->shownRows(), 1);
        SQLite::Database raw(toUtf8(w.store().folder() / "workspace.db"), SQLite::OPEN_READWRITE);
        raw.exec("ALTER TABLE audit RENAME TO hidden");
        page->refresh();
        auto *banner = find<ErrorBanner>(page, "auditError");
        QTRY_VERIFY(banner->isVisible());
        QCOMPARE(page->note().text, u"unreadable"_s);
        raw.exec("ALTER TABLE hidden RENAME TO audit");
        press(banner, "retryButton");
        QTRY_VERIFY(!banner->isVisible());
        QCOMPARE(page->note(), PageNote());
    }

    void theWholeTrailIsExported()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        w.dialogs.path = w.folder.filePath(u"audit.csv"_s);
        auto *page = openAt(w, u"audit"_s);
        press(page, "exportAudit");
        QTRY_VERIFY(QFile::exists(w.dialogs.path));
        QFile file(w.dialogs.path);
        QTRY_VERIFY(file.size() > 0);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.readLine().startsWith("sequence,time,actor"));
        QVERIFY(file.readLine().startsWith("1,"));
        QVERIFY(file.readLine().startsWith("2,"));
    }

    void theLogSaysWhyItIsEmpty_data()
    {
        QTest::addColumn<int>("age"); // of the lines, in hours
        QTest::addColumn<int>("severity");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("too old")
            << 72 << 1 << QString()
            << u"Nothing was written in the last day. The newest line is from 3 d ago."_s;
        QTest::newRow("not severe enough")
            << 1 << 0 << QString() << u"“From information up” hides all 2 lines written in the last day."_s;
        QTest::newRow("other words") << 1 << 1 << u"brake"_s
                                     << u"The filter “brake” hides all 2 lines read in the last day."_s;
    }
    void theLogSaysWhyItIsEmpty()
    {
        QFETCH(const int, age);
        QFETCH(const int, severity);
        QFETCH(const QString, words);
        QFETCH(const QString, sentence);
        WorkspaceWindow w;
        write(w, {{std::chrono::hours(age), severity, "a"}, {std::chrono::hours(age), severity, "b"}});
        auto *page = openAt(w, u"log"_s);
        find<FilterLine>(page, "logFilter")->setText(words);
        QTRY_COMPARE(emptiness(log(page)), sentence);
        takeAway(log(page));
        QTRY_COMPARE(log(page)->shownRows(), 2);
        QVERIFY(emptiness(log(page)).isEmpty());
    }

    void withoutAnAgentTheLogOffersToStartOne()
    {
        WorkspaceWindow w;
        auto *page = openAt(w, u"log"_s);
        QTRY_COMPARE(emptiness(log(page)), u"The agent has written nothing here yet."_s);
        w.window.setState({.agent = AgentState::Stopped});
        QSignalSpy started(&w.window, &MainWindow::startAgentRequested);
        takeAway(log(page));
        QCOMPARE(started.size(), 1);
    }

    void onlyTheChosenTimeIsRead_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<int>("rows");
        QTest::newRow("an hour") << u"Last hour"_s << 1;
        QTest::newRow("a day") << u"Last day"_s << 2;
        QTest::newRow("a week") << u"Last week"_s << 3;
        QTest::newRow("everything") << u"All time"_s << 3;
    }
    void onlyTheChosenTimeIsRead()
    {
        QFETCH(const QString, range);
        QFETCH(const int, rows);
        WorkspaceWindow w;
        write(w, aWeek);
        auto *page = openAt(w, u"log"_s);
        QTRY_COMPARE(log(page)->shownRows(), 2);
        find<QComboBox>(page, "logRange")->setCurrentText(range);
        QTRY_COMPARE(log(page)->shownRows(), rows);
        QVERIFY(said(page, "logCount").contains(u"1 less severe hidden"_s));
    }

    void severitiesAreChosenFrom_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<int>("rows");
        QTest::newRow("everything") << 0 << 3;
        QTest::newRow("information") << 1 << 2;
        QTest::newRow("warning") << 2 << 1;
    }
    void severitiesAreChosenFrom()
    {
        QFETCH(const int, choice);
        QFETCH(const int, rows);
        WorkspaceWindow w;
        write(w, aWeek);
        auto *page = openAt(w, u"log"_s);
        find<QComboBox>(page, "logSeverity")->setCurrentIndex(choice);
        QTRY_COMPARE(log(page)->shownRows(), rows);
    }

    void newLinesArriveByThemselves()
    {
        WorkspaceWindow w;
        write(w, aWeek);
        auto *page = openAt(w, u"log"_s);
        QTRY_COMPARE(log(page)->shownRows(), 2);
        write(w, {{std::chrono::minutes(0), 3, "out of order"}});
        QTRY_COMPARE(log(page)->shownRows(), 3);
    }

    void aForeignTelemetryFileIsSaid()
    {
        WorkspaceWindow w;
        valueOrThrow(writeFile(telemetryFile(w), "this is no database, and it stays as it is"));
        auto *page = openAt(w, u"log"_s);
        auto *banner = find<ErrorBanner>(page, "logError");
        QTRY_VERIFY(banner->isVisible());
        QCOMPARE(page->note().text, u"unreadable"_s);
        std::filesystem::remove(telemetryFile(w));
        press(banner, "retryButton");
        QTRY_VERIFY(!banner->isVisible());
        QCOMPARE(page->note(), PageNote());
    }

    void everythingIsAccessible()
    {
        WorkspaceWindow w;
        addEndpoint(w, "mine");
        write(w, aWeek);
        auto *page = w.open<AlertsPage>();
        w.window.resize(1440, 900);
        QVERIFY(w.window.services().navigator.showObject(u"audit"_s, u"mine"_s));
        QTRY_COMPARE(trail(page)->shownRows(), 1);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
        savePicture(w.window, u"alerts-audit"_s);
        w.window.services().navigator.showObject(u"log"_s, {});
        QTRY_COMPARE(log(page)->shownRows(), 2);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
        savePicture(w.window, u"alerts-log"_s);
    }
};

QTEST_MAIN(TestAlertsPage)
#include "tst_alerts_page.moc"
