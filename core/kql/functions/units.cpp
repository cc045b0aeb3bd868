// convert_length and its like: a number in one unit as a number in another. The factors are those that define
// the units (International System of Units, 2019; NIST Special Publication 811, 2008).
#include <array>
#include <numbers>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

namespace {

struct Unit
{
    std::string_view name;
    double factor = 1; // how many of the base unit it is
    double zero = 0;   // its zero in the base unit
};

constexpr double pi = std::numbers::pi;
constexpr double foot = 0.3048;
constexpr double pound = 0.45359237;
constexpr double gravity = 9.80665;
constexpr double calorie = 4.184;
constexpr double thermalUnit = 1055.05585262;
constexpr double electronVolt = 1.602176634e-19;
constexpr double parsec = 3.08567758149136727e16;
constexpr double lightYear = 9460730472580800.0;
constexpr double surveyFoot = 1200.0 / 3937.0;
constexpr double cubicFoot = foot * foot * foot;
constexpr double usGallon = 0.003785411784;
constexpr double imperialGallon = 0.00454609;
constexpr double hour = 3600;
constexpr double minute = 60;

constexpr auto angles = std::to_array<Unit>({
    {"Radian"},
    {"Centiradian", 1e-2},
    {"Deciradian", 1e-1},
    {"Milliradian", 1e-3},
    {"Microradian", 1e-6},
    {"Nanoradian", 1e-9},
    {"Degree", pi / 180},
    {"Millidegree", pi / 180e3},
    {"Microdegree", pi / 180e6},
    {"Nanodegree", pi / 180e9},
    {"Arcminute", pi / 10800},
    {"Arcsecond", pi / 648000},
    {"Gradian", pi / 200},
    {"NatoMil", pi / 3200},
    {"Revolution", 2 * pi},
    {"Tilt", pi / 2},
});

constexpr auto energies = std::to_array<Unit>({
    {"Joule"},
    {"Millijoule", 1e-3},
    {"Kilojoule", 1e3},
    {"Megajoule", 1e6},
    {"Gigajoule", 1e9},
    {"Calorie", calorie},
    {"Kilocalorie", calorie * 1e3},
    {"Megacalorie", calorie * 1e6},
    {"BritishThermalUnit", thermalUnit},
    {"KilobritishThermalUnit", thermalUnit * 1e3},
    {"MegabritishThermalUnit", thermalUnit * 1e6},
    {"GigabritishThermalUnit", thermalUnit * 1e9},
    {"ThermEc", 105505585.262},
    {"ThermImperial", 105505585.257348},
    {"ThermUs", 105480400.0},
    {"DecathermEc", 1055055852.62},
    {"DecathermImperial", 1055055852.57348},
    {"DecathermUs", 1054804000.0},
    {"ElectronVolt", electronVolt},
    {"KiloelectronVolt", electronVolt * 1e3},
    {"MegaelectronVolt", electronVolt * 1e6},
    {"GigaelectronVolt", electronVolt * 1e9},
    {"TeraelectronVolt", electronVolt * 1e12},
    {"Erg", 1e-7},
    {"FootPound", foot *pound *gravity},
    {"HorsepowerHour", 550 * foot *pound *gravity *hour},
    {"WattHour", hour},
    {"KilowattHour", hour * 1e3},
    {"MegawattHour", hour * 1e6},
    {"GigawattHour", hour * 1e9},
    {"TerawattHour", hour * 1e12},
    {"WattDay", hour * 24},
    {"KilowattDay", hour * 24e3},
    {"MegawattDay", hour * 24e6},
    {"GigawattDay", hour * 24e9},
    {"TerawattDay", hour * 24e12},
});

constexpr auto forces = std::to_array<Unit>({
    {"Newton"},
    {"Micronewton", 1e-6},
    {"Millinewton", 1e-3},
    {"Decanewton", 10},
    {"Kilonewton", 1e3},
    {"Meganewton", 1e6},
    {"Dyn", 1e-5},
    {"KilogramForce", gravity},
    {"KiloPond", gravity},
    {"TonneForce", gravity * 1e3},
    {"PoundForce", pound *gravity},
    {"KilopoundForce", pound *gravity * 1e3},
    {"OunceForce", pound *gravity / 16},
    {"Poundal", pound *foot},
    {"ShortTonForce", pound *gravity * 2000},
});

constexpr auto lengths = std::to_array<Unit>({
    {"Meter"},
    {"Nanometer", 1e-9},
    {"Micrometer", 1e-6},
    {"Millimeter", 1e-3},
    {"Centimeter", 1e-2},
    {"Decimeter", 1e-1},
    {"Decameter", 10},
    {"Hectometer", 100},
    {"Kilometer", 1e3},
    {"Angstrom", 1e-10},
    {"AstronomicalUnit", 149597870700.0},
    {"Parsec", parsec},
    {"Kiloparsec", parsec * 1e3},
    {"Megaparsec", parsec * 1e6},
    {"LightYear", lightYear},
    {"KilolightYear", lightYear * 1e3},
    {"MegalightYear", lightYear * 1e6},
    {"SolarRadius", 695700000.0},
    {"Inch", foot / 12},
    {"Microinch", foot / 12e6},
    {"Mil", foot / 12e3},
    {"Hand", foot / 3},
    {"Foot", foot},
    {"Yard", foot * 3},
    {"Fathom", foot * 6},
    {"Chain", foot * 66},
    {"Shackle", 27.432},
    {"Mile", foot * 5280},
    {"DataMile", foot * 6000},
    {"NauticalMile", 1852},
    {"UsSurveyFoot", surveyFoot},
    {"DtpPoint", foot / 864},
    {"DtpPica", foot / 72},
    {"PrinterPoint", foot / 12 / 72.27},
    {"PrinterPica", foot / 72.27},
    {"Twip", foot / 17280},
});

constexpr auto masses = std::to_array<Unit>({
    {"Kilogram"},
    {"Nanogram", 1e-12},
    {"Microgram", 1e-9},
    {"Milligram", 1e-6},
    {"Centigram", 1e-5},
    {"Decigram", 1e-4},
    {"Gram", 1e-3},
    {"Decagram", 1e-2},
    {"Hectogram", 1e-1},
    {"Tonne", 1e3},
    {"Kilotonne", 1e6},
    {"Megatonne", 1e9},
    {"Grain", pound / 7000},
    {"Ounce", pound / 16},
    {"Pound", pound},
    {"Kilopound", pound * 1e3},
    {"Megapound", pound * 1e6},
    {"Stone", pound * 14},
    {"ShortHundredweight", pound * 100},
    {"LongHundredweight", pound * 112},
    {"ShortTon", pound * 2000},
    {"LongTon", pound * 2240},
    {"Slug", pound *gravity / foot},
    {"EarthMass", 5.9722e24},
    {"SolarMass", 1.98847e30},
});

constexpr auto speeds = std::to_array<Unit>({
    {"MeterPerSecond"},
    {"MeterPerMinute", 1 / minute},
    {"MeterPerHour", 1 / hour},
    {"NanometerPerSecond", 1e-9},
    {"NanometerPerMinute", 1e-9 / minute},
    {"MicrometerPerSecond", 1e-6},
    {"MicrometerPerMinute", 1e-6 / minute},
    {"MillimeterPerSecond", 1e-3},
    {"MillimeterPerMinute", 1e-3 / minute},
    {"MillimeterPerHour", 1e-3 / hour},
    {"CentimeterPerSecond", 1e-2},
    {"CentimeterPerMinute", 1e-2 / minute},
    {"CentimeterPerHour", 1e-2 / hour},
    {"DecimeterPerSecond", 1e-1},
    {"DecimeterPerMinute", 1e-1 / minute},
    {"KilometerPerSecond", 1e3},
    {"KilometerPerMinute", 1e3 / minute},
    {"KilometerPerHour", 1e3 / hour},
    {"InchPerSecond", foot / 12},
    {"InchPerMinute", foot / 12 / minute},
    {"InchPerHour", foot / 12 / hour},
    {"FootPerSecond", foot},
    {"FootPerMinute", foot / minute},
    {"FootPerHour", foot / hour},
    {"YardPerSecond", foot * 3},
    {"YardPerMinute", foot * 3 / minute},
    {"YardPerHour", foot * 3 / hour},
    {"UsSurveyFootPerSecond", surveyFoot},
    {"UsSurveyFootPerMinute", surveyFoot / minute},
    {"UsSurveyFootPerHour", surveyFoot / hour},
    {"MilePerHour", foot * 5280 / hour},
    {"Knot", 1852 / hour},
});

constexpr auto temperatures = std::to_array<Unit>({
    {"Kelvin"},
    {"DegreeCelsius", 1, 273.15},
    {"MillidegreeCelsius", 1e-3, 273.15},
    {"DegreeFahrenheit", 5.0 / 9, 459.67 * 5 / 9},
    {"DegreeRankine", 5.0 / 9},
    {"DegreeDelisle", -2.0 / 3, 373.15},
    {"DegreeNewton", 100.0 / 33, 273.15},
    {"DegreeReaumur", 1.25, 273.15},
    {"DegreeRoemer", 40.0 / 21, 273.15 - 7.5 * 40 / 21},
    {"SolarTemperature", 5778},
});

constexpr auto volumes = std::to_array<Unit>({
    {"CubicMeter"},
    {"CubicMicrometer", 1e-18},
    {"CubicMillimeter", 1e-9},
    {"CubicCentimeter", 1e-6},
    {"CubicDecimeter", 1e-3},
    {"CubicHectometer", 1e6},
    {"CubicKilometer", 1e9},
    {"HectocubicMeter", 100},
    {"KilocubicMeter", 1e3},
    {"Liter", 1e-3},
    {"Microliter", 1e-9},
    {"Milliliter", 1e-6},
    {"Centiliter", 1e-5},
    {"Deciliter", 1e-4},
    {"Decaliter", 1e-2},
    {"Hectoliter", 1e-1},
    {"Kiloliter", 1},
    {"Megaliter", 1e3},
    {"CubicInch", cubicFoot / 1728},
    {"CubicFoot", cubicFoot},
    {"CubicYard", cubicFoot * 27},
    {"CubicMile", cubicFoot * 5280 * 5280 * 5280},
    {"HectocubicFoot", cubicFoot * 100},
    {"KilocubicFoot", cubicFoot * 1e3},
    {"MegacubicFoot", cubicFoot * 1e6},
    {"AcreFoot", 1 / 0.000810714}, // as the real engine has it
    {"BoardFoot", cubicFoot / 12},
    {"UsGallon", usGallon},
    {"DeciusGallon", usGallon / 10},
    {"DecausGallon", usGallon * 10},
    {"HectousGallon", usGallon * 100},
    {"KilousGallon", usGallon * 1e3},
    {"MegausGallon", usGallon * 1e6},
    {"UsQuart", usGallon / 4},
    {"UsPint", usGallon / 8},
    {"UsCustomaryCup", usGallon / 16},
    {"UsLegalCup", 0.00024},
    {"UsOunce", usGallon / 128},
    {"UsTablespoon", usGallon / 256},
    {"UsTeaspoon", usGallon / 768},
    {"UsBeerBarrel", usGallon * 31},
    {"OilBarrel", usGallon * 42},
    {"ImperialGallon", imperialGallon},
    {"KiloimperialGallon", imperialGallon * 1e3},
    {"MegaimperialGallon", imperialGallon * 1e6},
    {"ImperialPint", imperialGallon / 8},
    {"ImperialOunce", imperialGallon / 160},
    {"ImperialBeerBarrel", imperialGallon * 36},
    {"MetricCup", 0.00025},
    {"MetricTeaspoon", 5e-6},
    {"AuTablespoon", 20e-6},
    {"UkTablespoon", 15e-6},
});

const Unit *findUnit(std::span<const Unit> units, std::string_view name)
{
    for (const Unit &unit : units) {
        if (unit.name == name)
            return &unit;
    }
    return nullptr;
}

void addConversion(FunctionRegistry &registry, std::string name, std::string help,
                   std::span<const Unit> units)
{
    registry.add(std::move(name), {"value", "from", "to"}, std::move(help),
                 {pointwise([units](double value, std::string_view from,
                                    std::string_view to) -> std::optional<double> {
                     const Unit *source = findUnit(units, from);
                     const Unit *target = findUnit(units, to);
                     if (source == nullptr || target == nullptr)
                         return std::nullopt;
                     return (value * source->factor + source->zero - target->zero) / target->factor;
                 })});
}

} // namespace

void addUnits(FunctionRegistry &registry)
{
    addConversion(registry, "convert_angle", "An angle in another unit, such as 'Degree' or 'Radian'.",
                  angles);
    addConversion(registry, "convert_energy", "An energy in another unit, such as 'Joule' or 'WattHour'.",
                  energies);
    addConversion(registry, "convert_force", "A force in another unit, such as 'Newton' or 'PoundForce'.",
                  forces);
    addConversion(registry, "convert_length", "A length in another unit, such as 'Meter' or 'Foot'.",
                  lengths);
    addConversion(registry, "convert_mass", "A mass in another unit, such as 'Kilogram' or 'Pound'.", masses);
    addConversion(registry, "convert_speed", "A speed in another unit, such as 'MeterPerSecond' or 'Knot'.",
                  speeds);
    addConversion(registry, "convert_temperature",
                  "A temperature in another unit, such as 'Kelvin' or 'DegreeCelsius'.", temperatures);
    addConversion(registry, "convert_volume", "A volume in another unit, such as 'Liter' or 'CubicMeter'.",
                  volumes);
}

} // namespace signalbox::kql
