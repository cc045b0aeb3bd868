#include "ui/alerts/log_view.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <array>
#include <utility>

#include "ui/shell/action_registry.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
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

struct Range
{
    std::chrono::hours length; // zero for everything
    const char *choice;
    const char *words;
};

constexpr std::array<Range, 4> ranges = {{
    {std::chrono::hours(1), QT_TRANSLATE_NOOP("signalbox::ui::LogView", "Last hour"),
     QT_TRANSLATE_NOOP("signalbox::ui::LogView", "in the last hour")},
    {std::chrono::hours(24), QT_TRANSLATE_NOOP("signalbox::ui::LogView", "Last day"),
     QT_TRANSLATE_NOOP("signalbox::ui::LogView", "in the last day")},
    {std::chrono::hours(24 * 7), QT_TRANSLATE_NOOP("signalbox::ui::LogView", "Last week"),
     QT_TRANSLATE_NOOP("signalbox::ui::LogView", "in the last week")},
    {std::chrono::hours(0), QT_TRANSLATE_NOOP("signalbox::ui::LogView", "All time"),
     QT_TRANSLATE_NOOP("signalbox::ui::LogView", "at any time")},
}};
constexpr int lastDay = 1;
constexpr int allTime = 3;
constexpr int everySeverity = 0;
constexpr int informationAndUp = 1;

QString lines(std::int64_t count)
{
    return count == 1 ? LogView::tr("1 line") : LogView::tr("%1 lines").arg(countText(count));
}

std::vector<Row> rowsOf(const std::vector<TraceLine> &traces)
{
    std::vector<Row> rows;
    rows.reserve(traces.size());
    std::int64_t sameTime = 0;
    TimePoint previous;
    for (const TraceLine &line : traces) {
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
    return rows;
}

} // namespace

LogView::LogView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_range(new QComboBox(this))
    , m_severity(new QComboBox(this))
    , m_follow(new QCheckBox(tr("Follow"), this))
{
    m_error->setObjectName(u"logError"_s);
    makeChoices();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(makeTable(), 1);
    connect(m_range, &QComboBox::currentIndexChanged, this, &LogView::refresh);
    connect(m_severity, &QComboBox::currentIndexChanged, this, &LogView::refresh);
    connect(m_filter, &FilterLine::filterChanged, this, &LogView::showCount);
    connect(m_empty, &EmptyState::actionRequested, this, &LogView::actOnEmptiness);
    connect(m_error, &ErrorBanner::retryRequested, this, &LogView::refresh);
    connect(&session, &Session::telemetryChanged, this, [this] {
        if (isVisible())
            refresh();
    });
}

void LogView::makeChoices()
{
    m_range->setObjectName(u"logRange"_s);
    m_range->setAccessibleName(tr("Time shown"));
    for (const Range &range : ranges)
        m_range->addItem(tr(range.choice));
    m_range->setCurrentIndex(lastDay);
    m_severity->setObjectName(u"logSeverity"_s);
    m_severity->setAccessibleName(tr("Least severity"));
    for (int severity = 0; severity <= 3; ++severity)
        m_severity->addItem(severity == 0 ? tr("Everything") : tr("From %1 up").arg(severityWord(severity)),
                            severity);
    m_severity->setCurrentIndex(informationAndUp);
    m_follow->setObjectName(u"logFollow"_s);
    m_follow->setChecked(true);
    m_follow->setToolTip(tr("Keeps the newest line in sight"));
}

QWidget *LogView::makeTable()
{
    const ShellServices &services = m_session.services();
    m_model = new ValueTableModel({{.title = tr("Time")},
                                   {.title = tr("Severity")},
                                   {.title = tr("Program")},
                                   {.title = tr("Message")}},
                                  this);
    m_table = new DataTable(services.theme, u"agentLog"_s, tr("Log of the agent"), this);
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&services.dialogs);
    m_table->setUsualWidths({126, 100, 110, 400});
    m_filter = new FilterLine(services.theme, u"logFilter"_s, tr("Filter by words"), this);
    m_filter->attachTo(m_table);
    m_empty = new EmptyState(services.theme, u"agent"_s, this);
    m_empty->hide();
    m_count = makeText({}, Role::MutedText, this);
    m_count->setObjectName(u"logCount"_s);

    auto *line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(m_range);
    line->addWidget(m_severity);
    line->addWidget(m_follow);
    auto *card = new Card(tr("AGENT'S LOG"), this);
    card->body()->addLayout(line);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_empty, 1);
    card->body()->addWidget(m_count);
    return card;
}

LogQuestion LogView::question() const
{
    return {.range = ranges.at(static_cast<std::size_t>(m_range->currentIndex())).length,
            .leastSeverity = m_severity->currentData().toInt()};
}

void LogView::refresh()
{
    // A log that grows faster than it is read must still be shown; another question is asked at once.
    if (m_request.waiting() && m_asked == question()) {
        m_again = true;
        return;
    }
    m_asked = question();
    m_session.read(
        this, m_request, [question = m_asked](Workspace &workspace) { return readLog(workspace, question); },
        [this](Result<LogAnswer> answer) {
            const bool unreadable = !answer.has_value();
            if (answer) {
                m_error->clear();
                take(*std::move(answer));
            } else {
                m_error->showError(errorText(answer.error()));
            }
            if (std::exchange(m_unreadable, unreadable) != unreadable)
                Q_EMIT healthChanged();
            if (std::exchange(m_again, false))
                refresh();
        });
}

void LogView::take(LogAnswer answer)
{
    m_answer = std::move(answer);
    m_model->setRows(rowsOf(m_answer.lines));
    showCount();
    if (m_follow->isChecked())
        m_table->scrollToBottom();
}

void LogView::showCount()
{
    const Emptiness why = emptiness();
    m_table->setVisible(why == Emptiness::None);
    m_empty->setVisible(why != Emptiness::None);
    m_empty->setText(emptyText());
    m_empty->setAction(emptyAction());

    QStringList parts;
    const auto read = static_cast<std::int64_t>(m_answer.lines.size());
    if (why == Emptiness::None)
        parts << (m_table->shownRows() < read
                      ? tr("%1 of %2 with these words").arg(countText(m_table->shownRows()), lines(read))
                      : tr("%1 %2").arg(lines(read), rangeWords()));
    if (m_answer.older > 0)
        parts << tr("%1 older ones left out").arg(countText(m_answer.older));
    if (m_answer.hidden > 0 && why != Emptiness::Severity)
        parts << tr("%1 less severe hidden").arg(countText(m_answer.hidden));
    m_count->setText(parts.join(u" · "_s));
    m_count->setVisible(!parts.isEmpty());
}

LogView::Emptiness LogView::emptiness() const
{
    if (m_table->shownRows() > 0)
        return Emptiness::None;
    if (!m_answer.lines.empty())
        return Emptiness::Words;
    if (m_answer.hidden > 0)
        return Emptiness::Severity;
    return m_answer.written > 0 && m_asked.range > Ticks::zero() ? Emptiness::Range
                                                                 : Emptiness::NothingWritten;
}

QString LogView::emptyText() const
{
    switch (emptiness()) {
    case Emptiness::Words:
        return tr("The filter “%1” hides all %2 read %3.")
            .arg(m_filter->text().trimmed(), lines(static_cast<std::int64_t>(m_answer.lines.size())),
                 rangeWords());
    case Emptiness::Severity:
        return tr("“%1” hides all %2 written %3.")
            .arg(m_severity->currentText(), lines(m_answer.hidden), rangeWords());
    case Emptiness::Range:
        return tr("Nothing was written %1. The newest line is from %2.")
            .arg(rangeWords(), ageText(m_answer.newest, m_answer.now));
    default:
        return tr("The agent has written nothing here yet.");
    }
}

QString LogView::emptyAction() const
{
    switch (emptiness()) {
    case Emptiness::Words:
        return tr("Clear the filter");
    case Emptiness::Severity:
        return tr("Show every severity");
    case Emptiness::Range:
        return tr("Show all time");
    default:
        return m_session.agentAlive() ? QString() : tr("Start the agent");
    }
}

void LogView::actOnEmptiness()
{
    switch (emptiness()) {
    case Emptiness::Words:
        m_filter->clear();
        m_table->setFilterText({});
        showCount();
        break;
    case Emptiness::Severity:
        m_severity->setCurrentIndex(everySeverity);
        break;
    case Emptiness::Range:
        m_range->setCurrentIndex(allTime);
        break;
    default:
        m_session.services().actions.trigger(u"agent.start"_s);
    }
}

QString LogView::rangeWords() const
{
    return tr(ranges.at(static_cast<std::size_t>(m_range->currentIndex())).words);
}

} // namespace signalbox::ui
