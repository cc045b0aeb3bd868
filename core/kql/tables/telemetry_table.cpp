#include "core/kql/tables/telemetry_table.h"

#include <algorithm>
#include <utility>

#include "core/kql/values/telemetry_columns.h"
#include "core/telemetry/application_insights.h"

namespace signalbox::kql {

namespace {

using SnapshotPointer = std::shared_ptr<const telemetry::TelemetrySnapshot>;

const telemetry::TableSpec *standardTable(std::string_view name)
{
    const auto tables = telemetry::applicationInsightsTables();
    const auto found = std::ranges::find(tables, name, &telemetry::TableSpec::name);
    return found == tables.end() ? nullptr : &*found;
}

const telemetry::TableSpec *storedTable(std::string_view name, const TelemetryMoment &moment)
{
    if (!moment || !*moment)
        return nullptr;
    const auto found = (*moment)->tables().find(name);
    return found == (*moment)->tables().end() ? nullptr : &found->second;
}

// What a row says where nothing was recorded.
Value missingValue(std::string_view table, const telemetry::ColumnSpec &column)
{
    if (column.name == "itemCount" && column.type == telemetry::ColumnType::Int)
        return Value::ofWhole(Type::Int, 1); // sums of it count rows
    if (column.name == "itemType" && column.type == telemetry::ColumnType::String)
        return Value::ofString(std::string(telemetry::itemTypeOf(table)));
    return {};
}

struct AskedColumn
{
    telemetry::ColumnSpec spec = {};
    Value missing = {};
};

class SegmentSource final : public BatchSource
{
public:
    SegmentSource(SnapshotPointer snapshot, std::vector<telemetry::Segment> segments,
                  std::vector<AskedColumn> columns)
        : m_snapshot(std::move(snapshot))
        , m_segments(std::move(segments))
        , m_columns(std::move(columns))
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_segments.size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &) const override
    {
        const telemetry::Segment &segment = m_segments[index];
        const auto rows = static_cast<std::size_t>(segment.rows);
        std::vector<Column> columns;
        columns.reserve(m_columns.size());
        for (const AskedColumn &asked : m_columns) {
            SIGNALBOX_TRY(auto stored, m_snapshot->column(segment, asked.spec));
            columns.push_back(stored ? fromTelemetry(stored->column)
                                     : Column::constant(typeOf(asked.spec.type), asked.missing, rows));
        }
        return Batch(std::move(columns), rows);
    }

private:
    SnapshotPointer m_snapshot;
    std::vector<telemetry::Segment> m_segments;
    std::vector<AskedColumn> m_columns;
};

class TelemetryTable final : public TableSource
{
public:
    TelemetryTable(telemetry::TableSpec spec, TelemetryMoment moment)
        : m_spec(std::move(spec))
        , m_moment(std::move(moment))
    {
        for (const telemetry::ColumnSpec &column : m_spec.columns)
            m_schema.fields.push_back({.name = column.name, .type = typeOf(column.type)});
    }

    [[nodiscard]] const Schema &schema() const override { return m_schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken) const override
    {
        SIGNALBOX_TRY(const SnapshotPointer snapshot, m_moment);
        if (!snapshot)
            return memorySource({});
        std::vector<AskedColumn> columns;
        for (const std::size_t index : request.columns)
            columns.push_back(
                {.spec = m_spec.columns[index], .missing = missingValue(m_spec.name, m_spec.columns[index])});
        SIGNALBOX_TRY(telemetry::FoundSegments found, snapshot->segments(m_spec.name, request.times));
        return std::make_shared<const SegmentSource>(snapshot, std::move(found.segments), std::move(columns));
    }

private:
    telemetry::TableSpec m_spec;
    TelemetryMoment m_moment;
    Schema m_schema;
};

} // namespace

std::vector<std::string> telemetryTableNames(const TelemetryMoment &moment)
{
    std::vector<std::string> names;
    for (const telemetry::TableSpec &table : telemetry::applicationInsightsTables())
        names.push_back(table.name);
    if (moment && *moment) {
        for (const auto &[name, table] : (*moment)->tables()) {
            if (standardTable(name) == nullptr)
                names.push_back(name);
        }
    }
    return names;
}

TablePtr telemetryTable(std::string_view name, const TelemetryMoment &moment)
{
    const telemetry::TableSpec *standard = standardTable(name);
    const telemetry::TableSpec *stored = storedTable(name, moment);
    if (standard == nullptr && stored == nullptr)
        return nullptr;
    telemetry::TableSpec spec = standard != nullptr ? *standard : *stored;
    if (standard != nullptr && stored != nullptr) {
        for (const telemetry::ColumnSpec &column : stored->columns) {
            const auto same = std::ranges::find(spec.columns, column.name, &telemetry::ColumnSpec::name);
            if (same == spec.columns.end())
                spec.columns.push_back(column);
            else
                same->type = column.type; // what is in the file can only be read as what it is
        }
    }
    return std::make_shared<const TelemetryTable>(std::move(spec), moment);
}

} // namespace signalbox::kql
