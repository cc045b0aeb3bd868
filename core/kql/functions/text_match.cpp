#include "core/kql/functions/text_match.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

#include "core/kql/functions/unicode.h"

namespace signalbox::kql {

namespace {

char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr std::uint64_t everyByte = 0x0101'0101'0101'0101U;

// How common a byte is in texts that people and programs write, roughly: less common is smaller.
int commonness(char c)
{
    constexpr std::string_view common = " etaoinsrhldcumfp01g2wyb3v45k6789-_./:xjqz";
    const std::size_t place = common.find(c);
    return place == std::string_view::npos ? 0 : static_cast<int>(common.size() - place);
}

// Finds `needle`, which is folded already where `ignoreCase` says so; without copying a text that is ASCII.
class Finder
{
public:
    Finder(std::string needle, bool ignoreCase)
        : m_needle(std::move(needle))
        , m_ignoreCase(ignoreCase)
    {
        for (std::size_t i = 1; i < m_needle.size(); ++i) {
            if (commonness(folded(m_needle[i])) < commonness(folded(m_needle[m_rare])))
                m_rare = i;
        }
        if (m_needle.empty())
            return;
        const char rare = m_needle[m_rare];
        m_fold = m_ignoreCase && rare >= 'a' && rare <= 'z' ? everyByte * 0x20U : 0;
        m_rareBytes = everyByte * static_cast<unsigned char>(rare);
    }

    [[nodiscard]] const std::string &needle() const { return m_needle; }
    [[nodiscard]] bool ignoresCase() const { return m_ignoreCase; }

    [[nodiscard]] bool matchesAt(std::string_view text, std::size_t offset) const
    {
        if (!m_ignoreCase)
            return text.substr(offset, m_needle.size()) == m_needle;
        return std::equal(m_needle.begin(), m_needle.end(),
                          text.begin() + static_cast<std::ptrdiff_t>(offset),
                          [](char a, char b) { return a == folded(b); });
    }

    // Where the needle stands at `from` or behind. Eight bytes at a time are looked at for its rarest one.
    [[nodiscard]] std::size_t find(std::string_view text, std::size_t from) const
    {
        if (m_needle.empty())
            return from <= text.size() ? from : std::string_view::npos;
        if (text.size() < m_needle.size())
            return std::string_view::npos;
        const std::size_t last = text.size() - m_needle.size(); // of the places where it may begin
        const char *rares = text.data() + m_rare;               // the rarest byte of each
        std::size_t at = from;
        for (; at + sizeof(std::uint64_t) <= last + 1; at += sizeof(std::uint64_t)) {
            std::uint64_t word = 0;
            std::memcpy(&word, rares + at, sizeof word);
            word = (word | m_fold) ^ m_rareBytes; // a zero where it is
            if (((word - everyByte) & ~word & (everyByte * 0x80U)) == 0)
                continue;
            for (std::size_t i = at; i < at + sizeof(std::uint64_t); ++i) {
                if (matchesAt(text, i))
                    return i;
            }
        }
        for (; at <= last; ++at) {
            if (matchesAt(text, at))
                return at;
        }
        return std::string_view::npos;
    }

private:
    std::string m_needle;
    bool m_ignoreCase;
    std::size_t m_rare = 0;        // the place of the rarest byte
    std::uint64_t m_rareBytes = 0; // it, eight times
    std::uint64_t m_fold = 0;      // what makes its two cases one
};

// Whether the needle stands in `text` with a term's edge on the asked sides; an edge is needed only beside a
// letter or digit of the needle.
bool findTerm(const Finder &finder, std::string_view text, bool edgeBefore, bool edgeAfter)
{
    const std::string &needle = finder.needle();
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
    const std::size_t size = finder.needle().size();
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
    return [relation, finder = Finder(ignoreCase ? lowerCase(searched) : std::string(searched), ignoreCase)](
               std::string_view text) {
        if (!finder.ignoresCase() || isAscii(text))
            return matches(relation, finder, text);
        return matches(relation, finder, lowerCase(text));
    };
}

} // namespace signalbox::kql
