#include "core/kql/values/grisu.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include <boost/multiprecision/cpp_int.hpp>

namespace signalbox::kql {

namespace {

constexpr int firstPower = -348; // of ten, in steps of eight
constexpr int powerStep = 8;
constexpr std::size_t powerCount = 87;
constexpr int largestCorrection = 9; // digits after the scaled point to which the last one is corrected

// significand × 2^exponent
struct Scaled
{
    std::uint64_t significand = 0;
    int exponent = 0;
};

Scaled normalized(Scaled number)
{
    const int shift = std::countl_zero(number.significand);
    return {.significand = number.significand << shift, .exponent = number.exponent - shift};
}

// The upper 64 bits of the product, rounded.
Scaled product(const Scaled &left, const Scaled &right)
{
    constexpr std::uint64_t low = 0xFFFFFFFFU;
    const std::uint64_t a = left.significand >> 32U;
    const std::uint64_t b = left.significand & low;
    const std::uint64_t c = right.significand >> 32U;
    const std::uint64_t d = right.significand & low;
    const std::uint64_t middle = (b * d >> 32U) + (a * d & low) + (b * c & low) + (1ULL << 31U);
    return {.significand = a * c + (a * d >> 32U) + (b * c >> 32U) + (middle >> 32U),
            .exponent = left.exponent + right.exponent + 64};
}

Scaled powerOfTen(int exponent)
{
    using boost::multiprecision::cpp_int;
    constexpr int room = 2400; // bits, more than the largest power has
    const cpp_int power = boost::multiprecision::pow(cpp_int(10), static_cast<unsigned>(std::abs(exponent)));
    const cpp_int scaled = exponent >= 0 ? cpp_int(power << room) : cpp_int((cpp_int(1) << room) / power);
    const int shift = static_cast<int>(boost::multiprecision::msb(scaled)) - 63;
    const cpp_int rounded = (scaled + (cpp_int(1) << (shift - 1))) >> shift;
    return {.significand = static_cast<std::uint64_t>(rounded), .exponent = shift - room};
}

const std::array<Scaled, powerCount> &powersOfTen()
{
    static const std::array<Scaled, powerCount> powers = [] {
        std::array<Scaled, powerCount> built;
        for (std::size_t i = 0; i < powerCount; ++i)
            built[i] = powerOfTen(firstPower + powerStep * static_cast<int>(i));
        return built;
    }();
    return powers;
}

struct Boundaries
{
    Scaled value;
    Scaled below; // half way to the next smaller double
    Scaled above;
};

Boundaries boundariesOf(double value)
{
    constexpr std::uint64_t hidden = 1ULL << 52U;
    const auto bits = std::bit_cast<std::uint64_t>(value);
    const auto biased = static_cast<int>(bits >> 52U & 0x7FFU);
    const std::uint64_t fraction = bits & (hidden - 1);
    const Scaled exact{.significand = biased != 0 ? fraction | hidden : fraction,
                       .exponent = (biased != 0 ? biased : 1) - 1075};
    const Scaled above =
        normalized({.significand = 2 * exact.significand + 1, .exponent = exact.exponent - 1});
    Scaled below = exact.significand == hidden
                       ? Scaled{.significand = 4 * exact.significand - 1, .exponent = exact.exponent - 2}
                       : Scaled{.significand = 2 * exact.significand - 1, .exponent = exact.exponent - 1};
    below.significand <<= below.exponent - above.exponent;
    below.exponent = above.exponent;
    return {.value = normalized(exact), .below = below, .above = above};
}

// Lowers the last digit while that brings the number nearer; `distance` is how far the value lies below the
// digits' upper end, `rest` how far the digits do.
void correctLast(std::string &digits, std::uint64_t width, std::uint64_t rest, std::uint64_t unit,
                 std::uint64_t distance)
{
    while (rest < distance && width - rest >= unit &&
           (rest + unit < distance || distance - rest > rest + unit - distance)) {
        --digits.back();
        rest += unit;
    }
}

std::uint64_t tenTo(int power)
{
    std::uint64_t result = 1;
    for (; power > 0; --power)
        result *= 10;
    return result;
}

// The fewest leading digits of `above` that stay above `above - width`; `power` becomes that of the last
// digit.
std::string generate(const Scaled &value, const Scaled &above, std::uint64_t width, int &power)
{
    const auto pointShift = static_cast<unsigned>(-above.exponent);
    const std::uint64_t one = 1ULL << pointShift;
    std::uint64_t distance = above.significand - value.significand;
    std::uint64_t whole = above.significand >> pointShift;
    std::uint64_t fraction = above.significand & (one - 1);
    std::string digits;
    int left = 1;
    while (left < 10 && tenTo(left) <= whole)
        ++left;
    while (left > 0) {
        const std::uint64_t unit = tenTo(left - 1);
        if (whole >= unit || !digits.empty())
            digits += static_cast<char>('0' + whole / unit);
        whole %= unit;
        --left;
        if (const std::uint64_t rest = (whole << pointShift) + fraction; rest <= width) {
            power += left;
            correctLast(digits, width, rest, unit << pointShift, distance);
            return digits;
        }
    }
    for (;;) {
        fraction *= 10;
        width *= 10;
        const auto digit = static_cast<char>(fraction >> pointShift);
        if (digit != 0 || !digits.empty())
            digits += static_cast<char>('0' + digit);
        fraction &= one - 1;
        --left;
        if (fraction < width) {
            power += left;
            distance = -left < largestCorrection ? distance * tenTo(-left) : 0;
            correctLast(digits, width, fraction, one, distance);
            return digits;
        }
    }
}

} // namespace

Digits grisuDigits(double value)
{
    const Boundaries edges = boundariesOf(value);
    const double estimate = (-61 - edges.above.exponent) * 0.30102999566398114 + 347;
    const auto index = (static_cast<unsigned>(std::ceil(estimate)) >> 3U) + 1;
    int power = -(firstPower + powerStep * static_cast<int>(index));
    const Scaled &ten = powersOfTen()[index];
    const Scaled scaled = product(edges.value, ten);
    Scaled above = product(edges.above, ten);
    Scaled below = product(edges.below, ten);
    // One unit inside on either side, for what the products were rounded by.
    --above.significand;
    ++below.significand;
    std::string digits = generate(scaled, above, above.significand - below.significand, power);
    const int exponent = power + static_cast<int>(digits.size()) - 1;
    digits.erase(digits.find_last_not_of('0') + 1);
    return {.digits = std::move(digits), .exponent = exponent};
}

} // namespace signalbox::kql
