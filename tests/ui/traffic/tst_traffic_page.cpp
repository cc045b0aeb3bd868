#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTest>
#include <QTimer>

#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/serving_window.h"
#include "ui/shell/way_back.h"
#include "ui/traffic/drill_panel.h"
#include "ui/traffic/start_rollout_sheet.h"
#include "ui/traffic/traffic_page.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/toast_area.h"
#include "ui/widgets/verdict_banner.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using rollout::RolloutState;

namespace {

template<typename Widget = QPushButton>
Widget *find(const QWidget *page, const char *name)
{
    return page->findChild<Widget *>(QString::fromLatin1(name));
}

void press(const QWidget *page, const char *button)
{
    QTest::keyClick(find(page, button), Qt::Key_Space);
}

QString said(const QWidget *page, const char *label)
{
    return find<QLabel>(page, label)->text();
}

Verdict verdict(const QWidget *page)
{
    return find<VerdictBanner>(page, "verdict")->verdict();
}

bool toasted(ServingWindow &w, const QString &words)
{
    for (const QLabel *label : w.window.findChild<ToastArea *>()->findChildren<QLabel *>()) {
        if (label->text().contains(words))
            return true;
    }
    return false;
}

// A rollout of version 2 as green that has 10 % of a production endpoint.
void rollOutTenPercent(ServingWindow &w)
{
    w.serveInProduction("mine");
    w.startRollout("mine", w.version(1.0));
    w.untilGated("mine");
    w.grant("mine");
    w.reconcile();
    if (w.latest("mine").step != 1)
        throw std::runtime_error("the rollout has not taken its first step");
}

// Requests of the last seconds, as many to blue as to green.
void answerRequests(ServingWindow &w, int count)
{
    const auto file = valueOrThrow(
        telemetry::TelemetryFile::openForWriting(w.store().folder() / telemetry::telemetryFileName));
    const std::vector<telemetry::RequestLabel> labels = {
        {.endpoint = "mine", .deployment = "blue", .model = "diabetes_classification", .version = 1},
        {.endpoint = "mine", .deployment = "green", .model = "diabetes_classification", .version = 2}};
    std::vector<telemetry::RequestRow> rows;
    for (int i = 0; i < count; ++i) {
        const bool blue = i % 2 == 0;
        rows.push_back({.timestamp = w.clock.now().time_since_epoch().count(),
                        .duration = blue ? 41'234'000 : 39'876'000,
                        .label = blue ? 0U : 1U,
                        .rows = 1,
                        .score = blue ? 0.331F : 0.465F,
                        .resultCode = 200,
                        .success = true});
    }
    valueOrThrow(file->append(telemetry::requestsTable(), telemetry::requestChunk(rows, labels)));
}

// What a person would see as "Req…" in a table.
QStringList elided(const DataTable *table)
{
    QStringList found;
    constexpr int padding = 16;
    for (int column = 0; column < table->model()->columnCount(); ++column) {
        const int width = table->columnWidth(column);
        const QString title = table->model()->headerData(column, Qt::Horizontal).toString();
        if (table->horizontalHeader()->fontMetrics().horizontalAdvance(title) + padding > width)
            found << title;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            const QString text = table->model()->index(row, column).data().toString();
            if (table->fontMetrics().horizontalAdvance(text) + padding > width)
                found << text;
        }
    }
    if (table->horizontalHeader()->length() > table->viewport()->width())
        found << u"columns beyond the edge"_s;
    return found;
}

} // namespace

class TestTrafficPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyWorkspaceSaysWhatIsMissing()
    {
        ServingWindow w;
        auto *page = w.open<TrafficPage>();
        auto *empty = page->findChild<EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(!w.session->services().actions.trigger(u"traffic.start"_s));
        savePicture(w.window, u"traffic-empty"_s);
    }

    void aRolloutIsStartedFromTheSheet()
    {
        ServingWindow w;
        w.serveInProduction("mine");
        w.version(1.0);
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "startRollout")->isVisible() && find(page, "startRollout")->isEnabled());
        press(page, "startRollout");
        auto *sheet = page->findChild<StartRolloutSheet *>();
        QVERIFY(sheet);
        press(sheet, "submit");
        QTRY_COMPARE(w.latest("mine").state, RolloutState::Starting);
        QCOMPARE(w.latest("mine").version, 2);
        QTRY_VERIFY(toasted(w, u"is started"_s));
        QTRY_VERIFY(!find(page, "startRollout")->isVisible());
        QVERIFY(find(page, "cancelRollout")->isVisible());
        QTRY_COMPARE(verdict(page).headline, u"GREEN is being loaded"_s);
    }

    void aRolloutThatCoreRefusesStaysInTheSheet()
    {
        ServingWindow w;
        w.serveInProduction("mine");
        const registry::Version version = w.version(1.0);
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "startRollout")->isVisible() && find(page, "startRollout")->isEnabled());
        press(page, "startRollout");
        auto *sheet = page->findChild<StartRolloutSheet *>();
        QVERIFY(sheet);
        w.startRollout("mine", version);
        press(sheet, "submit");
        QTRY_VERIFY(!sheet->problem().isEmpty());
        QVERIFY(sheet->isVisible());
    }

    void aRolloutIsPausedResumedAndPromoted()
    {
        ServingWindow w;
        rollOutTenPercent(w);
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "pauseRollout")->isVisible() && find(page, "pauseRollout")->isEnabled());
        QTRY_COMPARE(verdict(page).headline, u"Too early to tell at 10 %"_s);
        QCOMPARE(page->note().text, u"10 %"_s);
        press(page, "pauseRollout");
        QTRY_COMPARE(w.latest("mine").state, RolloutState::Paused);
        QTRY_VERIFY(toasted(w, u"is paused"_s));
        QTRY_COMPARE(verdict(page).headline, u"Paused at 10 %"_s);
        press(page, "resumeRollout");
        QTRY_COMPARE(w.latest("mine").state, RolloutState::Settling);
        QTRY_VERIFY(toasted(w, u"goes on"_s));
        QTRY_VERIFY(find(page, "pauseRollout")->isVisible());
        press(page, "promoteRollout");
        QCOMPARE(w.dialogs.asked.size(), std::size_t{1});
        QCOMPARE(w.dialogs.asked.front().verb, u"Move to 50 %"_s);
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 50}, {"green", 50}}));
        QTRY_VERIFY(toasted(w, u"moved green to 50 %"_s));
        QTRY_COMPARE(page->note().text, u"50 %"_s);
    }

    void promotingInProductionCanBeThoughtOver()
    {
        ServingWindow w;
        w.dialogs.confirms = false;
        rollOutTenPercent(w);
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "promoteRollout")->isVisible() && find(page, "promoteRollout")->isEnabled());
        press(page, "promoteRollout");
        QCOMPARE(w.dialogs.asked.size(), std::size_t{1});
        QCOMPARE(w.split("mine"), (serve::Split{{"blue", 90}, {"green", 10}}));
    }

    void oneClickGoesBackAndSaysWhereTo()
    {
        ServingWindow w;
        rollOutTenPercent(w);
        auto *page = w.open<TrafficPage>();
        auto *button = find(page, "rollBack");
        QTRY_COMPARE(button->text(), u"Roll back to BLUE · v1"_s);
        const QStringList lines = said(page, "rollbackTarget").split(u'\n');
        QCOMPARE(lines.front(), u"All traffic of mine goes to BLUE · v1, away from GREEN · v2"_s);
        QVERIFY(lines[1].startsWith(u"diabetes_classification v1"_s));
        press(page, "rollBack");
        QTRY_COMPARE(w.split("mine"), (serve::Split{{"blue", 100}}));
        QVERIFY(w.dialogs.asked.empty());
        QTRY_VERIFY(toasted(w, u"Rolled back mine to BLUE · v1"_s));
        QTRY_COMPARE(verdict(page).headline, u"The last rollout went back to BLUE v1"_s);
        QTRY_COMPARE(button->text(), u"Nothing to roll back"_s);
        QVERIFY(!button->isEnabled());
    }

    void aRolloutIsCancelledBeforeItTookTraffic()
    {
        ServingWindow w;
        w.serveInProduction("mine");
        w.startRollout("mine", w.version(1.0));
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "cancelRollout")->isVisible() && find(page, "cancelRollout")->isEnabled());
        press(page, "cancelRollout");
        QTRY_COMPARE(w.latest("mine").state, RolloutState::Failed);
        QTRY_VERIFY(toasted(w, u"cancelled"_s));
        QTRY_COMPARE(verdict(page).headline, u"The last rollout ended before it took traffic"_s);
    }

    void theGateIsDecidedWhereTheTrafficIs()
    {
        ServingWindow w;
        w.serveInProduction("mine");
        w.startRollout("mine", w.version(1.0));
        w.untilGated("mine");
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "gateApprove")->isVisible() && find(page, "gateApprove")->isEnabled());
        QCOMPARE(page->note().count, 1);
        QCOMPARE(verdict(page).headline, u"GREEN waits for approval"_s);
        savePicture(w.window, u"traffic-gated"_s);
        press(page, "gateApprove");
        QTRY_COMPARE(valueOrThrow(registry::findGate(w.store(), w.latest("mine").gate)).state,
                     registry::GateState::Granted);
        w.reconcile();
        QTRY_COMPARE(page->note(), (PageNote{.text = u"10 %"_s}));
        QTRY_VERIFY(!find(page, "gateApprove")->isVisible());
    }

    void aViewerOnlyLooks()
    {
        ServingWindow w;
        rollOutTenPercent(w);
        w.actAs("guest", store::Role::Viewer);
        auto *page = w.open<TrafficPage>();
        for (const char *name : {"pauseRollout", "promoteRollout", "rollBack"}) {
            QTRY_VERIFY(find(page, name)->isVisible());
            QTRY_VERIFY(find(page, name)->toolTip().contains(u"viewer"_s));
            QVERIFY(!find(page, name)->isEnabled());
        }
    }

    void aDrillIsStartedSaidAndEnded()
    {
        ServingWindow w;
        w.serveInProduction("mine");
        auto *page = w.open<TrafficPage>();
        auto *panel = page->findChild<DrillPanel *>();
        QTRY_COMPARE(find<QComboBox>(panel, "faultDeployment")->count(), 1);
        QVERIFY(!panel->isVisible());
        press(page, "rehearse");
        QVERIFY(panel->isVisible());
        press(panel, "startLoad");
        QTRY_VERIFY(valueOrThrow(serve::findEndpoint(w.store(), "mine")).load.has_value());
        find<QDoubleSpinBox>(panel, "faultErrors")->setValue(15);
        press(panel, "injectFault");
        QTRY_VERIFY(!valueOrThrow(serve::findEndpoint(w.store(), "mine")).find("blue")->fault.none());
        QVERIFY(w.dialogs.asked.empty());
        QTRY_VERIFY(said(page, "drillText").contains(u"blue: 15\u00A0% errors"_s));
        QVERIFY(said(page, "drillText").contains(u"50 requests a second"_s));
        press(page, "endDrill");
        QTRY_VERIFY(!page->findChild<DrillBanner *>()->isVisible());
        QVERIFY(valueOrThrow(serve::findEndpoint(w.store(), "mine")).find("blue")->fault.none());
    }

    void aTeamIsAskedBeforeADrillInProduction()
    {
        ServingWindow w(store::WorkspaceKind::Team);
        valueOrThrow(store::setMember(w.store(), w.you, "colleague", store::Role::Administrator));
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "mine", serve::Environment::Production));
        const registry::Version made = w.registerRun(w.train(w.training()));
        valueOrThrow(registry::decide(w.store(), store::Actor::member("colleague"), made.gate,
                                      registry::Decision::Approve, "good"));
        w.deploy("mine", "blue", made);
        w.dialogs.confirms = false;
        auto *page = w.open<TrafficPage>();
        auto *panel = page->findChild<DrillPanel *>();
        QTRY_COMPARE(find<QComboBox>(panel, "faultDeployment")->count(), 1);
        press(page, "rehearse");
        press(panel, "startLoad");
        QCOMPARE(w.dialogs.asked.size(), std::size_t{1});
        QCOMPARE(w.dialogs.asked.front().verb, u"Rehearse in production"_s);
        QVERIFY(!valueOrThrow(serve::findEndpoint(w.store(), "mine")).load);
    }

    void productionIsTheFirstWayBack()
    {
        ServingWindow w;
        rollOutTenPercent(w);
        w.world.counts["green"] = {.requests = 100, .errors = 0};
        w.reconcile(3);
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "a-staging", serve::Environment::Staging));
        w.deploy("a-staging", "blue",
                 valueOrThrow(registry::findVersion(w.store(), "diabetes_classification", 1)));
        valueOrThrow(serve::setTraffic(w.store(), w.you, "a-staging", {{"blue", 100}}, "first"));
        w.startRollout("a-staging", w.version(2.0));
        w.reconcile(3);
        const auto ways = valueOrThrow(readWaysBack(w.store()));
        QCOMPARE(ways.size(), std::size_t{2});
        QVERIFY(ways[1].underWay);
        const RollbackTarget first = rollbackTarget(ways[0], w.clock.now());
        QCOMPARE(first.endpoint, u"mine"_s);
        QVERIFY(first.place.isEmpty());
        QCOMPARE(rollbackTarget(ways[1], w.clock.now()).place, u"a-staging"_s);
    }

    void nothingIsCutOff_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::newRow("small") << QSize(1024, 640);
        QTest::newRow("usual") << QSize(1440, 900);
    }
    void nothingIsCutOff()
    {
        QFETCH(const QSize, size);
        ServingWindow w;
        rollOutTenPercent(w);
        answerRequests(w, 4000);
        auto *page = w.open<TrafficPage>();
        w.window.resize(size);
        QTRY_COMPARE(verdict(page).headline, u"No harm found at 10 %"_s);
        auto *against = find<DataTable>(page, "trafficAgainst");
        QTRY_COMPARE(against->model()->index(0, 2).data().toString(), countText(2000));
        QTRY_COMPARE(elided(against), QStringList());
        auto *headline = find<QLabel>(page, "verdictHeadline");
        QTRY_COMPARE(headline->visibleRegion().boundingRect().size(), headline->size());
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            w.theme.setChoice(choice);
            w.settle();
            savePicture(w.window,
                        u"traffic-%1-%2"_s.arg(size.width()).arg(w.theme.isDark() ? u"dark"_s : u"light"_s));
            find<QScrollArea>(page, "trafficScroll")->ensureWidgetVisible(against);
            savePicture(
                w.window,
                u"traffic-against-%1-%2"_s.arg(size.width()).arg(w.theme.isDark() ? u"dark"_s : u"light"_s));
        }
    }

    void aWorkspaceThatChangesFasterThanItIsReadIsShown()
    {
        ServingWindow w;
        auto *page = w.open<TrafficPage>();
        QTimer always;
        connect(&always, &QTimer::timeout, page, &TrafficPage::refresh);
        always.start(0);
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "mine", serve::Environment::Dev));
        QTRY_COMPARE(find<ObjectList>(page, "trafficEndpoints")->count(), 1);
    }

    void aForeignTelemetryFileIsSaid()
    {
        ServingWindow w;
        w.serveBlueThenGreen("mine");
        valueOrThrow(writeFile(w.store().folder() / telemetry::telemetryFileName,
                               "this is no database at all, truly"));
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(page->findChild<ErrorBanner *>()->isVisible());
        QCOMPARE(find(page, "rollBack")->text(), u"Roll back to BLUE · v1"_s);
    }

    void everythingIsAccessible()
    {
        ServingWindow w;
        rollOutTenPercent(w);
        auto *page = w.open<TrafficPage>();
        QTRY_VERIFY(find(page, "pauseRollout")->isVisible());
        press(page, "rehearse");
        w.settle();
        savePicture(w.window, u"traffic-drill"_s);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }
};

QTEST_MAIN(TestTrafficPage)
#include "tst_traffic_page.moc"
