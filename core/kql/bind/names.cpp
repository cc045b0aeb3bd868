#include "core/kql/bind/names.h"

#include <algorithm>

#include <fmt/format.h>

namespace signalbox::kql {

std::string uniqueName(const Schema &schema, std::string_view name)
{
    std::string result(name);
    for (int number = 1; schema.find(result).has_value(); ++number)
        result = fmt::format("{}{}", name, number);
    return result;
}

bool comesBeforeByNumbers(std::string_view left, std::string_view right)
{
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    // The digits at the front without leading zeros.
    const auto takeNumber = [&isDigit](std::string_view &text) {
        const auto end = std::ranges::find_if_not(text, isDigit);
        std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        text.remove_prefix(digits.size());
        digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
        return digits;
    };
    while (!left.empty() && !right.empty()) {
        if (isDigit(left[0]) && isDigit(right[0])) {
            const std::string_view a = takeNumber(left);
            const std::string_view b = takeNumber(right);
            if (a != b)
                return a.size() != b.size() ? a.size() < b.size() : a < b;
            continue;
        }
        if (left[0] != right[0])
            return left[0] < right[0];
        left.remove_prefix(1);
        right.remove_prefix(1);
    }
    return left.empty() && !right.empty();
}

} // namespace signalbox::kql
