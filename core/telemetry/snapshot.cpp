#include "core/telemetry/snapshot.h"

#include <mutex>
#include <utility>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/file.h"
#include "core/store/database_file.h"
#include "core/telemetry/column_codec.h"

namespace signalbox::telemetry {

struct TelemetrySnapshot::State
{
    std::shared_ptr<ReaderPool> readers;
    std::map<std::string, TableSpec, std::less<>> tables;

    std::mutex reading; // guards the next three
    std::unique_ptr<SQLite::Database> db;
    std::optional<SQLite::Transaction> transaction;
    std::optional<SQLite::Statement> fetch;

    std::mutex decoding; // guards decoders
    std::vector<std::unique_ptr<ColumnDecoder>> decoders;

    ~State()
    {
        fetch.reset();
        transaction.reset();
        if (db)
            readers->giveBack(std::move(db));
    }
    State() = default;
    State(const State &) = delete;
    State &operator=(const State &) = delete;

    // Runs `body` on the connection and turns what SQLite throws into an Error.
    template<typename Body>
    Status guarded(const Body &body)
    {
        const std::scoped_lock lock(reading);
        try {
            body();
            return {};
        } catch (const SQLite::Exception &exception) {
            return std::unexpected(store::errorOf(exception, readers->file()));
        }
    }

    std::unique_ptr<ColumnDecoder> takeDecoder()
    {
        const std::scoped_lock lock(decoding);
        if (decoders.empty())
            return std::make_unique<ColumnDecoder>();
        auto decoder = std::move(decoders.back());
        decoders.pop_back();
        return decoder;
    }

    void giveBack(std::unique_ptr<ColumnDecoder> decoder)
    {
        const std::scoped_lock lock(decoding);
        decoders.push_back(std::move(decoder));
    }
};

TelemetrySnapshot::TelemetrySnapshot(std::unique_ptr<State> state)
    : m_state(std::move(state))
{
}

TelemetrySnapshot::~TelemetrySnapshot() = default;

Result<std::shared_ptr<const TelemetrySnapshot>> TelemetrySnapshot::take(std::shared_ptr<ReaderPool> readers)
{
    auto state = std::make_unique<State>();
    state->readers = std::move(readers);
    SIGNALBOX_CHECK(state->guarded([&] {
        state->db = state->readers->take();
        state->transaction.emplace(*state->db, SQLite::TransactionBehavior::DEFERRED);
        state->tables = loadTables(*state->db); // the first read: from now on nothing changes
    }));
    return std::shared_ptr<const TelemetrySnapshot>(new TelemetrySnapshot(std::move(state)));
}

const std::map<std::string, TableSpec, std::less<>> &TelemetrySnapshot::tables() const
{
    return m_state->tables;
}

Result<FoundSegments> TelemetrySnapshot::segments(std::string_view table, const TimeRange &range,
                                                  std::span<const ColumnWish> wishes) const
{
    FoundSegments found;
    SIGNALBOX_CHECK(m_state->guarded([&] {
        found.segments = findSegments(*m_state->db, table, range);
        if (wishes.empty())
            return;
        SegmentSieve sieve(*m_state->db);
        found.skipped = std::erase_if(
            found.segments, [&](const Segment &segment) { return !sieve.mayHold(segment, wishes); });
    }));
    return found;
}

Result<std::optional<StoredColumn>> TelemetrySnapshot::column(const Segment &segment,
                                                              const ColumnSpec &column) const
{
    ColumnCache &cache = m_state->readers->columns();
    if (auto cached = cache.find(segment.id, column.name); cached && cached->type == column.type)
        return StoredColumn{.column = std::move(cached), .bytes = 0};
    std::optional<std::string> bytes;
    SIGNALBOX_CHECK(m_state->guarded([&] {
        if (!m_state->fetch)
            m_state->fetch.emplace(*m_state->db,
                                   "SELECT bytes FROM segment_columns WHERE segment = ? AND name = ?");
        SQLite::Statement &fetch = *m_state->fetch;
        fetch.bind(1, segment.id);
        fetch.bindNoCopy(2, column.name);
        if (fetch.executeStep())
            bytes = fetch.getColumn(0).getString();
        fetch.reset();
    }));
    if (!bytes)
        return std::nullopt;
    auto decoder = m_state->takeDecoder();
    auto decoded = decoder->decode(*bytes, column.type, static_cast<std::size_t>(segment.rows));
    m_state->giveBack(std::move(decoder));
    if (decoded) {
        StoredColumn stored{.column = std::make_shared<const Column>(*std::move(decoded)),
                            .bytes = bytes->size()};
        cache.keep(segment.id, column.name, stored.column);
        return stored;
    }
    Error error = damagedSegment(segment, column.name, decoded.error().message);
    error.file = toUtf8(m_state->readers->file());
    return std::unexpected(std::move(error));
}

} // namespace signalbox::telemetry
