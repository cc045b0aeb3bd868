// Comparing and hashing rows: what sort, top, distinct, summarize and join are made of. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/kql/values/column.h"

namespace signalbox::kql {

struct SortColumn
{
    Column column;
    bool descending = true;
    bool nullsFirst = false;
};

// The numbers of the rows in order; equal rows keep their places.
[[nodiscard]] std::vector<std::uint32_t> sortedRows(std::span<const SortColumn> keys, std::size_t rows);

// Numbers the distinct keys that it sees from 0. Null equals null and NaN equals NaN.
class KeyIndex
{
public:
    // The number of each row's key.
    [[nodiscard]] std::vector<std::uint32_t> add(std::span<const Column> keys, std::size_t rows);
    // The same without adding: `none` for a key that is not there.
    [[nodiscard]] std::vector<std::uint32_t> find(std::span<const Column> keys, std::size_t rows) const;
    [[nodiscard]] std::size_t size() const { return m_numbers.size(); }
    [[nodiscard]] std::size_t bytes() const { return m_bytes; }

    static constexpr std::uint32_t none = ~0U;

private:
    struct Hash
    {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };

    std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> m_numbers = {};
    std::size_t m_bytes = 0;
};

} // namespace signalbox::kql
