// Standardising: what to subtract from each column and divide it by, learned from the training rows alone.
// As scikit-learn's StandardScaler: population standard deviation, and a constant column keeps scale 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/learn/dataset.h"

namespace signalbox::learn {

struct Scaling
{
    std::vector<double> means;  // one a feature
    std::vector<double> scales; // one a feature, never 0
};

// `rows` must not be empty.
[[nodiscard]] Scaling standardScaling(std::span<const NumericView> features,
                                      std::span<const std::int64_t> rows);

} // namespace signalbox::learn
