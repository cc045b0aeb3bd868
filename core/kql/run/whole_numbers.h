// Numbers distinct 64-bit words from 0 in the order in which they first come: a flat table without a pointer
// a key. find() may be called from several threads.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace signalbox::kql {

class WholeNumbers
{
public:
    static constexpr std::uint32_t none = ~0U;

    [[nodiscard]] std::uint32_t add(std::uint64_t word)
    {
        if (m_size * 2 >= m_slots.size())
            grow();
        Slot &slot = m_slots[place(word)];
        if (slot.number == none)
            slot = {.word = word, .number = static_cast<std::uint32_t>(m_size++)};
        return slot.number;
    }

    // `none` if it never came.
    [[nodiscard]] std::uint32_t find(std::uint64_t word) const
    {
        return m_slots.empty() ? none : m_slots[place(word)].number;
    }

    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] std::size_t bytes() const { return m_slots.size() * sizeof(Slot); }

private:
    struct Slot
    {
        std::uint64_t word = 0;
        std::uint32_t number = none;
    };

    // Of the word, or where it belongs.
    [[nodiscard]] std::size_t place(std::uint64_t word) const
    {
        const std::size_t mask = m_slots.size() - 1;
        // Multiplying by 2^64 over the golden ratio spreads neighbours (Knuth, 1973); the upper bits are
        // best.
        std::size_t at = static_cast<std::size_t>((word * 0x9E37'79B9'7F4A'7C15U) >> m_shift);
        while (m_slots[at].number != none && m_slots[at].word != word)
            at = (at + 1) & mask;
        return at;
    }

    void grow()
    {
        std::vector<Slot> old(std::max<std::size_t>(16, m_slots.size() * 2));
        m_shift = m_slots.empty() ? 60 : m_shift - 1;
        old.swap(m_slots);
        for (const Slot &slot : old) {
            if (slot.number != none)
                m_slots[place(slot.word)] = slot;
        }
    }

    std::vector<Slot> m_slots; // a power of two of them, probed one after the other
    std::size_t m_size = 0;
    unsigned m_shift = 64;
};

} // namespace signalbox::kql
