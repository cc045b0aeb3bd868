#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

std::size_t Column::size() const
{
    switch (type) {
    case ColumnType::Real:
        return reals.size();
    case ColumnType::String:
    case ColumnType::Dynamic:
    case ColumnType::Guid:
        return codes.size();
    default:
        return integers.size();
    }
}

const TableSpec &requestsTable()
{
    static const TableSpec table{
        .name = "requests",
        .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                    {.name = "name", .type = ColumnType::String},
                    {.name = "duration", .type = ColumnType::Real},
                    {.name = "resultCode", .type = ColumnType::String},
                    {.name = "success", .type = ColumnType::Bool},
                    {.name = "deployment", .type = ColumnType::String},
                    {.name = "model", .type = ColumnType::String},
                    {.name = "version", .type = ColumnType::Long},
                    {.name = "score", .type = ColumnType::Real},
                    {.name = "rows", .type = ColumnType::Long},
                    {.name = "operation_Id", .type = ColumnType::String},
                    {.name = "operation_SyntheticSource", .type = ColumnType::String}}};
    return table;
}

const TableSpec &tracesTable()
{
    static const TableSpec table{.name = "traces",
                                 .columns = {{.name = "timestamp", .type = ColumnType::DateTime},
                                             {.name = "message", .type = ColumnType::String},
                                             {.name = "severityLevel", .type = ColumnType::Int},
                                             {.name = "cloud_RoleName", .type = ColumnType::String}}};
    return table;
}

} // namespace signalbox::telemetry
