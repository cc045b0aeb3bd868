#include "core/learn/scaling.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace signalbox::learn {

Scaling standardScaling(std::span<const NumericView> features, std::span<const std::int64_t> rows)
{
    Scaling scaling;
    const auto count = static_cast<double>(rows.size());
    std::vector<double> values(rows.size());
    for (const NumericView &feature : features) {
        feature.gather(rows, values, 0.0, 1.0);
        const auto [smallest, largest] = std::ranges::minmax(values);
        const double mean =
            smallest == largest ? smallest : std::accumulate(values.begin(), values.end(), 0.0) / count;
        double squares = 0;
        for (const double value : values)
            squares += (value - mean) * (value - mean);
        const double deviation = std::sqrt(squares / count);
        scaling.means.push_back(mean);
        scaling.scales.push_back(deviation > 0 ? deviation : 1.0);
    }
    return scaling;
}

} // namespace signalbox::learn
