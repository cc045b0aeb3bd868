// The explicit casts between scalar types: what tolong(), todatetime() and their like make of any value. A
// value that cannot be cast is null. Pure functions.
#pragma once

#include <cstdint>
#include <optional>

#include "core/kql/values/type.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// `value` as `type`: reals lose their fraction toward zero, a long keeps its low 32 bits as int, times are
// ticks (a datetime counts them from year 1), texts are read by text_to_value.h, and a null is "" as a
// string.
[[nodiscard]] Value castValue(const Value &value, Type type);

// Any number as a real; none for what is not a number.
[[nodiscard]] std::optional<double> toReal(const Value &value);

// The fraction is cut off and what is beyond the range becomes the end of the range; none for NaN.
[[nodiscard]] std::optional<std::int64_t> realToLong(double value);
[[nodiscard]] std::optional<std::int64_t> realToInt(double value);

} // namespace signalbox::kql
