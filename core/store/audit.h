// The audit trail: append-only, each entry chained to the one before by SHA-256, so that an edited, removed
// or reordered entry is found. It is also the event log; whoever reacts reads it from a sequence number on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::store {

struct AuditEntry
{
    std::int64_t sequence = 0; // 1, 2, 3 … without a gap
    TimePoint time;
    std::string actor;
    std::string action;
    std::string subject;
    std::string reason;
    std::string before;
    std::string after;
    std::string previousHash;
    std::string hash;
};

struct AuditFilter
{
    std::int64_t afterSequence = 0; // only later entries
    std::string subject = {}; // this subject and what is below it ("diabetes" finds "diabetes/5"); "" = any
    std::size_t limit = 500;  // the newest so many
};

// Newest first.
[[nodiscard]] Result<std::vector<AuditEntry>> listAudit(const Store &store, const AuditFilter &filter);

struct AuditVerdict
{
    std::int64_t entries = 0;
    bool intact = false;
    std::int64_t firstBroken = 0; // sequence where the chain first fails, 0 if intact
    std::string finding;          // one sentence
};

[[nodiscard]] Result<AuditVerdict> verifyAudit(const Store &store);

// Part of Store::change; nobody else appends.
void appendAudit(SQLite::Database &db, const Change &change, const AuditDraft &draft);

} // namespace signalbox::store
