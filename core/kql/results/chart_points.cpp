#include "core/kql/results/chart_points.h"

#include <cmath>
#include <limits>
#include <utility>

#include "core/kql/results/cell_text.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double ticksPerMillisecond = 10'000;
constexpr std::size_t rowsBetweenLooks = 4096;

double milliseconds(std::int64_t ticks)
{
    return static_cast<double>(ticks) / ticksPerMillisecond;
}

// An element of an array as a number; times in milliseconds.
double elementNumber(const Value &value)
{
    if (value.is(Type::DateTime) || value.is(Type::TimeSpan))
        return milliseconds(value.whole());
    if (value.is(Type::String)) {
        const auto time = dateTimeFromText(value.text());
        return time ? milliseconds(time->ticks) : nan;
    }
    return toReal(value).value_or(nan);
}

bool isTimeElement(const Value &value)
{
    return value.is(Type::DateTime) || (value.is(Type::String) && dateTimeFromText(value.text()));
}

} // namespace

ChartPoints::ChartPoints(const ResultTable &table, const RenderPlan &plan)
    : m_table(table)
    , m_plan(plan)
    , m_cells(table)
{
    if (plan.columnsAreCategories || plan.kind == ChartKind::Pie) {
        m_axis = ChartAxisKind::Category;
        return;
    }
    if (!plan.x)
        return;
    const Type type = table.schema.fields[*plan.x].type;
    if (plan.arrays) {
        for (std::size_t row = 0; row < m_cells.rows(); ++row) {
            const Value value = m_cells.at(row, *plan.x).value();
            if (!value.isArray() || value.array().empty())
                continue;
            if (isTimeElement(value.element(0)))
                m_axis = ChartAxisKind::Time;
            break;
        }
    } else if (!isNumeric(type) && type != Type::DateTime) {
        m_axis = ChartAxisKind::Category;
    } else if (type == Type::DateTime) {
        m_axis = ChartAxisKind::Time;
    }
}

bool ChartPoints::read(const StopToken &stop)
{
    for (std::size_t row = 0; row < m_cells.rows(); ++row) {
        if (row % rowsBetweenLooks == 0 && stop.stopRequested())
            return false;
        if (m_plan.arrays)
            readArrays(row);
        else
            readRow(row);
    }
    return true;
}

void ChartPoints::moveTo(ChartContent &content)
{
    content.axis = m_axis;
    content.categories = std::move(m_categories);
    content.lines = std::move(m_lines);
}

double ChartPoints::category(const std::string &text)
{
    const auto [place, added] = m_categoryNumbers.emplace(text, static_cast<double>(m_categories.size()));
    if (added)
        m_categories.push_back(text);
    return place->second;
}

double ChartPoints::xOf(std::size_t row)
{
    if (!m_plan.x && m_axis == ChartAxisKind::Category)
        return category(std::to_string(row + 1));
    if (!m_plan.x)
        return static_cast<double>(row + 1);
    const CellPlace cell = m_cells.at(row, *m_plan.x);
    if (m_axis == ChartAxisKind::Category && cell.column->type() == Type::DateTime && !cell.isNull())
        return category(timeName(DateTime{cell.column->wholes()[cell.column->stored(cell.row)]}));
    if (m_axis == ChartAxisKind::Category)
        return category(cellText(cell));
    const double number = cellNumber(cell);
    return m_axis == ChartAxisKind::Time ? number / ticksPerMillisecond : number;
}

double ChartPoints::yOf(const CellPlace &cell) const
{
    const double number = cellNumber(cell);
    return cell.column->type() == Type::TimeSpan ? number / ticksPerMillisecond : number;
}

std::string ChartPoints::seriesName(std::size_t row) const
{
    std::string name;
    for (const std::size_t column : m_plan.series) {
        if (!name.empty())
            name += ", ";
        name += cellText(m_cells.at(row, column));
    }
    return name;
}

ChartLine &ChartPoints::lineOf(const std::string &seriesName, std::size_t yColumn)
{
    std::string name = seriesName;
    if (m_plan.series.empty())
        name = m_table.schema.fields[yColumn].name;
    else if (m_plan.y.size() > 1)
        name += (name.empty() ? "" : " ") + m_table.schema.fields[yColumn].name;
    const auto [place, added] = m_lineNumbers.emplace(std::move(name), m_lines.size());
    if (added)
        m_lines.push_back({.name = place->first});
    return m_lines[place->second];
}

void ChartPoints::readRow(std::size_t row)
{
    const std::string name = m_plan.series.empty() ? std::string() : seriesName(row);
    const double x = m_plan.columnsAreCategories ? 0 : xOf(row);
    bool marked = false;
    for (const std::size_t column : m_plan.anomalies)
        marked |= std::abs(cellNumber(m_cells.at(row, column))) == 1;
    for (const std::size_t column : m_plan.y) {
        const double y = yOf(m_cells.at(row, column));
        if (m_plan.columnsAreCategories) {
            if (m_lines.empty())
                m_lines.push_back({});
            m_lines.front().x.push_back(category(m_table.schema.fields[column].name));
            m_lines.front().y.push_back(y);
            continue;
        }
        if (!std::isfinite(x))
            continue;
        ChartLine &line = lineOf(name, column);
        line.x.push_back(x);
        line.y.push_back(y);
        if (!m_plan.anomalies.empty())
            line.marks.push_back(marked ? 1 : 0);
    }
}

void ChartPoints::readArrays(std::size_t row)
{
    const std::string name = m_plan.series.empty() ? std::string() : seriesName(row);
    const Value xs = m_plan.x ? m_cells.at(row, *m_plan.x).value() : Value();
    std::vector<Value> flags;
    flags.reserve(m_plan.anomalies.size());
    for (const std::size_t column : m_plan.anomalies)
        flags.push_back(m_cells.at(row, column).value());
    for (const std::size_t column : m_plan.y) {
        const Value ys = m_cells.at(row, column).value();
        ChartLine &line = lineOf(name, column);
        for (std::size_t i = 0; i < ys.array().size(); ++i) {
            const auto index = static_cast<std::int64_t>(i);
            const double x = m_plan.x ? elementNumber(xs.element(index)) : static_cast<double>(i);
            if (!std::isfinite(x))
                continue;
            line.x.push_back(x);
            line.y.push_back(elementNumber(ys.array()[i]));
            if (flags.empty())
                continue;
            bool marked = false;
            for (const Value &flag : flags)
                marked |= std::abs(elementNumber(flag.element(index))) == 1;
            line.marks.push_back(marked ? 1 : 0);
        }
    }
}

} // namespace signalbox::kql
