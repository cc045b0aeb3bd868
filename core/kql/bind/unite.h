// The rows of several tables under one another, as union, search and find give them. Used by the binder.
#pragma once

#include <string>
#include <vector>

#include "core/kql/run/plan.h"

namespace signalbox::kql {

// The columns of all tables, or with `inner` those that all have; a name with two types becomes name_type for
// each. `sources` names the tables in a column `withSource` in front, if that is not "".
[[nodiscard]] PlanPtr united(std::vector<PlanPtr> plans, std::vector<std::string> sources, bool inner,
                             const std::string &withSource);

} // namespace signalbox::kql
