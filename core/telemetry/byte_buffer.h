// Numbers as little-endian bytes: a writer that appends and a reader that never leaves its text.
// Used by the column codec.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace signalbox::telemetry {

static_assert(std::endian::native == std::endian::little,
              "the format of telemetry.db is the machine's own order");

class ByteWriter
{
public:
    explicit ByteWriter(std::string &bytes)
        : m_bytes(bytes)
    {
    }

    template<typename T>
    void put(T value)
    {
        static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
        m_bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
    }

    // Room for `size` more bytes, good until the next call.
    [[nodiscard]] char *grow(std::size_t size)
    {
        m_bytes.resize(m_bytes.size() + size);
        return m_bytes.data() + m_bytes.size() - size;
    }

    void putText(std::string_view text) { m_bytes.append(text); }

    // Each number in as few bytes (0, 1, 2, 4 or 8, written before them) as the largest needs.
    template<typename T>
    void putPacked(std::span<const T> numbers)
    {
        std::uint64_t all = 0;
        for (const T number : numbers)
            all |= number;
        const auto bits = static_cast<int>(std::bit_width(all));
        put(static_cast<std::uint8_t>(bits == 0 ? 0 : bits <= 8 ? 1 : bits <= 16 ? 2 : bits <= 32 ? 4 : 8));
        if (bits == 0)
            return;
        if (bits <= 8)
            putAs<std::uint8_t>(numbers);
        else if (bits <= 16)
            putAs<std::uint16_t>(numbers);
        else if (bits <= 32)
            putAs<std::uint32_t>(numbers);
        else
            putAs<std::uint64_t>(numbers);
    }

private:
    template<typename Narrow, typename T>
    void putAs(std::span<const T> numbers)
    {
        char *out = grow(numbers.size() * sizeof(Narrow));
        for (const T number : numbers) {
            const auto narrow = static_cast<Narrow>(number);
            std::memcpy(out, &narrow, sizeof narrow);
            out += sizeof narrow;
        }
    }

    std::string &m_bytes;
};

// After the first failed read every later one fails too; ask ok() at the end.
class ByteReader
{
public:
    explicit ByteReader(std::string_view bytes)
        : m_bytes(bytes)
    {
    }

    template<typename T>
    [[nodiscard]] T get()
    {
        static_assert(std::is_arithmetic_v<T>);
        T value{};
        const std::string_view bytes = getText(sizeof value);
        if (m_ok)
            std::memcpy(&value, bytes.data(), sizeof value);
        return value;
    }

    [[nodiscard]] std::string_view getText(std::size_t size)
    {
        m_ok = m_ok && size <= m_bytes.size();
        if (!m_ok)
            return {};
        const std::string_view text = m_bytes.substr(0, size);
        m_bytes.remove_prefix(size);
        return text;
    }

    // What putPacked wrote for `count` numbers. `count` is trusted: bound it before.
    template<typename T>
    [[nodiscard]] std::vector<T> getPacked(std::size_t count)
    {
        switch (get<std::uint8_t>()) {
        case 0:
            return std::vector<T>(m_ok ? count : 0);
        case 1:
            return getAs<std::uint8_t, T>(count);
        case 2:
            return getAs<std::uint16_t, T>(count);
        case 4:
            return getAs<std::uint32_t, T>(count);
        case 8:
            return getAs<std::uint64_t, T>(count);
        default:
            m_ok = false;
            return {};
        }
    }

    // Everything was there, and nothing is left.
    [[nodiscard]] bool endsWell() const { return m_ok && m_bytes.empty(); }
    [[nodiscard]] bool ok() const { return m_ok; }

private:
    template<typename Narrow, typename T>
    std::vector<T> getAs(std::size_t count)
    {
        if constexpr (sizeof(Narrow) > sizeof(T)) {
            m_ok = false;
            return {};
        } else {
            const std::string_view bytes = getText(count * sizeof(Narrow));
            if (!m_ok)
                return {};
            std::vector<T> numbers(count);
            for (std::size_t i = 0; i < count; ++i) {
                Narrow narrow{};
                std::memcpy(&narrow, bytes.data() + i * sizeof narrow, sizeof narrow);
                numbers[i] = static_cast<T>(narrow);
            }
            return numbers;
        }
    }

    std::string_view m_bytes;
    bool m_ok = true;
};

} // namespace signalbox::telemetry
