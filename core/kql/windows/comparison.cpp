#include "core/kql/windows/comparison.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/kql/windows/windowed_catalog.h"

namespace signalbox::kql {

namespace {

std::string freeName(const Schema &schema)
{
    std::string name = "window";
    for (int number = 1; schema.find(name); ++number)
        name = "window" + std::to_string(number);
    return name;
}

Column moved(const Column &column, Ticks offset)
{
    if (column.type() != Type::DateTime)
        return column;
    const Column all = column.expanded();
    std::vector<std::int64_t> times(all.wholes().begin(), all.wholes().end());
    for (std::int64_t &time : times) {
        const bool fits = time <= maximumDateTime.ticks - offset.count();
        time = fits ? time + offset.count() : maximumDateTime.ticks;
    }
    return Column::ofWholes(Type::DateTime, std::move(times), all.sharedNulls());
}

Batch marked(const Batch &batch, std::string_view window, Ticks offset)
{
    std::vector<Column> columns;
    columns.reserve(batch.columnCount() + 1);
    for (std::size_t i = 0; i < batch.columnCount(); ++i)
        columns.push_back(moved(batch.column(i), offset));
    columns.push_back(Column::constant(Type::String, Value::ofString(std::string(window)), batch.rows()));
    return {std::move(columns), batch.rows()};
}

bool drawsCategories(std::string_view chart)
{
    return chart == "barchart" || chart == "columnchart" || chart == "piechart" || chart == "treemap";
}

// The window is one more name of a series, beside the column of texts that names them without it.
void nameSeries(ResultTable &table, const std::string &window)
{
    Rendering &rendering = table.rendering ? *table.rendering : table.rendering.emplace();
    if (rendering.chart.empty())
        rendering.chart = "table";
    const auto series = std::ranges::find(rendering.properties, "series", &Rendering::Property::name);
    if (series != rendering.properties.end()) {
        series->values.push_back(window);
        return;
    }
    std::vector<std::string> names;
    const auto text = std::ranges::find(table.schema.fields, Type::String, &Field::type);
    if (!drawsCategories(rendering.chart) && text->name != window)
        names.push_back(text->name);
    names.push_back(window);
    rendering.properties.push_back({.name = "series", .values = std::move(names)});
}

ResultTable together(ResultTable now, const ResultTable *before, Ticks offset)
{
    Batches batches;
    for (const Batch &batch : now.batches)
        batches.push_back(marked(batch, windowOfNow, Ticks::zero()));
    if (before != nullptr && before->schema == now.schema) {
        for (const Batch &batch : before->batches)
            batches.push_back(marked(batch, windowBefore, offset));
        now.rows += before->rows;
    }
    now.batches = std::move(batches);
    const std::string window = freeName(now.schema);
    now.schema.fields.push_back({.name = window, .type = Type::String});
    nameSeries(now, window);
    return now;
}

void add(QueryStatistics &to, const QueryStatistics &more)
{
    to.scanned.rows += more.scanned.rows;
    to.scanned.segments += more.scanned.segments;
    to.scanned.segmentsSkipped += more.scanned.segmentsSkipped;
    to.scanned.columns += more.scanned.columns;
    to.scanned.bytes += more.scanned.bytes;
    to.parsing += more.parsing;
    to.binding += more.binding;
    to.running += more.running;
}

} // namespace

QueryResult besideBefore(QueryResult now, const QueryResult &before, Ticks offset)
{
    for (std::size_t i = 0; i < now.tables.size(); ++i)
        now.tables[i] = together(std::move(now.tables[i]),
                                 i < before.tables.size() ? &before.tables[i] : nullptr, offset);
    add(now.statistics, before.statistics);
    return now;
}

Result<QueryResult> runBesideBefore(std::string_view text, const std::shared_ptr<const Catalog> &catalog,
                                    const telemetry::TimeRange &window, Ticks offset,
                                    const QueryOptions &options)
{
    const WindowedCatalog shown(catalog, window);
    SIGNALBOX_TRY(QueryResult now, runQuery(text, shown, options));
    const bool sinceEver = window.from == TimePoint::min();
    const WindowedCatalog earlier(
        catalog, {.from = sinceEver ? window.from : window.from - offset, .to = window.to - offset});
    QueryOptions asEarlier = options;
    asEarlier.now = options.now.value_or(window.to) - offset;
    SIGNALBOX_TRY(const QueryResult before, runQuery(text, earlier, asEarlier));
    return besideBefore(std::move(now), before, offset);
}

} // namespace signalbox::kql
