#include "core/kql/run/text_ranks.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/run/radix_sort.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t wordBytes = 8;

// Eight bytes of `text` from `offset` as a number that orders as they do, zeros behind the end.
std::uint64_t wordAt(std::string_view text, std::size_t offset)
{
    if (offset >= text.size())
        return 0;
    std::uint64_t word = 0;
    const std::size_t count = std::min(wordBytes, text.size() - offset);
    for (std::size_t i = 0; i < count; ++i)
        word |= std::uint64_t{static_cast<unsigned char>(text[offset + i])} << (56U - 8U * i);
    return word;
}

// Entries [first, last) of the order whose texts are the same before `offset`.
struct Run
{
    std::size_t first = 0;
    std::size_t last = 0;
    std::size_t offset = 0;
};

class TextOrder
{
public:
    TextOrder(const TextList &dictionary, std::vector<std::uint32_t> entries, const StopToken &stop)
        : m_dictionary(dictionary)
        , m_entries(std::move(entries))
        , m_words(dictionary.size())
        , m_stop(stop)
    {
    }

    const std::vector<std::uint32_t> &sorted()
    {
        m_runs.push_back({.first = 0, .last = m_entries.size()});
        while (!m_runs.empty() && !m_stop.stopRequested()) {
            const Run run = m_runs.back();
            m_runs.pop_back();
            refine(run);
        }
        return m_entries;
    }

private:
    void refine(const Run &run)
    {
        const auto begin = m_entries.begin() + static_cast<std::ptrdiff_t>(run.first);
        const auto end = m_entries.begin() + static_cast<std::ptrdiff_t>(run.last);
        const auto ends = [&](std::uint32_t entry) { return m_dictionary[entry].size() <= run.offset; };
        const auto less = [this](std::uint32_t a, std::uint32_t b) {
            return m_dictionary[a] < m_dictionary[b];
        };
        if (run.last - run.first <= 32)
            return std::sort(begin, end, less);
        std::vector<std::uint32_t> part(begin, end);
        if (std::any_of(begin, end, ends)) {
            sortInPieces(part, m_stop, less);
            std::ranges::copy(part, begin);
            return;
        }
        for (const std::uint32_t entry : part)
            m_words[entry] = wordAt(m_dictionary[entry], run.offset);
        radixSort(m_words, part, m_stop);
        std::ranges::copy(part, begin);
        for (std::size_t first = 0; first < part.size();) {
            std::size_t last = first + 1;
            while (last < part.size() && m_words[part[last]] == m_words[part[first]])
                ++last;
            if (last - first > 1)
                m_runs.push_back(
                    {.first = run.first + first, .last = run.first + last, .offset = run.offset + wordBytes});
            first = last;
        }
    }

    const TextList &m_dictionary;
    std::vector<std::uint32_t> m_entries;
    std::vector<std::uint64_t> m_words; // of each entry, at the offset of the run at hand
    std::vector<Run> m_runs;
    const StopToken &m_stop;
};

} // namespace

std::vector<std::uint32_t> textRanks(const TextList &dictionary, std::vector<std::uint32_t> entries,
                                     const StopToken &stop)
{
    TextOrder order(dictionary, std::move(entries), stop);
    const std::vector<std::uint32_t> &sorted = order.sorted();
    std::vector<std::uint32_t> ranks(dictionary.size(), 0);
    std::uint32_t rank = 0;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        if (i > 0 && dictionary[sorted[i]] != dictionary[sorted[i - 1]])
            ++rank;
        ranks[sorted[i]] = rank;
    }
    return ranks;
}

} // namespace signalbox::kql
