// A small model and the routes around it, as the tests of the scoring server use them.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/base/sha256.h"
#include "core/learn/model.h"
#include "core/serve/routing.h"

namespace signalbox::serve {

inline constexpr auto primaryKey = "primary-key-of-churn";
inline constexpr auto secondaryKey = "secondary-key-of-churn";

// Inputs age (whole), income and visits (whole).
inline learn::LogisticModel sampleModel(double intercept = 0.25)
{
    return {.label = "churn",
            .inputs = {{.name = "age", .type = learn::InputType::Integer},
                       {.name = "income", .type = learn::InputType::Real},
                       {.name = "visits", .type = learn::InputType::Integer}},
            .means = {40, 52000.5, 3},
            .scales = {12, 18000.25, 2},
            .coefficients = {0.8, -1.1, 0.4},
            .intercept = intercept,
            .threshold = 0.5};
}

inline DeploymentRoute sampleDeployment(std::string name, std::int64_t version, int percent, Fault fault = {})
{
    return {.name = std::move(name),
            .model = "churn",
            .version = version,
            .percent = percent,
            .scorer = std::make_shared<const learn::LogisticModel>(sampleModel()),
            .fault = fault};
}

// One endpoint "churn" with blue (version 1) and green (version 2).
inline RoutingTable sampleRoutes(int blue, int green, Fault greenFault = {})
{
    RoutingTable table;
    table.endpoints["churn"] = {
        .name = "churn",
        .deployments = {sampleDeployment("blue", 1, blue), sampleDeployment("green", 2, green, greenFault)},
        .keyHashes = {sha256(primaryKey), sha256(secondaryKey)}};
    return table;
}

inline constexpr auto sampleBody =
    R"({"input_data":{"columns":["age","income","visits"],"index":[0,1],"data":[[30,41000.5,2],[61,72000,0]]}})";

} // namespace signalbox::serve
