// JSON text <-> dynamic value. parse_json, tostring of a dynamic, the cells of results and the reader of
// telemetry use it. The order of properties is kept, as Kusto does; of a repeated key the last value counts.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// Whole numbers become long, others real. Fails for text that is not one JSON value. Thread-safe.
[[nodiscard]] Result<Value> fromJsonText(std::string_view text);

// parse_json(): text that is not JSON becomes a dynamic string; empty or blank text is null.
[[nodiscard]] Value parseDynamic(std::string_view text);

// Compact, as tostring does: {"a":1,"b":[1.5,"x"]}. Times, guids and decimals are written as strings; a null
// is null, a bool true or false, a real as tostring writes it, NaN and infinities as strings.
[[nodiscard]] std::string toJsonText(const Value &value);
// Two blanks of indent a level, as a result grid shows it.
[[nodiscard]] std::string toIndentedJsonText(const Value &value);

// `text` as a JSON string with its quotes.
[[nodiscard]] std::string toJsonString(std::string_view text);

} // namespace signalbox::kql
