#include "core/kql/functions/rank_selection.h"

#include <algorithm>
#include <bit>
#include <numeric>

namespace signalbox::kql {

namespace {

constexpr std::size_t fewValues = 2048; // are put in order at once
constexpr unsigned bucketBits = 14;

struct Range
{
    std::int64_t least = 0;
    unsigned shift = 0; // values with equal upper bits share a bucket
    std::size_t buckets = 1;

    [[nodiscard]] std::size_t bucketOf(std::int64_t value) const
    {
        return (static_cast<std::uint64_t>(value) - static_cast<std::uint64_t>(least)) >> shift;
    }
};

Range rangeOf(std::span<const std::int64_t> values)
{
    std::int64_t least = values[0];
    std::int64_t most = values[0];
    for (const std::int64_t value : values) {
        least = std::min(least, value);
        most = std::max(most, value);
    }
    const std::uint64_t width = static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least);
    const auto bits = static_cast<unsigned>(std::bit_width(width));
    Range range{.least = least, .shift = bits > bucketBits ? bits - bucketBits : 0U};
    range.buckets = static_cast<std::size_t>(width >> range.shift) + 1;
    return range;
}

// `wanted` are indexes into `ranks` by ascending rank; answers go to the same places of `results`.
void select(std::vector<std::int64_t> &values, std::span<const std::size_t> ranks,
            std::span<const std::size_t> wanted, std::span<std::int64_t> results, std::size_t below)
{
    if (values.size() <= fewValues) {
        auto first = values.begin(); // what is before it is in place
        for (const std::size_t i : wanted) {
            const auto place = values.begin() + static_cast<std::ptrdiff_t>(ranks[i] - below);
            if (place >= first)
                std::nth_element(first, place, values.end());
            first = std::max(first, place);
            results[i] = *place;
        }
        return;
    }
    const Range range = rangeOf(values);
    std::vector<std::uint32_t> counts(range.buckets);
    for (const std::int64_t value : values)
        ++counts[range.bucketOf(value)];

    // Where each rank lies, and how many values come before its bucket.
    struct Bucket
    {
        std::size_t number = 0;
        std::size_t before = 0;
        std::vector<std::size_t> wanted = {};
        std::vector<std::int64_t> values = {};
    };
    std::vector<Bucket> buckets;
    std::size_t number = 0;
    std::size_t before = below;
    for (const std::size_t i : wanted) {
        while (before + counts[number] <= ranks[i])
            before += counts[number++];
        if (buckets.empty() || buckets.back().number != number) {
            buckets.push_back({.number = number, .before = before});
            buckets.back().values.reserve(counts[number]);
        }
        buckets.back().wanted.push_back(i);
    }
    if (range.shift == 0) { // one value a bucket
        for (const Bucket &bucket : buckets) {
            for (const std::size_t i : bucket.wanted)
                results[i] =
                    static_cast<std::int64_t>(static_cast<std::uint64_t>(range.least) + bucket.number);
        }
        return;
    }
    std::vector<std::uint32_t> places(range.buckets, 0); // 1 + index into `buckets`
    for (std::size_t i = 0; i < buckets.size(); ++i)
        places[buckets[i].number] = static_cast<std::uint32_t>(i + 1);
    for (const std::int64_t value : values) {
        if (const std::uint32_t place = places[range.bucketOf(value)]; place != 0)
            buckets[place - 1].values.push_back(value);
    }
    for (Bucket &bucket : buckets)
        select(bucket.values, ranks, bucket.wanted, results, bucket.before);
}

} // namespace

std::vector<std::int64_t> valuesAtRanks(std::vector<std::int64_t> &values, std::span<const std::size_t> ranks)
{
    std::vector<std::size_t> wanted(ranks.size());
    std::iota(wanted.begin(), wanted.end(), std::size_t{0});
    std::ranges::sort(wanted, {}, [ranks](std::size_t i) { return ranks[i]; });
    std::vector<std::int64_t> results(ranks.size());
    select(values, ranks, wanted, results, 0);
    return results;
}

std::int64_t orderedKey(double value)
{
    const auto bits = std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value);
    return bits < 0 ? static_cast<std::int64_t>(static_cast<std::uint64_t>(bits) ^ 0x7FFF'FFFF'FFFF'FFFFULL)
                    : bits;
}

double realOfKey(std::int64_t key)
{
    return std::bit_cast<double>(
        key < 0 ? static_cast<std::int64_t>(static_cast<std::uint64_t>(key) ^ 0x7FFF'FFFF'FFFF'FFFFULL)
                : key);
}

} // namespace signalbox::kql
