// What a registration gate shows to those who decide: the comparison with the baseline and a smoke test of
// the very files that were registered. Frozen as JSON when the gate opens; Comparison::fromJson reads its
// part of it too.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/registry/comparison.h"
#include "core/tracking/tracking.h"

namespace signalbox::registry {

struct SmokeTest
{
    std::int64_t rows = 0;  // scored with the registered files
    std::int64_t valid = 0; // gave a probability, and the one that the run recorded where it recorded one
    std::string finding;    // one sentence

    [[nodiscard]] bool passed() const { return rows > 0 && valid == rows; }
};

struct RegistrationEvidence
{
    Comparison comparison;
    SmokeTest smokeTest;

    [[nodiscard]] std::string toJson() const;
    [[nodiscard]] static Result<RegistrationEvidence> fromJson(std::string_view text);
};

// Loads the model in `folder` and scores its input example and, if the data file of `run` is still the one
// that it learned from, all held-out rows. An error if the model cannot be loaded.
[[nodiscard]] Result<SmokeTest> smokeTest(const store::Store &store, const std::filesystem::path &folder,
                                          const tracking::Run &run);

} // namespace signalbox::registry
