// What the scoring server knows at one moment: endpoints, their deployments, the split and the keys.
// A table is immutable; moving traffic means handing the server a new one.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/learn/model.h"

namespace signalbox::serve {

// What a drill does to a deployment on purpose.
struct Fault
{
    std::chrono::milliseconds latency{0}; // added before the answer
    double errorRate = 0;                 // share of requests that are answered with 500, 0 to 1
    double scoreShift = 0;                // added to the log-odds of every row

    [[nodiscard]] bool none() const { return latency.count() == 0 && errorRate == 0 && scoreShift == 0; }
    friend bool operator==(const Fault &, const Fault &) = default;
};

struct DeploymentRoute
{
    std::string name; // usually "blue" or "green"
    std::string model;
    std::int64_t version = 0;
    int percent = 0; // of the endpoint's traffic
    std::shared_ptr<const learn::LogisticModel> scorer;
    Fault fault;

    friend bool operator==(const DeploymentRoute &, const DeploymentRoute &) = default;
};

struct EndpointRoute
{
    std::string name;
    std::vector<DeploymentRoute> deployments; // percents sum to 100, or to 0: closed
    std::array<std::string, 2> keyHashes;     // SHA-256 in hexadecimal of the primary and the secondary key

    friend bool operator==(const EndpointRoute &, const EndpointRoute &) = default;
};

struct RoutingTable
{
    std::map<std::string, EndpointRoute, std::less<>> endpoints;

    friend bool operator==(const RoutingTable &, const RoutingTable &) = default;
};

} // namespace signalbox::serve
