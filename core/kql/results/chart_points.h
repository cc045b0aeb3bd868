// Reads the points of a chart row by row, before they are sorted, summed and cut to what fits. Only
// chartContent() uses this.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/kql/results/cell_access.h"
#include "core/kql/results/chart_content.h"

namespace signalbox::kql {

class ChartPoints
{
public:
    ChartPoints(const ResultTable &table, const RenderPlan &plan);

    // False if it was stopped.
    [[nodiscard]] bool read(const StopToken &stop);
    // Moves what was read into `content`: axis, categories and lines.
    void moveTo(ChartContent &content);

private:
    void readRow(std::size_t row);
    void readArrays(std::size_t row);
    [[nodiscard]] ChartLine &lineOf(const std::string &seriesName, std::size_t yColumn);
    [[nodiscard]] std::string seriesName(std::size_t row) const;
    [[nodiscard]] double category(const std::string &text);
    [[nodiscard]] double xOf(std::size_t row);
    [[nodiscard]] double yOf(const CellPlace &cell) const;

    const ResultTable &m_table;
    const RenderPlan &m_plan;
    CellAccess m_cells;
    ChartAxisKind m_axis = ChartAxisKind::Number;
    std::vector<std::string> m_categories = {};
    std::unordered_map<std::string, double> m_categoryNumbers = {};
    std::vector<ChartLine> m_lines = {};
    std::unordered_map<std::string, std::size_t> m_lineNumbers = {};
};

} // namespace signalbox::kql
