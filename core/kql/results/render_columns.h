// The columns of a chart: reads the properties of `render` and picks x, y and series of what is left, as the
// service does (x is the first that fits, y the other numbers, the first column of texts names series). Only
// renderPlan() uses this.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/results/render_plan.h"

namespace signalbox::kql {

class RenderProperties
{
public:
    explicit RenderProperties(const Rendering *rendering)
        : m_rendering(rendering)
    {
    }

    // The first value, without quotes; "" if the property is not there.
    [[nodiscard]] std::string text(std::string_view name) const;
    [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
    // The first column that a property names and `schema` does not have; "" if all are there.
    [[nodiscard]] std::string firstMissing(const Schema &schema) const;

private:
    const Rendering *m_rendering;
};

class RenderColumns
{
public:
    RenderColumns(const ResultTable &table, const RenderProperties &properties);

    // Sets the columns of `plan` for its kind. Says why it cannot be drawn, or "".
    [[nodiscard]] std::string fill(RenderPlan &plan) const;

private:
    [[nodiscard]] std::string fillArrays(RenderPlan &plan) const;
    [[nodiscard]] std::string fillCard(RenderPlan &plan) const;
    [[nodiscard]] std::string fillScatter(RenderPlan &plan) const;
    [[nodiscard]] std::string fillRows(RenderPlan &plan) const;
    void fillSeries(RenderPlan &plan) const;
    void fillValues(RenderPlan &plan) const;
    void fillAnomalies(RenderPlan &plan) const;

    [[nodiscard]] Type type(std::size_t column) const { return m_table.schema.fields[column].type; }
    [[nodiscard]] bool isValue(std::size_t column) const; // can be y
    [[nodiscard]] bool holdsFlags(std::size_t column) const;
    [[nodiscard]] std::vector<std::size_t> named(std::string_view property) const;

    const ResultTable &m_table;
    const RenderProperties &m_properties;
    std::vector<std::size_t> m_arrayColumns;      // dynamics whose first value is an array
    std::optional<std::size_t> m_arrayTimes = {}; // the one that holds times
};

} // namespace signalbox::kql
