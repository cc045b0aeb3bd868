#include "core/kql/language/match_rank.h"

#include <algorithm>

namespace signalbox::kql {

namespace {

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}

bool startsWord(std::string_view name, std::size_t at)
{
    const char before = name[at - 1];
    return before == '_' || before == '-' || before == '.' || before == ' ' ||
           (isUpper(name[at]) && !isUpper(before));
}

} // namespace

std::optional<int> matchRank(std::string_view typed, std::string_view name)
{
    if (name.starts_with(typed))
        return 0;
    const auto same = [](char a, char b) { return folded(a) == folded(b); };
    std::optional<int> best;
    for (std::size_t at = 0; at + typed.size() <= name.size(); ++at) {
        if (!std::ranges::equal(typed, name.substr(at, typed.size()), same))
            continue;
        if (at == 0)
            return 1;
        if (startsWord(name, at))
            return 2;
        best = 3;
    }
    return best;
}

} // namespace signalbox::kql
