#include "core/kql/results/downsample.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace signalbox::kql {

namespace {

void keepExtremes(std::span<const double> y, std::size_t begin, std::size_t end,
                  std::vector<std::uint32_t> &kept)
{
    bool any = false;
    std::array<std::size_t, 4> marked{}; // first, lowest, highest, last
    for (std::size_t i = begin; i < end; ++i) {
        if (!std::isfinite(y[i]))
            continue;
        if (!any)
            marked = {i, i, i, i};
        any = true;
        if (y[i] < y[marked[1]])
            marked[1] = i;
        if (y[i] > y[marked[2]])
            marked[2] = i;
        marked[3] = i;
    }
    if (!any) {
        kept.push_back(static_cast<std::uint32_t>(begin));
        return;
    }
    std::ranges::sort(marked);
    for (std::size_t i = 0; i < marked.size(); ++i) {
        if (i == 0 || marked.at(i) != marked.at(i - 1))
            kept.push_back(static_cast<std::uint32_t>(marked.at(i)));
    }
}

} // namespace

std::vector<std::uint32_t> drawnPoints(std::span<const double> x, std::span<const double> y, double low,
                                       double high, std::size_t columns)
{
    const auto first = std::ranges::lower_bound(x, low);
    const auto last = std::ranges::upper_bound(x, high);
    auto begin = static_cast<std::size_t>(first - x.begin());
    auto end = static_cast<std::size_t>(last - x.begin());
    begin -= begin > 0 ? 1U : 0U;
    end += end < x.size() ? 1U : 0U;
    std::vector<std::uint32_t> kept;
    if (begin >= end)
        return kept;
    constexpr std::size_t pointsAColumn = 4;
    if (columns == 0 || end - begin <= pointsAColumn * columns || !(high > low)) {
        kept.resize(end - begin);
        std::iota(kept.begin(), kept.end(), static_cast<std::uint32_t>(begin));
        return kept;
    }
    kept.reserve(pointsAColumn * columns + 2);
    const double width = (high - low) / static_cast<double>(columns);
    std::size_t i = begin;
    if (x[i] < low)
        kept.push_back(static_cast<std::uint32_t>(i++));
    const std::size_t inside = x[end - 1] > high ? end - 1 : end;
    for (std::size_t column = 1; column <= columns && i < inside; ++column) {
        const double edge = low + static_cast<double>(column) * width;
        const auto rest = x.subspan(i, inside - i);
        const std::size_t next =
            column == columns
                ? inside
                : i + static_cast<std::size_t>(std::ranges::lower_bound(rest, edge) - rest.begin());
        if (next > i)
            keepExtremes(y, i, next, kept);
        i = next;
    }
    if (inside < end)
        kept.push_back(static_cast<std::uint32_t>(inside));
    return kept;
}

} // namespace signalbox::kql
