// parse_url and parse_urlquery.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

Value textOf(std::string_view text)
{
    return Value::ofString(std::string(text));
}

// What stands before `mark`, which is taken off `text` with it; nothing where the mark is missing.
std::string_view takeUntil(std::string_view &text, std::string_view mark)
{
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos)
        return {};
    const std::string_view head = text.substr(0, at);
    text.remove_prefix(at + mark.size());
    return head;
}

// What stands after `mark`, which is cut off `text` with it.
std::string_view takeAfter(std::string_view &text, char mark)
{
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos)
        return {};
    const std::string_view tail = text.substr(at + 1);
    text = text.substr(0, at);
    return tail;
}

Value parametersOf(std::string_view query)
{
    Value::Bag parameters;
    for (const std::string_view part : signalbox::split(query, '&')) {
        if (part.empty())
            continue;
        const std::size_t equals = std::min(part.find('='), part.size());
        const std::string key(part.substr(0, equals));
        const Value value = textOf(equals < part.size() ? part.substr(equals + 1) : "");
        const auto same = std::ranges::find(parameters, key, [](const auto &entry) { return entry.first; });
        if (same != parameters.end())
            same->second = value;
        else
            parameters.emplace_back(key, value);
    }
    return Value::ofBag(std::move(parameters));
}

Value parseUrl(std::string_view url)
{
    const std::string_view fragment = takeAfter(url, '#');
    const std::string_view query = takeAfter(url, '?');
    const std::string_view scheme = takeUntil(url, "://");
    std::string_view authority = url;
    std::string_view path;
    if (const std::size_t slash = url.find('/'); slash != std::string_view::npos) {
        authority = url.substr(0, slash);
        path = url.substr(slash);
    }
    if (scheme.empty()) {
        path = url;
        authority = {};
    }
    std::string_view user = takeUntil(authority, "@");
    const std::string_view password = takeAfter(user, ':');
    std::string_view port;
    if (const std::size_t colon = authority.rfind(':');
        colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    return Value::ofBag({{"Scheme", textOf(scheme)},
                         {"Host", textOf(authority)},
                         {"Port", textOf(port)},
                         {"Path", textOf(path)},
                         {"Username", textOf(user)},
                         {"Password", textOf(password)},
                         {"Query Parameters", parametersOf(query)},
                         {"Fragment", textOf(fragment)}});
}

} // namespace

void addUrlParsing(FunctionRegistry &registry)
{
    registry.add("parse_url", {"url"}, "The parts of a web address.",
                 {pointwise([](std::string_view url) { return parseUrl(url); })});
    registry.add("parse_urlquery", {"query"}, "The parameters of the query part of a web address.",
                 {pointwise([](std::string_view query) {
                     return Value::ofBag({{"Query Parameters", parametersOf(query)}});
                 })});
    registry.addOldSpelling("parseurl", "parse_url");
    registry.addOldSpelling("parseurlquery", "parse_urlquery");
}

} // namespace signalbox::kql
