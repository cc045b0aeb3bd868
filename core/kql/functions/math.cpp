// Functions of numbers. Where the real result is not defined, the answer is what the real engine gives: NaN
// for most, null for the logarithm of a negative number.
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <numeric>
#include <optional>
#include <string>
#include <type_traits>

#include <fmt/format.h>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

using RealFunction = double (*)(double);

// `columnName` is ScalarFunction's.
void addReal(FunctionRegistry &registry, const char *name, const char *help, RealFunction function,
             const char *columnName = "{0}")
{
    registry.add(name, {"number"}, help, {pointwise([function](double number) { return function(number); })},
                 columnName);
}

void addLogarithm(FunctionRegistry &registry, const char *name, const char *help, RealFunction function)
{
    registry.add(name, {"number"}, help, {pointwise([function](double number) -> std::optional<double> {
                     return number < 0 ? std::nullopt : std::optional(function(number));
                 })},
                 "{0}");
}

double roundTo(double number, std::int64_t digits)
{
    if (!std::isfinite(number) || digits > 300 || digits < -300)
        return number;
    const double scale = std::pow(10.0, static_cast<double>(std::abs(digits)));
    const double scaled = digits >= 0 ? number * scale : number / scale;
    if (!std::isfinite(scaled) || std::abs(scaled) > 4.5e15)
        return number;
    // 2.675 is stored a little below itself; the nudge rounds it as it is written.
    const double rounded = std::round(scaled + std::copysign(std::abs(scaled) * 1e-16, scaled));
    return digits >= 0 ? rounded / scale : rounded * scale;
}

template<typename T>
T magnitude(T value)
{
    return value < 0 ? static_cast<T>(0 - static_cast<std::make_unsigned_t<T>>(value)) : value;
}

double signOf(double value)
{
    return value > 0 ? 1 : (value < 0 ? -1 : value);
}

// "10.1 KB": `digits` after the point, in `unit` or the largest that leaves at least one.
std::optional<std::string> formatBytes(double bytes, std::int64_t digits, std::string_view unit)
{
    static constexpr std::array<std::string_view, 9> units{"Bytes", "KB", "MB", "GB", "TB",
                                                           "PB",    "EB", "ZB", "YB"};
    std::size_t index = 0;
    if (unit.empty()) {
        for (double rest = std::abs(bytes); rest >= 1024 && index + 1 < units.size(); rest /= 1024)
            ++index;
    } else {
        while (index < units.size() && units[index] != unit)
            ++index;
        if (index == units.size())
            return std::nullopt;
    }
    const double shown = roundTo(bytes / std::pow(1024.0, static_cast<double>(index)), digits);
    std::string text =
        fmt::format("{:.{}f}", shown, digits < 0 ? 0 : (digits > 15 ? 15 : static_cast<int>(digits)));
    if (text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.')
            text.pop_back();
    }
    return fmt::format("{} {}", text, units[index]);
}

void addRounding(FunctionRegistry &registry)
{
    registry.add("abs", {"number"}, "The amount of a number or a timespan without its sign.",
                 {pointwise([](std::int64_t value) { return magnitude(value); }),
                  pointwise([](double value) { return std::abs(value); }), pointwise([](DecimalText value) {
                      return Decimal{
                          std::string(value.text.starts_with('-') ? value.text.substr(1) : value.text)};
                  }),
                  pointwise([](TimeSpan value) { return TimeSpan{magnitude(value.ticks)}; })},
                 "{0}");
    registry.add(
        "sign", {"number"}, "-1, 0 or 1 by the sign of a number.",
        {pointwise([](std::int64_t value) { return static_cast<double>((value > 0) - (value < 0)); }),
         pointwise([](double value) { return signOf(value); })});
    registry.add("ceiling", {"number"}, "The smallest whole number that is not below.",
                 {pointwise([](std::int64_t value) { return value; }),
                  pointwise([](double value) { return std::ceil(value); })},
                 "{0}");
    registry.add("round", {"number", "digits"},
                 "Rounds half away from zero, to so many digits after the point.",
                 {pointwise([](std::int64_t value) { return value; }),
                  pointwise([](double value) { return roundTo(value, 0); }),
                  pointwise([](DecimalText value) -> std::optional<Decimal> {
                      auto rounded = roundDecimal(value.text, 0);
                      return rounded ? std::optional(Decimal{*std::move(rounded)}) : std::nullopt;
                  }),
                  pointwise([](double value, std::int64_t digits) { return roundTo(value, digits); }),
                  pointwise([](DecimalText value, std::int64_t digits) -> std::optional<Decimal> {
                      auto rounded = roundDecimal(value.text, static_cast<int>(digits));
                      return rounded ? std::optional(Decimal{*std::move(rounded)}) : std::nullopt;
                  })},
                 "{0}");
    registry.add("gcd", {"a", "b"}, "The greatest common divisor of two whole numbers.",
                 {pointwise([](std::int64_t a, std::int64_t b) { return std::gcd(a, b); })});
    registry.add("format_bytes", {"bytes", "digits", "unit"},
                 "A number of bytes in the unit that suits people.",
                 {pointwise([](double bytes) { return formatBytes(bytes, 0, ""); }),
                  pointwise([](double bytes, std::int64_t digits) { return formatBytes(bytes, digits, ""); }),
                  pointwise([](double bytes, std::int64_t digits, std::string_view unit) {
                      return formatBytes(bytes, digits, unit);
                  })});
}

} // namespace

void addMath(FunctionRegistry &registry)
{
    addRounding(registry);
    addReal(registry, "exp", "e to the power of a number.", [](double x) { return std::exp(x); });
    addReal(registry, "exp2", "2 to the power of a number.", [](double x) { return std::exp2(x); });
    addReal(registry, "exp10", "10 to the power of a number.", [](double x) { return std::pow(10.0, x); });
    addReal(registry, "sqrt", "The square root.", [](double x) { return std::sqrt(x); });
    addReal(registry, "sin", "The sine of an angle in radians.", [](double x) { return std::sin(x); });
    addReal(registry, "cos", "The cosine of an angle in radians.", [](double x) { return std::cos(x); });
    addReal(registry, "tan", "The tangent of an angle in radians.", [](double x) { return std::tan(x); });
    addReal(
        registry, "cot", "The cotangent of an angle in radians.", [](double x) { return 1 / std::tan(x); },
        "");
    addReal(registry, "asin", "The angle in radians whose sine is given.",
            [](double x) { return std::asin(x); });
    addReal(registry, "acos", "The angle in radians whose cosine is given.",
            [](double x) { return std::acos(x); });
    addReal(registry, "atan", "The angle in radians whose tangent is given.",
            [](double x) { return std::atan(x); });
    addReal(
        registry, "degrees", "Radians as degrees.", [](double x) { return x * 180 / std::numbers::pi; }, "");
    addReal(
        registry, "radians", "Degrees as radians.", [](double x) { return x * std::numbers::pi / 180; }, "");
    addReal(registry, "gamma", "The gamma function.", [](double x) { return std::tgamma(x); }, "");
    addReal(
        registry, "loggamma", "The logarithm of the gamma function.", [](double x) { return std::lgamma(x); },
        "");
    addReal(registry, "erf", "The error function.", [](double x) { return std::erf(x); }, "");
    addReal(
        registry, "erfc", "What the error function lacks to 1.", [](double x) { return std::erfc(x); }, "");
    addLogarithm(registry, "log", "The natural logarithm.", [](double x) { return std::log(x); });
    addLogarithm(registry, "log2", "The logarithm to base 2.", [](double x) { return std::log2(x); });
    addLogarithm(registry, "log10", "The logarithm to base 10.", [](double x) { return std::log10(x); });
    registry.add("atan2", {"y", "x"}, "The angle in radians of the point (x, y).",
                 {pointwise([](double y, double x) { return std::atan2(y, x); })}, "{0}");
    registry.add("pow", {"base", "exponent"}, "A number to the power of another.",
                 {pointwise([](double base, double exponent) { return std::pow(base, exponent); })}, "{0}");
    registry.add("pi", {}, "The ratio of a circle's circumference to its diameter.",
                 {pointwise([]() { return std::numbers::pi; })});
}

} // namespace signalbox::kql
