// A data file that can be learned from in milliseconds, and the training of it.
#pragma once

#include <string>

#include <fmt/format.h>

#include "core/base/random.h"
#include "core/job/job.h"
#include "tests/store/workspace.h"

namespace signalbox::test {

inline std::filesystem::path writeTrainingData(const std::filesystem::path &file, int rows = 120)
{
    SeededRandom random(20);
    std::string text = "age,dose,id,label\n";
    for (int i = 0; i < rows; ++i) {
        const double age = random.normal();
        const double dose = random.normal();
        text += fmt::format("{},{},{},{}\n", age, dose, i, age - dose + random.normal() > 0 ? 1 : 0);
    }
    if (!writeFile(file, text))
        qFatal("data");
    return file;
}

inline job::TrainingJob trainingOf(const std::filesystem::path &data, std::string name = {})
{
    job::TrainingJob job{.experiment = "diabetes", .runName = std::move(name), .training = {}};
    job.training.dataPath = toUtf8(data);
    job.training.label = "label";
    job.training.ignoredColumns = {"id"};
    job.training.seed = 7;
    return job;
}

// Submits a training of a new data file.
inline std::int64_t submitted(Workspace &workspace, std::string name = {})
{
    const auto id =
        job::submitTraining(workspace.store(), workspace.ada,
                            trainingOf(writeTrainingData(workspace.folder() / "data.csv"), std::move(name)));
    if (!id)
        qFatal("submission: %s", id.error().text().c_str());
    return *id;
}

} // namespace signalbox::test
