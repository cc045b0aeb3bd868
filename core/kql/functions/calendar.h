// Calendar arithmetic over Kusto's datetimes: the periods that startof…, datetime_add, datetime_diff and
// datetime_part speak of. Weeks start on Sunday. Pure functions.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/kql/values/type.h"

namespace signalbox::kql {

enum class Period : std::uint8_t {
    Year,
    Quarter,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Millisecond,
    Microsecond,
    Nanosecond,
};

// "year", "month", …, in any case.
[[nodiscard]] std::optional<Period> periodNamed(std::string_view name);

[[nodiscard]] std::chrono::sys_days dayOf(DateTime time);
[[nodiscard]] std::chrono::year_month_day dateOf(DateTime time);
[[nodiscard]] std::int64_t timeOfDay(DateTime time); // ticks since midnight

// The first tick of the period that holds `time`, `offset` periods later. None outside the years 1 to 9999.
[[nodiscard]] std::optional<DateTime> startOf(Period period, DateTime time, std::int64_t offset);
// The last tick.
[[nodiscard]] std::optional<DateTime> endOf(Period period, DateTime time, std::int64_t offset);

// `count` periods later; a day that the month lacks becomes its last one.
[[nodiscard]] std::optional<DateTime> addPeriods(Period period, std::int64_t count, DateTime time);

// How many boundaries between periods lie from `earlier` to `later`; negative when they come the other way
// round.
[[nodiscard]] std::int64_t boundariesBetween(Period period, DateTime later, DateTime earlier);

// ISO 8601: weeks start on Monday and the first one has the year's first Thursday.
[[nodiscard]] int isoWeek(DateTime time);
[[nodiscard]] int dayOfYear(DateTime time);
[[nodiscard]] int dayOfWeek(DateTime time); // Sunday = 0

// None if there is no such day or time.
[[nodiscard]] std::optional<DateTime> makeDateTime(std::int64_t year, std::int64_t month, std::int64_t day,
                                                   std::int64_t hour, std::int64_t minute, double second);

} // namespace signalbox::kql
