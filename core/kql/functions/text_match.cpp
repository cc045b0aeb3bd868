#include "core/kql/functions/text_match.h"

#include <algorithm>
#include <string>
#include <utility>

#include "core/kql/functions/unicode.h"

namespace signalbox::kql {

namespace {

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// Finds `needle`, which is folded already where `ignoreCase` says so; without copying a text that is ASCII.
struct Finder
{
    std::string needle;
    bool ignoreCase = false;

    [[nodiscard]] bool matchesAt(std::string_view text, std::size_t offset) const
    {
        return std::equal(needle.begin(), needle.end(), text.begin() + static_cast<std::ptrdiff_t>(offset),
                          [this](char a, char b) { return a == (ignoreCase ? folded(b) : b); });
    }

    [[nodiscard]] std::size_t find(std::string_view text, std::size_t from) const
    {
        if (!ignoreCase || needle.empty())
            return text.find(needle, from);
        const char lower = needle.front();
        const char upper = lower >= 'a' && lower <= 'z' ? static_cast<char>(lower - 32) : lower;
        // Where the first letter comes next in either case; the library's search for one character is fast.
        std::size_t nextLower = text.find(lower, from);
        std::size_t nextUpper = upper != lower ? text.find(upper, from) : std::string_view::npos;
        for (;;) {
            const std::size_t at = std::min(nextLower, nextUpper);
            if (at == std::string_view::npos || at + needle.size() > text.size())
                return std::string_view::npos;
            if (matchesAt(text, at))
                return at;
            if (at == nextLower)
                nextLower = text.find(lower, at + 1);
            else
                nextUpper = text.find(upper, at + 1);
        }
    }
};

// Whether the needle stands in `text` with a term's edge on the asked sides; an edge is needed only beside a
// letter or digit of the needle.
bool findTerm(const Finder &finder, std::string_view text, bool edgeBefore, bool edgeAfter)
{
    const std::string &needle = finder.needle;
    edgeBefore = edgeBefore && isTermCharacterAt(needle, 0);
    edgeAfter = edgeAfter && isTermCharacterBefore(needle, needle.size());
    for (std::size_t at = finder.find(text, 0); at != std::string_view::npos;
         at = finder.find(text, at + 1)) {
        if ((!edgeBefore || !isTermCharacterBefore(text, at)) &&
            (!edgeAfter || !isTermCharacterAt(text, at + needle.size())))
            return true;
    }
    return false;
}

bool matches(TextRelation relation, const Finder &finder, std::string_view text)
{
    const std::size_t size = finder.needle.size();
    switch (relation) {
    case TextRelation::Equal:
        return text.size() == size && finder.matchesAt(text, 0);
    case TextRelation::Contains:
        return finder.find(text, 0) != std::string_view::npos;
    case TextRelation::StartsWith:
        return text.size() >= size && finder.matchesAt(text, 0);
    case TextRelation::EndsWith:
        return text.size() >= size && finder.matchesAt(text, text.size() - size);
    case TextRelation::Has:
        return size == 0 || findTerm(finder, text, true, true);
    case TextRelation::HasPrefix:
        return size == 0 || findTerm(finder, text, true, false);
    case TextRelation::HasSuffix:
        break;
    }
    return size == 0 || findTerm(finder, text, false, true);
}

} // namespace

TextMatcher textMatcher(TextRelation relation, std::string_view searched, bool ignoreCase)
{
    Finder finder{.needle = ignoreCase ? lowerCase(searched) : std::string(searched),
                  .ignoreCase = ignoreCase};
    return [relation, finder = std::move(finder)](std::string_view text) {
        if (!finder.ignoreCase || isAscii(text))
            return matches(relation, finder, text);
        return matches(relation, finder, lowerCase(text));
    };
}

} // namespace signalbox::kql
