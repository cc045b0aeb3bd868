#include "core/kql/results/row_view.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <utility>

#include "core/base/text.h"
#include "core/kql/results/cell_access.h"
#include "core/kql/results/row_filter.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t rowsBetweenLooks = 4096;
constexpr std::size_t sortedAtOnce = std::size_t{1} << 16U;

std::unexpected<Error> stoppedError()
{
    return failure(ErrorCode::Cancelled, "Ordering the rows was cancelled.");
}

// The shown cells of one column as numbers whose order is the order of the cells.
struct Keyed
{
    std::uint64_t key = 0;
    std::uint32_t row = 0;
};

struct KeyedText
{
    std::string_view text = {};
    std::uint32_t row = 0;
};

std::uint64_t keyOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(value) ^ (std::uint64_t{1} << 63U);
}

std::uint64_t keyOf(double value)
{
    if (std::isnan(value))
        return 0; // the smallest, as in sort by
    const auto bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
    const std::uint64_t sign = std::uint64_t{1} << 63U;
    return (bits & sign) != 0 ? ~bits : bits | sign;
}

// Sorts pieces and merges them, so that it can stop in between.
template<typename Item, typename Before>
bool stableSort(std::vector<Item> &items, const Before &before, const StopToken &stop)
{
    for (std::size_t first = 0; first < items.size(); first += sortedAtOnce) {
        if (stop.stopRequested())
            return false;
        const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end =
            items.begin() + static_cast<std::ptrdiff_t>(std::min(first + sortedAtOnce, items.size()));
        std::stable_sort(begin, end, before);
    }
    std::vector<Item> merged(items.size());
    for (std::size_t width = sortedAtOnce; width < items.size(); width *= 2) {
        auto out = merged.begin();
        for (std::size_t first = 0; first < items.size(); first += 2 * width) {
            if (stop.stopRequested())
                return false;
            const auto at = [&](std::size_t place) {
                return items.begin() + static_cast<std::ptrdiff_t>(std::min(place, items.size()));
            };
            out = std::merge(at(first), at(first + width), at(first + width), at(first + 2 * width), out,
                             before);
        }
        items.swap(merged);
    }
    return true;
}

template<typename Item>
std::vector<std::uint32_t> numbersOf(std::span<const Item> items)
{
    std::vector<std::uint32_t> rows;
    rows.reserve(items.size());
    for (const Item &item : items)
        rows.push_back(item.row);
    return rows;
}

// Splits off the rows that have a value; what is left are nulls and empty texts in their old order.
std::vector<std::uint32_t> takeFilled(const CellAccess &cells, std::size_t column,
                                      std::vector<std::uint32_t> &rows)
{
    std::vector<std::uint32_t> filled;
    std::vector<std::uint32_t> empty;
    for (const std::uint32_t row : rows) {
        const CellPlace cell = cells.at(row, column);
        const bool none =
            cell.isNull() || (cell.column->type() == Type::String && cell.column->text(cell.row).empty());
        (none ? empty : filled).push_back(row);
    }
    rows = std::move(empty);
    return filled;
}

bool sortByNumbers(const CellAccess &cells, Type type, const ColumnOrder &order,
                   std::vector<std::uint32_t> &rows, const StopToken &stop)
{
    std::vector<Keyed> keyed;
    keyed.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const CellPlace cell = cells.at(row, order.column);
        const std::size_t at = cell.column->stored(cell.row);
        std::uint64_t key = 0;
        if (type == Type::Real)
            key = keyOf(cell.column->reals()[at]);
        else if (type == Type::Bool)
            key = cell.column->bools()[at];
        else
            key = keyOf(cell.column->wholes()[at]);
        keyed.push_back({.key = order.descending ? ~key : key, .row = row});
    }
    if (!stableSort(keyed, [](const Keyed &a, const Keyed &b) { return a.key < b.key; }, stop))
        return false;
    rows = numbersOf(std::span<const Keyed>(keyed));
    return true;
}

bool sortByTexts(const CellAccess &cells, const ColumnOrder &order, std::vector<std::uint32_t> &rows,
                 const StopToken &stop)
{
    std::vector<KeyedText> keyed;
    keyed.reserve(rows.size());
    for (const std::uint32_t row : rows) {
        const CellPlace cell = cells.at(row, order.column);
        keyed.push_back({.text = cell.column->text(cell.row), .row = row});
    }
    const bool done =
        order.descending
            ? stableSort(
                  keyed, [](const KeyedText &a, const KeyedText &b) { return a.text > b.text; }, stop)
            : stableSort(keyed, [](const KeyedText &a, const KeyedText &b) { return a.text < b.text; }, stop);
    rows = numbersOf(std::span<const KeyedText>(keyed));
    return done;
}

// Decimals and dynamics.
bool sortByValues(const CellAccess &cells, const ColumnOrder &by, std::vector<std::uint32_t> &rows,
                  const StopToken &stop)
{
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        return order(cells.at(by.descending ? b : a, by.column).value(),
                     cells.at(by.descending ? a : b, by.column).value()) < 0;
    };
    return stableSort(rows, before, stop);
}

struct Test
{
    std::size_t column;
    RowFilter filter;
};

Result<std::vector<std::uint32_t>> filtered(const ResultTable &table, const CellAccess &cells,
                                            const RowView &view, const StopToken &stop)
{
    std::vector<Test> tests;
    for (const ColumnFilter &filter : view.filters) {
        if (filter.text.empty() || filter.column >= table.schema.fields.size())
            continue;
        SIGNALBOX_TRY(RowFilter test,
                      RowFilter::compile(filter.text, table.schema.fields[filter.column].type));
        tests.push_back({.column = filter.column, .filter = std::move(test)});
    }
    std::vector<RowFilter> words;
    for (const std::string_view word : split(view.search, ' ')) {
        if (!word.empty())
            words.push_back(RowFilter::containing(word));
    }
    std::vector<std::uint32_t> rows;
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        if (row % rowsBetweenLooks == 0 && stop.stopRequested())
            return stoppedError();
        const bool fits =
            std::ranges::all_of(tests,
                                [&](Test &test) { return test.filter.keeps(cells.at(row, test.column)); }) &&
            std::ranges::all_of(words, [&](RowFilter &word) {
                for (std::size_t column = 0; column < cells.columnCount(); ++column) {
                    if (word.keeps(cells.at(row, column)))
                        return true;
                }
                return false;
            });
        if (fits)
            rows.push_back(static_cast<std::uint32_t>(row));
    }
    return rows;
}

} // namespace

Result<std::vector<std::uint32_t>> shownRows(const ResultTable &table, const RowView &view, StopToken stop)
{
    const CellAccess cells(table);
    std::vector<std::uint32_t> rows;
    if (view.all()) {
        rows.resize(cells.rows());
        std::iota(rows.begin(), rows.end(), 0U);
    } else {
        SIGNALBOX_TRY(rows, filtered(table, cells, view, stop));
    }
    if (!view.order || view.order->column >= cells.columnCount())
        return rows;
    const Type type = table.schema.fields[view.order->column].type;
    std::vector<std::uint32_t> ordered = takeFilled(cells, view.order->column, rows);
    bool done = false;
    if (isWhole(type) || type == Type::Real || type == Type::Bool)
        done = sortByNumbers(cells, type, *view.order, ordered, stop);
    else if (type == Type::String || type == Type::Guid)
        done = sortByTexts(cells, *view.order, ordered, stop);
    else
        done = sortByValues(cells, *view.order, ordered, stop);
    if (!done)
        return stoppedError();
    ordered.insert(ordered.end(), rows.begin(), rows.end());
    return ordered;
}

} // namespace signalbox::kql
