// Thinning of a long line to what a screen can show, so that no peak gets lost: of each column of pixels the
// first, lowest, highest and last point stay (M4, Jugel et al. 2014), which draws the same pixels as all
// points would. Pure function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace signalbox::kql {

// Numbers of the points to draw, ascending. `x` ascends and has no NaN; points outside [low, high] are left
// out but for the neighbours to which a line leaves the picture. A column of points without a finite y keeps
// one of them, so that the gap is seen.
[[nodiscard]] std::vector<std::uint32_t> drawnPoints(std::span<const double> x, std::span<const double> y,
                                                     double low, double high, std::size_t columns);

} // namespace signalbox::kql
