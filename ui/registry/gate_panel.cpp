#include "ui/registry/gate_panel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QSignalBlocker>

#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/gate_card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/toast_area.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Decision;
using registry::Gate;
using registry::GateState;

namespace {

constexpr int shownEntries = 12;

QString stateWord(GateState state)
{
    switch (state) {
    case GateState::Open:
        return GatePanel::tr("waiting");
    case GateState::Granted:
        return GatePanel::tr("granted");
    case GateState::Refused:
        return GatePanel::tr("refused");
    case GateState::Withdrawn:
        break;
    }
    return GatePanel::tr("withdrawn");
}

QString choiceText(const GateChoice &gate)
{
    const QString what = gate.kind == registry::productionGate
                             ? GatePanel::tr("Production of %1").arg(toQt(gate.subject).section(u'/', 0, 0))
                             : GatePanel::tr("Registration");
    return what + u" · "_s + stateWord(gate.state);
}

std::vector<Row> historyRows(const std::vector<store::AuditEntry> &entries)
{
    std::vector<Row> rows;
    for (const store::AuditEntry &entry : entries) {
        const QString reason = toQt(entry.reason);
        rows.push_back({.id = QString::number(entry.sequence),
                        .cells = {{.text = dayText(entry.time),
                                   .sortKey = static_cast<qlonglong>(entry.sequence),
                                   .role = Role::MutedText,
                                   .toolTip = fullTimeText(entry.time)},
                                  {.text = actionWords(entry.action), .role = actionRole(entry.action)},
                                  {.text = toQt(entry.actor)},
                                  {.text = reason, .role = Role::MutedText, .toolTip = reason}}});
    }
    return rows;
}

QString decidedText(const Gate &gate, Decision decision)
{
    const QString subject = toQt(gate.subject);
    if (decision == Decision::Reject)
        return GatePanel::tr("Rejected: the gate of %1 is refused").arg(subject);
    return gate.state == GateState::Granted
               ? GatePanel::tr("Approved: the gate of %1 is granted").arg(subject)
               : GatePanel::tr("Approved: %1 waits for others").arg(subject);
}

} // namespace

GatePanel::GatePanel(Session &session, ShellServices services, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_services(services)
    , m_error(new ErrorBanner(services.theme, this))
    , m_choice(new QComboBox(this))
    , m_card(new GateCard(services.theme, this))
    , m_historyCard(new Card(tr("HISTORY OF THIS GATE"), this))
    , m_history(new ValueTableModel(
          {{.title = tr("Time")}, {.title = tr("What")}, {.title = tr("By")}, {.title = tr("Reason")}}, this))
    , m_historyTable(new DataTable(services.theme, u"gateHistory"_s, tr("History of this gate"), this))
{
    setObjectName(u"gatePanel"_s);
    m_choice->setObjectName(u"gateChoice"_s);
    m_choice->setAccessibleName(tr("Gate to show"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_historyTable->setRowsModel(m_history);
    m_historyTable->setFitRows(shownEntries);
    m_historyTable->setDialogs(&services.dialogs);
    m_historyCard->body()->addWidget(m_historyTable);

    auto *none = new Card({}, this);
    none->body()->addWidget(makeText(tr("No gate is about this version."), Role::MutedText, none));
    m_none = none;

    auto *scroll = new ScrollColumn(u"gateScroll"_s, this);
    for (QWidget *part : {static_cast<QWidget *>(m_error), static_cast<QWidget *>(m_choice),
                          static_cast<QWidget *>(m_card), static_cast<QWidget *>(m_historyCard), m_none})
        scroll->column()->addWidget(part);
    scroll->column()->addStretch(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
    setGates({});

    connect(m_choice, &QComboBox::currentIndexChanged, this,
            [this] { choose(m_choice->currentData().toLongLong()); });
    connect(m_card, &GateCard::decided, this, &GatePanel::decide);
    connect(m_error, &ErrorBanner::retryRequested, this, &GatePanel::load);
}

void GatePanel::setGates(const std::vector<GateChoice> &gates)
{
    const QSignalBlocker blocker(m_choice);
    m_choice->clear();
    for (const GateChoice &gate : gates)
        m_choice->addItem(choiceText(gate), QVariant::fromValue(static_cast<qlonglong>(gate.id)));
    const int kept = m_choice->findData(QVariant::fromValue(static_cast<qlonglong>(m_gate)));
    m_choice->setCurrentIndex(gates.empty() ? -1 : std::max(kept, 0));
    m_choice->setVisible(gates.size() > 1);
    m_none->setVisible(gates.empty());
    if (gates.empty()) {
        m_gate = 0;
        m_reading.cancel();
        m_card->hide();
        m_historyCard->hide();
        m_error->clear();
        return;
    }
    m_gate = m_choice->currentData().toLongLong();
    load();
}

void GatePanel::choose(std::int64_t gate)
{
    m_gate = gate;
    const QSignalBlocker blocker(m_choice);
    if (const int index = m_choice->findData(QVariant::fromValue(static_cast<qlonglong>(gate))); index >= 0)
        m_choice->setCurrentIndex(index);
    load();
}

void GatePanel::focusDecision()
{
    if (m_card->view() && m_card->view()->gate.id == m_gate && !m_reading.waiting())
        m_card->focusDecision();
    else
        m_focused = m_gate;
}

void GatePanel::load()
{
    m_session.read(
        this, m_reading,
        [gate = m_gate](Workspace &workspace) {
            return readGateView(*workspace.store, workspace.actor.name, gate);
        },
        [this](Result<GateView> view) {
            if (!view) {
                m_error->showError(errorText(view.error()));
                return;
            }
            m_error->clear();
            show(*std::move(view));
        });
}

void GatePanel::show(GateView view)
{
    m_history->setRows(historyRows(view.history));
    m_historyCard->setVisible(!view.history.empty());
    m_card->setView(std::move(view));
    if (std::exchange(m_focused, 0) == m_gate)
        m_card->focusDecision();
}

void GatePanel::decide(qint64 gate, Decision decision, const QString &reason)
{
    m_card->setBusy(true);
    m_session.attempt(
        this,
        [gate, decision, reason = fromQt(reason)](Workspace &workspace) {
            return registry::decide(*workspace.store, workspace.actor, gate, decision, reason);
        },
        [this, decision](const Result<Gate> &result) {
            m_card->setBusy(false);
            if (!result) {
                m_session.showError(result.error());
                load();
                return;
            }
            m_services.toasts.showToast({.text = decidedText(*result, decision),
                                         .role = decision == Decision::Approve ? Role::Good : Role::Warning});
            Q_EMIT decided();
        });
}

} // namespace signalbox::ui
