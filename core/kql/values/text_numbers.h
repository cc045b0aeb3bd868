// Numbers distinct texts from 0 in the order in which they first come. Grouping, joins and the merging of
// dictionaries are made of it. Keeps the texts; find() may be called from several threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "core/base/text_list.h"

namespace signalbox::kql {

class TextNumbers
{
public:
    static constexpr std::uint32_t none = ~0U;

    [[nodiscard]] std::uint32_t add(std::string_view text);
    // The same for a text that outlives this object, which is not copied.
    [[nodiscard]] std::uint32_t addShared(std::string_view text);
    [[nodiscard]] std::uint32_t find(std::string_view text) const; // `none` if it never came
    // The numbers of all texts, at a fraction of the cost in a large table: the processor waits for many of
    // them at one time.
    [[nodiscard]] std::vector<std::uint32_t> find(const TextList &texts) const;
    [[nodiscard]] std::string_view text(std::uint32_t number) const { return m_texts[number]; }
    [[nodiscard]] std::size_t size() const { return m_texts.size(); }
    [[nodiscard]] std::size_t bytes() const;

private:
    struct Slot
    {
        std::uint32_t hash = 0;
        std::uint32_t number = none;
    };

    void grow();
    [[nodiscard]] std::uint32_t findFrom(std::size_t at, std::uint32_t hash, std::string_view text) const;
    [[nodiscard]] std::uint32_t add(std::string_view text, bool copies);
    [[nodiscard]] std::string_view stored(std::string_view text);

    std::vector<Slot> m_slots; // a power of two of them, probed one after the other
    std::vector<std::string_view> m_texts;
    std::vector<std::unique_ptr<char[]>> m_blocks; // NOLINT(*-avoid-c-arrays): bytes that never move
    std::size_t m_left = 0;                        // free bytes at the end of the last block
    char *m_free = nullptr;
    std::size_t m_blockBytes = 0; // of all blocks
};

} // namespace signalbox::kql
