#include <QtTest>

#include <cmath>
#include <filesystem>
#include <numeric>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/learn/training.h"

using namespace signalbox;
using namespace signalbox::learn;

// Compares with scikit-learn's own results on the reference data, which lies beside the checkout where there
// is any.
class TestGoldenLogistic : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void equalsScikitLearn_data();
    void equalsScikitLearn();

private:
    TrainingData m_data;
    Split m_split;
    Json m_cases = Json::array();
};

namespace {

const TrainingSpec baseSpec{.dataPath = SIGNALBOX_SHARED_DIR "/data/diabetes-dev.csv",
                            .label = "Diabetic",
                            .ignoredColumns = {"PatientID"},
                            .tolerance = 1e-9,
                            .maximumIterations = 1000};

void compare(double actual, double expected, double relative, const char *what)
{
    const double limit = relative * std::max(1e-3, std::abs(expected));
    QVERIFY2(std::abs(actual - expected) <= limit, qPrintable(QStringLiteral("%1: %2 instead of %3")
                                                                  .arg(QString::fromUtf8(what))
                                                                  .arg(actual, 0, 'g', 17)
                                                                  .arg(expected, 0, 'g', 17)));
}

} // namespace

void TestGoldenLogistic::initTestCase()
{
    const auto text = readFile(SIGNALBOX_SHARED_DIR "/data/golden_logreg.json");
    if (!text)
        QSKIP("The reference data is not beside this checkout.");
    const auto golden = parseJson(*text);
    QVERIFY(golden.has_value());
    for (const Json &each : golden->at("cases"))
        if (each.at("penalty") == "l2" && each.at("polynomial_degree") == 1)
            m_cases.push_back(each);
    QCOMPARE(m_cases.size(), std::size_t{12});

    auto data = loadTrainingData(baseSpec);
    QVERIFY2(data.has_value(), data ? "" : data.error().text().c_str());
    m_data = *std::move(data);
    m_split.trainRows.resize(7000);
    std::iota(m_split.trainRows.begin(), m_split.trainRows.end(), 0);
    m_split.testRows.resize(3000);
    std::iota(m_split.testRows.begin(), m_split.testRows.end(), 7000);
}

void TestGoldenLogistic::equalsScikitLearn_data()
{
    QTest::addColumn<int>("index");
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::addRow("scale %s, C %g, class weight %s", m_cases[i].at("scale").get<std::string>().c_str(),
                      m_cases[i].at("C").get<double>(), m_cases[i].at("class_weight").dump().c_str())
            << static_cast<int>(i);
}

void TestGoldenLogistic::equalsScikitLearn()
{
    QFETCH(int, index);
    const Json &golden = m_cases.at(static_cast<std::size_t>(index));
    TrainingSpec spec = baseSpec;
    spec.C = golden.at("C");
    spec.standardise = golden.at("scale") == "standard";
    spec.balancedClasses = golden.at("class_weight") == "balanced";

    const auto outcome = trainOn(m_data, spec, m_split, {}, {});
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
    QVERIFY(outcome->converged);

    compare(outcome->model.intercept, golden.at("intercept"), 1e-5, "intercept");
    const auto coefficients = golden.at("coef").get<std::vector<double>>();
    QCOMPARE(outcome->model.coefficients.size(), coefficients.size());
    for (std::size_t i = 0; i < coefficients.size(); ++i)
        compare(outcome->model.coefficients[i], coefficients[i], 1e-5, m_data.inputs[i].name.c_str());
    if (!golden.at("objective").is_null())
        compare(outcome->objective, golden.at("objective"), 1e-9, "objective");

    const Json &test = golden.at("test");
    for (const NamedMetric &metric : namedMetrics(outcome->metrics))
        compare(metric.value, test.at(std::string(metric.name)), 1e-6, std::string(metric.name).c_str());
    QCOMPARE(outcome->metrics.trueNegatives, test.at("tn").get<std::int64_t>());
    QCOMPARE(outcome->metrics.falsePositives, test.at("fp").get<std::int64_t>());
    QCOMPARE(outcome->metrics.falseNegatives, test.at("fn").get<std::int64_t>());
    QCOMPARE(outcome->metrics.truePositives, test.at("tp").get<std::int64_t>());

    const auto probabilities = golden.at("first_test_probabilities").get<std::vector<double>>();
    for (std::size_t i = 0; i < probabilities.size(); ++i)
        compare(outcome->testProbabilities[i], probabilities[i], 1e-5, "probability");

    const auto evaluation = evaluate(outcome->model, m_data.table, m_split.testRows);
    QVERIFY(evaluation.has_value());
    QVERIFY(evaluation->metrics == outcome->metrics);
    QVERIFY(evaluation->probabilities == outcome->testProbabilities);
}

QTEST_GUILESS_MAIN(TestGoldenLogistic)
#include "tst_golden_logistic.moc"
