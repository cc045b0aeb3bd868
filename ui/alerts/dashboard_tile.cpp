#include "ui/alerts/dashboard_tile.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <chrono>

#include "core/kql/results/render_plan.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/query_chart.h"
#include "ui/widgets/result_table_view.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int tileHeight = 290;
// How soon new telemetry is shown: not before these, so that a board under load neither flickers nor keeps
// the machine busy.
constexpr auto soonestRefresh = std::chrono::seconds(5);
constexpr int partOfRefresh = 4;
constexpr int shareOfTime = 20; // times what the query took

} // namespace

DashboardTile::DashboardTile(const Theme &theme, Dialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_card(new Card({}, this))
    , m_age(makeText({}, Role::MutedText, this))
    , m_open(new QToolButton(this))
    , m_more(new QToolButton(this))
    , m_stack(new QStackedWidget(this))
    , m_chart(new QueryChart(theme, u"tileChart"_s, this))
    , m_table(new ResultTableView(theme, u"tileTable"_s, this))
    , m_problem(makeText({}, Role::Danger, this))
{
    setObjectName(u"dashboardTile"_s);
    m_age->setObjectName(u"tileAge"_s);
    m_age->setFont(theme.smallFont());
    m_age->setWordWrap(false);
    m_open->setObjectName(u"tileOpen"_s);
    m_open->setIcon(theme.icon(u"arrow-right"_s, Role::MutedText));
    m_more->setObjectName(u"tileMore"_s);
    m_more->setIcon(theme.icon(u"more"_s, Role::MutedText));
    m_chart->setDialogs(&dialogs);
    m_chart->setMenuShown(false);
    m_table->setDialogs(&dialogs);
    m_table->setSearchShown(false);
    m_problem->setObjectName(u"tileProblem"_s);
    m_problem->setAlignment(Qt::AlignCenter);
    for (QWidget *view : {static_cast<QWidget *>(m_chart), static_cast<QWidget *>(m_table),
                          static_cast<QWidget *>(m_problem)})
        m_stack->addWidget(view);
    m_card->addHeadingWidget(m_age);
    m_card->addHeadingWidget(m_open);
    m_card->addHeadingWidget(m_more);
    m_card->body()->addWidget(m_stack, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
    setMinimumSize(300, tileHeight);
    setMaximumHeight(tileHeight);
    connect(m_open, &QToolButton::clicked, this, [this] { Q_EMIT deedRequested(TileDeed::Open); });
    connect(m_more, &QToolButton::clicked, this, &DashboardTile::popupMenu);
}

void DashboardTile::setTile(const kql::Tile &tile)
{
    if (tile.tile.text != m_tile.tile.text || tile.tile.range != m_tile.tile.range)
        m_ran = false;
    const bool chartChanged = tile.tile.chart != m_tile.tile.chart;
    m_tile = tile;
    const QString title = toQt(tile.tile.title);
    m_card->setHeading(title);
    setAccessibleName(title);
    m_open->setAccessibleName(tr("Open “%1” as a query").arg(title));
    m_open->setToolTip(tr("Open as query"));
    m_more->setAccessibleName(tr("What to do with “%1”").arg(title));
    if (chartChanged && m_answer.result)
        setAnswer(m_answer);
}

void DashboardTile::setPlace(bool first, bool last)
{
    m_first = first;
    m_last = last;
}

void DashboardTile::setChanges(const std::vector<ChartEvent> &changes)
{
    m_chart->setEvents(changes);
}

void DashboardTile::setAnswer(const QueryAnswer &answer)
{
    m_ran = true;
    m_answer = answer;
    if (answer.error || answer.result->tables.empty()) {
        m_problem->setText(answer.error ? errorText(*answer.error) : tr("The query gives no table."));
        m_stack->setCurrentWidget(m_problem);
        return;
    }
    const std::shared_ptr<const kql::ResultTable> table(answer.result, &answer.result->tables.front());
    const auto asked = kql::chartKindOf(m_tile.tile.chart);
    const kql::RenderPlan plan = asked ? kql::renderPlan(*table, *asked) : kql::renderPlan(*table);
    if (plan.kind == kql::ChartKind::Table) {
        m_table->setTable(table);
        m_stack->setCurrentWidget(m_table);
    } else {
        m_chart->setKind(plan.kind);
        m_chart->setResult(table);
        m_stack->setCurrentWidget(m_chart);
    }
}

bool DashboardTile::isDue(TimePoint now) const
{
    if (!m_ran)
        return true;
    const Ticks refresh = m_tile.tile.refresh;
    if (refresh == Ticks::zero())
        return false;
    const Ticks soonest =
        std::max<Ticks>({std::chrono::duration_cast<Ticks>(soonestRefresh), refresh / partOfRefresh,
                         std::chrono::duration_cast<Ticks>(m_answer.elapsed * shareOfTime)});
    return now - m_answer.at >= (m_behind ? std::min(refresh, soonest) : refresh);
}

void DashboardTile::showAge(TimePoint now)
{
    m_age->setText(m_ran ? tr("as of %1").arg(clockText(m_answer.at)) : tr("reading…"));
    m_age->setToolTip(m_ran ? ageText(m_answer.at, now) : QString());
}

QueryQuestion DashboardTile::question() const
{
    const bool all = m_tile.tile.range == Ticks::zero();
    return {.text = toQt(m_tile.tile.text),
            .range = {.kind = all ? QueryRange::Kind::AllTime : QueryRange::Kind::Last,
                      .length = m_tile.tile.range}};
}

void DashboardTile::popupMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, const QString &icon, TileDeed deed, bool enabled = true) {
        QAction *action =
            menu->addAction(m_theme.icon(icon), text, this, [this, deed] { Q_EMIT deedRequested(deed); });
        action->setEnabled(enabled);
    };
    add(tr("Open as query"), u"arrow-right"_s, TileDeed::Open);
    add(tr("Read again"), u"refresh"_s, TileDeed::Refresh);
    menu->addSeparator();
    if (m_stack->currentWidget() == m_chart) {
        m_chart->fillMenu(menu->addMenu(m_theme.icon(u"chart"_s), tr("Chart")));
        menu->addSeparator();
    }
    add(tr("Change…"), u"settings"_s, TileDeed::Edit);
    add(tr("Move forward"), u"control-up"_s, TileDeed::MoveBack, !m_first);
    add(tr("Move back"), u"control-down"_s, TileDeed::MoveOn, !m_last);
    add(tr("Remove"), u"trash"_s, TileDeed::Remove);
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

} // namespace signalbox::ui
