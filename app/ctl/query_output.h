// How `signalboxctl query` shows a result: as a table or a chart for people, or as text for other programs.
#pragma once

#include <string>

#include "app/ctl/context.h"
#include "core/kql/results/table_text.h"

namespace signalbox::ctl {

// A table for people: a cell is one line and, on a terminal, no longer than anyone would read. Columns in
// which every row is empty are left out if any is not.
struct PeoplesTable
{
    Rows rows = {};
    std::size_t columnsLeftOut = 0;
};
[[nodiscard]] PeoplesTable tableForPeople(const kql::ResultTable &table);

// The chart that the query's `render` asks for, or the usual one for the columns; a remark instead of a chart
// that cannot be drawn.
[[nodiscard]] Result<std::string> chartText(const kql::ResultTable &table, const Context &context);

} // namespace signalbox::ctl
