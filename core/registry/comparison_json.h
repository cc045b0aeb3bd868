// The JSON of a comparison, for those who put it into a larger object. Internal to the room.
#pragma once

#include "core/base/json.h"
#include "core/registry/comparison.h"

namespace signalbox::registry {

[[nodiscard]] Json comparisonJson(const Comparison &comparison);
// Ignores members that it does not know.
[[nodiscard]] Result<Comparison> comparisonFromJson(const Json &json);

} // namespace signalbox::registry
