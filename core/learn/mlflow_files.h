// The texts of a model folder in MLflow's format (MLmodel, its environment files, a loader for Python), apart
// from our own model.json. Used by saveModel; pure functions of their arguments.
#pragma once

#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/learn/model.h"

namespace signalbox::learn {

// The description that MLflow's loaders read first. `modelUuid` has 32 hexadecimal digits.
[[nodiscard]] std::string mlmodelText(const LogisticModel &model, TimePoint created, std::string_view runId,
                                      std::string_view modelUuid);

// One row that the model accepts: the training means, in the "split" orientation of pandas.
[[nodiscard]] std::string inputExampleText(const LogisticModel &model);

// The module that mlmodelText names as loader of the python_function flavor.
[[nodiscard]] std::string_view pythonLoaderText();

[[nodiscard]] std::string_view requirementsText();
[[nodiscard]] std::string_view condaText();
[[nodiscard]] std::string_view pythonEnvironmentText();

} // namespace signalbox::learn
