#include "core/telemetry/telemetry_file.h"

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/random.h"
#include "core/store/database_file.h"
#include "core/telemetry/column_codec.h"
#include "core/telemetry/column_tools.h"
#include "core/telemetry/range_read.h"
#include "core/telemetry/reader_pool.h"
#include "core/telemetry/segment_merge.h"
#include "core/telemetry/segments.h"
#include "core/telemetry/snapshot.h"

namespace signalbox::telemetry {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::hours cutAfter{1}; // retention rewrites a segment at most once an hour
constexpr store::DatabaseKind kind{.applicationId = telemetryApplicationId,
                                   .newestVersion = telemetrySchemaVersion,
                                   .what = "Signalbox telemetry file"};

// Runs `body` and turns what SQLite throws into an Error.
template<typename Body>
Status guarded(const fs::path &file, Body &&body)
{
    try {
        Status status = body();
        if (!status && status.error().file.empty())
            status.error().file = toUtf8(file);
        return status;
    } catch (const SQLite::Exception &exception) {
        return std::unexpected(store::errorOf(exception, file));
    }
}

// Made beside its place, so that nobody sees a half-made file and a crash leaves none.
Status makeFile(const fs::path &file)
{
    const fs::path half = file.parent_path() / fmt::format("telemetry.{}.part", randomHex(4));
    std::error_code error;
    const Status made = guarded(half, [&]() -> Status {
        SQLite::Database db(toUtf8(half), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE,
                            telemetryBusyTimeoutMs);
        db.exec("PRAGMA page_size = 16384"); // most of the file is columns of many kilobytes
        db.exec("PRAGMA auto_vacuum = INCREMENTAL");
        migrateTelemetry(db);
        return {};
    });
    if (made)
        fs::rename(half, file, error);
    if (!made || error) {
        std::error_code ignored;
        fs::remove(half, ignored);
    }
    if (error)
        return failure(ErrorCode::Io, fmt::format("'{}' cannot be made: {}.", toUtf8(file), error.message()));
    return made;
}

std::unique_ptr<SQLite::Database> connectWriter(const fs::path &file)
{
    auto db =
        std::make_unique<SQLite::Database>(toUtf8(file), SQLite::OPEN_READWRITE, telemetryBusyTimeoutMs);
    db->exec("PRAGMA journal_mode = WAL");
    // A killed program loses nothing that was committed; a power cut may lose the last second.
    db->exec("PRAGMA synchronous = NORMAL");
    db->exec("PRAGMA journal_size_limit = 16777216");
    db->exec("PRAGMA foreign_keys = ON");
    db->exec("PRAGMA trusted_schema = OFF");
    return db;
}

} // namespace

struct TelemetryFile::State
{
    explicit State(const fs::path &path)
        : file(path)
        , readers(std::make_shared<ReaderPool>(path))
    {
    }

    fs::path file;
    std::shared_ptr<ReaderPool> readers; // of snapshots too, which may live longer

    std::mutex writing;                       // guards writer, known and encoder
    std::unique_ptr<SQLite::Database> writer; // null if open for reading
    std::map<std::string, TableSpec, std::less<>> known;
    ColumnEncoder encoder;

    std::mutex watching; // guards watcher, which never writes so that its data_version sees every commit
    std::unique_ptr<SQLite::Database> watcher;

    // Runs `body` on one consistent snapshot.
    Status read(const std::function<Status(SQLite::Database &)> &body)
    {
        return guarded(file, [&]() -> Status {
            auto reader = readers->take();
            Status status;
            {
                SQLite::Transaction snapshot(*reader, SQLite::TransactionBehavior::DEFERRED);
                status = body(*reader);
            }
            readers->giveBack(std::move(reader));
            return status;
        });
    }

    // Runs `body` as one transaction, of which nothing remains if it fails. The caller holds `writing`.
    Status write(const std::function<Status(SQLite::Database &)> &body)
    {
        if (!writer)
            return failure(ErrorCode::FailedPrecondition, "The telemetry file is open for reading only.");
        return guarded(file, [&]() -> Status {
            SQLite::Transaction transaction(*writer, SQLite::TransactionBehavior::IMMEDIATE);
            SIGNALBOX_CHECK(body(*writer));
            transaction.commit();
            return {};
        });
    }
};

TelemetryFile::TelemetryFile(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

TelemetryFile::~TelemetryFile() = default;

Result<std::unique_ptr<TelemetryFile>> TelemetryFile::openForWriting(const fs::path &file)
{
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        SIGNALBOX_CHECK(makeFile(file));
    SIGNALBOX_CHECK(store::inspectDatabaseFile(file, kind));
    auto state = std::make_unique<State>(file);
    SIGNALBOX_CHECK(guarded(file, [&]() -> Status {
        state->writer = connectWriter(file);
        migrateTelemetry(*state->writer);
        state->known = loadTables(*state->writer);
        return {};
    }));
    return std::unique_ptr<TelemetryFile>(new TelemetryFile(std::move(state)));
}

Result<std::unique_ptr<TelemetryFile>> TelemetryFile::openForReading(const fs::path &file)
{
    std::error_code ignored;
    if (!fs::exists(file, ignored))
        return failure(ErrorCode::NotFound,
                       fmt::format("There is no telemetry in '{}' yet. It begins when the "
                                   "agent runs.",
                                   toUtf8(file.parent_path())));
    SIGNALBOX_CHECK(store::inspectDatabaseHeader(file, kind));
    auto state = std::make_unique<State>(file);
    SIGNALBOX_CHECK(state->read([](SQLite::Database &db) -> Status {
        static_cast<void>(loadTables(db));
        return {};
    }));
    return std::unique_ptr<TelemetryFile>(new TelemetryFile(std::move(state)));
}

const fs::path &TelemetryFile::path() const
{
    return m_state->file;
}

Status TelemetryFile::append(const TableSpec &table, const Chunk &chunk)
{
    SIGNALBOX_CHECK(checkChunk(table, chunk));
    if (chunk.rows == 0)
        return {};
    const std::scoped_lock lock(m_state->writing);
    SIGNALBOX_TRY(const EncodedSegment segment, encodeSegment(m_state->encoder, table, chunk));
    const auto known = m_state->known.find(table.name);
    TableSpec declared = known == m_state->known.end() ? TableSpec() : known->second;
    const bool isNew = declared.columns != table.columns;
    SIGNALBOX_CHECK(m_state->write([&](SQLite::Database &db) -> Status {
        if (isNew)
            SIGNALBOX_CHECK(declareTable(db, table, declared));
        insertSegment(db, table, segment, 0);
        return {};
    }));
    if (isNew)
        m_state->known.insert_or_assign(table.name, std::move(declared));
    return {};
}

Result<std::vector<Chunk>> TelemetryFile::read(std::string_view table, const TimeRange &range,
                                               std::span<const std::string> columns,
                                               const StopToken &stop) const
{
    std::vector<Chunk> chunks;
    SIGNALBOX_CHECK(m_state->read([&](SQLite::Database &db) -> Status {
        SIGNALBOX_TRY(chunks, readRange(db, table, range, columns, stop));
        return {};
    }));
    return chunks;
}

Result<std::shared_ptr<const TelemetrySnapshot>> TelemetryFile::snapshot() const
{
    return TelemetrySnapshot::take(m_state->readers);
}

Result<std::vector<TableSpec>> TelemetryFile::tables() const
{
    std::vector<TableSpec> result;
    SIGNALBOX_CHECK(m_state->read([&](SQLite::Database &db) -> Status {
        for (auto &[name, table] : loadTables(db))
            result.push_back(table);
        return {};
    }));
    return result;
}

Result<std::vector<TableStatistics>> TelemetryFile::statistics() const
{
    std::vector<TableStatistics> result;
    SIGNALBOX_CHECK(m_state->read([&](SQLite::Database &db) -> Status {
        result = tableStatistics(db);
        return {};
    }));
    return result;
}

Result<std::int64_t> TelemetryFile::dataVersion() const
{
    const std::scoped_lock lock(m_state->watching);
    std::int64_t version = 0;
    SIGNALBOX_CHECK(guarded(m_state->file, [&]() -> Status {
        if (!m_state->watcher)
            m_state->watcher = m_state->readers->connect();
        version = m_state->watcher->execAndGet("PRAGMA data_version").getInt64();
        return {};
    }));
    return version;
}

Result<std::int64_t> TelemetryFile::deleteOlderThan(std::string_view table, TimePoint limit)
{
    const std::scoped_lock lock(m_state->writing);
    std::int64_t removed = 0;
    SIGNALBOX_CHECK(m_state->write([&](SQLite::Database &db) -> Status {
        const auto spec = m_state->known.find(table);
        if (spec == m_state->known.end())
            return {};
        ColumnDecoder decoder;
        const TimeRange kept{.from = limit, .to = TimePoint::max()};
        for (const Segment &segment : findSegments(db, table, {.from = TimePoint::min(), .to = limit})) {
            if (segment.largest >= limit.time_since_epoch().count()) {
                if (segment.smallest > (limit - cutAfter).time_since_epoch().count())
                    continue;
                const auto rest = loadRange(db, decoder, segment, kept, spec->second.columns);
                if (!rest)
                    continue;
                SIGNALBOX_TRY(const EncodedSegment younger,
                              encodeSegment(m_state->encoder, spec->second, *rest));
                insertSegment(db, spec->second, younger, lastGeneration);
                removed -= static_cast<std::int64_t>(rest->rows);
            }
            removeSegment(db, segment.id);
            removed += segment.rows;
        }
        if (removed > 0)
            db.exec("PRAGMA incremental_vacuum");
        return {};
    }));
    return removed;
}

Result<std::int64_t> TelemetryFile::deleteBeyond(std::int64_t bytes)
{
    const std::scoped_lock lock(m_state->writing);
    std::int64_t removed = 0;
    SIGNALBOX_CHECK(m_state->write([&](SQLite::Database &db) -> Status {
        for (const Segment &segment : findBeyond(db, bytes)) {
            removeSegment(db, segment.id);
            removed += segment.rows;
        }
        if (removed > 0)
            db.exec("PRAGMA incremental_vacuum");
        return {};
    }));
    return removed;
}

Result<std::int64_t> TelemetryFile::mergeSmallSegments(const StopToken &stop)
{
    std::int64_t merged = 0;
    SIGNALBOX_TRY(const std::vector<TableSpec> specs, tables());
    for (const TableSpec &table : specs) {
        for (int generation = 0; generation < lastGeneration;) {
            if (stop.stopRequested())
                return merged;
            MergePlan plan;
            SIGNALBOX_CHECK(m_state->read([&](SQLite::Database &db) -> Status {
                SIGNALBOX_TRY(plan, planMerge(db, table, generation));
                return {};
            }));
            if (plan.empty()) {
                ++generation;
                continue;
            }
            const std::scoped_lock lock(m_state->writing);
            SIGNALBOX_CHECK(m_state->write([&](SQLite::Database &db) -> Status {
                if (storeMerge(db, table, generation, plan))
                    merged += static_cast<std::int64_t>(plan.sources.size());
                return {};
            }));
        }
    }
    return merged;
}

} // namespace signalbox::telemetry
