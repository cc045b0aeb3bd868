#include "core/base/json.h"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

namespace signalbox {

namespace {

std::unexpected<Error> refusal(std::string_view text, std::size_t mistake, std::string message)
{
    const std::string_view before = text.substr(0, std::min(mistake, text.size()));
    return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                 .message = std::move(message),
                                 .line = 1 + std::ranges::count(before, '\n')});
}

} // namespace

Result<Json> parseJson(std::string_view text)
{
    constexpr int deepest = 200;
    bool tooDeep = false;
    try {
        Json json = Json::parse(text, [&tooDeep](int depth, Json::parse_event_t event, const Json &) {
            const bool opens =
                event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
            tooDeep = tooDeep || (opens && depth >= deepest);
            return !tooDeep;
        });
        if (tooDeep)
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("The JSON is nested deeper than {} levels.", deepest));
        return json;
    } catch (const Json::out_of_range &error) {
        // The library quotes the number but does not say where it stands.
        const std::string_view what = error.what();
        const std::size_t quote = what.find('\'');
        const std::string_view number =
            quote == std::string_view::npos ? what : what.substr(quote + 1, what.size() - quote - 2);
        return refusal(text, text.find(number), fmt::format("The number {} is too large.", number));
    } catch (const Json::parse_error &error) {
        return refusal(text, error.byte, fmt::format("This is not JSON (near byte {}).", error.byte));
    }
}

} // namespace signalbox
