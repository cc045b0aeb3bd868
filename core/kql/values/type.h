// Kusto's scalar types, how they are spelt in a query, and the types of time that the C++ side computes with.
// Everything in the room names types through here; the numbers mean nothing outside the process.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::kql {

enum class Type : std::uint8_t { Bool, Int, Long, Real, Decimal, String, DateTime, TimeSpan, Guid, Dynamic };

// "bool", "int", "long", "real", "decimal", "string", "datetime", "timespan", "guid" or "dynamic".
[[nodiscard]] std::string_view typeName(Type type);

// The name in .NET that getschema and gettype of old show, such as "System.Int64".
[[nodiscard]] std::string_view systemTypeName(Type type);

// Reads every spelling that Kusto accepts after a colon or in typeof(): also "double", "date", "time",
// "boolean", "int64", "uuid" and the like.
[[nodiscard]] std::optional<Type> typeFromName(std::string_view name);

[[nodiscard]] constexpr bool isInteger(Type type)
{
    return type == Type::Int || type == Type::Long;
}

[[nodiscard]] constexpr bool isNumeric(Type type)
{
    return isInteger(type) || type == Type::Real || type == Type::Decimal;
}

// Whether a column of this type holds 64-bit integers.
[[nodiscard]] constexpr bool isWhole(Type type)
{
    return isInteger(type) || type == Type::DateTime || type == Type::TimeSpan;
}

// Whether a column of this type holds texts.
[[nodiscard]] constexpr bool isText(Type type)
{
    return type == Type::String || type == Type::Guid || type == Type::Decimal;
}

// 100 ns ticks since 1970-01-01T00:00:00Z, as signalbox::TimePoint counts them.
struct DateTime
{
    std::int64_t ticks = 0;

    friend auto operator<=>(const DateTime &, const DateTime &) = default;
};

// 100 ns ticks.
struct TimeSpan
{
    std::int64_t ticks = 0;

    friend auto operator<=>(const TimeSpan &, const TimeSpan &) = default;
};

inline constexpr std::int64_t ticksPerSecond = 10'000'000;
inline constexpr std::int64_t ticksPerDay = 86'400 * ticksPerSecond;

// Kusto counts from 0001-01-01T00:00:00Z: its number of ticks is ours plus this.
inline constexpr std::int64_t ticksBeforeEpoch = 719'162 * ticksPerDay;
inline constexpr DateTime minimumDateTime{-ticksBeforeEpoch};
inline constexpr DateTime maximumDateTime{2'932'897 * ticksPerDay - 1}; // the last tick of 9999-12-31

[[nodiscard]] constexpr bool isInRange(DateTime time)
{
    return time >= minimumDateTime && time <= maximumDateTime;
}

} // namespace signalbox::kql
