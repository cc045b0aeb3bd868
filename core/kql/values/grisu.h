// Decimal digits of a real by Grisu2 (Florian Loitsch, "Printing floating-point numbers quickly and
// accurately", 2010), as the real engine's tostring() has them: the digits read back as the same number, but
// beyond nine digits after the scaled point they are not always the nearest, so that 0.1 + 0.2 is
// 0.30000000000000007. A query and its copy on the service must print the same.
#pragma once

#include <string>

namespace signalbox::kql {

// The number d₁.d₂d₃… × 10^exponent.
struct Digits
{
    std::string digits;
    int exponent = 0;
};

// `value` is finite and greater than zero.
[[nodiscard]] Digits grisuDigits(double value);

} // namespace signalbox::kql
