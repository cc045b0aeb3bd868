#include "core/kql/windows/windowed_catalog.h"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace signalbox::kql {

namespace {

// Batches whose time column stands at `timeColumn`; the ones that it gives have `columns` columns.
class WindowedSource final : public BatchSource
{
public:
    WindowedSource(BatchSourcePtr inner, std::size_t timeColumn, std::size_t columns,
                   telemetry::TimeRange window)
        : m_inner(std::move(inner))
        , m_timeColumn(timeColumn)
        , m_columns(columns)
        , m_window(window)
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_inner->size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &context) const override
    {
        SIGNALBOX_TRY(const Batch batch, m_inner->batch(index, context));
        return asked(inside(batch));
    }

private:
    [[nodiscard]] Batch inside(const Batch &batch) const
    {
        const std::int64_t from = m_window.from.time_since_epoch().count();
        const std::int64_t to = m_window.to.time_since_epoch().count();
        const Column times = batch.column(m_timeColumn);
        std::vector<std::uint32_t> rows;
        rows.reserve(times.size());
        const auto values = times.wholes();
        for (std::size_t row = 0; row < times.size(); ++row) {
            const std::int64_t time = values[times.stored(row)];
            if (!times.isNull(row) && time >= from && time < to)
                rows.push_back(static_cast<std::uint32_t>(row));
        }
        return rows.size() == batch.rows() ? batch : batch.select(std::move(rows));
    }

    // Without the time column if nobody asked for it.
    [[nodiscard]] Batch asked(const Batch &batch) const
    {
        if (batch.columnCount() == m_columns)
            return batch;
        std::vector<std::size_t> columns(m_columns);
        for (std::size_t i = 0; i < m_columns; ++i)
            columns[i] = i;
        return batch.project(columns);
    }

    BatchSourcePtr m_inner;
    std::size_t m_timeColumn;
    std::size_t m_columns;
    telemetry::TimeRange m_window;
};

class WindowedTable final : public TableSource
{
public:
    WindowedTable(TablePtr inner, std::size_t timeColumn, telemetry::TimeRange window)
        : m_inner(std::move(inner))
        , m_timeColumn(timeColumn)
        , m_window(window)
    {
    }

    [[nodiscard]] const Schema &schema() const override { return m_inner->schema(); }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken stop) const override
    {
        ScanRequest narrowed = request;
        narrowed.times.from = std::max(request.times.from, m_window.from);
        narrowed.times.to = std::max(narrowed.times.from, std::min(request.times.to, m_window.to));
        auto place = std::ranges::find(narrowed.columns, m_timeColumn) - narrowed.columns.begin();
        if (std::cmp_equal(place, narrowed.columns.size()))
            narrowed.columns.push_back(m_timeColumn);
        SIGNALBOX_TRY(BatchSourcePtr source, m_inner->read(narrowed, std::move(stop)));
        return std::make_shared<const WindowedSource>(std::move(source), static_cast<std::size_t>(place),
                                                      request.columns.size(), m_window);
    }

private:
    TablePtr m_inner;
    std::size_t m_timeColumn;
    telemetry::TimeRange m_window;
};

} // namespace

std::optional<std::size_t> windowColumn(const Schema &schema)
{
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (schema.fields[i].type == Type::DateTime)
            return schema.fields[i].name == "timestamp" ? std::optional(i) : std::nullopt;
    }
    return std::nullopt;
}

TablePtr WindowedCatalog::find(std::string_view name) const
{
    TablePtr table = m_inner->find(name);
    if (!table)
        return table;
    const auto column = windowColumn(table->schema());
    if (!column)
        return table;
    return std::make_shared<const WindowedTable>(std::move(table), *column, m_window);
}

std::shared_ptr<const Catalog> WindowedCatalog::snapshot() const
{
    std::shared_ptr<const Catalog> inner = m_inner->snapshot();
    return inner ? std::make_shared<const WindowedCatalog>(std::move(inner), m_window) : nullptr;
}

} // namespace signalbox::kql
