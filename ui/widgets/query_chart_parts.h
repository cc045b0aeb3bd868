// What a QueryChart is made of and remembers, for its own files only.
#pragma once

#include "ui/widgets/async.h"
#include "ui/widgets/chart_legend.h"
#include "ui/widgets/plot_canvas.h"
#include "ui/widgets/query_chart.h"
#include "ui/widgets/result_table_view.h"

class QLabel;
class QStackedWidget;
class QToolButton;

namespace signalbox::ui {

class QueryChart::Parts
{
public:
    explicit Parts(const Theme &theTheme)
        : theme(theTheme)
    {
    }

    const Theme &theme;
    Dialogs *dialogs = nullptr;
    kql::SharedResult table;
    kql::RenderPlan plan;
    std::optional<kql::ChartKind> chosen;
    QString title;
    QString description;
    std::vector<ChartEvent> events;
    bool eventsWanted = true;
    bool tableWanted = false;
    Latest reading;

    QLabel *heading = nullptr;
    ChartLegend *legend = nullptr;
    QToolButton *more = nullptr;
    QStackedWidget *stack = nullptr;
    PlotCanvas *canvas = nullptr;
    ResultTableView *rows = nullptr; // made when it is first looked at
    QLabel *remark = nullptr;
};

} // namespace signalbox::ui
