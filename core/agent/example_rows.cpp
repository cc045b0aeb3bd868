#include "core/agent/example_rows.h"

#include <algorithm>
#include <cmath>

#include "core/base/json.h"
#include "core/base/random.h"

namespace signalbox::agent {

std::vector<std::vector<double>> exampleRows(const learn::LogisticModel &model, std::size_t count,
                                             std::uint64_t seed)
{
    SeededRandom random(seed);
    std::vector<std::vector<double>> rows(count);
    for (std::vector<double> &row : rows) {
        for (std::size_t i = 0; i < model.inputs.size(); ++i) {
            const double value = std::max(0.0, model.means[i] + model.scales[i] * random.normal());
            row.push_back(model.inputs[i].type == learn::InputType::Integer ? std::round(value) : value);
        }
    }
    return rows;
}

std::vector<std::string> inputNames(const learn::LogisticModel &model)
{
    std::vector<std::string> names;
    names.reserve(model.inputs.size());
    for (const learn::Input &input : model.inputs)
        names.push_back(input.name);
    return names;
}

std::string requestBody(const learn::LogisticModel &model, const std::vector<std::vector<double>> &rows)
{
    Json data = Json::array();
    for (const std::vector<double> &row : rows) {
        Json values = Json::array();
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (model.inputs[i].type == learn::InputType::Integer)
                values.push_back(static_cast<std::int64_t>(row[i]));
            else
                values.push_back(row[i]);
        }
        data.push_back(std::move(values));
    }
    return Json{{"input_data", {{"columns", inputNames(model)}, {"data", std::move(data)}}}}.dump();
}

} // namespace signalbox::agent
