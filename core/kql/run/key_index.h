// Numbers the distinct keys of rows: what distinct, summarize and join are made of. Each column is numbered
// on its own (a text once per entry of a dictionary), and the numbers of two columns are paired until one is
// left, so that no key is ever written out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/run/whole_numbers.h"
#include "core/kql/values/column.h"
#include "core/kql/values/text_numbers.h"

namespace signalbox::kql {

// Numbers the distinct keys that it sees from 0, in the order of their first rows. Null equals null and NaN
// equals NaN. The columns of every call have the types of the first. find() is safe from several threads.
class KeyIndex
{
public:
    // The number of each row's key. Once stopped, the numbers are those of some keys that are there.
    [[nodiscard]] std::vector<std::uint32_t> add(std::span<const Column> keys, std::size_t rows,
                                                 const StopToken &stop = {});
    // The same without adding: `none` for a key that is not there.
    [[nodiscard]] std::vector<std::uint32_t> find(std::span<const Column> keys, std::size_t rows) const;
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] std::size_t bytes() const;

    static constexpr std::uint32_t none = ~0U;

private:
    // The distinct values of one column.
    class Values
    {
    public:
        [[nodiscard]] std::vector<std::uint32_t> add(const Column &column, std::size_t rows,
                                                     const StopToken &stop);
        [[nodiscard]] std::vector<std::uint32_t> find(const Column &column, std::size_t rows) const;
        [[nodiscard]] std::size_t size() const;
        [[nodiscard]] std::size_t bytes() const;

    private:
        [[nodiscard]] std::uint32_t addNull();
        void addTexts(const Column &column, std::span<std::uint32_t> numbers, const StopToken &stop);
        void findTexts(const Column &column, std::span<std::uint32_t> numbers) const;
        // Null takes a number between those of the values.
        [[nodiscard]] std::uint32_t shifted(std::uint32_t number) const
        {
            return number < m_null ? number : number + (number != none ? 1U : 0U);
        }

        WholeNumbers m_wholes;
        TextNumbers m_texts;
        std::uint32_t m_null = none; // the number of null, once there was one
        // The dictionary of the last batch and the numbers of its entries, as far as they were met.
        std::shared_ptr<const TextList> m_dictionary;
        std::vector<std::uint32_t> m_numberOfEntry;
    };

    // The distinct pairs of two numbers.
    class Pairs
    {
    public:
        void add(std::span<std::uint32_t> left, std::span<const std::uint32_t> right, std::size_t lefts,
                 std::size_t rights, const StopToken &stop);
        void find(std::span<std::uint32_t> left, std::span<const std::uint32_t> right) const;
        [[nodiscard]] std::size_t size() const { return m_direct ? m_pairs.size() : m_wholes.size(); }
        [[nodiscard]] std::size_t bytes() const;

    private:
        void makeRoom(std::size_t lefts, std::size_t rights);

        bool m_direct = true;     // while there are few pairs that could be
        unsigned m_rightBits = 0; // m_table[left << m_rightBits | right] is the number of the pair
        unsigned m_leftBits = 0;
        std::vector<std::uint32_t> m_table; // when direct
        std::vector<std::uint64_t> m_pairs; // when direct, of each number
        WholeNumbers m_wholes;              // otherwise
    };

    std::vector<Values> m_values; // of each column
    std::vector<Pairs> m_pairs;   // of the columns before with each further one
    std::size_t m_emptyKeys = 0;  // 1 once a row came, where keys have no columns
};

} // namespace signalbox::kql
