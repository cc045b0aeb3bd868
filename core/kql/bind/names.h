// Names of columns that are made: unique within a table, numbered where a query gives none. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/kql/values/schema.h"

namespace signalbox::kql {

// `name`, or `name` with the smallest number from 1 that makes it new in `schema`.
[[nodiscard]] std::string uniqueName(const Schema &schema, std::string_view name);

// Whether `left` comes before `right` when numbers inside names count as numbers: a2 before a10.
[[nodiscard]] bool comesBeforeByNumbers(std::string_view left, std::string_view right);

} // namespace signalbox::kql
