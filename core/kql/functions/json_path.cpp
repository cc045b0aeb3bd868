#include "core/kql/functions/json_path.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"

namespace signalbox::kql {

namespace {

std::unexpected<Error> unreadable(std::string_view text)
{
    return failure(ErrorCode::InvalidArgument,
                   fmt::format("\"{}\" is not a path such as $.name[0] or $['name'].", text));
}

} // namespace

Result<JsonPath> parseJsonPath(std::string_view text)
{
    std::string_view rest = text;
    if (!rest.starts_with('$'))
        return unreadable(text);
    rest.remove_prefix(1);
    JsonPath path;
    while (!rest.empty()) {
        if (rest.starts_with('.')) {
            const std::size_t end = std::min(rest.find_first_of(".[", 1), rest.size());
            if (end == 1)
                return unreadable(text);
            path.emplace_back(std::string(rest.substr(1, end - 1)));
            rest.remove_prefix(end);
            continue;
        }
        const std::size_t end = rest.find(']');
        if (!rest.starts_with('[') || end == std::string_view::npos)
            return unreadable(text);
        std::string_view key = rest.substr(1, end - 1);
        rest.remove_prefix(end + 1);
        if (key.size() >= 2 && (key.front() == '\'' || key.front() == '"') && key.back() == key.front()) {
            path.emplace_back(std::string(key.substr(1, key.size() - 2)));
        } else if (const auto index = toInteger(key)) {
            path.emplace_back(*index);
        } else {
            return unreadable(text);
        }
    }
    return path;
}

Value follow(const JsonPath &path, const Value &value)
{
    Value at = value;
    for (const auto &step : path) {
        if (const auto *name = std::get_if<std::string>(&step))
            at = Value(at.property(*name));
        else
            at = Value(at.element(std::get<std::int64_t>(step)));
    }
    return at;
}

Value withSortedKeys(const Value &value)
{
    if (value.isArray()) {
        Value::Array elements;
        for (const Value &element : value.array())
            elements.push_back(withSortedKeys(element));
        return Value::ofArray(std::move(elements));
    }
    if (!value.isBag())
        return value;
    Value::Bag properties;
    for (const auto &[key, property] : value.bag())
        properties.emplace_back(key, withSortedKeys(property));
    std::ranges::sort(properties, {}, [](const auto &entry) -> const std::string & { return entry.first; });
    return Value::ofBag(std::move(properties));
}

} // namespace signalbox::kql
