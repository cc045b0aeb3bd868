#include "core/kql/tables/telemetry_table.h"

#include <algorithm>
#include <optional>
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
    bool stored = false; // in some segment of the file
    Value missing = {};
};

// What the columns of all batches share; those that are made late keep it alive.
struct Scan
{
    SnapshotPointer snapshot;
    std::vector<telemetry::Segment> segments;
    std::vector<AskedColumn> columns;
    std::shared_ptr<ScanLog> log;

    [[nodiscard]] Result<Column> column(std::size_t segment, std::size_t column) const
    {
        const telemetry::Segment &from = segments[segment];
        const AskedColumn &asked = columns[column];
        SIGNALBOX_TRY(auto stored, snapshot->column(from, asked.spec));
        if (!stored)
            return Column::constant(typeOf(asked.spec.type), asked.missing,
                                    static_cast<std::size_t>(from.rows));
        if (log)
            log->addColumn(stored->bytes);
        return fromTelemetry(stored->column);
    }

    // The error goes to the log, which ends the query.
    [[nodiscard]] Column columnOrNulls(std::size_t segment, std::size_t index) const
    {
        auto made = column(segment, index);
        if (made)
            return *std::move(made);
        log->fail(std::move(made).error());
        return Column::null(typeOf(columns[index].spec.type),
                            static_cast<std::size_t>(segments[segment].rows));
    }
};

class SegmentSource final : public BatchSource
{
public:
    explicit SegmentSource(Scan scan)
        : m_scan(std::make_shared<const Scan>(std::move(scan)))
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_scan->segments.size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &) const override
    {
        const auto rows = static_cast<std::size_t>(m_scan->segments[index].rows);
        std::vector<Column> columns;
        columns.reserve(m_scan->columns.size());
        for (std::size_t i = 0; i < m_scan->columns.size(); ++i) {
            if (const AskedColumn &asked = m_scan->columns[i]; !asked.stored) {
                columns.push_back(Column::constant(typeOf(asked.spec.type), asked.missing, rows));
            } else if (m_scan->log) {
                columns.push_back(Column::later(typeOf(asked.spec.type), rows, [scan = m_scan, index, i] {
                    return scan->columnOrNulls(index, i);
                }));
            } else {
                SIGNALBOX_TRY(Column column, m_scan->column(index, i));
                columns.push_back(std::move(column));
            }
        }
        if (m_scan->log)
            m_scan->log->addSegment(rows);
        return Batch(std::move(columns), rows);
    }

private:
    std::shared_ptr<const Scan> m_scan;
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
        const auto stored = snapshot->tables().find(m_spec.name);
        if (stored == snapshot->tables().end())
            return memorySource({});
        Scan scan{.snapshot = snapshot, .segments = {}, .columns = {}, .log = request.log};
        for (const std::size_t index : request.columns) {
            const telemetry::ColumnSpec &column = m_spec.columns[index];
            scan.columns.push_back(
                {.spec = column,
                 .stored = std::ranges::find(stored->second.columns, column) != stored->second.columns.end(),
                 .missing = missingValue(m_spec.name, column)});
        }
        std::vector<telemetry::ColumnWish> wishes;
        for (const ColumnPredicate &predicate : request.predicates) {
            if (auto wish = wishOf(predicate); wish)
                wishes.push_back(*std::move(wish));
        }
        SIGNALBOX_TRY(telemetry::FoundSegments found, snapshot->segments(m_spec.name, request.times, wishes));
        if (request.log)
            request.log->addSkipped(found.skipped);
        scan.segments = std::move(found.segments);
        return std::make_shared<const SegmentSource>(std::move(scan));
    }

private:
    // Nothing where the segments' statistics could not answer: what is not recorded reads as something else,
    // and the times choose the segments already.
    [[nodiscard]] std::optional<telemetry::ColumnWish> wishOf(const ColumnPredicate &predicate) const
    {
        const std::string &name = m_spec.columns[predicate.column].name;
        if (name == "timestamp" || !missingValue(m_spec.name, m_spec.columns[predicate.column]).isNull())
            return std::nullopt;
        return telemetry::ColumnWish{.name = name,
                                     .smallest = predicate.smallest,
                                     .largest = predicate.largest,
                                     .lowest = predicate.lowest,
                                     .highest = predicate.highest,
                                     .texts = predicate.texts};
    }

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
