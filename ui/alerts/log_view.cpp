#include "ui/alerts/log_view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>

#include "ui/shell/action_registry.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString severityWord(int severity)
{
    switch (severity) {
    case 0:
        return LogView::tr("verbose");
    case 1:
        return LogView::tr("information");
    case 2:
        return LogView::tr("warning");
    case 3:
        return LogView::tr("error");
    default:
        return LogView::tr("critical");
    }
}

Role severityRole(int severity)
{
    if (severity >= 3)
        return Role::Danger;
    return severity == 2 ? Role::Warning : Role::MutedText;
}

} // namespace

LogView::LogView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_severity(new QComboBox(this))
    , m_follow(new QCheckBox(tr("Follow"), this))
    , m_model(new ValueTableModel({{.title = tr("Time")},
                                   {.title = tr("Severity")},
                                   {.title = tr("Program")},
                                   {.title = tr("Message")}},
                                  this))
    , m_empty(new EmptyState(session.services().theme, u"agent"_s, this))
{
    const ShellServices &services = session.services();
    m_severity->setObjectName(u"logSeverity"_s);
    m_severity->setAccessibleName(tr("Least severity"));
    for (int severity = 0; severity <= 3; ++severity)
        m_severity->addItem(severity == 0 ? tr("Everything") : tr("From %1 up").arg(severityWord(severity)),
                            severity);
    m_severity->setCurrentIndex(1);
    m_follow->setObjectName(u"logFollow"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps the newest line in sight"));
    m_table = new DataTable(services.theme, u"agentLog"_s, tr("Log of the agent"), this);
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&services.dialogs);
    m_table->setUsualWidths({126, 100, 110, 400});
    m_filter = new FilterLine(services.theme, u"logFilter"_s, tr("Filter by words"), this);
    m_filter->attachTo(m_table);
    m_empty->setText(tr("The agent has written nothing here yet."));
    m_empty->setAction(tr("Start the agent"));
    connect(m_empty, &EmptyState::actionRequested, this,
            [this] { m_session.services().actions.trigger(u"agent.start"_s); });
    connect(m_severity, &QComboBox::currentIndexChanged, this, &LogView::refresh);
    connect(m_error, &ErrorBanner::retryRequested, this, &LogView::refresh);
    connect(&session, &Session::telemetryChanged, this, [this] {
        if (isVisible() && !m_request.waiting())
            refresh();
    });

    auto *line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(m_severity);
    line->addWidget(m_follow);
    auto *card = new Card(tr("AGENT'S LOG"), this);
    card->body()->addLayout(line);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_empty, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(card, 1);
}

void LogView::refresh()
{
    const int least = m_severity->currentData().toInt();
    m_session.read(
        this, m_request, [least](Workspace &workspace) { return readTraces(workspace, least); },
        [this](const Result<std::vector<TraceLine>> &lines) {
            if (!lines) {
                m_error->showError(errorText(lines.error()));
                return;
            }
            m_error->clear();
            take(*lines);
        });
}

void LogView::take(const std::vector<TraceLine> &lines)
{
    std::vector<Row> rows;
    rows.reserve(lines.size());
    std::int64_t sameTime = 0;
    TimePoint previous;
    for (const TraceLine &line : lines) {
        sameTime = line.time == previous ? sameTime + 1 : 0;
        previous = line.time;
        const std::int64_t ticks = line.time.time_since_epoch().count();
        rows.push_back({.id = u"%1-%2"_s.arg(ticks).arg(sameTime),
                        .cells = {{.text = dayText(line.time) + u':' + clockText(line.time).right(2),
                                   .sortKey = qlonglong(ticks),
                                   .role = Role::MutedText,
                                   .toolTip = fullTimeText(line.time)},
                                  {.text = severityWord(line.severity),
                                   .sortKey = line.severity,
                                   .role = severityRole(line.severity)},
                                  {.text = toQt(line.role), .role = Role::MutedText},
                                  {.text = toQt(line.message), .toolTip = toQt(line.message)}}});
    }
    m_model->setRows(std::move(rows));
    m_table->setVisible(!lines.empty());
    m_empty->setVisible(lines.empty());
    m_empty->setAction(m_session.agentAlive() ? QString() : tr("Start the agent"));
    if (m_follow->isChecked())
        m_table->scrollToBottom();
}

} // namespace signalbox::ui
