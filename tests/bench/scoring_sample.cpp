#include "tests/bench/scoring_sample.h"

#include <fmt/format.h>

#include "core/base/sha256.h"

namespace signalbox::bench {

learn::LogisticModel sampleModel()
{
    using learn::InputType;
    return {.label = "Diabetic",
            .inputs = {{.name = "Pregnancies", .type = InputType::Integer},
                       {.name = "PlasmaGlucose", .type = InputType::Integer},
                       {.name = "DiastolicBloodPressure", .type = InputType::Integer},
                       {.name = "TricepsThickness", .type = InputType::Integer},
                       {.name = "SerumInsulin", .type = InputType::Integer},
                       {.name = "BMI", .type = InputType::Real},
                       {.name = "DiabetesPedigree", .type = InputType::Real},
                       {.name = "Age", .type = InputType::Integer}},
            .means = {3.2, 107.9, 71.2, 28.8, 137.9, 31.5, 0.4, 30.1},
            .scales = {3.4, 32.0, 16.8, 14.6, 133.1, 9.8, 0.4, 12.1},
            .coefficients = {1.2, 0.3, 0.2, 0.4, 0.6, 0.5, 0.35, 0.7},
            .intercept = -0.9};
}

serve::RoutingTable sampleRoutes()
{
    const auto scorer = std::make_shared<const learn::LogisticModel>(sampleModel());
    serve::RoutingTable table;
    table.endpoints["sample"] = {.name = "sample",
                                 .deployments = {{.name = "blue",
                                                  .model = "diabetes",
                                                  .version = 1,
                                                  .percent = 50,
                                                  .scorer = scorer,
                                                  .fault = {}},
                                                 {.name = "green",
                                                  .model = "diabetes",
                                                  .version = 2,
                                                  .percent = 50,
                                                  .scorer = scorer,
                                                  .fault = {}}},
                                 .keyHashes = {sha256(sampleKey), ""}};
    return table;
}

std::string sampleBody(std::size_t rows)
{
    std::string columns;
    for (const learn::Input &input : sampleModel().inputs)
        columns += fmt::format("{}\"{}\"", columns.empty() ? "" : ",", input.name);
    std::string index;
    std::string data;
    for (std::size_t i = 0; i < rows; ++i) {
        index += fmt::format("{}{}", i == 0 ? "" : ",", i);
        data += fmt::format("{}[{},{},71,52,36,{:.4f},0.381501,{}]", i == 0 ? "" : ",", i % 14, 90 + i % 100,
                            20 + static_cast<double>(i % 300) / 10, 21 + i % 50);
    }
    return fmt::format(R"({{"input_data":{{"columns":[{}],"index":[{}],"data":[{}]}}}})", columns, index,
                       data);
}

} // namespace signalbox::bench
