#include "core/base/json.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace signalbox {

Result<Json> parseJson(std::string_view text)
{
    constexpr int deepest = 200;
    bool tooDeep = false;
    try {
        Json json = Json::parse(text, [&tooDeep](int depth, Json::parse_event_t, const Json &) {
            if (depth > deepest)
                tooDeep = true;
            return !tooDeep;
        });
        if (tooDeep)
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("The JSON is nested deeper than {} levels.", deepest));
        return json;
    } catch (const Json::out_of_range &) {
        return failure(ErrorCode::InvalidArgument, "The JSON has a number that is too large.");
    } catch (const Json::parse_error &error) {
        const auto before = text.substr(0, std::min<std::size_t>(error.byte, text.size()));
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = fmt::format("This is not JSON (near byte {}).", error.byte),
                                     .line = 1 + std::ranges::count(before, '\n')});
    }
}

} // namespace signalbox
