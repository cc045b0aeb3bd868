#include "core/kql/run/row_order.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <numeric>

#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

int sign(std::weak_ordering ordering)
{
    return ordering < 0 ? -1 : ordering > 0 ? 1 : 0;
}

int compareReals(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return static_cast<int>(std::isnan(b)) - static_cast<int>(std::isnan(a)); // NaN is the smallest
    return a < b ? -1 : a > b ? 1 : 0;
}

// Neither row is null.
int compareStored(const Column &column, std::size_t a, std::size_t b)
{
    switch (column.type()) {
    case Type::Bool:
        return static_cast<int>(column.bools()[a]) - static_cast<int>(column.bools()[b]);
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        return column.wholes()[a] < column.wholes()[b] ? -1 : column.wholes()[a] > column.wholes()[b] ? 1 : 0;
    case Type::Real:
        return compareReals(column.reals()[a], column.reals()[b]);
    case Type::String:
    case Type::Guid:
        return column.text(a).compare(column.text(b));
    case Type::Decimal:
    case Type::Dynamic:
        return sign(order(column.value(a), column.value(b)));
    }
    return 0;
}

void appendBytes(std::string &key, const void *bytes, std::size_t size)
{
    key.append(static_cast<const char *>(bytes), size);
}

void appendKey(std::string &key, const Column &column, std::size_t row)
{
    if (column.isNull(row)) {
        key += '\0';
        return;
    }
    key += '\1';
    const std::size_t at = column.stored(row);
    switch (column.type()) {
    case Type::Bool:
        key += static_cast<char>(column.bools()[at]);
        return;
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        appendBytes(key, &column.wholes()[at], sizeof(std::int64_t));
        return;
    case Type::Real: {
        double value = column.reals()[at];
        if (std::isnan(value))
            value = std::numeric_limits<double>::quiet_NaN();
        else if (value == 0.0)
            value = 0.0; // minus zero equals zero
        appendBytes(key, &value, sizeof value);
        return;
    }
    case Type::String:
    case Type::Guid:
    case Type::Decimal: {
        const std::string_view text = column.text(row);
        const std::uint64_t size = text.size();
        appendBytes(key, &size, sizeof size);
        key += text;
        return;
    }
    case Type::Dynamic: {
        const std::string text = toJsonText(column.values()[at]);
        const std::uint64_t size = text.size();
        appendBytes(key, &size, sizeof size);
        key += text;
        return;
    }
    }
}

} // namespace

std::vector<std::uint32_t> sortedRows(std::span<const SortColumn> keys, std::size_t rows)
{
    std::vector<std::uint32_t> order(rows);
    std::iota(order.begin(), order.end(), 0U);
    std::vector<SortColumn> varying;
    for (const SortColumn &key : keys) {
        if (!key.column.isConstant())
            varying.push_back(key);
    }
    const auto before = [&varying](std::uint32_t a, std::uint32_t b) {
        for (const SortColumn &key : varying) {
            const bool aNull = key.column.isNull(a);
            const bool bNull = key.column.isNull(b);
            if (aNull || bNull) {
                if (aNull != bNull)
                    return aNull == key.nullsFirst;
                continue;
            }
            const int compared = compareStored(key.column, a, b);
            if (compared != 0)
                return key.descending ? compared > 0 : compared < 0;
        }
        return false;
    };
    std::ranges::stable_sort(order, before);
    return order;
}

std::vector<std::uint32_t> KeyIndex::add(std::span<const Column> keys, std::size_t rows)
{
    std::vector<std::uint32_t> numbers(rows);
    std::string key;
    for (std::size_t row = 0; row < rows; ++row) {
        key.clear();
        for (const Column &column : keys)
            appendKey(key, column, row);
        auto found = m_numbers.find(std::string_view(key));
        if (found == m_numbers.end()) {
            m_bytes += key.size() + 64;
            found = m_numbers.emplace(key, static_cast<std::uint32_t>(m_numbers.size())).first;
        }
        numbers[row] = found->second;
    }
    return numbers;
}

std::vector<std::uint32_t> KeyIndex::find(std::span<const Column> keys, std::size_t rows) const
{
    std::vector<std::uint32_t> numbers(rows, none);
    std::string key;
    for (std::size_t row = 0; row < rows; ++row) {
        key.clear();
        for (const Column &column : keys)
            appendKey(key, column, row);
        const auto found = m_numbers.find(std::string_view(key));
        if (found != m_numbers.end())
            numbers[row] = found->second;
    }
    return numbers;
}

} // namespace signalbox::kql
