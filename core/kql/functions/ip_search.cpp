// Looking for IPv4 addresses in texts: has_ipv4 and its like. An address in a text stands alone, between
// characters that are neither letters nor digits.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/membership.h"
#include "core/kql/functions/overload.h"

namespace signalbox::kql {

namespace {

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

bool isWordLetter(char letter)
{
    return isDigit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

bool isAddress(std::string_view text)
{
    const auto parts = signalbox::split(text, '.');
    return parts.size() == 4 && std::ranges::all_of(parts, [](std::string_view part) {
               const auto number = toInteger(part);
               return !part.empty() && part.size() <= 3 && std::ranges::all_of(part, isDigit) && number &&
                      *number <= 255;
           });
}

// The start of an address: whole parts with a dot behind each, or an address.
bool isPrefix(std::string_view text)
{
    if (isAddress(text))
        return true;
    if (!text.ends_with('.'))
        return false;
    std::string filled(text);
    const auto dots = std::ranges::count(text, '.');
    for (auto i = dots; i < 4; ++i)
        filled += i + 1 < 4 ? "0." : "0";
    return dots <= 3 && isAddress(filled);
}

std::vector<std::string_view> addressesIn(std::string_view text)
{
    std::vector<std::string_view> found;
    std::size_t at = 0;
    while (at < text.size()) {
        if (!isDigit(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && (isDigit(text[end]) || text[end] == '.'))
            ++end;
        std::string_view run = text.substr(at, end - at);
        const bool startsAlone = at == 0 || !isWordLetter(text[at - 1]);
        const bool endsAlone = end == text.size() || !isWordLetter(text[end]) || run.ends_with('.');
        while (run.ends_with('.'))
            run.remove_suffix(1);
        if (startsAlone && endsAlone && isAddress(run))
            found.push_back(run);
        at = end;
    }
    return found;
}

bool hasAny(std::string_view text, const std::vector<std::string> &wanted, bool prefixes)
{
    const auto addresses = addressesIn(text);
    return std::ranges::any_of(wanted, [&](const std::string &address) {
        if (!(prefixes ? isPrefix(address) : isAddress(address)))
            return false;
        return std::ranges::any_of(addresses, [&](std::string_view found) {
            return prefixes && address.ends_with('.') ? found.starts_with(address) : found == address;
        });
    });
}

void addSearch(FunctionRegistry &registry, std::string name, std::string help, bool prefixes, bool many)
{
    Overload overload{.parameters = {{.type = Type::String}, {}},
                      .result = Type::Bool,
                      .kernel = sparing([prefixes](std::span<const Column> columns, std::size_t rows,
                                                   const EvalContext &) -> Result<Column> {
                          std::vector<std::uint8_t> results(rows);
                          for (std::size_t row = 0; row < rows; ++row)
                              results[row] =
                                  hasAny(columns[0].text(row), textsOf(columns.subspan(1), row), prefixes)
                                      ? 1
                                      : 0;
                          return Column::ofBools(std::move(results));
                      }),
                      .repeatsLast = many};
    registry.add(std::move(name), {"source", prefixes ? "prefix" : "ip"}, std::move(help), {overload});
}

} // namespace

void addIpSearch(FunctionRegistry &registry)
{
    addSearch(registry, "has_ipv4", "Whether a text has an IPv4 address.", false, false);
    addSearch(registry, "has_any_ipv4", "Whether a text has one of several IPv4 addresses.", false, true);
    addSearch(registry, "has_ipv4_prefix", "Whether a text has an IPv4 address that starts like '127.0.'.",
              true, false);
    addSearch(registry, "has_any_ipv4_prefix",
              "Whether a text has an IPv4 address that starts in one of several ways.", true, true);
}

} // namespace signalbox::kql
