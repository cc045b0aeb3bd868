// Sorts numbered words by their digits from the last to the first, so that equal words keep their places
// (Seward, 1954). What sorting of rows and ranking of texts are made of.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/stop.h"

namespace signalbox::kql {

namespace detail {

template<typename Key>
struct Numbered
{
    Key key;
    std::uint32_t number;
};

template<typename Key>
void radixPasses(std::span<const std::uint64_t> words, std::uint64_t smallest, unsigned bits,
                 std::vector<std::uint32_t> &numbers, const StopToken &stop)
{
    constexpr unsigned digitBits = 11;
    constexpr std::size_t digits = std::size_t{1} << digitBits;
    std::vector<Numbered<Key>> from(numbers.size());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        from[i] = {.key = static_cast<Key>(words[numbers[i]] - smallest), .number = numbers[i]};
    std::vector<Numbered<Key>> to(numbers.size());
    for (unsigned shift = 0; shift < bits && !stop.stopRequested(); shift += digitBits) {
        std::array<std::size_t, digits> places{};
        const auto digit = [shift](Key key) { return static_cast<std::size_t>(key >> shift) & (digits - 1); };
        for (const Numbered<Key> &entry : from)
            ++places[digit(entry.key)];
        std::size_t sum = 0;
        for (std::size_t &place : places) {
            const std::size_t count = place;
            place = sum;
            sum += count;
        }
        for (const Numbered<Key> &entry : from)
            to[places[digit(entry.key)]++] = entry;
        from.swap(to);
    }
    for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = from[i].number;
}

} // namespace detail

// Orders `numbers` by words[number]; equal words keep their places. Left in some order when stopped.
inline void radixSort(std::span<const std::uint64_t> words, std::vector<std::uint32_t> &numbers,
                      const StopToken &stop)
{
    if (numbers.size() < 2)
        return;
    std::uint64_t smallest = ~std::uint64_t{0};
    std::uint64_t largest = 0;
    bool sorted = true;
    std::uint64_t last = 0;
    for (const std::uint32_t number : numbers) {
        const std::uint64_t word = words[number];
        smallest = std::min(smallest, word);
        largest = std::max(largest, word);
        sorted = sorted && last <= word;
        last = word;
    }
    if (sorted)
        return;
    if (numbers.size() < 2048) {
        std::ranges::stable_sort(numbers, {}, [words](std::uint32_t number) { return words[number]; });
        return;
    }
    const auto bits = static_cast<unsigned>(std::bit_width(largest - smallest));
    if (bits <= 32)
        detail::radixPasses<std::uint32_t>(words, smallest, bits, numbers, stop);
    else
        detail::radixPasses<std::uint64_t>(words, smallest, bits, numbers, stop);
}

} // namespace signalbox::kql
