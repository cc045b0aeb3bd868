#include "core/telemetry/application_insights.h"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

namespace signalbox::telemetry {

namespace {

using enum ColumnType;

struct ColumnName
{
    std::string_view name;
    ColumnType type = String;
};

struct ItemType
{
    std::string_view table;
    std::string_view type;
};

constexpr std::array<ItemType, 10> itemTypes = {
    {{.table = "requests", .type = "request"},
     {.table = "dependencies", .type = "dependency"},
     {.table = "exceptions", .type = "exception"},
     {.table = "traces", .type = "trace"},
     {.table = "customMetrics", .type = "customMetric"},
     {.table = "customEvents", .type = "customEvent"},
     {.table = "availabilityResults", .type = "availabilityResult"},
     {.table = "pageViews", .type = "pageView"},
     {.table = "browserTimings", .type = "browserTiming"},
     {.table = "performanceCounters", .type = "performanceCounter"}}};

// What every table has behind its own columns.
constexpr std::array<ColumnName, 28> common = {{{.name = "itemType"},
                                                {.name = "customDimensions", .type = Dynamic},
                                                {.name = "customMeasurements", .type = Dynamic},
                                                {.name = "operation_Name"},
                                                {.name = "operation_Id"},
                                                {.name = "operation_ParentId"},
                                                {.name = "operation_SyntheticSource"},
                                                {.name = "session_Id"},
                                                {.name = "user_Id"},
                                                {.name = "user_AuthenticatedId"},
                                                {.name = "user_AccountId"},
                                                {.name = "application_Version"},
                                                {.name = "client_Type"},
                                                {.name = "client_Model"},
                                                {.name = "client_OS"},
                                                {.name = "client_IP"},
                                                {.name = "client_City"},
                                                {.name = "client_StateOrProvince"},
                                                {.name = "client_CountryOrRegion"},
                                                {.name = "client_Browser"},
                                                {.name = "cloud_RoleName"},
                                                {.name = "cloud_RoleInstance"},
                                                {.name = "appId"},
                                                {.name = "appName"},
                                                {.name = "iKey"},
                                                {.name = "sdkVersion"},
                                                {.name = "itemId"},
                                                {.name = "itemCount", .type = Int}}};

void add(TableSpec &table, const ColumnName &column)
{
    const auto same = [&](const ColumnSpec &known) { return known.name == column.name; };
    if (std::ranges::none_of(table.columns, same))
        table.columns.push_back({.name = std::string(column.name), .type = column.type});
}

// `recorded`, if there is any, is what our own recorder writes: its columns keep their types.
TableSpec describe(std::string_view name, std::initializer_list<ColumnName> own,
                   const TableSpec *recorded = nullptr)
{
    TableSpec table{.name = std::string(name), .columns = {{.name = "timestamp", .type = DateTime}}};
    for (const ColumnName &column : own)
        add(table, column);
    for (const ColumnName &column : common)
        add(table, column);
    if (recorded != nullptr) {
        for (const ColumnSpec &column : recorded->columns)
            add(table, {.name = column.name, .type = column.type});
    }
    return table;
}

std::vector<TableSpec> describeAll()
{
    std::vector<TableSpec> tables;
    tables.push_back(describe("requests",
                              {{.name = "id"},
                               {.name = "source"},
                               {.name = "name"},
                               {.name = "url"},
                               {.name = "success", .type = Bool},
                               {.name = "resultCode"},
                               {.name = "duration", .type = Real},
                               {.name = "performanceBucket"}},
                              &requestsTable()));
    tables.push_back(describe("dependencies", {{.name = "id"},
                                               {.name = "target"},
                                               {.name = "type"},
                                               {.name = "name"},
                                               {.name = "data"},
                                               {.name = "success", .type = Bool},
                                               {.name = "resultCode"},
                                               {.name = "duration", .type = Real},
                                               {.name = "performanceBucket"}}));
    tables.push_back(describe("exceptions", {{.name = "problemId"},
                                             {.name = "handledAt"},
                                             {.name = "type"},
                                             {.name = "message"},
                                             {.name = "assembly"},
                                             {.name = "method"},
                                             {.name = "outerType"},
                                             {.name = "outerMessage"},
                                             {.name = "outerAssembly"},
                                             {.name = "outerMethod"},
                                             {.name = "innermostType"},
                                             {.name = "innermostMessage"},
                                             {.name = "innermostAssembly"},
                                             {.name = "innermostMethod"},
                                             {.name = "severityLevel", .type = Int},
                                             {.name = "details", .type = Dynamic}}));
    tables.push_back(
        describe("traces", {{.name = "message"}, {.name = "severityLevel", .type = Int}}, &tracesTable()));
    tables.push_back(describe("customMetrics", {{.name = "name"},
                                                {.name = "value", .type = Real},
                                                {.name = "valueCount", .type = Int},
                                                {.name = "valueSum", .type = Real},
                                                {.name = "valueMin", .type = Real},
                                                {.name = "valueMax", .type = Real},
                                                {.name = "valueStdDev", .type = Real}}));
    tables.push_back(describe("customEvents", {{.name = "name"}}));
    tables.push_back(describe("availabilityResults", {{.name = "id"},
                                                      {.name = "name"},
                                                      {.name = "location"},
                                                      {.name = "success", .type = Bool},
                                                      {.name = "message"},
                                                      {.name = "size", .type = Real},
                                                      {.name = "duration", .type = Real},
                                                      {.name = "performanceBucket"}}));
    tables.push_back(describe("pageViews", {{.name = "id"},
                                            {.name = "name"},
                                            {.name = "url"},
                                            {.name = "duration", .type = Real},
                                            {.name = "performanceBucket"}}));
    tables.push_back(describe("browserTimings", {{.name = "name"},
                                                 {.name = "url"},
                                                 {.name = "networkDuration", .type = Real},
                                                 {.name = "sendDuration", .type = Real},
                                                 {.name = "receiveDuration", .type = Real},
                                                 {.name = "processingDuration", .type = Real},
                                                 {.name = "totalDuration", .type = Real},
                                                 {.name = "performanceBucket"}}));
    tables.push_back(describe("performanceCounters", {{.name = "name"},
                                                      {.name = "category"},
                                                      {.name = "counter"},
                                                      {.name = "instance"},
                                                      {.name = "value", .type = Real}}));
    return tables;
}

} // namespace

std::span<const TableSpec> applicationInsightsTables()
{
    static const std::vector<TableSpec> tables = describeAll();
    return tables;
}

std::string_view itemTypeOf(std::string_view table)
{
    const auto *found = std::ranges::find(itemTypes, table, &ItemType::table);
    return found == itemTypes.end() ? std::string_view() : found->type;
}

} // namespace signalbox::telemetry
