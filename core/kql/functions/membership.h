// What stands in the brackets after in, has_any and has_all: values, of which a dynamic array stands for its
// elements.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "core/kql/values/column.h"

namespace signalbox::kql {

inline constexpr std::size_t manyItems = 1'000'000; // as many as Kusto takes in one list

[[nodiscard]] bool areConstant(std::span<const Column> columns);
// The items of one row.
[[nodiscard]] std::vector<Value> itemsOf(std::span<const Column> columns, std::size_t row);
[[nodiscard]] std::vector<std::string> textsOf(std::span<const Column> columns, std::size_t row);

} // namespace signalbox::kql
