// Inputs that a model can score, made from what the model knows of its training data (means and scales).
// Probes send one; a drill sends many different ones.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/learn/model.h"

namespace signalbox::agent {

// `count` rows in the order of model.inputs, drawn around the means; whole numbers where an input needs them
// and not below 0, as most measurements are.
[[nodiscard]] std::vector<std::vector<double>> exampleRows(const learn::LogisticModel &model,
                                                           std::size_t count, std::uint64_t seed);

[[nodiscard]] std::vector<std::string> inputNames(const learn::LogisticModel &model);

// {"input_data":{"columns":[…],"data":[[…]]}}
[[nodiscard]] std::string requestBody(const learn::LogisticModel &model,
                                      const std::vector<std::vector<double>> &rows);

} // namespace signalbox::agent
