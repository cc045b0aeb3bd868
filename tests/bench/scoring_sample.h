// A model of usual size with its routes and requests, for measuring the scoring server.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "core/learn/model.h"
#include "core/serve/routing.h"

namespace signalbox::bench {

inline constexpr auto sampleKey = "key-of-the-benchmark-0123456789abcdef";

// Eight inputs, those of the sample data.
[[nodiscard]] learn::LogisticModel sampleModel();
// The endpoint "sample" with blue and green at 50 % each.
[[nodiscard]] serve::RoutingTable sampleRoutes();
// {"input_data":{"columns":…,"index":…,"data":…}}
[[nodiscard]] std::string sampleBody(std::size_t rows);

} // namespace signalbox::bench
