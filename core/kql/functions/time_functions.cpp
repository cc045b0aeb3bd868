// now, ago, making datetimes and timespans, and moving by calendar periods.
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/calendar.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

using Long = std::int64_t;

// now() and now(-1d), ago(1d): fixed while a query runs.
void addClock(FunctionRegistry &registry, std::string name, std::string help, std::size_t least,
              int direction)
{
    FunctionBinder binder = [name, direction](std::span<const Argument> arguments) -> Result<BoundFunction> {
        if (!arguments.empty() && !arguments[0].unknown && arguments[0].type != Type::TimeSpan)
            return refuseArguments(name, "a timespan such as 1d", arguments);
        return BoundFunction{.result = Type::DateTime,
                             .kernel = [direction](std::span<const Column> columns, std::size_t rows,
                                                   const EvalContext &context) -> Result<Column> {
                                 const Long now = context.now.time_since_epoch().count();
                                 if (columns.empty())
                                     return Column::constant(Type::DateTime, Value::of(DateTime{now}), rows);
                                 const Overload moved =
                                     pointwise([now, direction](TimeSpan span) -> std::optional<DateTime> {
                                         const DateTime time{now + direction * span.ticks};
                                         return isInRange(time) ? std::optional(time) : std::nullopt;
                                     });
                                 return moved.kernel(columns, rows, context);
                             }};
    };
    registry.add(ScalarFunction{.name = std::move(name),
                                .parameters = {"timespan"},
                                .help = std::move(help),
                                .minimumArguments = least,
                                .maximumArguments = 1,
                                .binder = std::move(binder),
                                .evaluation = Evaluation::PerQuery});
}

std::optional<TimeSpan> makeTimeSpan(Long days, Long hours, Long minutes, double seconds)
{
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || seconds < 0 || seconds >= 60 ||
        days < -10'675'199 || days > 10'675'198)
        return std::nullopt;
    const auto ticks = static_cast<Long>(std::llround(seconds * static_cast<double>(ticksPerSecond)));
    return TimeSpan{days * ticksPerDay + (hours * 60 + minutes) * 60 * ticksPerSecond + ticks};
}

std::optional<DateTime> fromUnix(double number, double ticksPerUnit)
{
    const auto ticks = realToLong(std::round(number * ticksPerUnit));
    return ticks && isInRange(DateTime{*ticks}) ? std::optional(DateTime{*ticks}) : std::nullopt;
}

std::optional<DateTime> fromUnix(Long number, Long multiply, Long divide)
{
    if (number > maximumDateTime.ticks / multiply || number < minimumDateTime.ticks / multiply)
        return std::nullopt;
    return DateTime{number * multiply / divide};
}

void addUnixTime(FunctionRegistry &registry, const char *unit, Long multiply, Long divide)
{
    registry.add(fmt::format("unixtime_{}_todatetime", unit), {"number"},
                 fmt::format("{} since 1970 as a datetime.", unit),
                 {pointwise([multiply, divide](Long number) -> std::optional<DateTime> {
                      return divide > 1 ? std::optional(DateTime{number / divide})
                                        : fromUnix(number, multiply, divide);
                  }),
                  pointwise([multiply, divide](double number) {
                      return fromUnix(number, static_cast<double>(multiply) / static_cast<double>(divide));
                  })});
}

using PeriodFunction = std::optional<DateTime> (*)(Period, DateTime, Long);

void addEdge(FunctionRegistry &registry, const char *name, const char *help, PeriodFunction edge,
             Period period)
{
    registry.add(
        name, {"datetime", "offset"}, help,
        {pointwise([edge, period](DateTime time) { return edge(period, time, 0); }),
         pointwise([edge, period](DateTime time, Long offset) { return edge(period, time, offset); })},
        period == Period::Day ? "{0}" : "");
}

// Checks a constant period while binding.
FunctionBinder periodBinder(std::string name, std::vector<Overload> overloads)
{
    return [name = std::move(name),
            overloads = std::move(overloads)](std::span<const Argument> arguments) -> Result<BoundFunction> {
        const Value *period = arguments[0].constant;
        if (period != nullptr && period->is(Type::String) && !periodNamed(period->text())) {
            return failure(
                ErrorCode::InvalidArgument,
                fmt::format("{} knows no period '{}'; take year, quarter, month, week, day, hour, minute, "
                            "second, millisecond, microsecond or nanosecond.",
                            name, period->text()));
        }
        return bindOverload(name, overloads, arguments);
    };
}

// The real engine counts weeks, when asked for them by a constant, in reals.
FunctionBinder differenceBinder()
{
    const auto difference = [](std::string_view name, DateTime later, DateTime earlier) {
        const auto period = periodNamed(name);
        return period ? std::optional(boundariesBetween(*period, later, earlier)) : std::nullopt;
    };
    const auto inReals = [difference](std::string_view name, DateTime later, DateTime earlier) {
        const auto count = difference(name, later, earlier);
        return count ? std::optional(static_cast<double>(*count)) : std::nullopt;
    };
    return [whole = periodBinder("datetime_diff", {pointwise(difference)}),
            real = periodBinder("datetime_diff", {pointwise(inReals)})](
               std::span<const Argument> arguments) -> Result<BoundFunction> {
        const Value *period = arguments[0].constant;
        const bool weeks =
            period != nullptr && period->is(Type::String) && periodNamed(period->text()) == Period::Week;
        return weeks ? real(arguments) : whole(arguments);
    };
}

void addPeriodArithmetic(FunctionRegistry &registry)
{
    registry.add(ScalarFunction{
        .name = "datetime_add",
        .parameters = {"period", "amount", "datetime"},
        .help = "A datetime so many periods later.",
        .minimumArguments = 3,
        .maximumArguments = 3,
        .binder =
            periodBinder("datetime_add", {pointwise([](std::string_view name, Long amount, DateTime time) {
                             const auto period = periodNamed(name);
                             return period ? addPeriods(*period, amount, time) : std::nullopt;
                         })})});
    registry.add(ScalarFunction{
        .name = "datetime_diff",
        .parameters = {"period", "datetime1", "datetime2"},
        .help = "How many boundaries between periods lie from the second datetime to the first.",
        .minimumArguments = 3,
        .maximumArguments = 3,
        .binder = differenceBinder()});
}

void addMaking(FunctionRegistry &registry)
{
    registry.add(
        "make_datetime", {"year", "month", "day", "hour", "minute", "second"},
        "A datetime of its parts; null if there is no such moment.",
        {pointwise([](Long y, Long m, Long d) { return makeDateTime(y, m, d, 0, 0, 0); }),
         pointwise([](Long y, Long m, Long d, Long h) { return makeDateTime(y, m, d, h, 0, 0); }),
         pointwise([](Long y, Long m, Long d, Long h, Long min) { return makeDateTime(y, m, d, h, min, 0); }),
         pointwise([](Long y, Long m, Long d, Long h, Long min, double s) {
             return makeDateTime(y, m, d, h, min, s);
         }),
         Overload{.parameters = {{.type = Type::DateTime, .coerces = true}},
                  .result = Type::DateTime,
                  .kernel = [](std::span<const Column> columns, std::size_t,
                               const EvalContext &) -> Result<Column> { return columns[0]; }}});
    registry.add("make_timespan", {"days", "hours", "minutes", "seconds"},
                 "A timespan of its parts: hours and minutes, then seconds, and days before them.",
                 {pointwise([](Long h, Long m) { return makeTimeSpan(0, h, m, 0); }),
                  pointwise([](Long h, Long m, double s) { return makeTimeSpan(0, h, m, s); }),
                  pointwise([](Long d, Long h, Long m, double s) { return makeTimeSpan(d, h, m, s); }),
                  Overload{.parameters = {{.type = Type::TimeSpan, .coerces = true}},
                           .result = Type::TimeSpan,
                           .kernel = [](std::span<const Column> columns, std::size_t,
                                        const EvalContext &) -> Result<Column> { return columns[0]; }}});
}

} // namespace

void addTimeFunctions(FunctionRegistry &registry)
{
    addClock(registry, "now", "The time when the query began, and a timespan added to it.", 0, 1);
    addClock(registry, "ago", "The time so long before the query began.", 1, -1);
    addMaking(registry);
    addPeriodArithmetic(registry);
    addUnixTime(registry, "seconds", ticksPerSecond, 1);
    addUnixTime(registry, "milliseconds", 10'000, 1);
    addUnixTime(registry, "microseconds", 10, 1);
    addUnixTime(registry, "nanoseconds", 1, 100);
    addEdge(registry, "startofday", "The first moment of a day.", startOf, Period::Day);
    addEdge(registry, "startofweek", "The first moment of a week, which begins on Sunday.", startOf,
            Period::Week);
    addEdge(registry, "startofmonth", "The first moment of a month.", startOf, Period::Month);
    addEdge(registry, "startofyear", "The first moment of a year.", startOf, Period::Year);
    addEdge(registry, "endofday", "The last tick of a day.", endOf, Period::Day);
    addEdge(registry, "endofweek", "The last tick of a week, which ends on Saturday.", endOf, Period::Week);
    addEdge(registry, "endofmonth", "The last tick of a month.", endOf, Period::Month);
    addEdge(registry, "endofyear", "The last tick of a year.", endOf, Period::Year);
}

} // namespace signalbox::kql
