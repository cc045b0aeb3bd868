#include "core/store/audit.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/sha256.h"

namespace signalbox::store {

namespace {

constexpr const char *columns =
    "sequence, time, actor, action, subject, reason, before, after, previous_hash, hash";

AuditEntry readEntry(const SQLite::Statement &row)
{
    return {.sequence = row.getColumn(0).getInt64(),
            .time = TimePoint(Ticks(row.getColumn(1).getInt64())),
            .actor = row.getColumn(2).getString(),
            .action = row.getColumn(3).getString(),
            .subject = row.getColumn(4).getString(),
            .reason = row.getColumn(5).getString(),
            .before = row.getColumn(6).getString(),
            .after = row.getColumn(7).getString(),
            .previousHash = row.getColumn(8).getString(),
            .hash = row.getColumn(9).getString()};
}

std::string hashOf(const AuditEntry &entry)
{
    Sha256 digest;
    for (const std::string &field :
         {std::to_string(entry.sequence), std::to_string(entry.time.time_since_epoch().count()), entry.actor,
          entry.action, entry.subject, entry.reason, entry.before, entry.after, entry.previousHash})
        digest.addField(field);
    return digest.finish();
}

struct Head
{
    std::int64_t sequence = 0;
    std::string hash;
};

Head readHead(SQLite::Database &db)
{
    SQLite::Statement row(db, "SELECT sequence, hash FROM audit_head");
    if (!row.executeStep())
        return {};
    return {.sequence = row.getColumn(0).getInt64(), .hash = row.getColumn(1).getString()};
}

} // namespace

void appendAudit(SQLite::Database &db, const Change &change, const AuditDraft &draft)
{
    const Head head = readHead(db);
    AuditEntry entry{.sequence = head.sequence + 1,
                     .time = change.now,
                     .actor = change.actor.name,
                     .action = draft.action,
                     .subject = draft.subject,
                     .reason = draft.reason,
                     .before = draft.before,
                     .after = draft.after,
                     .previousHash = head.hash,
                     .hash = {}};
    entry.hash = hashOf(entry);

    SQLite::Statement insert(db, fmt::format("INSERT INTO audit({}) VALUES(?,?,?,?,?,?,?,?,?,?)", columns));
    insert.bind(1, entry.sequence);
    insert.bind(2, entry.time.time_since_epoch().count());
    insert.bind(3, entry.actor);
    insert.bind(4, entry.action);
    insert.bind(5, entry.subject);
    insert.bind(6, entry.reason);
    insert.bind(7, entry.before);
    insert.bind(8, entry.after);
    insert.bind(9, entry.previousHash);
    insert.bind(10, entry.hash);
    insert.exec();

    SQLite::Statement move(
        db, "INSERT INTO audit_head(id, sequence, hash) VALUES(1, ?, ?) "
            "ON CONFLICT(id) DO UPDATE SET sequence = excluded.sequence, hash = excluded.hash");
    move.bind(1, entry.sequence);
    move.bind(2, entry.hash);
    move.exec();
}

Result<std::vector<AuditEntry>> listAudit(const Store &store, const AuditFilter &filter)
{
    return store.read([&](SQLite::Database &db) -> Result<std::vector<AuditEntry>> {
        SQLite::Statement row(
            db, fmt::format("SELECT {} FROM audit WHERE sequence > ?1 AND (?2 = '' OR subject = ?2 OR "
                            "substr(subject, 1, length(?2) + 1) = ?2 || '/') ORDER BY sequence DESC LIMIT ?3",
                            columns));
        row.bind(1, filter.afterSequence);
        row.bind(2, filter.subject);
        row.bind(3, static_cast<std::int64_t>(filter.limit));
        std::vector<AuditEntry> entries;
        while (row.executeStep())
            entries.push_back(readEntry(row));
        return entries;
    });
}

Result<AuditVerdict> verifyAudit(const Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<AuditVerdict> {
        AuditVerdict verdict;
        const auto broken = [&verdict](std::int64_t sequence, std::string finding) {
            verdict.firstBroken = sequence;
            verdict.finding = std::move(finding);
            return verdict;
        };
        SQLite::Statement row(db, fmt::format("SELECT {} FROM audit ORDER BY sequence", columns));
        std::string previous;
        while (row.executeStep()) {
            const AuditEntry entry = readEntry(row);
            ++verdict.entries;
            if (entry.sequence != verdict.entries)
                return broken(verdict.entries, fmt::format("Entry {} is missing.", verdict.entries));
            if (entry.previousHash != previous)
                return broken(entry.sequence,
                              fmt::format("Entry {} does not follow from the one before it: an entry "
                                          "was exchanged or moved.",
                                          entry.sequence));
            if (entry.hash != hashOf(entry))
                return broken(entry.sequence,
                              fmt::format("Entry {} was edited after it was written.", entry.sequence));
            previous = entry.hash;
        }
        if (verdict.entries == 0) // a workspace begins with an entry that says so
            return broken(1, "Entry 1 is missing.");
        const Head head = readHead(db);
        if (head.sequence != verdict.entries || head.hash != previous)
            return broken(
                verdict.entries + 1,
                fmt::format("The trail should end with entry {}, but ends with {}: entries at its end were "
                            "removed or replaced.",
                            head.sequence, verdict.entries));
        verdict.intact = true;
        verdict.finding = fmt::format("All {} entries are intact.", verdict.entries);
        return verdict;
    });
}

} // namespace signalbox::store
