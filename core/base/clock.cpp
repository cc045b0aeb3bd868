#include "core/base/clock.h"

#include <charconv>
#include <cstddef>

#include <fmt/format.h>

namespace signalbox {

namespace {

struct CivilTime
{
    std::chrono::year_month_day date;
    std::chrono::hh_mm_ss<Ticks> time;
};

CivilTime civil(TimePoint time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    return {.date = std::chrono::year_month_day{day}, .time = std::chrono::hh_mm_ss<Ticks>{time - day}};
}

std::string date(const CivilTime &civil)
{
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(civil.date.year()),
                       static_cast<unsigned>(civil.date.month()), static_cast<unsigned>(civil.date.day()));
}

// Exactly `digits` decimal digits at `position`, or -1.
int number(std::string_view text, std::size_t position, std::size_t digits)
{
    if (position + digits > text.size())
        return -1;
    int value = 0;
    const char *begin = text.data() + position;
    const auto [end, error] = std::from_chars(begin, begin + digits, value);
    return error == std::errc() && end == begin + digits && *begin != '-' ? value : -1;
}

} // namespace

TimePoint SystemClock::now() const
{
    return std::chrono::floor<Ticks>(std::chrono::system_clock::now());
}

ManualClock::ManualClock(TimePoint start)
    : m_ticks(start.time_since_epoch().count())
{
}

TimePoint ManualClock::now() const
{
    return TimePoint(Ticks(m_ticks.load()));
}

void ManualClock::advance(Ticks by)
{
    m_ticks.fetch_add(by.count());
}

std::string toIso8601(TimePoint time)
{
    const CivilTime parts = civil(time);
    return fmt::format("{}T{:02}:{:02}:{:02}.{:07}Z", date(parts), parts.time.hours().count(),
                       parts.time.minutes().count(), parts.time.seconds().count(),
                       parts.time.subseconds().count());
}

std::string toReadable(TimePoint time)
{
    const CivilTime parts = civil(time);
    return fmt::format("{} {:02}:{:02}:{:02}", date(parts), parts.time.hours().count(),
                       parts.time.minutes().count(), parts.time.seconds().count());
}

Result<TimePoint> fromIso8601(std::string_view text)
{
    const auto refuse = [&] {
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("'{}' is not a UTC time. Write it as 2026-11-23T14:32:07Z.", text));
    };
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' ||
        text[16] != ':' || text.back() != 'Z')
        return refuse();
    const int year = number(text, 0, 4);
    const int month = number(text, 5, 2);
    const int day = number(text, 8, 2);
    const int hour = number(text, 11, 2);
    const int minute = number(text, 14, 2);
    const int second = number(text, 17, 2);
    if (year < 1 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
        second < 0 || second > 59)
        return refuse();
    const auto date = std::chrono::year(year) / month / day;
    if (!date.ok())
        return refuse();
    std::int64_t fraction = 0;
    if (text.size() > 20) {
        const std::size_t digits = text.size() - 21;
        const int value = text[19] == '.' && digits >= 1 && digits <= 7 ? number(text, 20, digits) : -1;
        if (value < 0)
            return refuse();
        fraction = value;
        for (std::size_t i = digits; i < 7; ++i)
            fraction *= 10;
    }
    return TimePoint(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + Ticks(fraction);
}

} // namespace signalbox
