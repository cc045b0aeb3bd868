#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/workspace_window.h"
#include "ui/widgets/comparison_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/gate_card.h"
#include "ui/widgets/value_table_model.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using registry::Decision;
using registry::GateState;

namespace {

constexpr const char *registrationEvidence =
    R"({"candidate":"diabetes/5","baseline":"diabetes/4","same_rows":true,
"note":"","rows":3000,"metrics":[
{"metric":"f1","baseline":0.743,"candidate":0.781,"higher_is_better":true},
{"metric":"recall","baseline":0.726,"candidate":0.726,"higher_is_better":true},
{"metric":"accuracy","baseline":0.774,"candidate":0.769,"higher_is_better":true},
{"metric":"log_loss","baseline":0.471,"candidate":0.452,"higher_is_better":false}],
"fixed":212,"broken":98,"f1_gain":{"low":0.021,"high":0.055},
"smoke_test":{"rows":20,"valid":20,"finding":"20 of 20 predictions valid."}})";

constexpr const char *productionEvidence = R"({"model":"diabetes","version":5,"blue_version":4,
"probes":{"sent":20,"passed":20,"failure_rate_below":0.139},"steps":[10,50,100],
"staging":[{"endpoint":"my-endpoint-stg","percent":100}],"registration":{}})";

GateView viewOf(const char *evidence, std::string_view kind = registry::registrationGate)
{
    GateView view;
    view.gate.id = 7;
    view.gate.kind = kind;
    view.gate.subject = kind == registry::productionGate ? "my-endpoint/18" : "diabetes/5";
    view.gate.requestedBy = "<nightly> sweep";
    view.gate.evidence = evidence;
    view.evidence = readEvidence(view.gate);
    return view;
}

QString text(const GateCard &card, const QString &name)
{
    const auto *label = card.findChild<QLabel *>(name);
    return label->isVisibleTo(&card) ? label->text() : QString();
}

QPushButton *button(const GateCard &card, const QString &name)
{
    return card.findChild<QPushButton *>(name);
}

} // namespace

class TestGateCard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEvidenceOfARegistrationIsShown()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        card.setView(viewOf(registrationEvidence));
        QVERIFY(text(card, u"gateRequest"_s).contains(u"&lt;nightly&gt; sweep"_s));
        QVERIFY(text(card, u"gateRequest"_s).contains(u"Needs 1 approval."_s));
        QCOMPARE(
            text(card, u"gateComparisonSentence"_s),
            u"Paired bootstrap on the same 3\u202f000 rows of the test set: F1 gain 95 % interval +0.021 … "
            u"+0.055. 212 rows fixed, 98 rows broken."_s);
        QCOMPARE(text(card, u"gateSmokeTest"_s), u"✓ Smoke test: 20 of 20 predictions valid."_s);
        QStringList lines;
        for (const Row &row : card.findChild<DataTable *>(u"gateComparison"_s)->rowsModel()->rows()) {
            QStringList cells;
            for (const Cell &cell : row.cells)
                cells.append(cell.text);
            lines.append(cells.join(u' '));
        }
        QCOMPARE(lines, (QStringList{u"F1 0.743 0.781 +0.038 better"_s, u"Recall 0.726 0.726 0.000 same"_s,
                                     u"Accuracy 0.774 0.769 −0.005 worse"_s,
                                     u"Log loss 0.471 0.452 −0.019 better"_s}));
    }

    void betterAndWorseHaveTheirColour()
    {
        registry::Comparison comparison;
        comparison.metrics = {
            {.metric = "log_loss", .baseline = 0.4, .candidate = 0.5, .higherIsBetter = false},
            {.metric = "f1", .baseline = 0.4, .candidate = 0.5, .higherIsBetter = true},
            {.metric = "recall", .baseline = {}, .candidate = 0.5}};
        const auto rows = comparisonRows(comparison);
        QCOMPARE(rows[0].cells[3].role, Role::Danger);
        QCOMPARE(rows[1].cells[3].role, Role::Good);
        QCOMPARE(rows[2].cells[1].text, emDash());
    }

    void theEvidenceOfProductionIsShown()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        card.setView(viewOf(productionEvidence, registry::productionGate));
        QVERIFY(card.accessibleName().contains(u"my-endpoint"_s));
        QVERIFY(
            text(card, u"gatePlan"_s).contains(u"take over from version 4 in steps of 10 · 50 · 100 %"_s));
        QVERIFY(text(card, u"gatePlan"_s).contains(u"In staging: my-endpoint-stg 100 %."_s));
        QVERIFY(text(card, u"gateSmokeTest"_s)
                    .contains(u"Fails less often than %1 (95 % confidence)."_s.arg(percentText(0.139))));
        QVERIFY(!card.findChild<DataTable *>(u"gateComparison"_s)->isVisibleTo(&card));
    }

    void evidenceThatCannotBeReadIsSaid_data()
    {
        QTest::addColumn<QByteArray>("evidence");
        QTest::addColumn<bool>("production");
        QTest::newRow("no JSON") << QByteArray("{") << false;
        QTest::newRow("nothing in it") << QByteArray("{}") << false;
        QTest::newRow("wrong type") << QByteArray(R"({"candidate":1})") << false;
        QTest::newRow("production, nothing in it") << QByteArray("{}") << true;
        QTest::newRow("production, a list") << QByteArray("[1]") << true;
        QTest::newRow("production, odd steps")
            << QByteArray(R"({"model":"m","version":1,"blue_version":0,"steps":"all"})") << true;
    }
    void evidenceThatCannotBeReadIsSaid()
    {
        QFETCH(QByteArray, evidence);
        QFETCH(bool, production);
        Theme theme(*qApp);
        GateCard card(theme);
        card.setView(
            viewOf(evidence.constData(), production ? registry::productionGate : registry::registrationGate));
        QVERIFY(text(card, u"gateProblem"_s).startsWith(u"The evidence of this gate cannot be read"_s));
    }

    void approvingNeedsNoReasonAndRejectingDoes()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        card.setView(viewOf(registrationEvidence));
        card.show();
        QSignalSpy decided(&card, &GateCard::decided);
        QTest::keyClick(button(card, u"gateReject"_s), Qt::Key_Space);
        QCOMPARE(decided.count(), 0);
        QVERIFY(!text(card, u"gateReasonError"_s).isEmpty());
        auto *reason = card.findChild<QPlainTextEdit *>(u"gateReason"_s);
        QTest::keyClicks(reason, u"  recall is not better "_s);
        QVERIFY(text(card, u"gateReasonError"_s).isEmpty());
        QTest::keyClick(button(card, u"gateReject"_s), Qt::Key_Space);
        QCOMPARE(decided.count(), 1);
        QCOMPARE(decided[0][0].toLongLong(), 7);
        QCOMPARE(decided[0][2].toString(), u"recall is not better"_s);
        reason->clear();
        QTest::keyClick(button(card, u"gateApprove"_s), Qt::Key_Space);
        QCOMPARE(decided.count(), 2);
    }

    void theReasonBeingTypedSurvivesARefresh()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        card.setView(viewOf(registrationEvidence));
        auto *reason = card.findChild<QPlainTextEdit *>(u"gateReason"_s);
        reason->setPlainText(u"half a sent"_s);
        card.setView(viewOf(registrationEvidence));
        QCOMPARE(reason->toPlainText(), u"half a sent"_s);
        GateView other = viewOf(registrationEvidence);
        other.gate.id = 8;
        card.setView(other);
        QVERIFY(reason->toPlainText().isEmpty());
    }

    void whoMayNotDecideSeesWhy()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        GateView view = viewOf(registrationEvidence);
        view.whyNotApprove = "A second person must approve.";
        card.setView(view);
        QVERIFY(!button(card, u"gateApprove"_s)->isEnabled());
        QVERIFY(button(card, u"gateReject"_s)->isEnabled());
        QCOMPARE(text(card, u"gateObstacle"_s), u"A second person must approve."_s);
        view.whyNotReject = view.whyNotApprove;
        card.setView(view);
        QVERIFY(!button(card, u"gateReject"_s)->isEnabled());
        QVERIFY(!card.findChild<QPlainTextEdit *>(u"gateReason"_s)->isEnabled());
    }

    void aDecidedGateTellsHow()
    {
        Theme theme(*qApp);
        GateCard card(theme);
        GateView view = viewOf(registrationEvidence);
        view.gate.state = GateState::Refused;
        view.gate.approvals = {
            {.member = "reviewer", .decision = Decision::Reject, .reason = "recall fell", .time = {}}};
        card.setView(view);
        QVERIFY(text(card, u"gateOutcome"_s).contains(u"Rejected by reviewer"_s));
        QVERIFY(text(card, u"gateOutcome"_s).contains(u"“recall fell”"_s));
        QVERIFY(!button(card, u"gateApprove"_s)->isVisibleTo(&card));
    }
};

QTEST_MAIN(TestGateCard)
#include "tst_gate_card.moc"
