#include "ui/alerts/result_columns.h"

#include <QBoxLayout>
#include <utility>
#include <vector>

#include "core/kql/results/cell_text.h"
#include "ui/shell/session.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

using AllStatistics = std::vector<kql::ColumnStatistics>;

Result<AllStatistics> statisticsOf(const kql::ResultTable &table, const StopToken &stop)
{
    AllStatistics all;
    for (std::size_t i = 0; i < table.schema.fields.size(); ++i) {
        SIGNALBOX_TRY(kql::ColumnStatistics one, kql::columnStatistics(table, i, {.stop = stop}));
        all.push_back(std::move(one));
    }
    return all;
}

Cell valueCell(const kql::Value &value)
{
    return {.text = value.isNull() ? emDash() : toQt(kql::valueText(value)).left(200)};
}

Cell countCell(std::size_t count)
{
    return {.text = countText(static_cast<std::int64_t>(count)), .sortKey = qlonglong(count)};
}

// Spans are shown as such by their least and greatest; their percentiles would be ticks.
Cell numberCell(const kql::ColumnStatistics &statistics, kql::Type type, double kql::NumberSummary::*part)
{
    if (!statistics.numbers || type == kql::Type::TimeSpan)
        return {.text = emDash()};
    const double value = (*statistics.numbers).*part;
    return {.text = QString::number(value, 'g', 6), .sortKey = value};
}

std::vector<Row> rowsOf(const kql::Schema &schema, const AllStatistics &all)
{
    std::vector<Row> rows;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const kql::Field &field = schema.fields[i];
        const kql::ColumnStatistics &one = all[i];
        Cell distinct = countCell(one.distinct);
        if (one.distinctCapped)
            distinct.text.prepend(u'>');
        rows.push_back(
            {.id = QString::number(i),
             .cells = {{.text = toQt(field.name)},
                       {.text = toQt(kql::typeName(field.type)), .role = Role::MutedText},
                       countCell(one.nulls),
                       std::move(distinct),
                       valueCell(one.minimum),
                       valueCell(one.maximum),
                       numberCell(one, field.type, &kql::NumberSummary::mean),
                       numberCell(one, field.type, &kql::NumberSummary::p50),
                       numberCell(one, field.type, &kql::NumberSummary::p95),
                       one.top.empty() ? Cell{.text = emDash()} : valueCell(one.top.front().value)}});
    }
    return rows;
}

} // namespace

ResultColumns::ResultColumns(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueTableModel({{.title = tr("Column")},
                                   {.title = tr("Type")},
                                   {.title = tr("Empty"), .numeric = true},
                                   {.title = tr("Distinct"), .numeric = true},
                                   {.title = tr("Least")},
                                   {.title = tr("Greatest")},
                                   {.title = tr("Mean"), .numeric = true},
                                   {.title = tr("P50"), .numeric = true},
                                   {.title = tr("P95"), .numeric = true},
                                   {.title = tr("Most frequent")}},
                                  this))
    , m_table(
          new DataTable(session.services().theme, u"resultColumns"_s, tr("Statistics of each column"), this))
{
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&session.services().dialogs);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_table);
}

void ResultColumns::setResult(std::shared_ptr<const kql::ResultTable> table)
{
    m_request.cancel();
    m_result = std::move(table);
    m_computed = false;
    m_model->setRows({});
    if (isVisible())
        compute();
}

void ResultColumns::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (!m_computed)
        compute();
}

void ResultColumns::compute()
{
    m_computed = true;
    if (!m_result)
        return;
    runOnPool(
        this, m_request, [result = m_result](const StopToken &stop) { return statisticsOf(*result, stop); },
        [this](const Result<AllStatistics> &all) {
            if (all)
                m_model->setRows(rowsOf(m_result->schema, *all));
        });
}

} // namespace signalbox::ui
