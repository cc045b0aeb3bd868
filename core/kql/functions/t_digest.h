// A sketch of a distribution: the merging t-digest (Dunning and Ertl, 2019). It gives percentiles and ranks
// of any number of values from about a thousand centroids, exactly while they are fewer than that and
// within a centroid (0.3 % of the rank in the middle, less toward the ends) afterwards. Used by one thread.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "core/kql/values/value.h"

namespace signalbox::kql {

class TDigest
{
public:
    // NaN and weights that are not positive do not count.
    void add(double value, double weight = 1);
    void merge(const TDigest &other);

    [[nodiscard]] bool isEmpty() const { return m_centroids.empty(); }
    // Of `percent` from 0 to 100, by nearest rank; not of an empty digest.
    [[nodiscard]] double percentile(double percent);
    // How much weight is at or below `value`.
    [[nodiscard]] double rank(double value);
    [[nodiscard]] double weight() const { return m_weight; }
    [[nodiscard]] std::size_t bytes() const { return m_centroids.capacity() * sizeof(Centroid); }

    // As a dynamic that a query may keep and hand back: [[means], [weights]]. Null for an empty digest.
    [[nodiscard]] Value toValue();
    // None if `value` is no such dynamic.
    [[nodiscard]] static std::optional<TDigest> fromValue(const Value &value);

private:
    struct Centroid
    {
        double mean = 0;
        double weight = 0;
    };

    void compress();

    std::vector<Centroid> m_centroids = {}; // sorted up to m_sorted, then as they came
    std::size_t m_sorted = 0;
    double m_weight = 0;
};

} // namespace signalbox::kql
