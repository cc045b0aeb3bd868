// Names of columns that are made: unique within a table, numbered where a query gives none. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/kql/values/schema.h"

namespace signalbox::kql {

// `name`, or `name` with the smallest number from 1 that makes it new in `schema`.
[[nodiscard]] std::string uniqueName(const Schema &schema, std::string_view name);

} // namespace signalbox::kql
