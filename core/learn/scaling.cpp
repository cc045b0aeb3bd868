#include "core/learn/scaling.h"

#include <algorithm>
#include <cmath>

namespace signalbox::learn {

Scaling standardScaling(std::span<const NumericView> features, std::span<const std::int64_t> rows)
{
    Scaling scaling;
    const auto count = static_cast<double>(rows.size());
    for (const NumericView &feature : features) {
        double sum = 0;
        double smallest = feature.at(rows[0]);
        double largest = smallest;
        for (const std::int64_t row : rows) {
            const double value = feature.at(row);
            sum += value;
            smallest = std::min(smallest, value);
            largest = std::max(largest, value);
        }
        const double mean = smallest == largest ? smallest : sum / count;
        double squares = 0;
        for (const std::int64_t row : rows) {
            const double distance = feature.at(row) - mean;
            squares += distance * distance;
        }
        const double deviation = std::sqrt(squares / count);
        scaling.means.push_back(mean);
        scaling.scales.push_back(deviation > 0 ? deviation : 1.0);
    }
    return scaling;
}

} // namespace signalbox::learn
