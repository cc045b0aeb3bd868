// Makes diabetes-synthetic.csv: invented patients drawn from formulas that are written here and nowhere else.
// Built as `generate_sample_data`; the same program always writes the same bytes.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/random.h"

namespace {

using signalbox::SeededRandom;

constexpr std::uint64_t seed = 20;
constexpr int patients = 6000;

struct Patient
{
    int pregnancies = 0;
    int plasmaGlucose = 0;
    int diastolicBloodPressure = 0;
    int tricepsThickness = 0;
    int serumInsulin = 0;
    double bmi = 0;
    double diabetesPedigree = 0;
    int age = 0;
};

int whole(double value, int lowest, int highest)
{
    return std::clamp(static_cast<int>(std::lround(value)), lowest, highest);
}

// As it will stand in the file, so that the label follows from the file alone.
double rounded(double value, double lowest, double highest, double digits)
{
    return std::round(std::clamp(value, lowest, highest) * digits) / digits;
}

double exponential(SeededRandom &random)
{
    return -std::log(1.0 - random.uniform());
}

Patient drawPatient(SeededRandom &random)
{
    const double constitution = random.normal(); // what weight, skin fold and blood pressure share
    const double metabolism = random.normal();   // what glucose and insulin share
    const double years = 10.0 * exponential(random);

    Patient patient;
    patient.age = whole(21.0 + years, 21, 77);
    patient.pregnancies = whole((1.4 + 0.06 * years) * exponential(random) - 0.3, 0, 14);
    patient.plasmaGlucose = whole(108.0 + 16.0 * metabolism + 26.0 * random.normal(), 44, 192);
    patient.diastolicBloodPressure =
        whole(69.0 + 5.0 * constitution + 0.2 * years + 14.5 * random.normal(), 24, 117);
    patient.tricepsThickness = whole(29.0 + 7.5 * constitution + 12.0 * random.normal(), 7, 92);
    patient.serumInsulin = whole(100.0 * std::exp(0.3 * metabolism + 0.7 * random.normal()), 14, 796);
    patient.bmi = rounded(31.5 + 5.0 * constitution + 7.5 * random.normal(), 18.2, 56.0, 1e4);
    patient.diabetesPedigree = rounded(0.27 * std::exp(0.8 * random.normal()), 0.078, 2.3, 1e6);
    return patient;
}

// The true log-odds of being diabetic: a straight line, and a bend that only squares and products can follow.
double logOdds(const Patient &patient)
{
    const double heavy = (patient.bmi - 31.5) / 9.0;
    const double sweet = (patient.plasmaGlucose - 108.0) / 30.0;
    const double line = 0.42 * (patient.pregnancies - 1.8) + 0.55 * sweet +
                        0.012 * (patient.diastolicBloodPressure - 71.0) +
                        0.016 * (patient.tricepsThickness - 29.0) + 0.0055 * (patient.serumInsulin - 130.0) +
                        0.60 * heavy + 1.1 * (patient.diabetesPedigree - 0.37) + 0.065 * (patient.age - 31.0);
    return line + 0.30 * heavy * sweet - 1.20;
}

std::vector<int> distinctPatientIds(SeededRandom &random)
{
    std::vector<int> identifiers(200'000);
    for (std::size_t i = 0; i < identifiers.size(); ++i)
        identifiers[i] = 2'000'000 + 5 * static_cast<int>(i);
    random.shuffle(identifiers);
    identifiers.resize(patients);
    return identifiers;
}

std::string sampleText()
{
    SeededRandom random(seed);
    std::string text =
        "PatientID,Pregnancies,PlasmaGlucose,DiastolicBloodPressure,TricepsThickness,SerumInsulin,"
        "BMI,DiabetesPedigree,Age,Diabetic\n";
    for (const int identifier : distinctPatientIds(random)) {
        const Patient patient = drawPatient(random);
        const bool diabetic = random.uniform() < 1.0 / (1.0 + std::exp(-logOdds(patient)));
        text += fmt::format("{},{},{},{},{},{},{:.4f},{:.6f},{},{}\n", identifier, patient.pregnancies,
                            patient.plasmaGlucose, patient.diastolicBloodPressure, patient.tricepsThickness,
                            patient.serumInsulin, patient.bmi, patient.diabetesPedigree, patient.age,
                            diabetic ? 1 : 0);
    }
    return text;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        fmt::print(stderr, "Usage: generate_sample_data FILE\nWrites the synthetic sample data to FILE.\n");
        return 2;
    }
    const auto written = signalbox::writeFile(signalbox::toPath(argv[1]), sampleText());
    if (!written) {
        fmt::print(stderr, "{}\n", written.error().text());
        return 1;
    }
    return 0;
}
