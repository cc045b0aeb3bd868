// The plan of reduce: texts grouped by their likeness, after Drain (He, Zhu, Zheng and Lyu, 2017): texts of
// as many words join the first pattern that shares half of them, and words with digits are taken as varying.
#pragma once

#include <string>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"

namespace signalbox::kql {

// Pattern, Count, Representative; with `showSource` the input's rows with their Pattern.
[[nodiscard]] PlanPtr reducePlan(PlanPtr input, BoundPtr text, std::string characters, bool showSource);

} // namespace signalbox::kql
