#include "ui/widgets/query_chart.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QToolButton>
#include <algorithm>
#include <utility>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/plot_export.h"
#include "ui/widgets/query_chart_parts.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

// What the pool makes of a result.
struct QueryChart::DrawnResult
{
    PlotScene scene = {};
    std::vector<PreparedLine> lines = {};
    QString description = {};
};

QueryChart::QueryChart(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(theme))
{
    setObjectName(objectName);
    Parts &p = *m_parts;
    p.heading = makeSectionHeading({}, this);
    p.legend = new ChartLegend(theme, objectName, this);
    p.more = new QToolButton(this);
    p.more->setObjectName(objectName + u"Menu"_s);
    p.more->setIcon(theme.icon(u"more"_s, Role::MutedText));
    p.more->setToolTip(tr("Kind of chart, table, save"));
    p.more->setFocusPolicy(Qt::StrongFocus);
    p.more->setMinimumSize(26, 26);
    p.stack = new QStackedWidget(this);
    p.canvas = new PlotCanvas(theme, objectName + u"Canvas"_s, this);
    p.stack->addWidget(p.canvas);
    p.remark = makeText({}, Role::MutedText, this);
    p.remark->setObjectName(objectName + u"Remark"_s);
    p.remark->hide();

    auto *head = new QHBoxLayout;
    head->setSpacing(4);
    head->addWidget(p.heading);
    head->addWidget(p.legend, 1);
    head->addWidget(p.more, 0, Qt::AlignTop);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(p.stack, 1);
    layout->addWidget(p.remark);

    connect(p.more, &QToolButton::clicked, this,
            [this] { popupMenu(m_parts->more->mapToGlobal(m_parts->more->rect().bottomLeft())); });
    connect(p.legend, &ChartLegend::toggled, this, &QueryChart::setLineVisible);
    p.canvas->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(p.canvas, &QWidget::customContextMenuRequested, this,
            [this](const QPoint &where) { popupMenu(m_parts->canvas->mapToGlobal(where)); });
    showNames();
}

QueryChart::~QueryChart() = default;

void QueryChart::setDialogs(Dialogs *dialogs)
{
    m_parts->dialogs = dialogs;
    if (m_parts->rows)
        m_parts->rows->setDialogs(dialogs);
}

const kql::SharedResult &QueryChart::result() const
{
    return m_parts->table;
}

void QueryChart::setResult(kql::SharedResult table)
{
    m_parts->table = std::move(table);
    refresh();
}

void QueryChart::setKind(std::optional<kql::ChartKind> kind)
{
    if (kind == m_parts->chosen)
        return;
    m_parts->chosen = kind;
    refresh();
}

std::optional<kql::ChartKind> QueryChart::chosenKind() const
{
    return m_parts->chosen;
}

const kql::RenderPlan &QueryChart::plan() const
{
    return m_parts->plan;
}

void QueryChart::refresh()
{
    Parts &p = *m_parts;
    if (!p.table) {
        p.reading.cancel();
        DrawnResult nothing;
        showDrawn(nothing);
        return;
    }
    runOnPool(
        this, p.reading,
        [table = p.table, chosen = p.chosen](StopToken stop) -> Result<std::shared_ptr<DrawnResult>> {
            auto read = std::make_shared<DrawnResult>();
            PlotScene &scene = read->scene;
            scene.plan = chosen ? kql::renderPlan(*table, *chosen) : kql::renderPlan(*table);
            SIGNALBOX_TRY(kql::ChartContent content, kql::chartContent(*table, scene.plan, {}, stop));
            if (scene.plan.logarithmicX && content.axis == kql::ChartAxisKind::Number)
                content = withLogarithmicX(std::move(content));
            scene.content = std::make_shared<const kql::ChartContent>(std::move(content));
            read->lines = preparedLines(scene);
            read->description = plotDescription(*table, scene);
            return read;
        },
        [this](const Result<std::shared_ptr<DrawnResult>> &read) {
            if (read)
                showDrawn(**read);
        });
}

void QueryChart::showDrawn(DrawnResult &drawnResult)
{
    Parts &p = *m_parts;
    // The same lines again, as a tile that refreshes has them, keep what the reader hid and looks at.
    const PlotScene &before = p.canvas->scene();
    PlotScene &scene = drawnResult.scene;
    const bool same = scene.plan.kind == before.plan.kind &&
                      std::ranges::equal(before.content->lines, scene.content->lines, {},
                                         &kql::ChartLine::name, &kql::ChartLine::name);
    if (same)
        scene.hidden = before.hidden;
    if (same && before.zoom && before.content->axis == scene.content->axis)
        scene.zoom = limitedZoom(scene, *before.zoom);
    p.plan = scene.plan;
    p.description = drawnResult.description;
    p.canvas->setScene(std::move(scene), std::move(drawnResult.lines));
    showEvents();
    showLegend();
    showRemark();
    showTable(p.tableWanted);
    Q_EMIT drawn();
}

void QueryChart::showLegend()
{
    Parts &p = *m_parts;
    const PlotScene &scene = p.canvas->scene();
    std::vector<ChartLegend::Entry> entries;
    const bool lines = p.plan.legend && p.plan.kind != kql::ChartKind::Pie && scene.content->lines.size() > 1;
    if (lines && !tableShown()) {
        const std::vector<Role> roles = plotRoles(scene);
        for (std::size_t i = 0; i < scene.content->lines.size(); ++i)
            entries.push_back({.name = lineName(scene.content->lines[i]),
                               .role = roles[i],
                               .on = !scene.isHidden(i),
                               .pale = isOfBefore(scene, i)});
    }
    p.legend->setEntries(entries);
}

QString QueryChart::remark() const
{
    const kql::ChartContent &content = *m_parts->canvas->scene().content;
    QStringList texts;
    if (!m_parts->plan.remark.empty())
        texts.append(toQt(m_parts->plan.remark));
    const auto count = [](std::size_t number) { return countText(static_cast<std::int64_t>(number)); };
    if (content.linesLeftOut == 1)
        texts.append(tr("The %1 largest series are drawn; a smaller one is left out.")
                         .arg(count(content.lines.size())));
    else if (content.linesLeftOut > 1)
        texts.append(tr("The %1 largest series are drawn; %2 smaller ones are left out.")
                         .arg(count(content.lines.size()), count(content.linesLeftOut)));
    if (content.categoriesLeftOut > 0 && m_parts->plan.kind != kql::ChartKind::Pie)
        texts.append(tr("The first %1 categories are drawn; %2 more are left out.")
                         .arg(count(content.categories.size()), count(content.categoriesLeftOut)));
    return texts.join(u' ');
}

void QueryChart::showRemark()
{
    const QString text = remark();
    m_parts->remark->setText(text);
    m_parts->remark->setVisible(!text.isEmpty());
}

QString QueryChart::title() const
{
    return m_parts->title.isEmpty() ? toQt(m_parts->plan.title) : m_parts->title;
}

void QueryChart::showNames()
{
    Parts &p = *m_parts;
    const QString shown = title();
    const QString spoken = shown.isEmpty() ? tr("Chart of the result") : shown;
    p.heading->setText(shown);
    p.heading->setVisible(!shown.isEmpty());
    setAccessibleName(spoken);
    const QString changes = eventWords(p.canvas->scene());
    setAccessibleDescription(changes.isEmpty() ? p.description : p.description + u". "_s + changes);
    p.canvas->setAccessibleName(spoken);
    p.canvas->setAccessibleDescription(accessibleDescription());
    p.more->setAccessibleName(tr("Chart menu of %1").arg(spoken));
}

void QueryChart::setTitle(const QString &title)
{
    m_parts->title = title;
    showNames();
}

void QueryChart::setEvents(std::vector<ChartEvent> events)
{
    m_parts->events = std::move(events);
    showEvents();
}

void QueryChart::showEvents()
{
    const Parts &p = *m_parts;
    p.canvas->setEvents(p.eventsWanted ? p.events : std::vector<ChartEvent>());
    showNames();
}

void QueryChart::setMenuShown(bool shown)
{
    m_parts->more->setVisible(shown);
}

void QueryChart::setLineVisible(std::size_t line, bool visible)
{
    const PlotScene &scene = m_parts->canvas->scene();
    std::vector<bool> hidden = scene.hidden;
    hidden.resize(scene.content->lines.size(), false);
    if (line >= hidden.size())
        return;
    hidden[line] = !visible;
    m_parts->canvas->setHidden(std::move(hidden));
    showLegend();
}

bool QueryChart::lineVisible(std::size_t line) const
{
    return !m_parts->canvas->scene().isHidden(line);
}

void QueryChart::showTable(bool table)
{
    Parts &p = *m_parts;
    p.tableWanted = table;
    const bool asTable = p.table && (table || p.plan.kind == kql::ChartKind::Table);
    if (asTable && !p.rows) {
        p.rows = new ResultTableView(p.theme, objectName() + u"Table"_s, this);
        p.rows->setDialogs(p.dialogs);
        connect(p.rows, &ResultTableView::filterRequested, this, &QueryChart::filterRequested);
        p.stack->addWidget(p.rows);
    }
    if (p.rows && p.rows->table() != (asTable ? p.table : nullptr))
        p.rows->setTable(asTable ? p.table : nullptr);
    p.stack->setCurrentWidget(asTable ? static_cast<QWidget *>(p.rows) : p.canvas);
    showLegend();
}

bool QueryChart::tableShown() const
{
    return m_parts->stack->currentWidget() != m_parts->canvas;
}

QPixmap QueryChart::picture(const QSize &size) const
{
    return plotPicture(title(), m_parts->canvas->scene(), m_parts->theme, size);
}

Status QueryChart::savePng(const QString &path) const
{
    return savePlotPng(picture(m_parts->canvas->size().expandedTo({480, 240})), path);
}

Status QueryChart::saveSvg(const QString &path) const
{
    return savePlotSvg(title(), accessibleDescription(), m_parts->canvas->scene(), m_parts->theme,
                       m_parts->canvas->size().expandedTo({480, 240}), path);
}

} // namespace signalbox::ui
