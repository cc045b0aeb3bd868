// A query's result as the chart that `render` or the reader asks for, with a legend that hides and shows,
// zoom and crosshair, PNG and SVG export, and always the table behind it. A result that cannot be drawn is
// shown as a table with the reason. Numbers are read on the pool, so any size of result is fine. GUI thread
// only.
#pragma once

#include <QPixmap>
#include <QWidget>
#include <memory>
#include <optional>

#include "core/base/result.h"
#include "core/kql/results/cell_access.h"
#include "core/kql/results/render_plan.h"
#include "ui/widgets/time_chart.h"

class QMenu;

namespace signalbox::ui {

class Dialogs;

class QueryChart final : public QWidget
{
    Q_OBJECT

public:
    QueryChart(const Theme &theme, const QString &objectName, QWidget *parent = nullptr);
    ~QueryChart() override;

    // Enables saving.
    void setDialogs(Dialogs *dialogs);
    // Null shows nothing. drawn() follows.
    void setResult(kql::SharedResult table);
    [[nodiscard]] const kql::SharedResult &result() const;

    // The reader's choice; none for what the query's `render` says.
    void setKind(std::optional<kql::ChartKind> kind);
    [[nodiscard]] std::optional<kql::ChartKind> chosenKind() const;
    // How it is drawn, and what there is to say about it: why it is a table, what is left out.
    [[nodiscard]] const kql::RenderPlan &plan() const;
    [[nodiscard]] QString remark() const;

    // The heading; "" takes the title of `render`, if there is one.
    void setTitle(const QString &title);
    // Rollouts and rollbacks, drawn on a time axis; x is in milliseconds since 1970. The reader can hide
    // them.
    void setEvents(std::vector<ChartEvent> events);
    // Whether the menu has a button of its own; without, its entries are for the menu of whoever shows it.
    void setMenuShown(bool shown);
    void fillMenu(QMenu *menu);

    void setLineVisible(std::size_t line, bool visible);
    [[nodiscard]] bool lineVisible(std::size_t line) const;
    // The table instead of the chart.
    void showTable(bool table);
    [[nodiscard]] bool tableShown() const;

    // What is in sight with title and legend, `size` points at twice the density.
    [[nodiscard]] QPixmap picture(const QSize &size) const;
    [[nodiscard]] Status savePng(const QString &path) const;
    [[nodiscard]] Status saveSvg(const QString &path) const;

Q_SIGNALS:
    void drawn();
    void kindChosen();
    // The reader wants the query to keep what is in sight only: what to write after `where`.
    void filterRequested(const QString &kqlCondition);

private:
    struct DrawnResult;
    void refresh();
    void showDrawn(DrawnResult &drawnResult);
    void showLegend();
    void showRemark();
    void showNames();
    void popupMenu(const QPoint &where);
    void addKinds(QMenu *menu);
    void addPictures(QMenu *menu);
    void showEvents();
    void save(bool svg);
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString rangeCondition() const;

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::ui
