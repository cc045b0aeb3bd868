// Reads what stands between the brackets of dynamic(…): JSON whose texts may use single quotes and whose
// values may be Kusto's own literals, such as datetime(2020-01-01).
#pragma once

#include <string_view>

#include "core/base/result.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

[[nodiscard]] Result<Value> dynamicFromLiteral(std::string_view text);

// A scalar literal by its form in the text: 5, 1d, datetime(…), real(nan); `name` is "" for the bare forms.
[[nodiscard]] Result<Value> typedLiteral(std::string_view typeName, std::string_view inside);

} // namespace signalbox::kql
