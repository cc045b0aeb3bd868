#include "ui/alerts/result_pane.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QTimer>
#include <QToolButton>

#include "ui/alerts/change_events.h"
#include "ui/alerts/query_banner.h"
#include "ui/alerts/query_details.h"
#include "ui/alerts/query_start.h"
#include "ui/alerts/result_columns.h"
#include "ui/shell/session.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/plot_scene.h"
#include "ui/widgets/query_chart.h"
#include "ui/widgets/result_table_view.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr auto tickEvery = std::chrono::milliseconds(100);

QString rowWords(std::size_t rows)
{
    return rows == 1 ? ResultPane::tr("1 row")
                     : ResultPane::tr("%1 rows").arg(countText(static_cast<std::int64_t>(rows)));
}

QString secondsText(qint64 milliseconds)
{
    return ResultPane::tr("%1 s").arg(static_cast<double>(milliseconds) / 1000.0, 0, 'f', 1);
}

QToolButton *makeSwitch(const QString &name, const QString &text, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(name);
    button->setText(text);
    button->setCheckable(true);
    return button;
}

} // namespace

ResultPane::ResultPane(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_tick(new QTimer(this))
    , m_status(makeSectionHeading({}, this))
    , m_details(new QToolButton(this))
    , m_kindButton(new QToolButton(this))
    , m_tabs(new QTabBar(this))
    , m_banner(new QueryBanner(session.services().theme, this))
    , m_stack(new QStackedWidget(this))
    , m_start(new QueryStart(this))
    , m_nothing(new EmptyState(session.services().theme, u"search"_s, this))
    , m_chart(new QueryChart(session.services().theme, u"queryChart"_s, this))
    , m_tableView(new ResultTableView(session.services().theme, u"queryResult"_s, this))
    , m_columns(new ResultColumns(session, this))
{
    setObjectName(u"resultPane"_s);
    const ShellServices &services = session.services();
    m_tableView->setDialogs(&services.dialogs);
    m_chart->setDialogs(&services.dialogs);
    m_tabs->setObjectName(u"resultTabs"_s);
    m_tabs->setAccessibleName(tr("Results"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->hide();
    m_nothing->setObjectName(u"queryNothing"_s);
    for (QWidget *view :
         {static_cast<QWidget *>(m_start), static_cast<QWidget *>(m_nothing), static_cast<QWidget *>(m_chart),
          static_cast<QWidget *>(m_tableView), static_cast<QWidget *>(m_columns)})
        m_stack->addWidget(view);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(makeHeading());
    layout->addWidget(m_banner);
    layout->addWidget(m_tabs);
    layout->addWidget(m_stack, 1);

    m_tick->setInterval(tickEvery);
    connect(m_tick, &QTimer::timeout, this, &ResultPane::showStatus);
    connect(m_tabs, &QTabBar::currentChanged, this, &ResultPane::showTable);
    connect(m_banner, &QueryBanner::placeChosen, this, &ResultPane::placeChosen);
    connect(m_chart, &QueryChart::filterRequested, this, &ResultPane::filterRequested);
    connect(m_nothing, &EmptyState::actionRequested, this, &ResultPane::allTimeRequested);
    connect(m_start, &QueryStart::exampleChosen, this, &ResultPane::exampleChosen);
    connect(m_tableView, &ResultTableView::filterRequested, this, &ResultPane::filterRequested);
    connect(m_details, &QToolButton::clicked, this, &ResultPane::showDetails);
    showView();
    showStatus();
}

QWidget *ResultPane::makeHeading()
{
    auto *line = new QWidget(this);
    m_chartButton = makeSwitch(u"showChart"_s, tr("Chart"), line);
    m_tableButton = makeSwitch(u"showTable"_s, tr("Table"), line);
    m_columnsButton = makeSwitch(u"showColumns"_s, tr("Statistics"), line);
    m_columnsButton->setToolTip(tr("What each column holds"));
    m_status->setObjectName(u"queryStatus"_s);
    m_details->setObjectName(u"queryDetails"_s);
    m_details->setIcon(m_session.services().theme.icon(u"info"_s, Role::MutedText));
    m_details->setAccessibleName(tr("How the time was spent"));
    m_details->setToolTip(tr("How the time was spent"));
    m_kindButton->setObjectName(u"chartKind"_s);
    m_kindButton->setIcon(m_session.services().theme.icon(u"chevron-down"_s, Role::MutedText));
    m_kindButton->setAccessibleName(tr("Kind of chart"));
    m_kindButton->setToolTip(tr("Kind of chart"));
    connect(m_kindButton, &QToolButton::clicked, this, &ResultPane::popupKinds);
    connect(m_chartButton, &QToolButton::clicked, this, [this] { setView(View::Chart); });
    connect(m_tableButton, &QToolButton::clicked, this, [this] { setView(View::Table); });
    connect(m_columnsButton, &QToolButton::clicked, this, [this] { setView(View::Columns); });

    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_status);
    layout->addWidget(m_details);
    layout->addStretch(1);
    for (QToolButton *button : {m_chartButton, m_kindButton, m_tableButton, m_columnsButton})
        layout->addWidget(button);
    return line;
}

void ResultPane::showRunning(const QString &range)
{
    m_asked = range;
    m_running = true;
    m_since.start();
    m_tick->start();
    m_banner->clear();
    showStatus();
}

void ResultPane::showAnswer(const QueryAnswer &answer)
{
    m_running = false;
    m_tick->stop();
    if (answer.error) {
        // What was shown stays, so that nothing is lost by a slip of the keys.
        m_banner->showError(*answer.error);
        showStatus();
        return;
    }
    m_banner->clear();
    m_answer = answer;
    m_range = m_asked;
    const QSignalBlocker quiet(m_tabs);
    while (m_tabs->count() > 0)
        m_tabs->removeTab(0);
    int number = 0;
    for (const kql::ResultTable &table : answer.result->tables) {
        ++number;
        const QString name = table.name.empty() ? tr("Result %1").arg(number) : toQt(table.name);
        m_tabs->addTab(literalText(u"%1 (%2)"_s.arg(name, countText(static_cast<std::int64_t>(table.rows)))));
    }
    m_tabs->setVisible(m_tabs->count() > 1);
    showTable(0);
    readChanges();
}

// The chart stands before they come, and goes on without them if the trail cannot be read.
void ResultPane::readChanges()
{
    m_session.read(
        this, m_changesRequest, [](const Workspace &workspace) { return listChangeEvents(*workspace.store); },
        [this](const Result<std::vector<ChartEvent>> &changes) {
            if (changes)
                m_chart->setEvents(*changes);
        });
}

void ResultPane::showStopped()
{
    m_running = false;
    m_tick->stop();
    showStatus();
    m_status->setText(tr("Stopped after %1").arg(secondsText(m_since.elapsed())));
}

std::shared_ptr<const kql::ResultTable> ResultPane::table() const
{
    const auto index = static_cast<std::size_t>(std::max(0, m_tabs->currentIndex()));
    if (!m_answer.result || index >= m_answer.result->tables.size())
        return nullptr;
    return {m_answer.result, &m_answer.result->tables[index]};
}

// A result that cannot be drawn is shown as a table; one that says `render` as a chart.
void ResultPane::showTable(int)
{
    const auto shown = table();
    m_chart->setKind(std::nullopt);
    m_chart->setResult(shown);
    m_tableView->setTable(shown);
    m_columns->setResult(shown);
    if (shown) {
        const bool drawn = kql::renderPlan(*shown).kind != kql::ChartKind::Table;
        m_view = drawn ? View::Chart : View::Table;
    }
    showView();
    showStatus();
}

// Whoever asks for a chart of a query without `render` gets the first kind that fits.
void ResultPane::setView(View view)
{
    m_view = view;
    const auto shown = table();
    if (view == View::Chart && shown && m_chart->plan().kind == kql::ChartKind::Table) {
        for (const kql::ChartKind kind :
             {kql::ChartKind::Time, kql::ChartKind::Column, kql::ChartKind::Line, kql::ChartKind::Card}) {
            if (kql::renderPlan(*shown, kind).kind == kind) {
                m_chart->setKind(kind);
                break;
            }
        }
    }
    showView();
}

void ResultPane::showDetails()
{
    showQueryDetails(m_session.services().theme, m_answer, m_details);
}

void ResultPane::chooseKind(kql::ChartKind kind)
{
    m_chart->setKind(kind);
    m_view = View::Chart;
    showView();
}

void ResultPane::popupKinds()
{
    const auto shown = table();
    if (!shown)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const kql::ChartKind kind : kql::everyChartKind()) {
        if (kind == kql::ChartKind::Table)
            continue;
        QAction *action = menu->addAction(kindWords(kind), this, [this, kind] { chooseKind(kind); });
        action->setCheckable(true);
        action->setChecked(m_chart->plan().kind == kind);
        action->setEnabled(kql::renderPlan(*shown, kind).kind == kind);
    }
    menu->popup(m_kindButton->mapToGlobal(QPoint(0, m_kindButton->height())));
}

void ResultPane::showView()
{
    const bool any = table() != nullptr;
    for (QToolButton *button : {m_chartButton, m_kindButton, m_tableButton, m_columnsButton, m_details})
        button->setVisible(any);
    m_chartButton->setChecked(m_view == View::Chart);
    m_tableButton->setChecked(m_view == View::Table);
    m_columnsButton->setChecked(m_view == View::Columns);
    QWidget *view = m_start;
    if (any && table()->rows == 0 && m_view != View::Columns) {
        showNothing();
        view = m_nothing;
    } else if (any && m_view == View::Chart)
        view = m_chart;
    else if (any)
        view = m_view == View::Table ? static_cast<QWidget *>(m_tableView) : m_columns;
    m_stack->setCurrentWidget(view);
}

void ResultPane::showNothing()
{
    const bool narrowed = !m_range.isEmpty();
    m_nothing->setText(narrowed ? tr("The query finds nothing in this time range (%1).").arg(m_range)
                                : tr("The query finds nothing."));
    m_nothing->setAction(narrowed ? tr("Look at all time") : QString());
}

void ResultPane::showStatus()
{
    if (m_running) {
        m_status->setText(tr("Running… %1").arg(secondsText(m_since.elapsed())));
        return;
    }
    const auto shown = table();
    if (!shown) {
        m_status->setText(tr("RESULT"));
        return;
    }
    QStringList parts{rowWords(shown->rows),
                      durationText(std::chrono::duration<double, std::milli>(m_answer.elapsed).count())};
    parts << readWords(m_answer);
    if (m_banner->isVisibleTo(this))
        parts.prepend(tr("Result before"));
    m_status->setText(parts.join(u" · "_s));
}

} // namespace signalbox::ui
