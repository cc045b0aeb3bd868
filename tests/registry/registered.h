// Trained runs and registered versions for the tests of the registry.
#pragma once

#include <algorithm>

#include "core/registry/registry.h"
#include "tests/registry/made_runs.h"

namespace signalbox::test {

// x decides; two of the four rows are held out.
inline MadeRun trained(const Workspace &workspace, const std::string &name, double weight = 1)
{
    const std::filesystem::path data = workspace.folder() / "data.csv";
    if (!writeFile(data, "x,label\n1,1\n-1,0\n2,1\n-2,0\n"))
        qFatal("data");
    const learn::LogisticModel model = oneInputModel(weight);
    return {.name = name,
            .model = model,
            .predictions = tracking::Predictions{.dataHash = sha256OfFile(data).value(),
                                                 .rows = {2, 3},
                                                 .labels = {1, 0},
                                                 .probabilities = {model.probability(std::vector{2.0}),
                                                                   model.probability(std::vector{-2.0})}},
            .metrics = {{"f1", 0.75}},
            .data = data};
}

inline registry::Version registered(Workspace &workspace, const std::string &name, double weight = 1)
{
    make(workspace, trained(workspace, name, weight));
    const auto version = registry::registerVersion(workspace.store(), workspace.ada, "diabetes", name);
    if (!version)
        qFatal("registration: %s", version.error().text().c_str());
    return *version;
}

inline std::filesystem::path modelFolder(const Workspace &workspace)
{
    return workspace.folder() / "artifacts" / "models" / "diabetes";
}

inline std::vector<std::string> entries(const std::filesystem::path &folder)
{
    std::vector<std::string> names;
    std::error_code none;
    for (const auto &entry : std::filesystem::directory_iterator(folder, none))
        names.push_back(toUtf8(entry.path().filename()));
    std::ranges::sort(names);
    return names;
}

} // namespace signalbox::test
