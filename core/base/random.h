// Chance, of two kinds: bytes nobody can guess, and a sequence that is the same on every machine.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace signalbox {

// `bytes` bytes from OpenSSL's generator as lower-case hexadecimal. Thread-safe.
[[nodiscard]] std::string randomHex(std::size_t bytes);

// A seeded generator whose draws do not depend on the standard library (the distributions of <random> do).
// Not thread-safe.
class SeededRandom
{
public:
    explicit SeededRandom(std::uint64_t seed)
        : m_engine(seed)
    {
    }

    // Uniform in [0, bound); bound > 0.
    [[nodiscard]] std::uint64_t below(std::uint64_t bound);
    // Uniform in [0, 1) with 53 random bits.
    [[nodiscard]] double uniform();
    // Standard normal (Box and Muller, 1958).
    [[nodiscard]] double normal();

    // Fisher and Yates (1938).
    template<typename T>
    void shuffle(std::vector<T> &values)
    {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::mt19937_64 m_engine;
};

// A name that people can tell apart at a glance, such as "brave-signal-20".
[[nodiscard]] std::string friendlyName(std::uint64_t seed);

} // namespace signalbox
