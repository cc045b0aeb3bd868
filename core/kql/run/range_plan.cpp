#include "core/kql/run/range_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace signalbox::kql {

namespace {

constexpr std::uint64_t rowsPerBatch = 65'536;

class RangeSource final : public BatchSource
{
public:
    explicit RangeSource(const Range &range)
        : m_range(range)
    {
    }

    [[nodiscard]] std::size_t size() const override
    {
        return static_cast<std::size_t>((m_range.rows + rowsPerBatch - 1) / rowsPerBatch);
    }

    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &) const override
    {
        const std::uint64_t first = index * rowsPerBatch;
        const auto rows = static_cast<std::size_t>(std::min(rowsPerBatch, m_range.rows - first));
        if (m_range.type == Type::Real) {
            std::vector<double> values(rows);
            for (std::size_t i = 0; i < rows; ++i)
                values[i] = m_range.realFirst + m_range.realStep * static_cast<double>(first + i);
            return Batch({Column::ofReals(std::move(values))}, rows);
        }
        // In unsigned numbers, where a product may pass the end and come back.
        std::vector<std::int64_t> values(rows);
        for (std::size_t i = 0; i < rows; ++i)
            values[i] = static_cast<std::int64_t>(static_cast<std::uint64_t>(m_range.first) +
                                                  static_cast<std::uint64_t>(m_range.step) * (first + i));
        return Batch({Column::ofWholes(m_range.type, std::move(values))}, rows);
    }

private:
    Range m_range;
};

class RangePlan final : public Plan
{
public:
    RangePlan(Schema schema, const Range &range)
        : Plan(std::move(schema), true)
        , m_range(range)
    {
    }

    [[nodiscard]] Result<BatchSourcePtr> open(Execution &) const override
    {
        return std::make_shared<const RangeSource>(m_range);
    }

private:
    Range m_range;
};

} // namespace

std::uint64_t rangeRows(std::int64_t first, std::int64_t last, std::int64_t step)
{
    if (step > 0 ? first > last : first < last)
        return 0;
    const auto from = static_cast<std::uint64_t>(first);
    const auto to = static_cast<std::uint64_t>(last);
    const auto width = static_cast<std::uint64_t>(step);
    const std::uint64_t steps = step > 0 ? (to - from) / width : (from - to) / (0 - width);
    return std::min(steps, maximumRangeRows) + 1;
}

std::uint64_t rangeRows(double first, double last, double step)
{
    const double steps = (last - first) / step;
    if (std::isnan(steps) || steps < 0)
        return 0;
    // A step that misses the end by the rounding of its sum still reaches it.
    const double whole = std::floor(steps * (1 + 1e-12));
    return whole > static_cast<double>(maximumRangeRows) ? maximumRangeRows + 1
                                                         : static_cast<std::uint64_t>(whole) + 1;
}

PlanPtr rangePlan(Schema schema, const Range &range)
{
    return std::make_shared<const RangePlan>(std::move(schema), range);
}

} // namespace signalbox::kql
