// What a call of a function that gives several columns becomes. The binder uses it for every such function.
#pragma once

#include <span>

#include "core/kql/run/expression.h"

namespace signalbox::kql {

// The first of `outputs`, which holds them all. `call` gives an array with an element for each; it is
// computed once a batch.
[[nodiscard]] BoundPtr firstOutput(BoundExpression call, std::span<const FunctionOutput> outputs);

} // namespace signalbox::kql
