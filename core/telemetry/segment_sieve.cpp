#include <algorithm>
#include <string>
#include <string_view>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/telemetry/segments.h"

namespace signalbox::telemetry {

struct SegmentSieve::State
{
    SQLite::Statement statistics;
    SQLite::Statement sketch;

    explicit State(SQLite::Database &db)
        : statistics(db, "SELECT statistics FROM segments WHERE id = ?")
        , sketch(db, "SELECT bytes FROM segment_sketches WHERE segment = ? AND name = ?")
    {
    }

    static std::string_view bytesOf(const SQLite::Column &cell)
    {
        return {static_cast<const char *>(cell.getBlob()), static_cast<std::size_t>(cell.getBytes())};
    }

    std::vector<ColumnStatistics> statisticsOf(const Segment &segment)
    {
        statistics.bind(1, segment.id);
        std::vector<ColumnStatistics> found;
        if (statistics.executeStep())
            found = decodeStatistics(bytesOf(statistics.getColumn(0)));
        statistics.reset();
        return found;
    }

    bool mayHoldText(const Segment &segment, const ColumnWish &wish)
    {
        sketch.bind(1, segment.id);
        sketch.bind(2, wish.name);
        bool may = true;
        if (sketch.executeStep()) {
            const std::string_view bytes = bytesOf(sketch.getColumn(0));
            may = std::ranges::any_of(
                wish.texts, [bytes](const std::string &text) { return sketchMayHold(bytes, text); });
        }
        sketch.reset();
        return may;
    }
};

SegmentSieve::SegmentSieve(SQLite::Database &db)
{
    constexpr int firstWithStatistics = 2;
    if (db.execAndGet("PRAGMA user_version").getInt() >= firstWithStatistics)
        m_state = std::make_unique<State>(db);
}

SegmentSieve::~SegmentSieve() = default;

bool SegmentSieve::mayHold(const Segment &segment, std::span<const ColumnWish> wishes)
{
    if (!m_state)
        return true;
    std::vector<ColumnStatistics> statistics;
    if (std::ranges::any_of(wishes, [](const ColumnWish &wish) { return wish.texts.empty(); }))
        statistics = m_state->statisticsOf(segment);
    return std::ranges::all_of(wishes, [&](const ColumnWish &wish) {
        if (!wish.texts.empty())
            return m_state->mayHoldText(segment, wish);
        const auto known = std::ranges::find(statistics, wish.name, &ColumnStatistics::name);
        return known == statistics.end() || telemetry::mayHold(*known, wish);
    });
}

} // namespace signalbox::telemetry
