// Compares the result of a query with the printed answer of a case: by position, cells by what they mean
// rather than how they are written. Used by kql_cases.
#pragma once

#include <string>
#include <string_view>

#include "core/base/json.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

// The text in `field`, or `fallback` where there is none.
[[nodiscard]] std::string textOf(const Json &testCase, const char *field, std::string_view fallback);

// "" if `result` is what the case expects, else the first difference.
[[nodiscard]] std::string difference(const ResultTable &result, const Json &testCase, bool strictNames);

} // namespace signalbox::kql
