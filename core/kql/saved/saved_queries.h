// Queries that the members of a workspace keep for each other, in folders. The Logs page lists them; each
// change is one audited transaction. Thread-safe as the Store is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::kql {

struct QueryDraft
{
    std::string folder = {}; // "" stands beside the folders
    std::string name = {};
    std::string text = {};
    std::string description = {};

    friend bool operator==(const QueryDraft &, const QueryDraft &) = default;
};

struct SavedQuery
{
    std::int64_t id = 0;
    QueryDraft query = {};
    TimePoint saved = {}; // last
    std::string savedBy = {};
};

// By folder and name, those without a folder first.
[[nodiscard]] Result<std::vector<SavedQuery>> listSavedQueries(const store::Store &store);

// Returns the id. AlreadyExists if the folder has a query of that name; InvalidArgument for an empty name or
// text, for one that is too long, and for a hidden literal (h"…"), which every member could read.
[[nodiscard]] Result<std::int64_t> saveQuery(store::Store &store, const store::Actor &actor,
                                             const QueryDraft &draft);
// Puts `draft` in the place of query `id`; also renames and moves. Fails as saveQuery does, and NotFound.
[[nodiscard]] Status changeQuery(store::Store &store, const store::Actor &actor, std::int64_t id,
                                 const QueryDraft &draft);
[[nodiscard]] Status deleteQuery(store::Store &store, const store::Actor &actor, std::int64_t id);

inline constexpr std::size_t longestSavedText = 100'000; // bytes

// InvalidArgument if `text` may not be kept where every member reads it.
[[nodiscard]] Status checkKeptText(std::string_view text);

} // namespace signalbox::kql
