#include "core/kql/results/column_statistics.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "core/kql/results/cell_access.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t mostTop = 10;
constexpr std::size_t rowsBetweenLooks = 8192;

struct Counted
{
    std::size_t first = 0; // row in which it was seen first
    std::size_t count = 0;
};

std::int64_t numberKey(const CellPlace &cell)
{
    const std::size_t at = cell.column->stored(cell.row);
    switch (cell.column->type()) {
    case Type::Bool:
        return cell.column->bools()[at];
    case Type::Real: {
        const double value = cell.column->reals()[at];
        return std::isnan(value) ? -1 : std::bit_cast<std::int64_t>(value == 0 ? 0.0 : value);
    }
    default:
        return cell.column->wholes()[at];
    }
}

// Counts values by a number or a text that stands for them.
class Counter
{
public:
    Counter(Type type, std::size_t most)
        : m_byText(isText(type) || type == Type::Dynamic)
        , m_dynamic(type == Type::Dynamic)
        , m_most(most)
    {
    }

    void add(std::size_t row, const CellPlace &cell)
    {
        if (!m_byText)
            count(m_numbers, numberKey(cell), row);
        else if (m_dynamic)
            count(m_texts, toJsonText(cell.value()), row);
        else
            countText(cell.column->text(cell.row), row);
    }

    [[nodiscard]] std::size_t distinct() const { return m_numbers.size() + m_texts.size(); }
    [[nodiscard]] bool capped() const { return m_capped; }

    [[nodiscard]] std::vector<Counted> top() const
    {
        std::vector<Counted> all;
        all.reserve(distinct());
        for (const auto &[key, counted] : m_numbers)
            all.push_back(counted);
        for (const auto &[key, counted] : m_texts)
            all.push_back(counted);
        const std::size_t kept = std::min(mostTop, all.size());
        std::ranges::partial_sort(all, all.begin() + static_cast<std::ptrdiff_t>(kept),
                                  [](const Counted &a, const Counted &b) {
                                      return a.count != b.count ? a.count > b.count : a.first < b.first;
                                  });
        all.resize(kept);
        return all;
    }

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    template<typename Map, typename Key>
    void count(Map &map, Key key, std::size_t row)
    {
        const auto found = map.find(key);
        if (found != map.end())
            ++found->second.count;
        else if (distinct() < m_most)
            map.emplace(std::move(key), Counted{.first = row, .count = 1});
        else
            m_capped = true;
    }

    void countText(std::string_view text, std::size_t row)
    {
        if (const auto found = m_texts.find(text); found != m_texts.end())
            ++found->second.count;
        else
            count(m_texts, std::string(text), row);
    }

    bool m_byText;
    bool m_dynamic;
    bool m_capped = false;
    std::size_t m_most;
    std::unordered_map<std::int64_t, Counted> m_numbers = {};
    std::unordered_map<std::string, Counted, Hash, std::equal_to<>> m_texts = {};
};

double nearestRank(const std::vector<double> &sorted, double percent)
{
    const auto rank = static_cast<std::size_t>(std::ceil(percent / 100 * static_cast<double>(sorted.size())));
    return sorted[std::max<std::size_t>(rank, 1) - 1];
}

NumberSummary summaryOf(std::vector<double> numbers)
{
    std::ranges::sort(numbers);
    NumberSummary summary{.count = numbers.size()};
    // Welford (1962), so that large numbers that lie close together keep their deviation.
    double squares = 0;
    double seen = 0;
    for (const double number : numbers) {
        seen += 1;
        const double before = number - summary.mean;
        summary.mean += before / seen;
        squares += before * (number - summary.mean);
    }
    summary.deviation = numbers.size() > 1 ? std::sqrt(squares / (seen - 1)) : 0;
    summary.p5 = nearestRank(numbers, 5);
    summary.p25 = nearestRank(numbers, 25);
    summary.p50 = nearestRank(numbers, 50);
    summary.p75 = nearestRank(numbers, 75);
    summary.p95 = nearestRank(numbers, 95);
    summary.p99 = nearestRank(numbers, 99);
    return summary;
}

// Row numbers of the smallest and the largest value by the order of `sort by`.
struct Range
{
    std::optional<std::size_t> low = {};
    std::optional<std::size_t> high = {};
};

bool less(const CellPlace &left, const CellPlace &right)
{
    switch (left.column->type()) {
    case Type::String:
    case Type::Guid:
        return left.column->text(left.row) < right.column->text(right.row);
    case Type::Decimal:
        return order(left.value(), right.value()) < 0;
    case Type::Bool:
        return numberKey(left) < numberKey(right);
    default:
        return isWhole(left.column->type()) ? numberKey(left) < numberKey(right)
                                            : cellNumber(left) < cellNumber(right);
    }
}

void widen(Range &range, const CellAccess &cells, std::size_t column, std::size_t row, const CellPlace &cell)
{
    const bool notANumber = cell.column->type() == Type::Real && std::isnan(cellNumber(cell));
    if (notANumber || cell.column->type() == Type::Dynamic)
        return;
    if (!range.low || less(cell, cells.at(*range.low, column)))
        range.low = row;
    if (!range.high || less(cells.at(*range.high, column), cell))
        range.high = row;
}

} // namespace

Result<ColumnStatistics> columnStatistics(const ResultTable &table, std::size_t column,
                                          const StatisticsOptions &options)
{
    const CellAccess cells(table);
    const Type type = table.schema.fields[column].type;
    const bool summed = isNumeric(type) || type == Type::TimeSpan;
    ColumnStatistics statistics;
    Counter counter(type, options.mostDistinct);
    std::vector<double> numbers;
    Range range;
    bool stopped = false;
    cells.forEach(column, options.rows, [&](std::size_t row, const CellPlace &cell) {
        if (statistics.rows % rowsBetweenLooks == 0)
            stopped = options.stop.stopRequested();
        ++statistics.rows;
        if (stopped)
            return;
        if (cell.isNull() || (type == Type::String && cell.column->text(cell.row).empty())) {
            ++statistics.nulls;
            return;
        }
        counter.add(row, cell);
        widen(range, cells, column, row, cell);
        if (const double number = summed ? cellNumber(cell) : 0; summed && std::isfinite(number))
            numbers.push_back(number);
    });
    if (stopped)
        return failure(ErrorCode::Cancelled, "Counting the values of the column was cancelled.");
    statistics.distinct = counter.distinct();
    statistics.distinctCapped = counter.capped();
    if (range.low) {
        statistics.minimum = cells.at(*range.low, column).value();
        statistics.maximum = cells.at(*range.high, column).value();
    }
    if (!numbers.empty())
        statistics.numbers = summaryOf(std::move(numbers));
    for (const Counted &counted : counter.top())
        statistics.top.push_back({.value = cells.at(counted.first, column).value(), .count = counted.count});
    return statistics;
}

} // namespace signalbox::kql
