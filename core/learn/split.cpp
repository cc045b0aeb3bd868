#include "core/learn/split.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include <fmt/format.h>

#include "core/base/random.h"

namespace signalbox::learn {

Result<Split> stratifiedSplit(std::span<const int> labels, double testFraction, std::uint64_t seed)
{
    if (!(testFraction > 0 && testFraction < 1))
        return std::unexpected(Error{
            .code = ErrorCode::InvalidArgument,
            .message = fmt::format("The test fraction is {}; it must lie between 0 and 1.", testFraction),
            .field = "testFraction"});
    std::array<std::vector<std::int64_t>, 2> classes;
    for (std::size_t row = 0; row < labels.size(); ++row)
        classes[labels[row] == 1 ? 1 : 0].push_back(static_cast<std::int64_t>(row));

    SeededRandom random(seed);
    Split split;
    for (std::size_t label = 0; label < classes.size(); ++label) {
        std::vector<std::int64_t> &rows = classes[label];
        if (rows.size() < 2)
            return failure(
                ErrorCode::FailedPrecondition,
                fmt::format("The label {} is in {} row(s); at least 2 are needed, one to learn from "
                            "and one to hold out. Add rows of this class.",
                            label, rows.size()));
        random.shuffle(rows);
        const auto wanted =
            static_cast<std::ptrdiff_t>(std::llround(static_cast<double>(rows.size()) * testFraction));
        const auto held = std::clamp<std::ptrdiff_t>(wanted, 1, std::ssize(rows) - 1);
        split.testRows.insert(split.testRows.end(), rows.begin(), rows.begin() + held);
        split.trainRows.insert(split.trainRows.end(), rows.begin() + held, rows.end());
    }
    std::ranges::sort(split.trainRows);
    std::ranges::sort(split.testRows);
    return split;
}

} // namespace signalbox::learn
