#include "core/kql/results/render_columns.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/kql/results/cell_access.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

const char *const noNumbers = "A chart needs a column of numbers, and the result has none.";

// Of a dynamic column; null if it has none.
Value firstValue(const CellAccess &cells, std::size_t column)
{
    constexpr std::size_t enough = 1000;
    for (std::size_t row = 0; row < std::min(cells.rows(), enough); ++row) {
        Value value = cells.at(row, column).value();
        if (!value.isNull())
            return value;
    }
    return {};
}

bool isTime(const Value &value)
{
    return value.is(Type::DateTime) ||
           (value.is(Type::String) && value.text().size() >= 10 && dateTimeFromText(value.text()));
}

bool contains(const std::vector<std::size_t> &columns, std::size_t column)
{
    return std::ranges::find(columns, column) != columns.end();
}

} // namespace

std::vector<std::string> RenderProperties::texts(std::string_view name) const
{
    std::vector<std::string> texts;
    if (m_rendering == nullptr)
        return texts;
    for (const Rendering::Property &property : m_rendering->properties) {
        if (property.name != name)
            continue;
        for (std::string text : property.values) {
            const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
                                text.back() == text.front();
            texts.push_back(quoted ? text.substr(1, text.size() - 2) : std::move(text));
        }
    }
    return texts;
}

std::string RenderProperties::text(std::string_view name) const
{
    const std::vector<std::string> all = texts(name);
    return all.empty() ? std::string() : all.front();
}

std::string RenderProperties::firstMissing(const Schema &schema) const
{
    for (const std::string_view property : {"xcolumn", "ycolumns", "series", "anomalycolumns"}) {
        for (std::string &name : texts(property)) {
            if (!schema.find(name))
                return std::move(name);
        }
    }
    return {};
}

RenderColumns::RenderColumns(const ResultTable &table, const RenderProperties &properties)
    : m_table(table)
    , m_properties(properties)
{
    const CellAccess cells(table);
    for (std::size_t column = 0; column < table.schema.fields.size(); ++column) {
        if (type(column) != Type::Dynamic)
            continue;
        const Value value = firstValue(cells, column);
        if (!value.isArray() || value.array().empty())
            continue;
        m_arrayColumns.push_back(column);
        if (!m_arrayTimes && isTime(value.element(0)))
            m_arrayTimes = column;
    }
}

bool RenderColumns::isValue(std::size_t column) const
{
    return isNumeric(type(column)) || type(column) == Type::TimeSpan;
}

std::vector<std::size_t> RenderColumns::named(std::string_view property) const
{
    std::vector<std::size_t> columns;
    for (const std::string &name : m_properties.texts(property))
        columns.push_back(m_table.schema.find(name).value_or(0));
    return columns;
}

std::string RenderColumns::fill(RenderPlan &plan) const
{
    if (plan.kind == ChartKind::Card)
        return fillCard(plan);
    const bool drawsLines = plan.kind != ChartKind::Pie && plan.kind != ChartKind::Scatter;
    const bool anyNumbers =
        std::ranges::any_of(m_table.schema.fields, [](const Field &f) { return isNumeric(f.type); });
    if (drawsLines && m_arrayColumns.size() > (m_arrayTimes ? 1U : 0U) && (m_arrayTimes || !anyNumbers))
        return fillArrays(plan);
    if (plan.kind == ChartKind::Scatter)
        return fillScatter(plan);
    return fillRows(plan);
}

std::string RenderColumns::fillCard(RenderPlan &plan) const
{
    plan.y = named("ycolumns");
    if (plan.y.empty()) {
        for (std::size_t column = 0; column < m_table.schema.fields.size(); ++column)
            plan.y.push_back(column);
    }
    plan.columnsAreCategories = true;
    if (m_table.rows > 1)
        plan.remark = fmt::format("A card shows the first of {} rows.", m_table.rows);
    return {};
}

std::string RenderColumns::fillArrays(RenderPlan &plan) const
{
    plan.arrays = true;
    const std::vector<std::size_t> x = named("xcolumn");
    if (!x.empty())
        plan.x = x.front();
    else if (m_arrayTimes)
        plan.x = m_arrayTimes;
    if (plan.kind == ChartKind::Time && !m_arrayTimes)
        return "A timechart needs a column of datetimes, and the result has none.";
    plan.y = named("ycolumns");
    fillAnomalies(plan);
    if (plan.y.empty()) {
        for (const std::size_t column : m_arrayColumns) {
            if (column != plan.x && !contains(plan.anomalies, column))
                plan.y.push_back(column);
        }
    }
    fillSeries(plan);
    return plan.y.empty() ? noNumbers : "";
}

std::string RenderColumns::fillScatter(RenderPlan &plan) const
{
    const std::vector<std::size_t> x = named("xcolumn");
    if (!x.empty())
        plan.x = x.front();
    for (std::size_t column = 0; !plan.x && column < m_table.schema.fields.size(); ++column) {
        if (isValue(column) || type(column) == Type::DateTime)
            plan.x = column;
    }
    if (!plan.x)
        return "A scatterchart needs two columns of numbers, and the result has none.";
    fillSeries(plan);
    fillValues(plan);
    return plan.y.empty() ? "A scatterchart needs a second column of numbers beside x." : "";
}

std::string RenderColumns::fillRows(RenderPlan &plan) const
{
    const std::vector<std::size_t> x = named("xcolumn");
    const bool time = plan.kind == ChartKind::Time || plan.kind == ChartKind::Anomaly;
    const bool categories =
        plan.kind == ChartKind::Column || plan.kind == ChartKind::Bar || plan.kind == ChartKind::Pie;
    const auto &fields = m_table.schema.fields;
    if (!x.empty()) {
        plan.x = x.front();
    } else if (time) {
        const auto found = std::ranges::find(fields, Type::DateTime, &Field::type);
        if (found == fields.end())
            return fmt::format("A {} needs a column of datetimes, and the result has none.",
                               chartName(plan.kind));
        plan.x = static_cast<std::size_t>(found - fields.begin());
    } else if (categories && m_table.rows == 1 && std::ranges::all_of(fields, [](const Field &field) {
                   return isNumeric(field.type) || field.type == Type::TimeSpan;
               })) {
        plan.columnsAreCategories = true;
    } else if (fields.size() > 1) {
        // One column is drawn by the number of its row.
        plan.x = 0;
    }
    fillAnomalies(plan);
    fillSeries(plan);
    fillValues(plan);
    if (plan.y.empty())
        return noNumbers;
    if (plan.kind == ChartKind::Pie && !plan.columnsAreCategories)
        plan.y.resize(1);
    return {};
}

void RenderColumns::fillSeries(RenderPlan &plan) const
{
    plan.series = named("series");
    if (!plan.series.empty() || plan.kind == ChartKind::Pie)
        return;
    // make-series may have grouped by several texts, and each row is a line of its own.
    for (std::size_t column = 0; column < m_table.schema.fields.size(); ++column) {
        const bool names = type(column) == Type::String || type(column) == Type::Guid ||
                           (plan.arrays && type(column) != Type::Dynamic);
        if (!names || column == plan.x || contains(plan.y, column))
            continue;
        plan.series.push_back(column);
        if (!plan.arrays)
            return;
    }
}

void RenderColumns::fillValues(RenderPlan &plan) const
{
    plan.y = named("ycolumns");
    std::erase_if(plan.y, [this](std::size_t column) { return !isValue(column); });
    if (!plan.y.empty())
        return;
    for (const bool spans : {false, true}) {
        for (std::size_t column = 0; column < m_table.schema.fields.size(); ++column) {
            const bool fits = spans ? type(column) == Type::TimeSpan : isNumeric(type(column));
            if (fits && column != plan.x && !contains(plan.series, column) &&
                !contains(plan.anomalies, column))
                plan.y.push_back(column);
        }
        if (!plan.y.empty())
            return;
    }
}

bool RenderColumns::holdsFlags(std::size_t column) const
{
    const CellAccess cells(m_table);
    const auto isFlag = [](double number) { return number == 0 || number == 1 || number == -1; };
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        const CellPlace cell = cells.at(row, column);
        if (cell.isNull())
            continue;
        if (type(column) != Type::Dynamic) {
            if (!isFlag(cellNumber(cell)))
                return false;
            continue;
        }
        const Value value = cell.value();
        for (const Value &element : value.array()) {
            const double number =
                element.is(Type::Real) ? element.real() : static_cast<double>(element.whole());
            if (!isFlag(number))
                return false;
        }
    }
    return true;
}

void RenderColumns::fillAnomalies(RenderPlan &plan) const
{
    if (plan.kind != ChartKind::Anomaly)
        return;
    plan.anomalies = named("anomalycolumns");
    for (std::size_t column = 0; plan.anomalies.empty() && column < m_table.schema.fields.size(); ++column) {
        const bool fits =
            plan.arrays ? contains(m_arrayColumns, column) && column != plan.x : isNumeric(type(column));
        const std::string &name = m_table.schema.fields[column].name;
        const bool says = name.contains("flag") || name.contains("anomal");
        if (fits && says && holdsFlags(column))
            plan.anomalies.push_back(column);
    }
    if (plan.anomalies.empty())
        plan.remark = "No column says which points are anomalies. Name one with "
                      "render anomalychart with (anomalycolumns=…).";
}

} // namespace signalbox::kql
