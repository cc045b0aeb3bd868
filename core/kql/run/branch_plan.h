// The plan of partition: a pipeline that runs once for each value of a column.
#pragma once

#include <memory>

#include "core/kql/run/plan.h"

namespace signalbox::kql {

// `body` finds the rows of each value of column `key` in `slot`; its results follow one another.
[[nodiscard]] PlanPtr partitionPlan(PlanPtr input, std::size_t key, std::shared_ptr<const SlotPlan> slot,
                                    PlanPtr body);

} // namespace signalbox::kql
