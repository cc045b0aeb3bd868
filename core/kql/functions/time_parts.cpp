// Parts of a datetime: getyear, dayofweek, week_of_year, datetime_part and their like.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/kql/functions/calendar.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/unicode.h"

namespace signalbox::kql {

namespace {

using Int = std::int32_t;
using PartFunction = Int (*)(DateTime);

Int yearOf(DateTime time)
{
    return static_cast<int>(dateOf(time).year());
}

Int monthOf(DateTime time)
{
    return static_cast<Int>(static_cast<unsigned>(dateOf(time).month()));
}

Int dayOfMonth(DateTime time)
{
    return static_cast<Int>(static_cast<unsigned>(dateOf(time).day()));
}

template<std::int64_t Size, std::int64_t Count>
Int clockPart(DateTime time)
{
    return static_cast<Int>(timeOfDay(time) / Size % Count);
}

constexpr auto hourOf = clockPart<3600 * ticksPerSecond, 24>;

// In any case; null for a name that is no part.
PartFunction partNamed(std::string_view name)
{
    static constexpr std::pair<std::string_view, PartFunction> parts[] = {
        {"year", yearOf},
        {"quarter", [](DateTime time) { return (monthOf(time) + 2) / 3; }},
        {"month", monthOf},
        {"week_of_year", [](DateTime time) -> Int { return isoWeek(time); }},
        {"weekofyear", [](DateTime time) -> Int { return isoWeek(time); }},
        {"day", dayOfMonth},
        {"dayofyear", [](DateTime time) -> Int { return dayOfYear(time); }},
        {"hour", hourOf},
        {"minute", clockPart<60 * ticksPerSecond, 60>},
        {"second", clockPart<ticksPerSecond, 60>},
        {"millisecond", clockPart<10'000, 1000>},
        {"microsecond", clockPart<10, 1'000'000>},
        {"nanosecond", [](DateTime time) { return clockPart<1, ticksPerSecond>(time) * 100; }}};
    const std::string lower = lowerCase(name);
    for (const auto &[spelling, part] : parts) {
        if (spelling == lower)
            return part;
    }
    return nullptr;
}

// A timespan since Sunday. As on the real engine, null in the last week of year 9999, which has no end.
std::optional<TimeSpan> daysSinceSunday(DateTime time)
{
    const int day = dayOfWeek(time);
    if (time.ticks > maximumDateTime.ticks - (6 - day) * ticksPerDay)
        return std::nullopt;
    return TimeSpan{day * ticksPerDay};
}

Result<BoundFunction> bindPart(std::span<const Argument> arguments)
{
    const Value *name = arguments[0].constant;
    if (name != nullptr && name->is(Type::String) && partNamed(name->text()) == nullptr) {
        return failure(
            ErrorCode::InvalidArgument,
            fmt::format("datetime_part knows no part '{}'; take year, quarter, month, week_of_year, day, "
                        "dayOfYear, hour, minute, second, millisecond, microsecond or nanosecond.",
                        name->text()));
    }
    const Overload overload = pointwise([](std::string_view part, DateTime time) -> std::optional<Int> {
        const PartFunction function = partNamed(part);
        return function != nullptr ? std::optional(function(time)) : std::nullopt;
    });
    return bindOverload("datetime_part", std::span(&overload, 1), arguments);
}

void addPart(FunctionRegistry &registry, const char *name, const char *help, PartFunction part)
{
    registry.add(name, {"datetime"}, help, {pointwise([part](DateTime time) { return part(time); })});
}

} // namespace

void addTimeParts(FunctionRegistry &registry)
{
    addPart(registry, "getyear", "The year of a datetime.", yearOf);
    addPart(registry, "getmonth", "The month of a datetime, 1 to 12.", monthOf);
    addPart(registry, "monthofyear", "The month of a datetime, 1 to 12.", monthOf);
    addPart(registry, "dayofmonth", "The day of the month, 1 to 31.", dayOfMonth);
    addPart(registry, "dayofyear", "The day of the year, 1 to 366.",
            [](DateTime time) -> Int { return dayOfYear(time); });
    addPart(registry, "hourofday", "The hour of the day, 0 to 23.", hourOf);
    addPart(registry, "week_of_year", "The week of the year by ISO 8601.",
            [](DateTime time) -> Int { return isoWeek(time); });
    registry.addOldSpelling("weekofyear", "week_of_year");
    registry.add("dayofweek", {"datetime"}, "The days since Sunday as a timespan.",
                 {pointwise([](DateTime time) { return daysSinceSunday(time); })});
    registry.add(ScalarFunction{.name = "datetime_part",
                                .parameters = {"part", "datetime"},
                                .help = "One part of a datetime as a number.",
                                .minimumArguments = 2,
                                .maximumArguments = 2,
                                .binder = bindPart});
    registry.addOldSpelling("datepart", "datetime_part");
}

} // namespace signalbox::kql
