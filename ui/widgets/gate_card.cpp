#include "ui/widgets/gate_card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStringList>
#include <algorithm>

#include "ui/widgets/card.h"
#include "ui/widgets/comparison_view.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Decision;
using registry::Gate;
using registry::GateState;

namespace {

constexpr int reasonHeight = 56;

QString bold(const std::string &name)
{
    return u"<b>%1</b>"_s.arg(toQt(name).toHtmlEscaped());
}

QString versionOf(const Gate &gate)
{
    const QString subject = toQt(gate.subject);
    return subject.mid(subject.lastIndexOf(u'/') + 1);
}

QString endpointOf(const Gate &gate)
{
    return toQt(gate.subject).section(u'/', 0, 0);
}

int approvalsOf(const Gate &gate)
{
    return static_cast<int>(
        std::ranges::count(gate.approvals, Decision::Approve, &registry::Approval::decision));
}

Role stateRole(GateState state)
{
    switch (state) {
    case GateState::Open:
        return Role::Warning;
    case GateState::Granted:
        return Role::Good;
    case GateState::Refused:
        return Role::Danger;
    case GateState::Withdrawn:
        break;
    }
    return Role::MutedText;
}

} // namespace

GateCard::GateCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card({}, this))
    , m_request(makeText({}, Role::Text, this))
    , m_plan(makeText({}, Role::Text, this))
    , m_problem(makeText({}, Role::Danger, this))
    , m_comparison(new ComparisonView(theme, u"gateComparison"_s, this))
    , m_smokeTest(makeText({}, Role::Good, this))
    , m_outcome(makeText({}, Role::Text, this))
    , m_decision(makeDecision())
{
    m_request->setTextFormat(Qt::RichText);
    m_request->setObjectName(u"gateRequest"_s);
    m_plan->setObjectName(u"gatePlan"_s);
    m_problem->setObjectName(u"gateProblem"_s);
    m_smokeTest->setObjectName(u"gateSmokeTest"_s);
    m_outcome->setObjectName(u"gateOutcome"_s);
    for (QWidget *part : {static_cast<QWidget *>(m_request), static_cast<QWidget *>(m_plan),
                          static_cast<QWidget *>(m_problem), static_cast<QWidget *>(m_comparison),
                          static_cast<QWidget *>(m_smokeTest), static_cast<QWidget *>(m_outcome), m_decision})
        m_card->body()->addWidget(part);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    hide();
}

QWidget *GateCard::makeDecision()
{
    auto *decision = new QWidget(this);
    m_reason = new QPlainTextEdit(decision);
    m_reason->setObjectName(u"gateReason"_s);
    m_reason->setAccessibleName(tr("Reason of the decision"));
    m_reason->setPlaceholderText(tr("Reason (required to reject)"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(reasonHeight);
    m_reasonError =
        makeText(tr("A rejection needs a reason. Say what should be different."), Role::Danger, decision);
    m_reasonError->setObjectName(u"gateReasonError"_s);
    m_reasonError->hide();
    m_approve = makeButton(tr("Approve"), u"gateApprove"_s, ButtonKind::Primary, decision);
    m_reject = makeButton(tr("Reject"), u"gateReject"_s, ButtonKind::Plain, decision);
    setRole(m_reject, Role::Danger);
    m_obstacle = makeText({}, Role::MutedText, decision);
    m_obstacle->setObjectName(u"gateObstacle"_s);

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_approve);
    buttons->addWidget(m_reject);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(decision);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_reason);
    layout->addWidget(m_reasonError);
    layout->addLayout(buttons);
    layout->addWidget(m_obstacle);

    connect(m_reason, &QPlainTextEdit::textChanged, m_reasonError, &QWidget::hide);
    connect(m_reject, &QPushButton::clicked, this, &GateCard::reject);
    connect(m_approve, &QPushButton::clicked, this, [this] {
        Q_EMIT decided(m_view->gate.id, Decision::Approve, m_reason->toPlainText().trimmed());
    });
    return decision;
}

void GateCard::reject()
{
    const QString reason = m_reason->toPlainText().trimmed();
    if (reason.isEmpty()) {
        m_reasonError->show();
        m_reason->setFocus(Qt::OtherFocusReason);
        return;
    }
    Q_EMIT decided(m_view->gate.id, Decision::Reject, reason);
}

void GateCard::setView(GateView view)
{
    if (!m_view || m_view->gate.id != view.gate.id)
        m_reason->clear();
    m_view = std::move(view);
    showEvidence();
    showDecision();
    show();
}

void GateCard::setBusy(bool busy)
{
    m_busy = busy;
    if (m_view)
        showDecision();
}

void GateCard::focusDecision()
{
    if (m_approve->isEnabled() && m_decision->isVisible())
        m_approve->setFocus(Qt::OtherFocusReason);
    else
        m_reason->setFocus(Qt::OtherFocusReason);
}

void GateCard::showEvidence()
{
    const Gate &gate = m_view->gate;
    const GateEvidence &evidence = m_view->evidence;
    const bool production = gate.kind == registry::productionGate;
    m_card->setHeading(production ? tr("APPROVAL GATE · production traffic of %1").arg(endpointOf(gate))
                                  : tr("APPROVAL GATE · registration of version %1").arg(versionOf(gate)));
    setAccessibleName(production ? tr("Approval gate of production traffic of %1").arg(endpointOf(gate))
                                 : tr("Approval gate of version %1").arg(versionOf(gate)));
    m_card->setBorderRole(gate.state == GateState::Open ? Role::Warning : Role::Border);

    QStringList plan;
    if (evidence.version != 0) {
        QStringList steps;
        for (const int step : evidence.steps)
            steps.append(QString::number(step));
        plan.append(evidence.blueVersion == 0
                        ? tr("%1 version %2 would be the first to serve here, in steps of %3 %.")
                              .arg(toQt(evidence.model))
                              .arg(evidence.version)
                              .arg(steps.join(u" · "_s))
                        : tr("%1 version %2 would take over from version %3 in steps of %4 %.")
                              .arg(toQt(evidence.model))
                              .arg(evidence.version)
                              .arg(evidence.blueVersion)
                              .arg(steps.join(u" · "_s)));
        QStringList staging;
        for (const std::string &each : evidence.staging)
            staging.append(toQt(each));
        plan.append(staging.isEmpty() ? tr("It is not deployed to staging.")
                                      : tr("In staging: %1.").arg(staging.join(u", "_s)));
    }
    m_plan->setText(plan.join(u'\n'));
    m_plan->setVisible(!plan.isEmpty());

    m_problem->setText(tr("The evidence of this gate cannot be read: %1").arg(toQt(evidence.problem)));
    m_problem->setVisible(!evidence.problem.empty());
    m_comparison->setVisible(evidence.comparison.has_value());
    if (evidence.comparison)
        m_comparison->setComparison(*evidence.comparison);

    m_smokeTest->setVisible(evidence.smokeTest.has_value());
    if (evidence.smokeTest) {
        const SmokeOutcome &smoke = *evidence.smokeTest;
        const bool passed = smoke.tried > 0 && smoke.passed == smoke.tried;
        QString text =
            (passed ? u"✓ "_s : u"✕ "_s) + tr("Smoke test: %1 of %2 predictions valid.")
                                               .arg(countText(smoke.passed), countText(smoke.tried));
        if (passed && smoke.failureRateBelow > 0)
            text +=
                u' ' +
                tr("Fails less often than %1 (95 % confidence).").arg(percentText(smoke.failureRateBelow));
        m_smokeTest->setText(text);
        setRole(m_smokeTest, passed ? Role::Good : Role::Danger);
    }
}

void GateCard::showDecision()
{
    const Gate &gate = m_view->gate;
    const bool open = gate.state == GateState::Open;
    QString request = tr("Requested by %1.").arg(bold(gate.requestedBy)) + u' ';
    const int approvals = approvalsOf(gate);
    if (open)
        request += approvals > 0       ? tr("Has %1 of %2 approvals.").arg(approvals).arg(gate.required)
                   : gate.required > 1 ? tr("Needs %1 approvals.").arg(gate.required)
                                       : tr("Needs 1 approval.");
    else
        request += tr("Opened %1.").arg(dayText(gate.opened));
    m_request->setText(request);

    QStringList outcome;
    for (const registry::Approval &approval : gate.approvals) {
        const QString who =
            approval.decision == Decision::Approve
                ? tr("✓ Approved by %1, %2").arg(toQt(approval.member), dayText(approval.time))
                : tr("✕ Rejected by %1, %2").arg(toQt(approval.member), dayText(approval.time));
        outcome.append(approval.reason.empty() ? who : who + u": “%1”"_s.arg(toQt(approval.reason)));
    }
    if (gate.state == GateState::Withdrawn)
        outcome.append(tr("Withdrawn %1.").arg(gate.closed ? dayText(*gate.closed) : QString()));
    m_outcome->setText(outcome.join(u'\n'));
    m_outcome->setVisible(!outcome.isEmpty());
    setRole(m_outcome, open ? Role::Text : stateRole(gate.state));

    m_decision->setVisible(open);
    const QString whyNotApprove = toQt(m_view->whyNotApprove);
    const QString whyNotReject = toQt(m_view->whyNotReject);
    m_approve->setEnabled(!m_busy && whyNotApprove.isEmpty());
    m_reject->setEnabled(!m_busy && whyNotReject.isEmpty());
    m_approve->setToolTip(whyNotApprove);
    m_reject->setToolTip(whyNotReject);
    m_approve->setAccessibleDescription(whyNotApprove);
    m_reject->setAccessibleDescription(whyNotReject);
    m_reason->setEnabled(whyNotApprove.isEmpty() || whyNotReject.isEmpty());
    m_obstacle->setText(whyNotApprove);
    m_obstacle->setVisible(!whyNotApprove.isEmpty());
}

} // namespace signalbox::ui
