#include "ui/widgets/time_chart.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QSet>
#include <QStackedWidget>
#include <QToolButton>
#include <cmath>
#include <map>
#include <utility>

#include "ui/widgets/chart_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

class TimeChart::Parts
{
public:
    explicit Parts(const Theme &theTheme)
        : theme(theTheme)
    {
    }

    const Theme &theme;
    Dialogs *dialogs = nullptr;
    ChartData data;
    QSet<QString> hidden;
    QLabel *title = nullptr;
    QString query;
    QToolButton *open = nullptr;
    QToolButton *more = nullptr;
    ChartView *view = nullptr;
    ValueTableModel *model = nullptr;
    DataTable *table = nullptr;
    QStackedWidget *stack = nullptr;
    QHBoxLayout *legend = nullptr;
    std::vector<QToolButton *> legendButtons;
};

namespace {

QString describe(const ChartData &data)
{
    QStringList parts;
    for (const ChartSeries &series : data.series) {
        if (series.points.empty()) {
            parts.append(TimeChart::tr("%1: no data").arg(series.name));
            continue;
        }
        const QString last = numberText(series.points.back().y, data.decimals) + u' ' + data.unit;
        parts.append(TimeChart::tr("%1: %2 points, last %3")
                         .arg(series.name)
                         .arg(series.points.size())
                         .arg(last.trimmed()));
    }
    return parts.join(u"; "_s);
}

std::vector<Row> tableRows(const ChartData &data)
{
    std::map<double, std::vector<double>> byX;
    for (std::size_t i = 0; i < data.series.size(); ++i) {
        for (const ChartPoint &point : data.series[i].points) {
            auto &values = byX[point.x];
            values.resize(data.series.size(), std::nan(""));
            values[i] = point.y;
        }
    }
    std::vector<Row> rows;
    rows.reserve(byX.size());
    for (const auto &[x, values] : byX) {
        Row row{.id = QString::number(x, 'g', 17)};
        row.cells.push_back({.text = axisText(data.axis, x), .sortKey = x});
        for (const double value : values)
            row.cells.push_back({.text = numberText(value, data.decimals), .sortKey = value});
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace

TimeChart::TimeChart(const Theme &theme, const QString &objectName, const QString &title, QWidget *parent)
    : QWidget(parent)
    , m_parts(std::make_unique<Parts>(theme))
{
    setObjectName(objectName);
    Parts &p = *m_parts;
    p.title = makeSectionHeading({}, this);
    p.view = new ChartView(theme, this);
    p.model = new ValueTableModel({}, this);
    p.table = new DataTable(theme, objectName + u"Table"_s, {}, this);
    p.table->setRowsModel(p.model);
    p.stack = new QStackedWidget(this);
    p.stack->addWidget(p.view);
    p.stack->addWidget(p.table);
    p.legend = new QHBoxLayout;
    p.legend->setSpacing(0);

    auto *more = new QToolButton(this);
    p.more = more;
    more->setObjectName(objectName + u"Menu"_s);
    more->setIcon(theme.icon(u"more"_s, Role::MutedText));
    more->setToolTip(tr("Show as table, save"));
    connect(more, &QToolButton::clicked, this,
            [this, more] { popupMenu(more->mapToGlobal(more->rect().bottomLeft())); });

    p.open = new QToolButton(this);
    p.open->setObjectName(objectName + u"Query"_s);
    p.open->setIcon(theme.icon(u"search"_s, Role::MutedText));
    p.open->setToolTip(tr("Open as query"));
    p.open->hide();
    connect(p.open, &QToolButton::clicked, this, [this] { Q_EMIT queryRequested(m_parts->query); });

    auto *head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(p.title, 1);
    head->addLayout(p.legend);
    head->addWidget(p.open);
    head->addWidget(more);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addLayout(head);
    layout->addWidget(p.stack, 1);
    p.view->setData(&p.data);
    setTitle(title);
}

TimeChart::~TimeChart() = default;

void TimeChart::setTitle(const QString &title)
{
    const Parts &p = *m_parts;
    p.title->setText(title);
    setAccessibleName(title);
    p.view->setAccessibleName(title);
    p.table->setAccessibleName(tr("%1, as a table").arg(title));
    p.more->setAccessibleName(tr("Chart menu of %1").arg(title));
    p.open->setAccessibleName(tr("Open %1 as a query").arg(title));
}

void TimeChart::setQuery(const QString &query)
{
    m_parts->query = query;
    m_parts->open->setVisible(!query.isEmpty());
}

const ChartData &TimeChart::data() const
{
    return m_parts->data;
}

void TimeChart::setData(ChartData data)
{
    Parts &p = *m_parts;
    if (data == p.data)
        return;
    p.data = std::move(data);
    p.view->setData(&p.data);
    setAccessibleDescription(describe(p.data));
    showLegend();
    if (tableShown())
        showTable(true);
}

void TimeChart::showLegend()
{
    Parts &p = *m_parts;
    // One line needs no legend: the heading says what it is.
    const std::size_t needed = p.data.series.size() < 2 ? 0 : p.data.series.size();
    while (p.legendButtons.size() < needed) {
        auto *button = new QToolButton(this);
        button->setProperty("legend", true);
        button->setCheckable(true);
        button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
        button->setIconSize({12, 12});
        button->setToolTip(tr("Show or hide this line"));
        connect(button, &QToolButton::clicked, this,
                [this, button](bool on) { setSeriesVisible(button->text(), on); });
        p.legend->addWidget(button);
        p.legendButtons.push_back(button);
    }
    for (std::size_t i = 0; i < p.legendButtons.size(); ++i) {
        QToolButton *button = p.legendButtons[i];
        button->setVisible(i < needed);
        if (i >= needed)
            continue;
        const ChartSeries &series = p.data.series[i];
        const bool on = !p.hidden.contains(series.name);
        button->setText(series.name);
        button->setObjectName(objectName() + u"Legend"_s + QString::number(i));
        button->setAccessibleName(tr("Line %1").arg(series.name));
        button->setChecked(on);
        button->setIcon(p.theme.icon(u"environment"_s, on ? series.role : Role::Border));
    }
}

void TimeChart::setSeriesVisible(const QString &name, bool visible)
{
    if (visible)
        m_parts->hidden.remove(name);
    else
        m_parts->hidden.insert(name);
    m_parts->view->setHidden(m_parts->hidden);
    showLegend();
}

bool TimeChart::seriesVisible(const QString &name) const
{
    return !m_parts->hidden.contains(name);
}

void TimeChart::showTable(bool table)
{
    Parts &p = *m_parts;
    p.stack->setCurrentWidget(table ? static_cast<QWidget *>(p.table) : p.view);
    if (!table)
        return;
    std::vector<Column> columns{{.title = p.data.axis == ChartAxis::Time ? tr("Time, UTC") : tr("x")}};
    for (const ChartSeries &series : p.data.series) {
        columns.push_back({.title = p.data.unit.isEmpty() ? series.name : series.name + u", "_s + p.data.unit,
                           .numeric = true});
    }
    if (columns != p.model->columns())
        p.model->setColumns(std::move(columns));
    p.model->setRows(tableRows(p.data));
}

bool TimeChart::tableShown() const
{
    return m_parts->stack->currentWidget() == m_parts->table;
}

QPixmap TimeChart::picture() const
{
    return m_parts->view->grab();
}

void TimeChart::setDialogs(Dialogs *dialogs)
{
    m_parts->dialogs = dialogs;
    m_parts->table->setDialogs(dialogs);
}

void TimeChart::popupMenu(const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tableShown() ? tr("Show as chart") : tr("Show as table"), this,
                    [this] { showTable(!tableShown()); });
    menu->addAction(tr("Copy picture"), this, [this] { QGuiApplication::clipboard()->setPixmap(picture()); });
    if (m_parts->dialogs)
        menu->addAction(tr("Save as PNG…"), this, &TimeChart::savePicture);
    menu->popup(where);
}

void TimeChart::savePicture()
{
    Dialogs *dialogs = m_parts->dialogs;
    dialogs->saveFile(
        this,
        {.title = tr("Save chart"), .suggestion = objectName() + u".png"_s, .filter = tr("PNG (*.png)")},
        [this, dialogs](const QString &path) {
            if (!picture().save(path, "PNG"))
                dialogs->tell(this, tr("The chart was not saved"),
                              tr("%1 cannot be written. Choose another folder.").arg(path));
        });
}

} // namespace signalbox::ui
