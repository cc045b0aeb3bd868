// Reading and writing of the tables `rollouts` and `rollout_steps`, for the room's own files only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/rollout/rollout.h"

namespace signalbox::rollout {

// Newest first, with their steps; `where` is a fixed condition with one parameter ?1, `limit` the newest so
// many.
[[nodiscard]] Result<std::vector<Rollout>> readRollouts(SQLite::Database &db, const char *where,
                                                        const std::string &parameter, std::size_t limit);
[[nodiscard]] std::int64_t insertRollout(SQLite::Database &db, const Rollout &rollout);
// Writes what may change: state, step, stepSince, gate, ended, note.
void saveRollout(SQLite::Database &db, const Rollout &rollout);
void enterStep(SQLite::Database &db, std::int64_t rollout, int step, TimePoint now);
void leaveStep(SQLite::Database &db, std::int64_t rollout, int step, TimePoint now, const Evidence &evidence);
void saveEvidence(SQLite::Database &db, std::int64_t rollout, int step, const Evidence &evidence);

// What green gets at `step`: 0 while it is alone.
[[nodiscard]] int percentAt(const Plan &plan, int step);
[[nodiscard]] serve::Split splitAt(const Rollout &rollout, int step);
// Evidence of the step that the rollout is at.
[[nodiscard]] Evidence currentEvidence(const Rollout &rollout);
[[nodiscard]] std::string subjectOf(const Rollout &rollout);

// Ends the rollout, if one is under way, and gives all traffic to blue or the fallback; closes the endpoint
// where there is nothing to go back to. Says what it did in an audit entry.
[[nodiscard]] Status rollBackIn(store::Change &change, std::string_view endpoint, std::string_view reason);

} // namespace signalbox::rollout
