// Time as the whole core knows it: UTC in ticks of 100 nanoseconds, the resolution of a Kusto datetime.
// Nothing in the core asks the operating system for the time; it asks the Clock that it was given, so that a
// test can run a week in a second.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ratio>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 10'000'000>>;
using TimePoint = std::chrono::sys_time<Ticks>; // counted from 1970-01-01T00:00:00Z

// Thread-safe.
class Clock
{
public:
    Clock() = default;
    Clock(const Clock &) = delete;
    Clock &operator=(const Clock &) = delete;
    virtual ~Clock() = default;

    [[nodiscard]] virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock
{
public:
    [[nodiscard]] TimePoint now() const override;
};

// Stands still until it is told to move.
class ManualClock final : public Clock
{
public:
    explicit ManualClock(TimePoint start);

    [[nodiscard]] TimePoint now() const override;
    void advance(Ticks by);

private:
    std::atomic<std::int64_t> m_ticks;
};

// "2026-11-23T14:32:07.1234567Z"; the fraction is always seven digits so that text sorts as time does.
[[nodiscard]] std::string toIso8601(TimePoint time);

// "2026-11-23 14:32:07" in UTC, for people.
[[nodiscard]] std::string toReadable(TimePoint time);

// Reads what toIso8601 writes; the fraction may have zero to seven digits and the offset must be Z.
[[nodiscard]] Result<TimePoint> fromIso8601(std::string_view text);

} // namespace signalbox
