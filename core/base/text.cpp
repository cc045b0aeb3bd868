#include "core/base/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>

#include <fast_float/fast_float.h>
#include <fmt/format.h>
#include <simdjson.h>

namespace signalbox {

namespace {

constexpr std::string_view whiteSpace = " \t\r\n\f\v";

// Optimal string alignment distance (a swap of neighbours counts as one edit).
std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> beforeLast(b.size() + 1);
    std::vector<std::size_t> last(b.size() + 1);
    std::vector<std::size_t> current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
            current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + cost});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], beforeLast[j - 2] + 1);
        }
        std::swap(beforeLast, last);
        std::swap(last, current);
    }
    return last[b.size()];
}

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

} // namespace

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(whiteSpace);
    if (begin == std::string_view::npos)
        return {};
    return text.substr(begin, text.find_last_not_of(whiteSpace) - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t end = text.find(separator); end != std::string_view::npos;
         end = text.find(separator, begin)) {
        parts.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    parts.push_back(text.substr(begin));
    return parts;
}

bool isUtf8(std::string_view text)
{
    return simdjson::validate_utf8(text.data(), text.size());
}

std::string toHex(std::span<const std::uint8_t> bytes)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t byte : bytes) {
        out += digits[byte >> 4U];
        out += digits[byte & 0xFU];
    }
    return out;
}

Result<std::int64_t> toInteger(std::string_view text)
{
    std::int64_t value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end)
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is not a whole number.", text));
    return value;
}

Result<double> toNumber(std::string_view text)
{
    double value = 0;
    const char *end = text.data() + text.size();
    const auto [stop, error] = fast_float::from_chars(text.data(), end, value);
    if (error != std::errc() || stop != end || !std::isfinite(value))
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is not a number.", text));
    return value;
}

std::string_view nearest(std::string_view word, std::span<const std::string> candidates)
{
    std::string_view best;
    const std::size_t limit = std::min(word.size(), std::max<std::size_t>(1, word.size() / 3) + 1);
    std::size_t bestDistance = limit;
    for (const std::string &candidate : candidates) {
        // The distance is at least the difference in length, so a pasted page of text costs nothing.
        if (std::max(word.size(), candidate.size()) - std::min(word.size(), candidate.size()) >= limit)
            continue;
        const std::size_t distance = editDistance(word, candidate);
        if (distance < bestDistance) {
            bestDistance = distance;
            best = candidate;
        }
    }
    return best;
}

Status checkName(std::string_view what, std::string_view name)
{
    const bool starts =
        !name.empty() && isNameCharacter(name[0]) && name[0] != '.' && name[0] != '_' && name[0] != '-';
    if (starts && name.size() <= 63 && std::ranges::all_of(name, isNameCharacter))
        return {};
    return failure(
        ErrorCode::InvalidArgument,
        fmt::format("'{}' cannot be the name of a{} {}. Use 1 to 63 letters, digits, dots, hyphens or "
                    "underscores, and start with a letter or digit.",
                    name, what.find_first_of("aeiou") == 0 ? "n" : "", what));
}

} // namespace signalbox
