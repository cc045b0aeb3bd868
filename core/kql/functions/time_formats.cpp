// format_datetime and format_timespan.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/calendar.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

constexpr std::string_view separators = " /-:,._[]";

// A letter so many times, or one separator.
struct Piece
{
    char letter = ' ';
    std::size_t count = 1;
};

// How often a letter may stand together; 0 if it means nothing.
std::size_t longestRun(char letter, bool isDate)
{
    switch (letter) {
    case 'f':
    case 'F':
        return 7;
    case 'd':
        return isDate ? 2 : 8;
    case 'h':
    case 'H':
    case 'm':
    case 's':
        return 2;
    case 'M':
    case 't':
        return isDate ? 2 : 0;
    case 'y':
        return isDate ? 4 : 0;
    default:
        return 0;
    }
}

Result<std::vector<Piece>> piecesOf(std::string_view format, bool isDate)
{
    std::vector<Piece> pieces;
    for (const char letter : format) {
        const std::size_t longest = longestRun(letter, isDate);
        if (longest == 0 && separators.find(letter) == std::string_view::npos) {
            return failure(
                ErrorCode::InvalidArgument,
                fmt::format(
                    "'{}' means nothing in the format of a {}; take {} and the signs / - : , . _ [ ].",
                    letter, isDate ? "datetime" : "timespan",
                    isDate ? "y M d h H m s f F t" : "d h H m s f F"));
        }
        if (longest > 0 && !pieces.empty() && pieces.back().letter == letter && pieces.back().count < longest)
            ++pieces.back().count;
        else
            pieces.push_back({.letter = letter, .count = 1});
    }
    return pieces;
}

std::string padded(std::int64_t number, std::size_t width)
{
    return fmt::format("{:0{}}", number, width);
}

// The clock's pieces, which both formats share; `ticks` since midnight.
std::string clockPiece(const Piece &piece, std::int64_t ticks)
{
    const std::int64_t seconds = ticks / ticksPerSecond;
    switch (piece.letter) {
    case 'H':
        return padded(seconds / 3600, piece.count);
    case 'm':
        return padded(seconds / 60 % 60, piece.count);
    case 's':
        return padded(seconds % 60, piece.count);
    case 'f':
        return fmt::format("{:07}", ticks % ticksPerSecond).substr(0, piece.count);
    case 'F': {
        std::string digits = fmt::format("{:07}", ticks % ticksPerSecond).substr(0, piece.count);
        digits.erase(digits.find_last_not_of('0') + 1);
        return digits;
    }
    default:
        return std::string(1, piece.letter);
    }
}

std::string datePiece(const Piece &piece, DateTime time)
{
    const auto date = dateOf(time);
    const std::int64_t ticks = timeOfDay(time);
    const std::int64_t hour = ticks / (3600 * ticksPerSecond);
    const int year = static_cast<int>(date.year());
    switch (piece.letter) {
    case 'y':
        return padded(piece.count <= 2 ? year % 100 : year, piece.count);
    case 'M':
        return padded(static_cast<unsigned>(date.month()), piece.count);
    case 'd':
        return padded(static_cast<unsigned>(date.day()), piece.count);
    case 'h':
        return padded(hour % 12 == 0 ? 12 : hour % 12, piece.count);
    case 't':
        return std::string(hour < 12 ? "AM" : "PM").substr(0, piece.count);
    default:
        return clockPiece(piece, ticks);
    }
}

// An optional fraction that is zero takes the point before it along.
void append(std::string &text, const Piece &piece, std::string_view written)
{
    if (piece.letter == 'F' && written.empty() && text.ends_with('.'))
        text.pop_back();
    text += written;
}

std::string formatted(const std::vector<Piece> &pieces, DateTime time)
{
    std::string text;
    for (const Piece &piece : pieces)
        append(text, piece, datePiece(piece, time));
    return text;
}

std::string formatted(const std::vector<Piece> &pieces, TimeSpan span)
{
    const bool negative = span.ticks < 0;
    const auto magnitude =
        negative ? 0 - static_cast<std::uint64_t>(span.ticks) : static_cast<std::uint64_t>(span.ticks);
    const auto days = static_cast<std::int64_t>(magnitude / ticksPerDay);
    const auto ticks = static_cast<std::int64_t>(magnitude % ticksPerDay);
    std::string text = negative ? "-" : "";
    for (const Piece &piece : pieces) {
        if (piece.letter == 'd')
            text += padded(days, piece.count);
        else if (piece.letter == 'h')
            text += padded(ticks / (3600 * ticksPerSecond), piece.count);
        else
            append(text, piece, clockPiece(piece, ticks));
    }
    return text;
}

template<typename Time>
void addFormat(FunctionRegistry &registry, std::string name, std::vector<std::string> parameters,
               std::string help)
{
    constexpr bool isDate = std::same_as<Time, DateTime>;
    FunctionBinder binder = [name](std::span<const Argument> arguments) -> Result<BoundFunction> {
        if (const Value *format = arguments[1].constant; format != nullptr && format->is(Type::String)) {
            SIGNALBOX_CHECK(piecesOf(format->text(), isDate));
        }
        const Overload overload = pointwise([](Time time, std::string_view format) -> std::string {
            const auto pieces = piecesOf(format, isDate);
            return pieces ? formatted(*pieces, time) : std::string();
        });
        return bindOverload(name, std::span(&overload, 1), arguments);
    };
    registry.add(ScalarFunction{.name = std::move(name),
                                .parameters = std::move(parameters),
                                .help = std::move(help),
                                .minimumArguments = 2,
                                .maximumArguments = 2,
                                .binder = std::move(binder),
                                .columnName = "{0}"});
}

} // namespace

void addTimeFormats(FunctionRegistry &registry)
{
    addFormat<DateTime>(registry, "format_datetime", {"datetime", "format"},
                        "A datetime as text by a format such as yyyy-MM-dd HH:mm:ss.fff.");
    addFormat<TimeSpan>(registry, "format_timespan", {"timespan", "format"},
                        "A timespan as text by a format such as d.hh:mm:ss.fff.");
}

} // namespace signalbox::kql
