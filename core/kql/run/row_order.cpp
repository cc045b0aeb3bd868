#include "core/kql/run/row_order.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/run/radix_sort.h"
#include "core/kql/run/text_ranks.h"

namespace signalbox::kql {

namespace {

using Words = std::vector<std::uint64_t>; // of each row

constexpr std::uint64_t topBit = std::uint64_t{1} << 63U;

std::uint64_t wordOf(std::uint8_t value)
{
    return value;
}

std::uint64_t wordOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(value) ^ topBit;
}

std::uint64_t wordOf(double value)
{
    if (std::isnan(value))
        return 0;                                                               // the smallest
    const auto bits = std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value); // minus zero equals zero
    return (bits & topBit) != 0 ? ~bits : bits | topBit;
}

template<typename T>
Words wordsOf(std::span<const T> values)
{
    Words words(values.size());
    std::ranges::transform(values, words.begin(), [](T value) { return wordOf(value); });
    return words;
}

Words ranksOfTexts(const Column &column, const StopToken &stop)
{
    const Texts &texts = column.texts();
    std::vector<std::uint8_t> met(texts.dictionary->size(), 0);
    std::vector<std::uint32_t> entries;
    for (const std::uint32_t code : *texts.codes) {
        if (met[code] == 0)
            entries.push_back(code);
        met[code] = 1;
    }
    const std::vector<std::uint32_t> ranks = textRanks(*texts.dictionary, std::move(entries), stop);
    Words words(column.size());
    std::ranges::transform(*texts.codes, words.begin(), [&ranks](std::uint32_t code) { return ranks[code]; });
    return words;
}

// Of values that only order() of values can compare.
Words ranksOfValues(const Column &column, const StopToken &stop)
{
    std::vector<Value> values(column.size());
    forEachIndex(values.size(), stop, [&](std::size_t row) { values[row] = column.value(row); });
    std::vector<std::uint32_t> sorted(values.size());
    std::iota(sorted.begin(), sorted.end(), 0U);
    sortInPieces(sorted, stop,
                 [&values](std::uint32_t a, std::uint32_t b) { return order(values[a], values[b]) < 0; });
    Words words(values.size());
    std::uint64_t rank = 0;
    forEachIndex(sorted.size(), stop, [&](std::size_t i) {
        if (i > 0 && order(values[sorted[i - 1]], values[sorted[i]]) < 0)
            ++rank;
        words[sorted[i]] = rank;
    });
    return words;
}

Words wordsOf(const Column &column, const StopToken &stop)
{
    switch (column.type()) {
    case Type::Bool:
        return wordsOf(column.bools());
    case Type::Real:
        return wordsOf(column.reals());
    case Type::String:
    case Type::Guid:
        return ranksOfTexts(column, stop);
    case Type::Decimal:
    case Type::Dynamic:
        return ranksOfValues(column, stop);
    default:
        break;
    }
    return wordsOf(column.wholes());
}

// The most important first. A column with nulls has a word more.
std::vector<Words> wordsOf(std::span<const SortColumn> keys, const StopToken &stop)
{
    std::vector<Words> all;
    for (const SortColumn &key : keys) {
        if (key.column.isConstant())
            continue;
        Words words = wordsOf(key.column, stop);
        if (key.descending)
            std::ranges::transform(words, words.begin(), [](std::uint64_t word) { return ~word; });
        if (key.column.hasNulls()) {
            Words places(words.size());
            for (std::size_t row = 0; row < words.size(); ++row) {
                const bool null = key.column.isNull(row);
                places[row] = null != key.nullsFirst ? 1 : 0;
                words[row] = null ? 0 : words[row];
            }
            all.push_back(std::move(places));
        }
        all.push_back(std::move(words));
    }
    return all;
}

bool isBefore(const std::vector<Words> &all, std::uint32_t a, std::uint32_t b)
{
    for (const Words &words : all) {
        if (words[a] != words[b])
            return words[a] < words[b];
    }
    return a < b;
}

std::vector<std::uint32_t> sorted(const std::vector<Words> &all, std::size_t rows, const StopToken &stop)
{
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t i = all.size(); i-- > 0 && !stop.stopRequested();)
        radixSort(all[i], order, stop);
    return order;
}

} // namespace

std::vector<std::uint32_t> sortedRows(std::span<const SortColumn> keys, std::size_t rows,
                                      const StopToken &stop)
{
    return sorted(wordsOf(keys, stop), rows, stop);
}

std::vector<std::uint32_t> firstRows(std::span<const SortColumn> keys, std::size_t rows, std::size_t limit,
                                     const StopToken &stop)
{
    const std::vector<Words> all = wordsOf(keys, stop);
    if (all.empty() || limit == 0 || limit * 16 > rows) {
        std::vector<std::uint32_t> order = sorted(all, rows, stop);
        order.resize(std::min(limit, rows));
        return order;
    }
    const auto before = [&all](std::uint32_t a, std::uint32_t b) { return isBefore(all, a, b); };
    std::vector<std::uint32_t> heap(limit); // the last of the first on top
    std::iota(heap.begin(), heap.end(), 0U);
    std::ranges::make_heap(heap, before);
    const Words &first = all.front();
    forEachIndex(rows - limit, stop, [&](std::size_t i) {
        const auto row = static_cast<std::uint32_t>(limit + i);
        if (first[row] > first[heap.front()] || !before(row, heap.front()))
            return;
        std::ranges::pop_heap(heap, before);
        heap.back() = row;
        std::ranges::push_heap(heap, before);
    });
    std::ranges::sort_heap(heap, before);
    return heap;
}

} // namespace signalbox::kql
