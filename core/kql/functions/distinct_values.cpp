#include "core/kql/functions/distinct_values.h"

#include <bit>
#include <cmath>
#include <limits>

#include "core/kql/functions/xxhash.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

// The finaliser of MurmurHash3 (Austin Appleby, 2011): one to one, so different numbers stay different.
std::uint64_t mixed(std::uint64_t value)
{
    value ^= value >> 33U;
    value *= 0xFF51'AFD7'ED55'8CCDULL;
    value ^= value >> 33U;
    value *= 0xC4CE'B9FE'1A85'EC53ULL;
    value ^= value >> 33U;
    return value;
}

std::uint64_t hashOf(double value)
{
    if (std::isnan(value))
        value = std::numeric_limits<double>::quiet_NaN();
    else if (value == 0)
        value = 0; // minus zero equals zero
    return mixed(std::bit_cast<std::uint64_t>(value));
}

std::uint64_t hashOf(const Value &value)
{
    // The JSON of a text has quotes and that of a real a point, so that 1, 1.0 and "1" differ.
    return xxHash64(toJsonText(value));
}

} // namespace

std::span<const std::uint64_t> ValueHashes::of(const Column &column)
{
    const auto fill = [this](const auto &stored, const auto &hash) {
        m_dictionary.reset();
        m_hashes.resize(stored.size());
        for (std::size_t i = 0; i < stored.size(); ++i)
            m_hashes[i] = hash(stored[i]);
    };
    if (column.type() == Type::Bool) {
        fill(column.bools(), [](std::uint8_t value) { return mixed(value); });
    } else if (isWhole(column.type())) {
        fill(column.wholes(), [](std::int64_t value) { return mixed(static_cast<std::uint64_t>(value)); });
    } else if (column.type() == Type::Real) {
        fill(column.reals(), [](double value) { return hashOf(value); });
    } else if (column.type() == Type::Dynamic) {
        fill(column.values(), [](const Value &value) { return hashOf(value); });
    } else if (m_dictionary == nullptr || m_dictionary != column.texts().dictionary) {
        fill(*column.texts().dictionary, [](std::string_view text) { return xxHash64(text); });
        m_dictionary = column.texts().dictionary;
    }
    return m_hashes;
}

void DistinctSet::grow()
{
    const std::vector<Slot> old = std::move(m_slots);
    const std::size_t size = old.empty() ? 64 : old.size() * 2;
    m_slots.assign(size, Slot());
    m_shift = 64U - static_cast<unsigned>(std::countr_zero(size));
    for (const Slot &slot : old) {
        if (slot.group == none)
            continue;
        std::size_t at = placeOf(slot.group, slot.hash);
        while (m_slots[at].group != none)
            at = (at + 1) & (size - 1);
        m_slots[at] = slot;
    }
}

} // namespace signalbox::kql
