// One remembered row a group, column by column: the state of arg_max and take_any. Rows are copied only when
// they win, so that the batch which they come from need not stay in memory. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/kql/values/column.h"

namespace signalbox::kql {

class KeptColumn
{
public:
    explicit KeptColumn(Type type)
        : m_type(type)
    {
    }

    // New groups have a null ("" for a string).
    void resize(std::size_t groups);
    // Group groups[i] gets row rows[i] of `column`.
    void set(std::span<const std::uint32_t> groups, std::span<const std::uint32_t> rows,
             const Column &column);
    // Group `group` gets what `other` has for its group `from`.
    void take(std::size_t group, KeptColumn &other, std::size_t from);
    [[nodiscard]] Column finish();
    [[nodiscard]] std::size_t bytes() const;

private:
    Type m_type;
    std::vector<std::int64_t> m_wholes = {}; // also of bools
    std::vector<double> m_reals = {};
    std::vector<std::string> m_texts = {};
    std::vector<Value> m_values = {};
    std::vector<std::uint8_t> m_nulls = {};
};

} // namespace signalbox::kql
