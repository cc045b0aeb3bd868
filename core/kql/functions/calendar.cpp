#include "core/kql/functions/calendar.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "core/kql/functions/unicode.h"

namespace signalbox::kql {

namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

// More than any period count that stays within the years 1 to 9999, and small enough to multiply.
constexpr std::int64_t mostMonths = 12 * 10'000;

std::int64_t floorDivide(std::int64_t value, std::int64_t by)
{
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

DateTime midnight(sys_days day)
{
    return DateTime{day.time_since_epoch().count() * ticksPerDay};
}

std::optional<DateTime> inRange(DateTime time)
{
    return isInRange(time) ? std::optional(time) : std::nullopt;
}

std::int64_t monthsOf(year_month_day date)
{
    return std::int64_t{static_cast<int>(date.year())} * 12 + static_cast<unsigned>(date.month()) - 1;
}

year_month_day firstOfMonth(std::int64_t months)
{
    const auto year = static_cast<int>(floorDivide(months, 12));
    const auto month = static_cast<unsigned>(months - floorDivide(months, 12) * 12) + 1;
    return year_month_day{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{1}};
}

std::int64_t monthsIn(Period period)
{
    return period == Period::Year ? 12 : (period == Period::Quarter ? 3 : 1);
}

bool isOfMonths(Period period)
{
    return period == Period::Year || period == Period::Quarter || period == Period::Month;
}

// 0 for what is not a fixed number of ticks.
std::int64_t ticksIn(Period period)
{
    switch (period) {
    case Period::Week:
        return 7 * ticksPerDay;
    case Period::Day:
        return ticksPerDay;
    case Period::Hour:
        return 3600 * ticksPerSecond;
    case Period::Minute:
        return 60 * ticksPerSecond;
    case Period::Second:
        return ticksPerSecond;
    case Period::Millisecond:
        return 10'000;
    case Period::Microsecond:
        return 10;
    default:
        return 0;
    }
}

// Number of the period of fixed length that holds `time`; the epoch was a Thursday, four days into its week.
std::int64_t numberOf(Period period, DateTime time)
{
    const std::int64_t shift = period == Period::Week ? 4 * ticksPerDay : 0;
    return floorDivide(time.ticks + shift, ticksIn(period));
}

} // namespace

std::optional<Period> periodNamed(std::string_view name)
{
    static constexpr std::array<std::pair<std::string_view, Period>, 11> names{
        {{"year", Period::Year},
         {"quarter", Period::Quarter},
         {"month", Period::Month},
         {"week", Period::Week},
         {"day", Period::Day},
         {"hour", Period::Hour},
         {"minute", Period::Minute},
         {"second", Period::Second},
         {"millisecond", Period::Millisecond},
         {"microsecond", Period::Microsecond},
         {"nanosecond", Period::Nanosecond}}};
    const std::string lower = lowerCase(name);
    for (const auto &[spelling, period] : names) {
        if (spelling == lower)
            return period;
    }
    return std::nullopt;
}

sys_days dayOf(DateTime time)
{
    return sys_days(days(floorDivide(time.ticks, ticksPerDay)));
}

year_month_day dateOf(DateTime time)
{
    return year_month_day{dayOf(time)};
}

std::int64_t timeOfDay(DateTime time)
{
    return time.ticks - midnight(dayOf(time)).ticks;
}

std::optional<DateTime> startOf(Period period, DateTime time, std::int64_t offset)
{
    if (offset < -4'000'000 || offset > 4'000'000)
        return std::nullopt;
    if (isOfMonths(period)) {
        const std::int64_t size = monthsIn(period);
        const std::int64_t months = (floorDivide(monthsOf(dateOf(time)), size) + offset) * size;
        if (months < 0 || months > mostMonths)
            return std::nullopt;
        return inRange(midnight(sys_days(firstOfMonth(months))));
    }
    const std::int64_t shift = period == Period::Week ? 4 * ticksPerDay : 0;
    return inRange(DateTime{(numberOf(period, time) + offset) * ticksIn(period) - shift});
}

std::optional<DateTime> endOf(Period period, DateTime time, std::int64_t offset)
{
    const auto start = startOf(period, time, offset);
    if (!start)
        return std::nullopt;
    if (!isOfMonths(period))
        return inRange(DateTime{start->ticks + ticksIn(period) - 1});
    const std::int64_t next = monthsOf(dateOf(*start)) + monthsIn(period);
    return inRange(DateTime{midnight(sys_days(firstOfMonth(next))).ticks - 1});
}

std::optional<DateTime> addPeriods(Period period, std::int64_t count, DateTime time)
{
    if (isOfMonths(period)) {
        if (count < -mostMonths || count > mostMonths)
            return std::nullopt;
        const year_month_day date = dateOf(time);
        const year_month_day first = firstOfMonth(monthsOf(date) + count * monthsIn(period));
        const auto last =
            std::chrono::year_month_day_last{first.year(), std::chrono::month_day_last{first.month()}};
        const auto day = std::min(date.day(), last.day());
        return inRange(
            DateTime{midnight(sys_days(first.year() / first.month() / day)).ticks + timeOfDay(time)});
    }
    const std::int64_t units = period == Period::Nanosecond ? count / 100 : count;
    const std::int64_t unit = period == Period::Nanosecond ? 1 : ticksIn(period);
    if (std::abs(static_cast<double>(units) * static_cast<double>(unit)) > 4e18)
        return std::nullopt;
    const std::int64_t step = units * unit;
    return inRange(DateTime{time.ticks + step});
}

std::int64_t boundariesBetween(Period period, DateTime later, DateTime earlier)
{
    if (isOfMonths(period)) {
        const std::int64_t size = monthsIn(period);
        return floorDivide(monthsOf(dateOf(later)), size) - floorDivide(monthsOf(dateOf(earlier)), size);
    }
    if (period == Period::Nanosecond) {
        // Wraps beyond 292 years, as the 64 bits of the answer do.
        return static_cast<std::int64_t>(static_cast<std::uint64_t>(later.ticks - earlier.ticks) * 100U);
    }
    return numberOf(period, later) - numberOf(period, earlier);
}

int dayOfYear(DateTime time)
{
    const sys_days day = dayOf(time);
    const sys_days first = sys_days(dateOf(time).year() / 1 / 1);
    return static_cast<int>((day - first).count()) + 1;
}

int dayOfWeek(DateTime time)
{
    return static_cast<int>(std::chrono::weekday(dayOf(time)).c_encoding());
}

int isoWeek(DateTime time)
{
    const int fromMonday = (dayOfWeek(time) + 6) % 7;
    const sys_days thursday = dayOf(time) + days(3 - fromMonday);
    const sys_days first = sys_days(year_month_day{thursday}.year() / 1 / 1);
    return static_cast<int>((thursday - first).count()) / 7 + 1;
}

std::optional<DateTime> makeDateTime(std::int64_t year, std::int64_t month, std::int64_t day,
                                     std::int64_t hour, std::int64_t minute, double second)
{
    const bool plausible = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
                           hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 &&
                           second < 60;
    if (!plausible)
        return std::nullopt;
    const year_month_day date{std::chrono::year{static_cast<int>(year)},
                              std::chrono::month{static_cast<unsigned>(month)},
                              std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok())
        return std::nullopt;
    const auto seconds =
        static_cast<std::int64_t>(std::llround(second * static_cast<double>(ticksPerSecond)));
    return inRange(
        DateTime{midnight(sys_days(date)).ticks + (hour * 60 + minute) * 60 * ticksPerSecond + seconds});
}

} // namespace signalbox::kql
