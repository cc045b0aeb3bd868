// One remembered row a group, column by column: the state of arg_max and take_any. Rows are copied only when
// they win, so that the batch which they come from need not stay in memory. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
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
    using Dictionary = std::shared_ptr<const TextList>;

    // A text is a place in one of the dictionaries that are held.
    struct KeptText
    {
        std::uint32_t dictionary = 0;
        std::uint32_t code = 0;
    };

    [[nodiscard]] std::uint32_t hold(const Dictionary &dictionary);
    // Copies the texts that are still kept into one dictionary and lets the others go.
    void gatherTexts();

    Type m_type;
    std::vector<std::int64_t> m_wholes = {}; // also of bools
    std::vector<double> m_reals = {};
    std::vector<KeptText> m_texts = {};
    std::vector<Dictionary> m_dictionaries = {};
    std::size_t m_textBytes = 0; // of the dictionaries
    std::vector<Value> m_values = {};
    std::vector<std::uint8_t> m_nulls = {};
};

} // namespace signalbox::kql
