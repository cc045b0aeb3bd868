// JSON as the core reads and writes it. Object keys are sorted, so that equal values have equal text and the
// text can be hashed. The hot path of the scoring server uses simdjson instead.
#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace signalbox {

using Json = nlohmann::json;

// Fails with the line of the first mistake. Nesting deeper than 200 is refused.
[[nodiscard]] Result<Json> parseJson(std::string_view text);

// Member `key` of the object `json` as T; an error that names the field where it is missing or of another
// type.
template<typename T>
[[nodiscard]] Result<T> member(const Json &json, const char *key)
{
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (!json.is_object() || found == json.end())
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = std::string("The field '") + key + "' is missing.",
                                     .field = key});
    try {
        return found->template get<T>();
    } catch (const Json::exception &) {
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = std::string("The field '") + key + "' has the wrong type.",
                                     .field = key});
    }
}

} // namespace signalbox
