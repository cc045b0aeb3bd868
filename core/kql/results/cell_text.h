// The text of one cell for people, files and queries. Exports, the search in a result and conditions made of
// a cell share these, so that they agree. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/kql/results/cell_access.h"

namespace signalbox::kql {

// "" for null, "true" and "false", a real as a result grid shows it, times and spans as tostring() does,
// dynamic texts without quotes and other dynamics as compact JSON.
[[nodiscard]] std::string cellText(const CellPlace &cell);
[[nodiscard]] std::string valueText(const Value &value);

// "2026-11-23 14:32:07" for a whole second, else as tostring() does.
[[nodiscard]] std::string timeName(DateTime time);

// One JSON value. Numbers that JSON lacks, times, spans, guids and decimals become strings.
[[nodiscard]] std::string cellJson(const CellPlace &cell);

// `name`, or ['name'] where it would not be read as a name.
[[nodiscard]] std::string columnReference(std::string_view name);

// What follows `where` to keep the rows whose cell equals `value`, or to leave them out. `type` is that of
// the column.
[[nodiscard]] std::string equalsCondition(std::string_view column, Type type, const Value &value);
[[nodiscard]] std::string differsCondition(std::string_view column, Type type, const Value &value);

} // namespace signalbox::kql
