#include "core/kql/functions/hyper_log_log.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string>
#include <utility>

#include "core/kql/functions/base64.h"

namespace signalbox::kql {

namespace {

constexpr std::array<unsigned, 5> bitsOfAccuracy{12, 14, 16, 17, 18};
constexpr std::size_t mostHashes = 1024; // up to here the service is exact too

template<typename T>
std::string packed(const std::vector<T> &values)
{
    std::string bytes(values.size() * sizeof(T), '\0');
    if (!values.empty())
        std::memcpy(bytes.data(), values.data(), bytes.size());
    return toBase64(bytes);
}

template<typename T>
std::optional<std::vector<T>> unpacked(const std::string &text)
{
    const auto bytes = fromBase64(text);
    if (!bytes || bytes->size() % sizeof(T) != 0)
        return std::nullopt;
    std::vector<T> values(bytes->size() / sizeof(T));
    if (!values.empty())
        std::memcpy(values.data(), bytes->data(), bytes->size());
    return values;
}

} // namespace

HyperLogLog::HyperLogLog(int accuracy)
    : m_bits(bitsOfAccuracy[static_cast<std::size_t>(std::clamp(accuracy, 0, 4))])
{
}

void HyperLogLog::add(std::uint64_t hash)
{
    if (!m_registers.empty())
        return count(hash);
    m_hashes.push_back(hash);
    if (m_hashes.size() >= m_nextCheck)
        dropRepeated();
}

void HyperLogLog::dropRepeated()
{
    std::ranges::sort(m_hashes);
    const auto [first, last] = std::ranges::unique(m_hashes);
    m_hashes.erase(first, last);
    m_nextCheck = std::max<std::size_t>(64, 2 * m_hashes.size());
    if (m_hashes.size() > mostHashes)
        toRegisters();
}

void HyperLogLog::count(std::uint64_t hash)
{
    const std::size_t index = hash >> (64U - m_bits);
    // The bit below the counted ones ends the run where all of them are zero.
    const std::uint64_t rest = hash << m_bits | std::uint64_t{1} << (m_bits - 1);
    const auto run = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
    m_registers[index] = std::max(m_registers[index], run);
}

void HyperLogLog::toRegisters()
{
    m_registers.assign(std::size_t{1} << m_bits, 0);
    for (const std::uint64_t hash : std::exchange(m_hashes, {}))
        count(hash);
}

void HyperLogLog::lowerTo(unsigned bits)
{
    if (m_registers.empty()) {
        m_bits = bits;
        return;
    }
    const std::vector<std::uint8_t> finer = std::exchange(m_registers, {});
    const unsigned dropped = m_bits - bits;
    m_bits = bits;
    m_registers.assign(std::size_t{1} << bits, 0);
    for (std::size_t i = 0; i < finer.size(); ++i) {
        if (finer[i] == 0)
            continue;
        // The dropped bits of the number stand in front of what was counted.
        const std::size_t low = i & ((std::size_t{1} << dropped) - 1);
        const int run = low != 0 ? static_cast<int>(dropped) - static_cast<int>(std::bit_width(low)) + 1
                                 : static_cast<int>(dropped) + finer[i];
        std::uint8_t &kept = m_registers[i >> dropped];
        kept = std::max(kept, static_cast<std::uint8_t>(run));
    }
}

void HyperLogLog::merge(const HyperLogLog &other)
{
    if (other.m_bits < m_bits)
        lowerTo(other.m_bits);
    if (other.m_registers.empty()) {
        for (const std::uint64_t hash : other.m_hashes)
            add(hash);
        return;
    }
    if (m_registers.empty())
        toRegisters();
    HyperLogLog same = other;
    if (same.m_bits > m_bits)
        same.lowerTo(m_bits);
    for (std::size_t i = 0; i < m_registers.size(); ++i)
        m_registers[i] = std::max(m_registers[i], same.m_registers[i]);
}

std::int64_t HyperLogLog::estimate()
{
    if (m_registers.empty())
        dropRepeated();
    if (m_registers.empty())
        return static_cast<std::int64_t>(m_hashes.size());
    const auto size = static_cast<double>(m_registers.size());
    double sum = 0;
    double zeros = 0;
    for (const std::uint8_t run : m_registers) {
        sum += std::ldexp(1.0, -static_cast<int>(run));
        zeros += run == 0 ? 1 : 0;
    }
    const double raw = 0.7213 / (1 + 1.079 / size) * size * size / sum;
    // Small counts are told better by the registers that are still empty.
    const bool linear = raw <= 2.5 * size && zeros > 0;
    return std::llround(linear ? size * std::log(size / zeros) : raw);
}

Value HyperLogLog::toValue()
{
    if (m_registers.empty())
        dropRepeated();
    const bool few = m_registers.empty();
    return Value::ofArray({Value::ofLong(m_bits),
                           Value::ofString(few ? packed(m_hashes) : packed(m_registers)),
                           Value::ofString(few ? "hashes" : "registers")});
}

std::optional<HyperLogLog> HyperLogLog::fromValue(const Value &value)
{
    if (!value.isArray() || value.array().size() != 3)
        return std::nullopt;
    const std::int64_t bits = value.element(0).whole();
    if (std::ranges::find(bitsOfAccuracy, static_cast<std::uint64_t>(bits)) == bitsOfAccuracy.end())
        return std::nullopt;
    HyperLogLog sketch;
    sketch.m_bits = static_cast<unsigned>(bits);
    if (value.element(2).text() == "hashes") {
        auto hashes = unpacked<std::uint64_t>(value.element(1).text());
        if (!hashes)
            return std::nullopt;
        sketch.m_hashes = *std::move(hashes);
        sketch.dropRepeated();
        return sketch;
    }
    auto registers = unpacked<std::uint8_t>(value.element(1).text());
    if (!registers || registers->size() != std::size_t{1} << sketch.m_bits)
        return std::nullopt;
    sketch.m_registers = *std::move(registers);
    return sketch;
}

} // namespace signalbox::kql
