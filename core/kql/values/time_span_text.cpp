#include "core/kql/values/text_to_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <system_error>

#include "core/base/text.h"

namespace signalbox::kql {

namespace {

struct Unit
{
    std::string_view name;
    std::int64_t ticks;
};

constexpr std::int64_t ticksPerMinute = 60 * ticksPerSecond;
constexpr std::int64_t ticksPerHour = 60 * ticksPerMinute;

constexpr std::array<Unit, 30> units{{
    {.name = "d", .ticks = ticksPerDay},
    {.name = "day", .ticks = ticksPerDay},
    {.name = "days", .ticks = ticksPerDay},
    {.name = "h", .ticks = ticksPerHour},
    {.name = "hr", .ticks = ticksPerHour},
    {.name = "hrs", .ticks = ticksPerHour},
    {.name = "hour", .ticks = ticksPerHour},
    {.name = "hours", .ticks = ticksPerHour},
    {.name = "m", .ticks = ticksPerMinute},
    {.name = "min", .ticks = ticksPerMinute},
    {.name = "minute", .ticks = ticksPerMinute},
    {.name = "minutes", .ticks = ticksPerMinute},
    {.name = "s", .ticks = ticksPerSecond},
    {.name = "sec", .ticks = ticksPerSecond},
    {.name = "second", .ticks = ticksPerSecond},
    {.name = "seconds", .ticks = ticksPerSecond},
    {.name = "ms", .ticks = 10'000},
    {.name = "milli", .ticks = 10'000},
    {.name = "millis", .ticks = 10'000},
    {.name = "millisec", .ticks = 10'000},
    {.name = "millisecond", .ticks = 10'000},
    {.name = "milliseconds", .ticks = 10'000},
    {.name = "micro", .ticks = 10},
    {.name = "micros", .ticks = 10},
    {.name = "microsec", .ticks = 10},
    {.name = "microsecond", .ticks = 10},
    {.name = "microseconds", .ticks = 10},
    {.name = "us", .ticks = 10},
    {.name = "tick", .ticks = 1},
    {.name = "ticks", .ticks = 1},
}};

// Takes digits from the front of `text`; none if there are none or more than nine.
std::optional<std::int64_t> takeNumber(std::string_view &text)
{
    std::size_t size = 0;
    while (size < text.size() && text[size] >= '0' && text[size] <= '9')
        ++size;
    std::int64_t value = 0;
    if (size == 0 || size > 9)
        return std::nullopt;
    std::from_chars(text.data(), text.data() + size, value);
    text.remove_prefix(size);
    return value;
}

bool take(std::string_view &text, char expected)
{
    if (!text.starts_with(expected))
        return false;
    text.remove_prefix(1);
    return true;
}

// One to seven digits of a second as ticks.
std::optional<std::int64_t> takeFraction(std::string_view &text)
{
    const std::size_t before = text.size();
    const auto digits = takeNumber(text);
    const std::size_t count = before - text.size();
    if (!digits || count > 7)
        return std::nullopt;
    std::int64_t ticks = *digits;
    for (std::size_t i = count; i < 7; ++i)
        ticks *= 10;
    return ticks;
}

// hh:mm[:ss[.fffffff]] after the days; `hours` was read by the caller.
std::optional<std::int64_t> takeClock(std::string_view &text, std::int64_t hours)
{
    const auto minutes = take(text, ':') ? takeNumber(text) : std::nullopt;
    if (!minutes || hours > 23 || *minutes > 59)
        return std::nullopt;
    std::int64_t ticks = hours * ticksPerHour + *minutes * ticksPerMinute;
    if (!take(text, ':'))
        return ticks;
    const auto seconds = takeNumber(text);
    if (!seconds || *seconds > 59)
        return std::nullopt;
    ticks += *seconds * ticksPerSecond;
    if (!take(text, '.'))
        return ticks;
    const auto fraction = takeFraction(text);
    return fraction ? std::optional(ticks + *fraction) : std::nullopt;
}

// [d.]hh:mm[:ss[.f]], [d:]hh:mm:ss[.f] or d.
std::optional<std::int64_t> clockTicks(std::string_view text)
{
    const auto first = takeNumber(text);
    if (!first)
        return std::nullopt;
    if (text.empty())
        return *first > 10'675'199 ? std::nullopt : std::optional(*first * ticksPerDay);
    std::optional<std::int64_t> ticks;
    std::string_view rest = text;
    if (take(rest, '.') || (std::ranges::count(text, ':') == 3 && take(rest, ':'))) {
        const auto hours = takeNumber(rest);
        ticks = hours ? takeClock(rest, *hours) : std::nullopt;
        if (!ticks || *first > 10'675'198)
            return std::nullopt;
        *ticks += *first * ticksPerDay;
    } else {
        rest = text;
        ticks = takeClock(rest, *first);
    }
    return rest.empty() ? ticks : std::nullopt;
}

} // namespace

std::optional<TimeSpan> timeSpanOf(double value, std::string_view unit)
{
    for (const Unit &known : units) {
        if (known.name != unit)
            continue;
        const double ticks = std::round(value * static_cast<double>(known.ticks));
        constexpr double limit = 9.2233720368547e18;
        if (!(std::abs(ticks) < limit))
            return std::nullopt;
        return TimeSpan{static_cast<std::int64_t>(ticks)};
    }
    return std::nullopt;
}

std::optional<TimeSpan> timeSpanFromText(std::string_view text)
{
    text = trimmed(text);
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    std::int64_t ticks = 0;
    if (const auto clock = clockTicks(text)) {
        ticks = *clock;
    } else {
        std::size_t size = 0;
        while (size < text.size() && ((text[size] >= '0' && text[size] <= '9') || text[size] == '.'))
            ++size;
        const auto value = realFromText(text.substr(0, size));
        const auto span = value ? timeSpanOf(*value, trimmed(text.substr(size))) : std::nullopt;
        if (!span)
            return std::nullopt;
        ticks = span->ticks;
    }
    return TimeSpan{negative ? -ticks : ticks};
}

} // namespace signalbox::kql
