// A sketch that counts different values in little memory: HyperLogLog (Flajolet, Fusy, Gandouet and Meunier,
// 2007) over hashes of 64 bits, exact while the values are few. hll(), hll_merge() and dcount_hll() are made
// of it. Used by one thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/kql/values/value.h"

namespace signalbox::kql {

class HyperLogLog
{
public:
    // `accuracy` is from 0 to 4, for a standard error of 1.6, 0.8, 0.4, 0.28 and 0.2 %.
    explicit HyperLogLog(int accuracy = 1);

    void add(std::uint64_t hash);
    // The coarser of the two accuracies is the result's.
    void merge(const HyperLogLog &other);
    [[nodiscard]] std::int64_t estimate();

    [[nodiscard]] bool isEmpty() const { return m_registers.empty() && m_hashes.empty(); }
    [[nodiscard]] std::size_t bytes() const
    {
        return m_registers.size() + m_hashes.capacity() * sizeof(std::uint64_t);
    }

    // As a dynamic that a query may keep and hand back: [index bits, "hashes or registers in base64", kind].
    [[nodiscard]] Value toValue();
    // None if `value` is no such dynamic.
    [[nodiscard]] static std::optional<HyperLogLog> fromValue(const Value &value);

private:
    void toRegisters();
    void dropRepeated();
    void lowerTo(unsigned bits);
    void count(std::uint64_t hash);

    unsigned m_bits;                            // of a hash that number its register
    std::vector<std::uint64_t> m_hashes = {};   // while they are few, some twice
    std::size_t m_nextCheck = 64;               // hashes, after which those that are there twice go
    std::vector<std::uint8_t> m_registers = {}; // else the longest run of zeros, plus one, a register
};

} // namespace signalbox::kql
