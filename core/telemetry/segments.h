// The rows of telemetry.db that describe segments and hold their columns: the schema and the SQL, in one
// place. Used by TelemetryFile and by merging. Functions throw SQLite::Exception and leave transactions to
// the caller.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/telemetry/column_codec.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/segment_statistics.h"
#include "core/telemetry/telemetry_file.h"

namespace SQLite {
class Database;
}

namespace signalbox::telemetry {

inline constexpr int telemetryApplicationId = 0x53425445; // "SBTE" at byte 68 of the file
inline constexpr int telemetrySchemaVersion = 2;

// Merging moves a segment from one generation to the next.
inline constexpr int lastGeneration = 4;
inline constexpr int damagedGeneration = -1; // never merged again
inline constexpr int segmentsPerMerge = 16;
inline constexpr std::int64_t fullSegmentRows = 131'072; // such a segment is not merged any more

// Brings an empty or older database to telemetrySchemaVersion.
void migrateTelemetry(SQLite::Database &db);

struct Segment
{
    std::int64_t id = 0;
    std::int64_t smallest = 0; // timestamp in ticks
    std::int64_t largest = 0;
    std::int64_t rows = 0;
};

// The tables that were ever written, each with every column that it ever had.
[[nodiscard]] std::map<std::string, TableSpec, std::less<>> loadTables(SQLite::Database &db);
// Adds what `known` lacks of `table` to the database and to `known`. InvalidArgument if a column has another
// type there.
[[nodiscard]] Status declareTable(SQLite::Database &db, const TableSpec &table, TableSpec &known);

// Why a column of `segment` cannot be read; `how` is the sentence of the decoder.
[[nodiscard]] Error damagedSegment(const Segment &segment, std::string_view column, std::string_view how);

// Those with a row in `range`, oldest first.
[[nodiscard]] std::vector<Segment> findSegments(SQLite::Database &db, std::string_view table,
                                                const TimeRange &range);
// At least segmentsPerMerge or none: the oldest of `table` in `generation` that are not full.
[[nodiscard]] std::vector<Segment> findMergeable(SQLite::Database &db, std::string_view table,
                                                 int generation);

// The oldest of all tables, without which the others have at most `bytes` of columns.
[[nodiscard]] std::vector<Segment> findBeyond(SQLite::Database &db, std::int64_t bytes);

// A segment that is ready to be stored; encoding it needs no database.
struct EncodedSegment
{
    std::int64_t smallest = 0; // timestamp in ticks
    std::int64_t largest = 0;
    std::int64_t rows = 0;
    std::vector<std::string> columns = {};  // in the order of the table
    std::vector<std::string> sketches = {}; // of texts, likewise; "" for none
    std::string statistics = {};
};

// `chunk` has rows and the columns of `table`, the timestamp first. Fails as ColumnEncoder::encode does.
[[nodiscard]] Result<EncodedSegment> encodeSegment(ColumnEncoder &encoder, const TableSpec &table,
                                                   const Chunk &chunk);
void insertSegment(SQLite::Database &db, const TableSpec &table, const EncodedSegment &segment,
                   int generation);

// One column of a segment; all null if the segment is older than the column. DataLoss if it is damaged.
[[nodiscard]] Result<Column> loadColumn(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                                        const ColumnSpec &column);
// All columns of `table`.
[[nodiscard]] Result<Chunk> loadSegment(SQLite::Database &db, ColumnDecoder &decoder, const Segment &segment,
                                        const TableSpec &table);

// Answers whether segments may hold rows that are wished for. Each question is an index lookup or two.
class SegmentSieve
{
public:
    explicit SegmentSieve(SQLite::Database &db);
    ~SegmentSieve();
    SegmentSieve(const SegmentSieve &) = delete;
    SegmentSieve &operator=(const SegmentSieve &) = delete;

    // True also if nothing is known of the segment, as in files of the first schema.
    [[nodiscard]] bool mayHold(const Segment &segment, std::span<const ColumnWish> wishes);

private:
    struct State;
    std::unique_ptr<State> m_state; // null for the first schema
};

[[nodiscard]] bool hasSegment(SQLite::Database &db, std::int64_t id);
void removeSegment(SQLite::Database &db, std::int64_t id);
void setGeneration(SQLite::Database &db, std::int64_t id, int generation);

[[nodiscard]] std::vector<TableStatistics> tableStatistics(SQLite::Database &db);

} // namespace signalbox::telemetry
