// JSON as the core reads and writes it. Object keys are sorted, so that equal values have equal text and the
// text can be hashed. The hot path of the scoring server uses simdjson instead.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace signalbox {

using Json = nlohmann::json;

// Fails with the line of the first mistake. Nesting deeper than 200 is refused.
[[nodiscard]] Result<Json> parseJson(std::string_view text);

namespace detail {

// Whether `json` is a T without loss; the library itself would cut 1.5 down to the integer 1 and wrap -1
// round.
template<typename T>
[[nodiscard]] bool holds(const Json &json)
{
    if constexpr (std::same_as<T, bool>) {
        return json.is_boolean();
    } else if constexpr (std::integral<T>) {
        return json.is_number_unsigned()
                   ? std::in_range<T>(json.get<std::uint64_t>())
                   : json.is_number_integer() && std::in_range<T>(json.get<std::int64_t>());
    } else if constexpr (std::floating_point<T>) {
        return json.is_number();
    } else {
        return true;
    }
}

} // namespace detail

// Member `key` of the object `json` as T; an error that names the field where it is missing, of another type
// or out of T's range.
template<typename T>
[[nodiscard]] Result<T> member(const Json &json, const char *key)
{
    const auto found = json.is_object() ? json.find(key) : json.end();
    if (!json.is_object() || found == json.end())
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = std::string("The field '") + key + "' is missing.",
                                     .field = key});
    const auto wrongType = [key] {
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = std::string("The field '") + key + "' has the wrong type.",
                                     .field = key});
    };
    if (!detail::holds<T>(*found))
        return wrongType();
    try {
        return found->template get<T>();
    } catch (const Json::exception &) {
        return wrongType();
    }
}

} // namespace signalbox
