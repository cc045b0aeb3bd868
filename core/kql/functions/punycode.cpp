// Punycode (RFC 3492) of texts and of the labels of internationalized domain names. A text that cannot be
// encoded or decoded gives "".
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/unicode.h"

namespace signalbox::kql {

namespace {

using CodePoints = std::vector<std::int64_t>;

// The parameters of Bootstring that RFC 3492 fixes for Punycode.
constexpr std::int64_t base = 36;
constexpr std::int64_t minimumThreshold = 1;
constexpr std::int64_t maximumThreshold = 26;
constexpr std::int64_t skew = 38;
constexpr std::int64_t damp = 700;
constexpr std::int64_t initialBias = 72;
constexpr std::int64_t initialCode = 128;
constexpr std::int64_t lastCode = 0x10FFFF;
constexpr std::int64_t largestDelta = std::numeric_limits<std::int32_t>::max();

constexpr std::string_view prefix = "xn--";

CodePoints codePointsOf(std::string_view text)
{
    CodePoints points;
    while (!text.empty())
        points.push_back(takeCodePoint(text));
    return points;
}

std::int64_t adapted(std::int64_t delta, std::int64_t count, bool first)
{
    delta = first ? delta / damp : delta / 2;
    delta += delta / count;
    std::int64_t k = 0;
    for (; delta > (base - minimumThreshold) * maximumThreshold / 2; k += base)
        delta /= base - minimumThreshold;
    return k + (base - minimumThreshold + 1) * delta / (delta + skew);
}

std::int64_t thresholdAt(std::int64_t k, std::int64_t bias)
{
    return std::clamp(k - bias, minimumThreshold, maximumThreshold);
}

char digit(std::int64_t value)
{
    return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
}

std::optional<std::int64_t> valueOfDigit(char letter)
{
    if (letter >= 'a' && letter <= 'z')
        return letter - 'a';
    if (letter >= 'A' && letter <= 'Z')
        return letter - 'A';
    return letter >= '0' && letter <= '9' ? std::optional(letter - '0' + std::int64_t{26}) : std::nullopt;
}

void appendDelta(std::string &text, std::int64_t delta, std::int64_t bias)
{
    for (std::int64_t k = base;; k += base) {
        const std::int64_t threshold = thresholdAt(k, bias);
        if (delta < threshold)
            break;
        text += digit(threshold + (delta - threshold) % (base - threshold));
        delta = (delta - threshold) / (base - threshold);
    }
    text += digit(delta);
}

std::string encoded(std::string_view text)
{
    const CodePoints points = codePointsOf(text);
    std::string result;
    for (const std::int64_t point : points) {
        if (point < initialCode)
            result += static_cast<char>(point);
    }
    const auto basic = static_cast<std::int64_t>(result.size());
    std::int64_t handled = basic;
    if (basic > 0)
        result += '-';
    std::int64_t code = initialCode;
    std::int64_t delta = 0;
    std::int64_t bias = initialBias;
    while (handled < std::ssize(points)) {
        std::int64_t next = lastCode + 1;
        for (const std::int64_t point : points) {
            if (point >= code)
                next = std::min(next, point);
        }
        delta += (next - code) * (handled + 1);
        if (next > lastCode || delta > largestDelta)
            return {};
        code = next;
        for (const std::int64_t point : points) {
            if (point < code)
                ++delta;
            if (point != code)
                continue;
            appendDelta(result, delta, bias);
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++code;
    }
    return result;
}

std::string decoded(std::string_view text)
{
    const std::size_t dash = text.rfind('-');
    CodePoints points;
    if (dash != std::string_view::npos)
        points = codePointsOf(text.substr(0, dash));
    std::string_view rest = dash != std::string_view::npos ? text.substr(dash + 1) : text;
    std::int64_t code = initialCode;
    std::int64_t place = 0;
    std::int64_t bias = initialBias;
    while (!rest.empty()) {
        const std::int64_t before = place;
        std::int64_t weight = 1;
        for (std::int64_t k = base;; k += base) {
            const auto value = rest.empty() ? std::nullopt : valueOfDigit(rest.front());
            if (!value)
                return {};
            rest.remove_prefix(1);
            place += *value * weight;
            const std::int64_t threshold = thresholdAt(k, bias);
            if (*value < threshold)
                break;
            weight *= base - threshold;
            if (place > largestDelta || weight > largestDelta)
                return {};
        }
        const std::int64_t length = std::ssize(points) + 1;
        bias = adapted(place - before, length, before == 0);
        code += place / length;
        place %= length;
        if (code > lastCode)
            return {};
        points.insert(points.begin() + place, code);
        ++place;
    }
    std::string result;
    for (const std::int64_t point : points)
        appendCodePoint(result, static_cast<std::int32_t>(point));
    return result;
}

// The dots that IDNA (RFC 3490) takes as the separator of labels.
bool isDot(std::int32_t codePoint)
{
    return codePoint == '.' || codePoint == 0x3002 || codePoint == 0xFF0E || codePoint == 0xFF61;
}

std::vector<std::string> labelsOf(std::string_view domain)
{
    std::vector<std::string> labels(1);
    while (!domain.empty()) {
        const std::int32_t codePoint = takeCodePoint(domain);
        if (isDot(codePoint))
            labels.emplace_back();
        else
            appendCodePoint(labels.back(), codePoint);
    }
    return labels;
}

template<typename Change>
std::string changedLabels(std::string_view domain, Change change)
{
    std::string result;
    for (const std::string &label : labelsOf(domain)) {
        const auto changed = change(label);
        if (!changed)
            return {};
        result += (result.empty() ? "" : ".") + *changed;
    }
    return result;
}

std::optional<std::string> encodedLabel(const std::string &label)
{
    if (isAscii(label))
        return label;
    const std::string code = encoded(label);
    return code.empty() ? std::nullopt : std::optional(std::string(prefix) + code);
}

std::optional<std::string> decodedLabel(const std::string &label)
{
    if (!label.starts_with(prefix))
        return label;
    const std::string text = decoded(std::string_view(label).substr(prefix.size()));
    return text.empty() ? std::nullopt : std::optional(text);
}

} // namespace

void addPunycode(FunctionRegistry &registry)
{
    registry.add("punycode_from_string", {"text"}, "A text in Punycode, without 'xn--'.",
                 {pointwise(encoded)});
    registry.add("punycode_to_string", {"text"}, "The text that Punycode without 'xn--' stands for.",
                 {pointwise(decoded)});
    registry.add("punycode_domain_to_string", {"domain"}, "A domain name with its labels in Punycode.",
                 {pointwise([](std::string_view domain) { return changedLabels(domain, encodedLabel); })});
    registry.add("punycode_domain_from_string", {"domain"}, "A domain name without Punycode.",
                 {pointwise([](std::string_view domain) { return changedLabels(domain, decodedLabel); })});
}

} // namespace signalbox::kql
