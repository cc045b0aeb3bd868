// Which time a query looks at: what the time-range picker offers, keeps and hands to the engine. Pure values.
#pragma once

#include <QString>
#include <span>

#include "core/base/clock.h"
#include "core/telemetry/columns.h"

namespace signalbox::ui {

struct QueryRange
{
    enum class Kind : std::uint8_t { AllTime, Last, Between };

    Kind kind = Kind::Last;
    Ticks length = std::chrono::hours(24); // of Last
    TimePoint from = {};                   // of Between, half-open
    TimePoint to = {};

    friend bool operator==(const QueryRange &, const QueryRange &) = default;
};

// The last 5 and 30 minutes, 1, 4 and 24 hours, 7 and 30 days, and all time.
[[nodiscard]] std::span<const QueryRange> usualRanges();

// "Last 30 min", "23 Nov 14:00 to 15:30".
[[nodiscard]] QString rangeWords(const QueryRange &range);

// For settings and links. What cannot be read is the usual range.
[[nodiscard]] QString rangeKey(const QueryRange &range);
[[nodiscard]] QueryRange rangeFromKey(const QString &key);

[[nodiscard]] telemetry::TimeRange windowAt(const QueryRange &range, TimePoint now);
// How far the window before it lies back; zero for all time.
[[nodiscard]] Ticks lengthOf(const QueryRange &range);

} // namespace signalbox::ui
