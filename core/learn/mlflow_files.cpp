#include "core/learn/mlflow_files.h"

#include <chrono>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "core/base/json.h"

namespace signalbox::learn {

namespace {

// A JSON string is also a YAML double-quoted scalar.
std::string yamlString(std::string_view text)
{
    return Json(text).dump(-1, ' ', true);
}

// MLflow keeps each half of a signature as JSON inside a YAML string.
std::string yamlJson(const Json &json)
{
    std::string quoted = "'";
    for (const char c : json.dump(-1, ' ', true)) {
        quoted += c;
        if (c == '\'')
            quoted += c;
    }
    return quoted + "'";
}

Json signatureInputs(const LogisticModel &model)
{
    Json inputs = Json::array();
    for (const Input &input : model.inputs)
        inputs.push_back({{"name", input.name},
                          {"required", true},
                          {"type", input.type == InputType::Integer ? "long" : "double"}});
    return inputs;
}

// As Python's str(datetime.utcnow()), which MLflow parses again.
std::string mlflowTime(TimePoint time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::microseconds>(time - day));
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

} // namespace

std::string mlmodelText(const LogisticModel &model, TimePoint created, std::string_view runId,
                        std::string_view modelUuid)
{
    const Json outputs = {{{"name", "prediction"}, {"required", true}, {"type", "long"}},
                          {{"name", "probability"}, {"required", true}, {"type", "double"}}};
    return fmt::format(R"(artifact_path: model
flavors:
  python_function:
    code: code
    data: model.json
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: signalbox_model
    python_version: "3.10"
  signalbox:
    data: model.json
    format_version: 1
    model_type: logistic_regression
model_uuid: "{}"
{}saved_input_example_info:
  artifact_path: input_example.json
  pandas_orient: split
  type: dataframe
signature:
  inputs: {}
  outputs: {}
  params: null
utc_time_created: '{}'
)",
                       modelUuid,
                       runId.empty() ? std::string() : fmt::format("run_id: {}\n", yamlString(runId)),
                       yamlJson(signatureInputs(model)), yamlJson(outputs), mlflowTime(created));
}

std::string inputExampleText(const LogisticModel &model)
{
    Json columns = Json::array();
    Json row = Json::array();
    for (std::size_t i = 0; i < model.inputs.size(); ++i) {
        columns.push_back(model.inputs[i].name);
        if (model.inputs[i].type == InputType::Integer)
            row.push_back(std::llround(model.means[i]));
        else
            row.push_back(model.means[i]);
    }
    return Json{{"columns", columns}, {"data", Json::array({row})}}.dump(2) + "\n";
}

std::string_view pythonLoaderText()
{
    return R"("""Reads the model.json of a Signalbox model for mlflow.pyfunc."""
import json

import numpy
import pandas


class LogisticModel:
    def __init__(self, model):
        self._names = [field["name"] for field in model["inputs"]]
        self._means = numpy.array(model["means"])
        self._scales = numpy.array(model["scales"])
        self._coefficients = numpy.array(model["coefficients"])
        self._intercept = model["intercept"]
        self._threshold = model["threshold"]

    def predict(self, model_input, params=None):
        rows = pandas.DataFrame(model_input)[self._names].to_numpy(dtype=float)
        log_odds = self._intercept + (rows - self._means) / self._scales @ self._coefficients
        with numpy.errstate(over="ignore"):
            probability = 1.0 / (1.0 + numpy.exp(-log_odds))
        prediction = (probability >= self._threshold).astype("int64")
        return pandas.DataFrame({"prediction": prediction, "probability": probability})


def _load_pyfunc(path):
    with open(path, encoding="utf-8") as file:
        return LogisticModel(json.load(file))
)";
}

std::string_view requirementsText()
{
    return "mlflow\nnumpy\npandas\n";
}

std::string_view condaText()
{
    return R"(channels:
- conda-forge
dependencies:
- python>=3.10
- pip
- pip:
  - mlflow
  - numpy
  - pandas
name: mlflow-env
)";
}

std::string_view pythonEnvironmentText()
{
    return R"(python: "3.10"
build_dependencies:
- pip
- setuptools
- wheel
dependencies:
- -r requirements.txt
)";
}

} // namespace signalbox::learn
