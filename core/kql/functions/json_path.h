// The paths of extract_json: $.name, $['name'], $[0], one after another. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/result.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

using JsonPath = std::vector<std::variant<std::string, std::int64_t>>;

[[nodiscard]] Result<JsonPath> parseJsonPath(std::string_view text);
// Null where the path leads nowhere.
[[nodiscard]] Value follow(const JsonPath &path, const Value &value);

// The same value with the properties of every bag in alphabetical order.
[[nodiscard]] Value withSortedKeys(const Value &value);

} // namespace signalbox::kql
