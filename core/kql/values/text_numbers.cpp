#include "core/kql/values/text_numbers.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace signalbox::kql {

namespace {

constexpr std::size_t blockSize = std::size_t{64} << 10U;
constexpr std::uint64_t spread = 0x9E37'79B9'7F4A'7C15U; // 2^64 by the golden ratio: bits far apart

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word)
{
    hash = (hash ^ word) * spread;
    return hash ^ (hash >> 29U);
}

std::uint32_t hashOf(std::string_view text)
{
    std::uint64_t hash = text.size();
    const char *at = text.data();
    std::size_t left = text.size();
    for (; left >= sizeof(std::uint64_t); left -= sizeof(std::uint64_t), at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, sizeof word);
        hash = mixed(hash, word);
    }
    if (left > 0) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, left);
        hash = mixed(hash, word);
    }
    return static_cast<std::uint32_t>((hash * spread) >> 32U);
}

} // namespace

std::uint32_t TextNumbers::add(std::string_view text)
{
    return add(text, true);
}

std::uint32_t TextNumbers::addShared(std::string_view text)
{
    return add(text, false);
}

std::uint32_t TextNumbers::add(std::string_view text, bool copies)
{
    if (m_texts.size() * 2 >= m_slots.size())
        grow();
    const std::uint32_t hash = hashOf(text);
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        Slot &slot = m_slots[at];
        if (slot.number == none) {
            slot = {.hash = hash, .number = static_cast<std::uint32_t>(m_texts.size())};
            m_texts.push_back(copies ? stored(text) : text);
            return slot.number;
        }
        if (slot.hash == hash && m_texts[slot.number] == text)
            return slot.number;
    }
}

std::uint32_t TextNumbers::find(std::string_view text) const
{
    if (m_slots.empty())
        return none;
    const std::uint32_t hash = hashOf(text);
    return findFrom(hash & (m_slots.size() - 1), hash, text);
}

std::vector<std::uint32_t> TextNumbers::find(const TextList &texts) const
{
    std::vector<std::uint32_t> numbers(texts.size(), none);
    if (m_slots.empty())
        return numbers;
    constexpr std::size_t block = 64;
    std::array<std::uint32_t, block> hashes{};
    std::array<Slot, block> slots{};
    const std::size_t mask = m_slots.size() - 1;
    for (std::size_t first = 0; first < texts.size(); first += block) {
        const std::size_t count = std::min(block, texts.size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            hashes[i] = hashOf(texts[first + i]);
            slots[i] = m_slots[hashes[i] & mask];
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (slots[i].number != none)
                numbers[first + i] = findFrom(hashes[i] & mask, hashes[i], texts[first + i]);
        }
    }
    return numbers;
}

std::uint32_t TextNumbers::findFrom(std::size_t at, std::uint32_t hash, std::string_view text) const
{
    const std::size_t mask = m_slots.size() - 1;
    for (;; at = (at + 1) & mask) {
        const Slot &slot = m_slots[at];
        if (slot.number == none || (slot.hash == hash && m_texts[slot.number] == text))
            return slot.number;
    }
}

std::size_t TextNumbers::bytes() const
{
    return m_blockBytes + m_slots.size() * sizeof(Slot) + m_texts.size() * sizeof(std::string_view);
}

void TextNumbers::grow()
{
    std::vector<Slot> old(std::max<std::size_t>(16, m_slots.size() * 2));
    old.swap(m_slots);
    const std::size_t mask = m_slots.size() - 1;
    for (const Slot &slot : old) {
        if (slot.number == none)
            continue;
        std::size_t at = slot.hash & mask;
        while (m_slots[at].number != none)
            at = (at + 1) & mask;
        m_slots[at] = slot;
    }
}

std::string_view TextNumbers::stored(std::string_view text)
{
    if (text.empty())
        return {};
    if (text.size() > m_left) {
        // The first block is small: most indexes see a handful of texts.
        const std::size_t size = std::max(m_blocks.empty() ? blockSize / 64 : blockSize, text.size());
        m_blocks.push_back(std::make_unique_for_overwrite<char[]>(size)); // NOLINT(*-avoid-c-arrays)
        m_free = m_blocks.back().get();
        m_left = size;
        m_blockBytes += size;
    }
    std::memcpy(m_free, text.data(), text.size());
    const std::string_view kept(m_free, text.size());
    m_free += text.size();
    m_left -= text.size();
    return kept;
}

} // namespace signalbox::kql
