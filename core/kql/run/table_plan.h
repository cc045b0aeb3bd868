// The plan that reads a table of the catalog.
#pragma once

#include "core/kql/catalog.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

[[nodiscard]] PlanPtr tablePlan(TablePtr table);

} // namespace signalbox::kql
