#include <QtTest>

#include <QProcess>
#include <QTemporaryDir>

#include "core/base/file.h"
#include "core/learn/training.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestSampleData : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void generatorMakesTheCommittedFile();
    void hasTheColumnsOfTheReferenceData();
    void logisticRegressionLearnsItWell();
    void leavingOutAFeatureIsWorse_data();
    void leavingOutAFeatureIsWorse();
};

namespace {

const std::string samplePath = SIGNALBOX_SOURCE_DIR "/resources/sample-data/diabetes-synthetic.csv";

TrainingSpec specWithout(std::vector<std::string> columns)
{
    columns.push_back("PatientID");
    return {.dataPath = samplePath, .label = "Diabetic", .ignoredColumns = std::move(columns), .seed = 1};
}

double areaOf(const TrainingSpec &spec)
{
    const auto outcome = train(spec, {}, {});
    if (!outcome)
        qWarning("%s", outcome.error().text().c_str());
    return outcome ? outcome->metrics.rocAuc : 0.0;
}

} // namespace

void TestSampleData::generatorMakesTheCommittedFile()
{
    const QTemporaryDir folder;
    const QString made = folder.filePath(QStringLiteral("made.csv"));
    QProcess program;
    program.start(QStringLiteral(SIGNALBOX_PROGRAM_DIR "/generate_sample_data"), {made});
    QVERIFY(program.waitForFinished());
    QCOMPARE(program.exitCode(), 0);
    const auto generated = readFile(toPath(made.toStdString()));
    const auto committed = readFile(toPath(samplePath));
    QVERIFY(generated && committed);
    QVERIFY(*generated == *committed);
}

void TestSampleData::hasTheColumnsOfTheReferenceData()
{
    const auto text = readFile(toPath(samplePath));
    QVERIFY(text.has_value());
    QVERIFY(text->starts_with("PatientID,Pregnancies,PlasmaGlucose,DiastolicBloodPressure,TricepsThickness,"
                              "SerumInsulin,BMI,DiabetesPedigree,Age,Diabetic\n"));
}

void TestSampleData::logisticRegressionLearnsItWell()
{
    const auto outcome = train(specWithout({}), {}, {});
    QVERIFY2(outcome.has_value(), outcome ? "" : outcome.error().text().c_str());
    QVERIFY(outcome->converged);
    QCOMPARE(outcome->trainRows + outcome->testRows, 6000);
    QVERIFY2(outcome->metrics.rocAuc > 0.83 && outcome->metrics.rocAuc < 0.88,
             qPrintable(QString::number(outcome->metrics.rocAuc)));
}

void TestSampleData::leavingOutAFeatureIsWorse_data()
{
    QTest::addColumn<QStringList>("columns");
    QTest::addColumn<double>("loss");
    const auto row = [](const char *columns, double loss) {
        QTest::newRow(columns) << QString::fromUtf8(columns).split(QLatin1Char(' ')) << loss;
    };
    row("Pregnancies", 0.02);
    row("SerumInsulin", 0.005);
    row("Age", 0.005);
    row("PlasmaGlucose BMI", 0.02);
    row("Pregnancies SerumInsulin Age", 0.08);
}

void TestSampleData::leavingOutAFeatureIsWorse()
{
    QFETCH(QStringList, columns);
    QFETCH(double, loss);
    std::vector<std::string> ignored;
    for (const QString &column : columns)
        ignored.push_back(column.toStdString());
    const double whole = areaOf(specWithout({}));
    const double less = areaOf(specWithout(ignored));
    QVERIFY2(less > 0.5 && less < whole - loss, qPrintable(QStringLiteral("%1 of %2").arg(less).arg(whole)));
}

QTEST_GUILESS_MAIN(TestSampleData)
#include "tst_sample_data.moc"
