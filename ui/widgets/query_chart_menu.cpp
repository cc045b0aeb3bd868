// The menu of a chart: its kinds, the table behind it, what is marked and in sight, and pictures of it.
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>
#include <cmath>

#include "core/kql/results/cell_text.h"
#include "core/kql/values/value_to_text.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/query_chart_parts.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

void QueryChart::save(bool svg)
{
    Dialogs *dialogs = m_parts->dialogs;
    dialogs->saveFile(this,
                      {.title = tr("Save chart"),
                       .suggestion = svg ? u"chart.svg"_s : u"chart.png"_s,
                       .filter = svg ? tr("SVG (*.svg)") : tr("PNG (*.png)")},
                      [this, dialogs, svg](const QString &path) {
                          if (const Status saved = svg ? saveSvg(path) : savePng(path); !saved)
                              dialogs->tell(this, tr("The chart was not saved"), errorText(saved.error()));
                      });
}

QString QueryChart::rangeCondition() const
{
    const Parts &p = *m_parts;
    const PlotScene &scene = p.canvas->scene();
    if (!scene.zoom || !p.plan.x || p.plan.arrays || scene.content->axis == kql::ChartAxisKind::Category)
        return {};
    const auto literal = [&](double x) {
        using enum kql::Type;
        if (scene.content->axis == kql::ChartAxisKind::Time)
            return kql::toLiteral(kql::Value::ofWhole(DateTime, std::llround(x * 10'000)), DateTime);
        return kql::toLiteral(kql::Value::ofReal(hasLogarithmicX(scene) ? std::pow(10, x) : x), Real);
    };
    return toQt(kql::columnReference(p.table->schema.fields[*p.plan.x].name) + " between (" +
                literal(scene.zoom->low) + " .. " + literal(scene.zoom->high) + ")");
}

void QueryChart::addKinds(QMenu *menu)
{
    QMenu *kinds = menu->addMenu(tr("Kind of chart"));
    const auto add = [&](const QString &text, std::optional<kql::ChartKind> kind) {
        QAction *action = kinds->addAction(text, this, [this, kind] {
            setKind(kind);
            Q_EMIT kindChosen();
        });
        action->setCheckable(true);
        action->setChecked(kind == m_parts->chosen);
    };
    add(tr("As the query says"), std::nullopt);
    kinds->addSeparator();
    for (const kql::ChartKind kind : kql::everyChartKind())
        add(kindWords(kind), kind);
}

void QueryChart::addPictures(QMenu *menu)
{
    menu->addAction(tr("Copy picture"), this, [this] {
        QGuiApplication::clipboard()->setPixmap(picture(m_parts->canvas->size().expandedTo({480, 240})));
    });
    if (!m_parts->dialogs)
        return;
    menu->addAction(tr("Save as PNG…"), this, [this] { save(false); });
    menu->addAction(tr("Save as SVG…"), this, [this] { save(true); });
}

void QueryChart::fillMenu(QMenu *menu)
{
    const Parts &p = *m_parts;
    addKinds(menu);
    if (p.plan.kind != kql::ChartKind::Table)
        menu->addAction(tableShown() ? tr("Show as chart") : tr("Show as table"), this,
                        [this] { showTable(!tableShown()); });
    if (tableShown())
        return;
    const PlotScene &scene = p.canvas->scene();
    if (!p.events.empty() && scene.content->axis == kql::ChartAxisKind::Time && canZoom(p.plan.kind)) {
        QAction *marks = menu->addAction(tr("Mark what was changed"), this, [this](bool on) {
            m_parts->eventsWanted = on;
            showEvents();
        });
        marks->setCheckable(true);
        marks->setChecked(p.eventsWanted);
    }
    if (scene.zoom) {
        menu->addAction(tr("Show the whole"), this, [this] { m_parts->canvas->setZoom(std::nullopt); });
        if (const QString condition = rangeCondition(); !condition.isEmpty())
            menu->addAction(tr("Filter to this range"), this,
                            [this, condition] { Q_EMIT filterRequested(condition); });
    }
    menu->addSeparator();
    addPictures(menu);
}

void QueryChart::popupMenu(const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(objectName() + u"ContextMenu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(menu);
    menu->popup(where);
}

} // namespace signalbox::ui
