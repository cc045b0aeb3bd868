#include "ui/traffic/traffic_page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QGridLayout>
#include <QResizeEvent>
#include <QStackedWidget>
#include <algorithm>
#include <utility>

#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/traffic/against_card.h"
#include "ui/traffic/drill_panel.h"
#include "ui/traffic/on_call_card.h"
#include "ui/traffic/rollout_card.h"
#include "ui/traffic/rollout_words.h"
#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/gate_card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/request_charts.h"
#include "ui/widgets/scroll_column.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int listWidth = 224;
constexpr int narrowListWidth = 172;
constexpr int sideWidth = 312;
constexpr int wideFrom = 1080; // width of the page from which the side column stands beside the charts
constexpr std::array<int, 3> rangeMinutes = {5, 15, 60};

} // namespace

TrafficPage::TrafficPage(Session &session, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(session.services().theme, u"traffic"_s, this))
{
    m_empty->setText(
        tr("There is no endpoint yet. Create one and deploy a version to see its traffic here."));
    m_empty->setAction(tr("Go to Endpoints"));
    connect(m_empty, &EmptyState::actionRequested, this,
            [this] { m_session.services().navigator.showPage(u"endpoints"_s); });
    connect(m_error, &ErrorBanner::retryRequested, this, &TrafficPage::refresh);

    m_stack->addWidget(makeContent());
    m_stack->addWidget(m_empty);
    m_stack->hide(); // until there is something true to show
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_stack, 1);
    connectCards();
}

QString TrafficPage::id() const
{
    return u"traffic"_s;
}

QString TrafficPage::title() const
{
    return tr("Traffic");
}

QString TrafficPage::iconName() const
{
    return u"traffic"_s;
}

QStringList TrafficPage::kinds() const
{
    return {u"traffic"_s, u"rollout"_s};
}

QWidget *TrafficPage::makeContent()
{
    const Theme &theme = m_session.services().theme;
    m_list = new ObjectList(theme, u"trafficEndpoints"_s, tr("Endpoints"), this);
    m_listCard = new Card(tr("ENDPOINTS"), this);
    m_listCard->body()->addWidget(m_list, 1);

    m_drillBanner = new DrillBanner(theme, this);
    m_rollout = new RolloutCard(theme, this);
    m_gate = new GateCard(theme, this);
    m_gate->setObjectName(u"trafficGate"_s);
    m_drill = new DrillPanel(theme, this);
    m_drill->hide();
    m_onCall = new OnCallCard(theme, this);
    m_against = new AgainstCard(theme, this);
    m_head = new QWidget(this);
    auto *head = new QVBoxLayout(m_head);
    head->setContentsMargins(0, 0, 0, 0);
    head->setSpacing(12);
    head->addWidget(m_rollout);
    head->addWidget(m_gate);
    head->addWidget(m_drill);
    head->addStretch();
    m_charts = makeCharts();
    m_grid = new QGridLayout;
    m_grid->setSpacing(12);

    auto *scroll = new ScrollColumn(u"trafficScroll"_s, this);
    scroll->column()->addWidget(m_drillBanner);
    scroll->column()->addLayout(m_grid, 1);
    scroll->column()->addWidget(makeAudit());
    arrange(true);

    auto *content = new QWidget(this);
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_listCard);
    layout->addWidget(scroll, 1);
    return content;
}

void TrafficPage::arrange(bool wide)
{
    m_wide = wide;
    m_listCard->setFixedWidth(wide ? listWidth : narrowListWidth);
    for (QWidget *part :
         {m_head, m_charts, static_cast<QWidget *>(m_onCall), static_cast<QWidget *>(m_against)})
        m_grid->removeWidget(part);
    if (wide) {
        m_grid->addWidget(m_head, 0, 0);
        m_grid->addWidget(m_onCall, 0, 1);
        m_grid->addWidget(m_charts, 1, 0);
        m_grid->addWidget(m_against, 1, 1);
    } else {
        m_grid->addWidget(m_onCall, 0, 0);
        m_grid->addWidget(m_head, 1, 0);
        m_grid->addWidget(m_charts, 2, 0);
        m_grid->addWidget(m_against, 3, 0);
    }
    m_grid->setColumnMinimumWidth(1, wide ? sideWidth : 0);
    m_grid->setColumnStretch(0, 1);
    m_grid->setRowStretch(1, wide ? 1 : 0);
}

void TrafficPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    if (const bool wide = event->size().width() >= wideFrom; wide != m_wide)
        arrange(wide);
}

QWidget *TrafficPage::makeCharts()
{
    const ShellServices &services = m_session.services();
    m_latency = new TimeChart(services.theme, u"trafficLatency"_s, tr("LATENCY P95, ms"), this);
    m_errors = new TimeChart(services.theme, u"trafficErrors"_s, tr("ERROR RATE, %"), this);
    for (TimeChart *chart : {m_latency, m_errors}) {
        connect(chart, &TimeChart::queryRequested, this, [this](const QString &query) {
            m_session.services().navigator.showObject(u"query"_s, query);
        });
        chart->setMinimumHeight(140);
        chart->setDialogs(&services.dialogs);
    }
    m_range = new QComboBox(this);
    m_range->setObjectName(u"trafficRange"_s);
    m_range->setAccessibleName(tr("Time shown"));
    for (const int minutes : rangeMinutes)
        m_range->addItem(minutes < 60 ? tr("Last %1 min").arg(minutes) : tr("Last hour"), minutes);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this] {
        m_answerRequest.cancel();
        readAnswers();
    });
    auto *card = new Card({}, this);
    card->addHeadingWidget(m_range);
    card->body()->addWidget(m_latency, 1);
    card->body()->addWidget(m_errors, 1);
    return card;
}

QWidget *TrafficPage::makeAudit()
{
    const ShellServices &services = m_session.services();
    m_auditModel = new ValueTableModel(
        {{.title = tr("Time")}, {.title = tr("Who")}, {.title = tr("What")}, {.title = tr("Why")}}, this);
    m_audit = new DataTable(services.theme, u"trafficAudit"_s, tr("Audit trail of this endpoint"), this);
    m_audit->setRowsModel(m_auditModel);
    m_audit->setDialogs(&services.dialogs);
    m_audit->setFitRows(5);
    m_audit->setUsualWidths({90, 110, 260, 400});
    auto *all = makeButton(tr("Whole trail"), u"wholeTrail"_s, ButtonKind::Link, this);
    connect(all, &QPushButton::clicked, this,
            [this] { m_session.services().navigator.showObject(u"audit"_s, m_list->currentId()); });
    auto *card = new Card(tr("AUDIT TRAIL"), this);
    card->addHeadingWidget(all);
    card->body()->addWidget(m_audit);
    return card;
}

void TrafficPage::connectCards()
{
    connect(m_list, &ObjectList::currentIdChanged, this, &TrafficPage::choose);
    connect(m_rollout, &RolloutCard::startRequested, this, &TrafficPage::startRollout);
    connect(m_rollout, &RolloutCard::pauseRequested, this, &TrafficPage::pause);
    connect(m_rollout, &RolloutCard::resumeRequested, this, &TrafficPage::resume);
    connect(m_rollout, &RolloutCard::promoteRequested, this, &TrafficPage::promote);
    connect(m_rollout, &RolloutCard::cancelRequested, this, &TrafficPage::cancel);
    connect(m_rollout, &RolloutCard::rehearseToggled, m_drill, &QWidget::setVisible);
    connect(m_onCall, &OnCallCard::rollbackRequested, this, &TrafficPage::rollBack);
    connect(m_gate, &GateCard::decided, this, &TrafficPage::decide);
    connect(m_drill, &DrillPanel::loadRequested, this, &TrafficPage::setLoad);
    connect(m_drill, &DrillPanel::faultRequested, this, &TrafficPage::setFault);
    connect(m_drillBanner, &DrillBanner::endRequested, this, &TrafficPage::endDrill);
    connect(&m_session, &Session::telemetryChanged, this, [this] {
        if (isVisible())
            readAnswers();
    });
    connect(&m_session, &Session::environmentChanged, this, &TrafficPage::chooseByEnvironment);
}

void TrafficPage::addActions(ActionRegistry &registry)
{
    const QString group = title();
    registry.add({.id = u"traffic.start"_s,
                  .text = tr("Start a rollout…"),
                  .group = group,
                  .icon = u"play"_s,
                  .run = [this] { startRollout(); }});
    registry.add({.id = u"traffic.pause"_s,
                  .text = tr("Pause the rollout"),
                  .group = group,
                  .icon = u"pause"_s,
                  .run = [this] { pause(); }});
    registry.add({.id = u"traffic.resume"_s,
                  .text = tr("Resume the rollout"),
                  .group = group,
                  .icon = u"play"_s,
                  .run = [this] { resume(); }});
    registry.add({.id = u"traffic.promote"_s,
                  .text = tr("Promote the rollout to its next step"),
                  .group = group,
                  .icon = u"arrow-right"_s,
                  .run = [this] { promote(); }});
    registry.add({.id = u"traffic.endDrill"_s,
                  .text = tr("End the drill"),
                  .group = group,
                  .icon = u"drill"_s,
                  .run = [this] { endDrill(); }});
    updateActions();
}

void TrafficPage::refresh()
{
    const QString chosen = m_wanted.isEmpty() ? m_list->currentId() : m_wanted;
    // A workspace that changes faster than it is read must still be shown; another question is asked at once.
    if (m_snapshotRequest.waiting() && m_asked == chosen) {
        m_again = true;
        return;
    }
    m_asked = chosen;
    m_session.read(
        this, m_snapshotRequest,
        [chosen = fromQt(chosen)](Workspace &workspace) { return readTraffic(workspace, chosen); },
        [this](Result<TrafficSnapshot> snapshot) {
            if (snapshot) {
                m_error->clear();
                take(*std::move(snapshot));
            } else {
                m_error->showError(errorText(snapshot.error()));
            }
            if (std::exchange(m_again, false))
                refresh();
        });
}

void TrafficPage::take(TrafficSnapshot snapshot)
{
    const bool first = !m_snapshot;
    const bool another = first || (m_snapshot->endpoint && snapshot.endpoint &&
                                   m_snapshot->endpoint->name != snapshot.endpoint->name);
    m_snapshot = std::move(snapshot);
    m_stack->setCurrentIndex(m_snapshot->endpoints.empty() ? 1 : 0);
    if (m_snapshot->endpoints.empty() || m_snapshot->endpoint)
        m_stack->show();
    showList();
    if (m_snapshot->endpoint) {
        showChosen();
        if (another)
            m_answer = {};
        showCharts();
        readAnswers();
    } else if (first) {
        chooseByEnvironment();
    }
    updateNote();
    updateActions();
}

void TrafficPage::choose(const QString &endpoint)
{
    m_wanted = endpoint;
    if (!endpoint.isEmpty() &&
        (!m_snapshot || !m_snapshot->endpoint || toQt(m_snapshot->endpoint->name) != endpoint))
        refresh();
}

void TrafficPage::chooseByEnvironment()
{
    if (!m_snapshot)
        return;
    for (const serve::Endpoint &endpoint : m_snapshot->endpoints) {
        if (environmentFromName(toQt(serve::environmentName(endpoint.environment))) ==
            m_session.environment()) {
            m_list->selectId(toQt(endpoint.name));
            return;
        }
    }
}

void TrafficPage::showObject(const QString &kind, const QString &name)
{
    const QString endpoint = kind == u"rollout" ? name.section(u'/', 0, 0) : name;
    m_wanted = endpoint;
    if (!m_list->selectId(endpoint))
        refresh();
    if (kind == u"rollout")
        m_gate->focusDecision();
}

std::vector<PageObject> TrafficPage::objects() const
{
    std::vector<PageObject> objects;
    if (!m_snapshot)
        return objects;
    for (const rollout::Rollout &rollout : m_snapshot->underWay)
        objects.push_back({.kind = u"rollout"_s,
                           .name = u"%1/%2"_s.arg(toQt(rollout.endpoint)).arg(rollout.id),
                           .title = tr("Rollout %1 of %2").arg(rollout.id).arg(toQt(rollout.endpoint)),
                           .detail = rolloutStateWords(rollout)});
    return objects;
}

void TrafficPage::readAnswers()
{
    if (!m_snapshot || !m_snapshot->endpoint || m_answerRequest.waiting())
        return;
    const rollout::Rollout *underWay = m_snapshot->active();
    const RequestsQuestion question{
        .endpoint = m_snapshot->endpoint->name,
        .range = std::chrono::minutes(m_range->currentData().toInt()),
        .since = evidenceSince(underWay, m_session.workspace()->clock->now()),
    };
    m_session.read(
        this, m_answerRequest, [question](Workspace &workspace) { return readRequests(workspace, question); },
        [this, question](Result<RequestsAnswer> answer) {
            if (!answer) {
                m_error->showError(errorText(answer.error()));
                return;
            }
            if (!m_snapshot->endpoint || m_snapshot->endpoint->name != question.endpoint) {
                readAnswers();
                return;
            }
            m_answer = *std::move(answer);
            showCharts();
        });
}

} // namespace signalbox::ui
