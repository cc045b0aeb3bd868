#include "core/kql/tables/record_table.h"

#include <algorithm>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/kql/values/column_builder.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

void append(ColumnBuilder &builder, const SQLite::Column &cell)
{
    if (cell.isNull()) {
        builder.appendNull();
        return;
    }
    switch (builder.type()) {
    case Type::Bool:
        builder.append(cell.getInt64() != 0);
        break;
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        builder.append(std::int64_t{cell.getInt64()});
        break;
    case Type::Real:
        builder.append(cell.getDouble());
        break;
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        builder.append(std::string_view(static_cast<const char *>(cell.getBlob()),
                                        static_cast<std::size_t>(cell.getBytes())));
        break;
    case Type::Dynamic:
        if (const std::string text = cell.getString(); text.empty())
            builder.appendNull();
        else
            builder.appendValue(parseDynamic(text));
        break;
    }
}

Batch readRows(SQLite::Database &db, const RecordTable &table)
{
    std::vector<ColumnBuilder> builders;
    builders.reserve(table.schema.fields.size());
    for (const Field &field : table.schema.fields)
        builders.emplace_back(field.type);
    SQLite::Statement query(db, table.sql);
    std::size_t rows = 0;
    for (; query.executeStep(); ++rows) {
        for (std::size_t i = 0; i < builders.size(); ++i)
            append(builders[i], query.getColumn(static_cast<int>(i)));
    }
    std::vector<Column> columns;
    columns.reserve(builders.size());
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    return {std::move(columns), rows};
}

class RecordSource final : public TableSource
{
public:
    RecordSource(std::shared_ptr<const RecordMoment> moment, const RecordTable &table)
        : m_moment(std::move(moment))
        , m_table(table)
    {
    }

    [[nodiscard]] const Schema &schema() const override { return m_table.schema; }
    [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken) const override
    {
        SIGNALBOX_TRY(const Batch rows, m_moment->rows(m_table));
        if (request.log)
            request.log->addSegment(rows.rows());
        return memorySource({rows.project(request.columns)});
    }

private:
    std::shared_ptr<const RecordMoment> m_moment;
    const RecordTable &m_table;
};

} // namespace

TablePtr RecordMoment::table(std::string_view name) const
{
    const std::vector<RecordTable> &tables = recordTables();
    const auto found = std::ranges::find(tables, name, &RecordTable::name);
    if (found == tables.end())
        return nullptr;
    {
        const std::scoped_lock lock(m_mutex);
        if (std::ranges::find(m_named, &*found) == m_named.end())
            m_named.push_back(&*found);
    }
    return std::make_shared<const RecordSource>(shared_from_this(), *found);
}

Result<Batch> RecordMoment::rows(const RecordTable &table) const
{
    const std::scoped_lock lock(m_mutex);
    if (!m_rows.contains(&table)) {
        SIGNALBOX_CHECK(m_store->read([&](SQLite::Database &db) -> Status {
            for (const RecordTable *named : m_named) {
                if (!m_rows.contains(named))
                    m_rows.emplace(named, readRows(db, *named));
            }
            return {};
        }));
    }
    return m_rows.at(&table);
}

} // namespace signalbox::kql
