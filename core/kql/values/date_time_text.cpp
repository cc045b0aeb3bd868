#include "core/kql/values/text_to_value.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

#include "core/base/text.h"

namespace signalbox::kql {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

struct Parts
{
    int year = 1;
    unsigned month = 1;
    unsigned day = 1;
    std::int64_t timeOfDay = 0; // ticks
    std::int64_t offset = 0;    // ticks that local time is ahead of UTC
};

std::optional<DateTime> assemble(const Parts &parts)
{
    const std::chrono::year_month_day date{std::chrono::year{parts.year}, std::chrono::month{parts.month},
                                           std::chrono::day{parts.day}};
    if (!date.ok() || parts.year < 1 || parts.year > 9999)
        return std::nullopt;
    const std::int64_t day = sys_days(date).time_since_epoch().count();
    const DateTime time{day * ticksPerDay + parts.timeOfDay - parts.offset};
    return isInRange(time) ? std::optional(time) : std::nullopt;
}

// A position in a text that takes what it is asked for or stays.
class Scanner
{
public:
    explicit Scanner(std::string_view text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_text.empty(); }
    [[nodiscard]] bool atDigit() const { return !m_text.empty() && isDigit(m_text.front()); }
    [[nodiscard]] char front() const { return m_text.empty() ? '\0' : m_text.front(); }
    [[nodiscard]] std::size_t digitsAhead() const
    {
        return static_cast<std::size_t>(std::ranges::find_if_not(m_text, isDigit) - m_text.begin());
    }

    bool take(char expected)
    {
        if (front() != expected)
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    void skipBlanks()
    {
        while (take(' ')) {
        }
    }

    // Between `least` and `most` digits.
    std::optional<int> number(std::size_t least, std::size_t most)
    {
        const std::size_t size = digitsAhead();
        if (size < least || size > most)
            return std::nullopt;
        return digits(size);
    }

    // The next `size` digits, which are there.
    int digits(std::size_t size)
    {
        int value = 0;
        std::from_chars(m_text.data(), m_text.data() + size, value);
        m_text.remove_prefix(size);
        return value;
    }

    // Letters, in lower case.
    std::string word()
    {
        std::string letters;
        while (!m_text.empty() && std::isalpha(static_cast<unsigned char>(m_text.front())) != 0) {
            letters += static_cast<char>(std::tolower(static_cast<unsigned char>(m_text.front())));
            m_text.remove_prefix(1);
        }
        return letters;
    }

private:
    static bool isDigit(char c) { return c >= '0' && c <= '9'; }

    std::string_view m_text;
};

std::optional<unsigned> monthNamed(std::string_view word)
{
    static constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                             "may",       "june",     "july",     "august",
                                                             "september", "october",  "november", "december"};
    if (word.size() < 3)
        return std::nullopt;
    const auto found = std::ranges::find_if(months, [word](std::string_view month) {
        return month.starts_with(word) && (word.size() == 3 || word.size() == month.size());
    });
    return found == months.end() ? std::nullopt
                                 : std::optional(static_cast<unsigned>(found - months.begin()) + 1);
}

bool isDayOfWeek(std::string_view word)
{
    static constexpr std::array<std::string_view, 7> names{"monday", "tuesday",  "wednesday", "thursday",
                                                           "friday", "saturday", "sunday"};
    return word.size() >= 3 &&
           std::ranges::any_of(names, [word](std::string_view name) { return name.starts_with(word); });
}

std::optional<std::int64_t> fractionOfSecond(Scanner &scan)
{
    std::int64_t ticks = 0;
    std::size_t count = 0;
    if (!scan.atDigit())
        return std::nullopt;
    while (scan.atDigit()) {
        const int digit = scan.digits(1);
        if (count++ < 7)
            ticks = ticks * 10 + digit;
    }
    for (; count < 7; ++count)
        ticks *= 10;
    return ticks;
}

// "Z", "UTC", "GMT", "+02:00", "-0530", "+2", or nothing.
bool readZone(Scanner &scan, Parts &parts)
{
    scan.skipBlanks();
    if (scan.atEnd())
        return true;
    if (scan.front() == '+' || scan.front() == '-') {
        const bool west = scan.front() == '-';
        scan.take(scan.front());
        const std::size_t size = scan.digitsAhead();
        if (size == 0 || size == 3 || size > 4)
            return false;
        int hours = scan.digits(std::min<std::size_t>(size, 2));
        int minutes = size == 4 ? scan.digits(2) : 0;
        if (size < 4 && scan.take(':')) {
            const auto read = scan.number(2, 2);
            if (!read)
                return false;
            minutes = *read;
        }
        if (hours > 14 || minutes > 59)
            return false;
        const std::int64_t offset = (std::int64_t{hours} * 60 + minutes) * 60 * ticksPerSecond;
        parts.offset = west ? -offset : offset;
        return scan.atEnd();
    }
    const std::string word = scan.word();
    return (word == "z" || word == "utc" || word == "gmt") && scan.atEnd();
}

// "10", "10:20", "10:20:30.1234567", with "AM" or "PM", and the zone; nothing at all is midnight.
bool readTimeOfDay(Scanner &scan, Parts &parts)
{
    if (scan.atEnd())
        return true;
    const auto hour = scan.number(1, 2);
    if (!hour)
        return false;
    int minute = 0;
    int second = 0;
    std::int64_t fraction = 0;
    if (scan.take(':')) {
        const auto minutes = scan.number(1, 2);
        if (!minutes)
            return false;
        minute = *minutes;
        if (scan.take(':')) {
            const auto seconds = scan.number(1, 2);
            if (!seconds)
                return false;
            second = *seconds;
            if (scan.take('.') || scan.take(',')) {
                const auto ticks = fractionOfSecond(scan);
                if (!ticks)
                    return false;
                fraction = *ticks;
            }
        }
    }
    int hours = *hour;
    scan.skipBlanks();
    Scanner ahead = scan;
    const std::string half = ahead.word();
    if (half == "am" || half == "pm") {
        if (hours < 1 || hours > 12)
            return false;
        hours = hours % 12 + (half == "pm" ? 12 : 0);
        scan = ahead;
    }
    const bool midnight = hours == 24 && minute == 0 && second == 0 && fraction == 0;
    if ((hours > 23 && !midnight) || minute > 59 || second > 59)
        return false;
    parts.timeOfDay = ((std::int64_t{hours} * 60 + minute) * 60 + second) * ticksPerSecond + fraction;
    return readZone(scan, parts);
}

// What may stand between a date and a time.
bool skipToTime(Scanner &scan)
{
    if (scan.atEnd())
        return true;
    if (scan.take('T') || scan.take('t'))
        return !scan.atEnd();
    const bool separated = scan.take(',') || scan.front() == ' ';
    scan.skipBlanks();
    return separated || scan.front() == 'Z';
}

int fullYear(int year, bool twoDigits)
{
    if (!twoDigits)
        return year;
    return year < 50 ? 2000 + year : 1900 + year; // as .NET's invariant calendar does
}

// "2020-01-15", "2020/1/15", "2020.01.15", "2020-01", "2020".
bool readYearFirst(Scanner &scan, Parts &parts)
{
    parts.year = scan.digits(4);
    const char separator = scan.front();
    if (scan.atEnd())
        return true;
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    scan.take(separator);
    if (const std::string name = scan.word(); !name.empty()) {
        const auto named = monthNamed(name);
        parts.month = named.value_or(0);
    } else {
        const auto month = scan.number(1, 2);
        parts.month = static_cast<unsigned>(month.value_or(0));
    }
    if (scan.take(separator)) {
        const auto day = scan.number(1, 2);
        parts.day = static_cast<unsigned>(day.value_or(0));
    }
    return parts.month != 0 && parts.day != 0;
}

// "1/15/2022", "01-15-2022", "1/15/22"; month before day.
bool readMonthFirst(Scanner &scan, Parts &parts)
{
    const auto month = scan.number(1, 2);
    const char separator = scan.front();
    if (!month || (separator != '/' && separator != '-' && separator != '.'))
        return false;
    scan.take(separator);
    const auto day = scan.number(1, 2);
    if (!day || !scan.take(separator))
        return false;
    const std::size_t size = scan.digitsAhead();
    if (size != 2 && size != 4)
        return false;
    parts.month = static_cast<unsigned>(*month);
    parts.day = static_cast<unsigned>(*day);
    parts.year = fullYear(scan.digits(size), size == 2);
    return true;
}

// "15 Jan 2022", "15-Jan-22", "Jan 15 2022", "January 15, 2022".
bool readNamedMonth(Scanner &scan, Parts &parts)
{
    const auto separate = [&scan] {
        scan.take(',');
        scan.take('-');
        scan.skipBlanks();
    };
    std::optional<int> day;
    if (scan.atDigit()) {
        day = scan.number(1, 2);
        separate();
    }
    const auto month = monthNamed(scan.word());
    scan.take('.');
    separate();
    if (!day) {
        day = scan.number(1, 2);
        separate();
    }
    const std::size_t size = scan.digitsAhead();
    if (!month || !day || (size != 2 && size != 4))
        return false;
    parts.month = *month;
    parts.day = static_cast<unsigned>(*day);
    parts.year = fullYear(scan.digits(size), size == 2);
    return true;
}

// 20200115, 20200115102030, 202001151020: a date without separators.
bool readCompact(Scanner &scan, std::size_t size, Parts &parts)
{
    parts.year = scan.digits(4);
    parts.month = static_cast<unsigned>(scan.digits(2));
    parts.day = static_cast<unsigned>(scan.digits(2));
    const int hour = size >= 10 ? scan.digits(2) : 0;
    const int minute = size >= 12 ? scan.digits(2) : 0;
    const int second = size >= 14 ? scan.digits(2) : 0;
    parts.timeOfDay = ((std::int64_t{hour} * 60 + minute) * 60 + second) * ticksPerSecond;
    return hour < 24 && minute < 60 && second < 60 && parts.month != 0 && parts.day != 0;
}

// Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by the number of digits.
std::optional<DateTime> sinceEpoch(std::string_view text)
{
    double perTick = 0;
    switch (text.size()) {
    case 10:
        perTick = 1e7;
        break;
    case 13:
        perTick = 1e4;
        break;
    case 16:
        perTick = 10;
        break;
    case 19:
        perTick = 0.01;
        break;
    default:
        return std::nullopt;
    }
    const auto number = longFromText(text);
    if (!number)
        return std::nullopt;
    const std::int64_t ticks = perTick < 1 ? *number / 100 : *number * static_cast<std::int64_t>(perTick);
    return isInRange(DateTime{ticks}) ? std::optional(DateTime{ticks}) : std::nullopt;
}

bool readDate(Scanner &scan, Parts &parts)
{
    Scanner ahead = scan;
    if (isDayOfWeek(ahead.word())) {
        scan = ahead;
        scan.take(',');
        scan.skipBlanks();
    }
    if (!scan.atDigit())
        return readNamedMonth(scan, parts);
    const std::size_t size = scan.digitsAhead();
    if (size == 4)
        return readYearFirst(scan, parts);
    if (size == 8 || size == 12 || size == 14)
        return readCompact(scan, size, parts);
    ahead = scan;
    if (readMonthFirst(ahead, parts)) {
        scan = ahead;
        return true;
    }
    return readNamedMonth(scan, parts);
}

} // namespace

std::optional<DateTime> dateTimeFromText(std::string_view text)
{
    text = trimmed(text);
    if (text.empty())
        return std::nullopt;
    if (std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) {
        if (const auto time = sinceEpoch(text))
            return time;
    }
    Scanner scan(text);
    Parts parts;
    if (!readDate(scan, parts) || !skipToTime(scan))
        return std::nullopt;
    if (scan.take('Z') ? !scan.atEnd() : (!scan.atEnd() && !readTimeOfDay(scan, parts)))
        return std::nullopt;
    return assemble(parts);
}

} // namespace signalbox::kql
