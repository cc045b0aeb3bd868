// A numeric array as the functions over series read and make it. All of them treat an element that is no
// number as missing, which is a NaN here and null in an answer.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/kql/functions/dynamic_kernels.h"
#include "core/kql/functions/registry.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// The elements as reals, NaN where one is missing; none for a value that is no array.
[[nodiscard]] std::optional<std::vector<double>> seriesOf(const Value &array);
// Without the missing elements.
[[nodiscard]] std::vector<double> present(std::span<const double> series);

// An array of reals; NaN becomes null.
[[nodiscard]] Value seriesValue(std::span<const double> series);

// A function of `overloads` whose kernels give an array a row with one element for each of `outputs`.
void addWithOutputs(FunctionRegistry &registry, const std::string &name, std::vector<std::string> parameters,
                    std::string help, std::vector<Overload> overloads, std::vector<FunctionOutput> outputs);

[[nodiscard]] double meanOf(std::span<const double> values); // NaN if there are none
[[nodiscard]] double medianOf(std::vector<double> values);   // NaN if there are none
// The quantile at `fraction` of sorted values, between two of them by linear interpolation.
[[nodiscard]] double quantileOf(std::span<const double> sorted, double fraction);

} // namespace signalbox::kql
