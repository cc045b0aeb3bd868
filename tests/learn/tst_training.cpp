#include <QtTest>

#include <QTemporaryDir>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/random.h"
#include "core/base/sha256.h"
#include "core/learn/training.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void isReproducible();
    void measuresOnlyHeldOutRows();
    void evaluateFindsColumnsByName();
    void specSurvivesJson();
    void refusesBadSpecs_data();
    void refusesBadSpecs();
    void refusesBadData_data();
    void refusesBadData();
    void refusesRowsThatAreNotThere();
    void stopsWhenAsked();

private:
    [[nodiscard]] TrainingSpec spec() const
    {
        return {.dataPath = m_path, .label = "y", .ignoredColumns = {"id"}, .seed = 3};
    }

    QTemporaryDir m_folder;
    std::string m_path;
    std::string m_text;
};

void TestTraining::initTestCase()
{
    SeededRandom random(11);
    m_text = "id,count,size,y\n";
    for (int row = 0; row < 500; ++row) {
        const auto count = static_cast<int>(random.below(20));
        const double size = 100 + 30 * random.normal();
        const double logOdds = 0.3 * (count - 10) - 0.03 * (size - 100);
        m_text += std::to_string(row) + "," + std::to_string(count) + "," + std::to_string(size) + "," +
                  (random.uniform() < 1 / (1 + std::exp(-logOdds)) ? "1" : "0") + "\n";
    }
    m_path = m_folder.filePath(QStringLiteral("data.csv")).toStdString();
    QVERIFY(writeFile(toPath(m_path), m_text).has_value());
}

void TestTraining::isReproducible()
{
    const auto first = train(spec(), {}, {});
    const auto second = train(spec(), {}, {});
    QVERIFY2(first.has_value(), first ? "" : first.error().text().c_str());
    QVERIFY(second.has_value());
    QVERIFY(first->model == second->model && first->metrics == second->metrics);
    QVERIFY(first->testRowIndices == second->testRowIndices);
    QVERIFY(first->testProbabilities == second->testProbabilities);
    QCOMPARE(first->dataHash, sha256(m_text));

    TrainingSpec other = spec();
    other.seed = 4;
    const auto third = train(other, {}, {});
    QVERIFY(third && third->testRowIndices != first->testRowIndices);
}

void TestTraining::measuresOnlyHeldOutRows()
{
    const auto outcome = train(spec(), {}, {});
    const auto data = loadTrainingData(spec());
    QVERIFY(outcome && data);
    QCOMPARE(outcome->trainRows, 350);
    QCOMPARE(outcome->testRows, 150);
    QVERIFY(outcome->converged && outcome->iterations > 0);
    QVERIFY(outcome->metrics.rocAuc > 0.7);
    QVERIFY((outcome->model.inputs ==
             std::vector<Input>{{"count", InputType::Integer}, {"size", InputType::Real}}));
    for (std::size_t i = 0; i < outcome->testRowIndices.size(); ++i)
        QCOMPARE(outcome->testLabels[i], data->labels[static_cast<std::size_t>(outcome->testRowIndices[i])]);
    const auto evaluation = evaluate(outcome->model, data->table, outcome->testRowIndices);
    QVERIFY(evaluation && evaluation->metrics == outcome->metrics);
    QVERIFY(evaluation->probabilities == outcome->testProbabilities);
}

void TestTraining::evaluateFindsColumnsByName()
{
    const auto outcome = train(spec(), {}, {});
    auto data = loadTrainingData(spec());
    QVERIFY(outcome && data);
    std::ranges::reverse(data->table.columns);
    const auto turned = evaluate(outcome->model, data->table, outcome->testRowIndices);
    QVERIFY(turned && turned->metrics == outcome->metrics);

    std::erase_if(data->table.columns, [](const Column &column) { return column.name == "size"; });
    const auto less = evaluate(outcome->model, data->table, outcome->testRowIndices);
    QVERIFY(!less && less.error().code == ErrorCode::NotFound);
    QCOMPARE(less.error().field, std::string("size"));
}

void TestTraining::specSurvivesJson()
{
    const TrainingSpec full{.dataPath = "data/ä.csv",
                            .label = "y",
                            .ignoredColumns = {"a", "b"},
                            .testFraction = 0.1,
                            .seed = UINT64_MAX,
                            .C = 0.25,
                            .tolerance = 1e-7,
                            .maximumIterations = 7,
                            .standardise = false,
                            .balancedClasses = true,
                            .threshold = 0.3};
    const auto json = parseJson(toJson(full).dump());
    QVERIFY(json.has_value());
    const auto back = trainingSpecFromJson(*json);
    QVERIFY2(back.has_value(), back ? "" : back.error().text().c_str());
    QVERIFY(*back == full);

    const auto defaults = trainingSpecFromJson(Json{{"dataPath", "d.csv"}, {"label", "y"}});
    QVERIFY(defaults && *defaults == (TrainingSpec{.dataPath = "d.csv", .label = "y"}));
}

void TestTraining::refusesBadSpecs_data()
{
    QTest::addColumn<QByteArray>("change");
    QTest::addColumn<QString>("field");
    QTest::newRow("no label") << QByteArray(R"({"label": null})") << "label";
    QTest::newRow("empty path") << QByteArray(R"({"dataPath": ""})") << "dataPath";
    QTest::newRow("fraction 0") << QByteArray(R"({"testFraction": 0})") << "testFraction";
    QTest::newRow("fraction 1") << QByteArray(R"({"testFraction": 1})") << "testFraction";
    QTest::newRow("C 0") << QByteArray(R"({"C": 0})") << "C";
    QTest::newRow("C text") << QByteArray(R"({"C": "1"})") << "C";
    QTest::newRow("tolerance") << QByteArray(R"({"tolerance": -1})") << "tolerance";
    QTest::newRow("iterations") << QByteArray(R"({"maximumIterations": 0})") << "maximumIterations";
    QTest::newRow("threshold") << QByteArray(R"({"threshold": 1.01})") << "threshold";
    QTest::newRow("label ignored") << QByteArray(R"({"ignoredColumns": ["y"]})") << "ignoredColumns";
    QTest::newRow("unknown key") << QByteArray(R"({"treshold": 0.5})") << "treshold";
}

void TestTraining::refusesBadSpecs()
{
    QFETCH(QByteArray, change);
    QFETCH(QString, field);
    Json json = toJson(spec());
    json.update(*parseJson({change.constData(), static_cast<std::size_t>(change.size())}));
    const auto read = trainingSpecFromJson(json);
    QVERIFY(!read && read.error().code == ErrorCode::InvalidArgument);
    QCOMPARE(QString::fromStdString(read.error().field), field);
}

void TestTraining::refusesBadData_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, QByteArray text, const char *field, const char *says) {
        QTest::newRow(name) << text << QString::fromUtf8(field) << QString::fromUtf8(says);
    };
    row("no label column", "id,a,Y\n1,2,0\n1,2,1\n", "y", "There is no column 'y'.");
    row("label 2", "id,a,y\n1,2,0\n1,2,2\n", "y", "The label 'y' is 2 in row 2");
    row("label text", "id,a,y\n1,2,yes\n1,2,no\n", "y", "holds text");
    row("label missing", "id,a,y\n1,2,1\n1,2,\n", "y", "misses its value in 1 of 2 rows, first in row 2");
    row("one class", "id,a,y\n1,2,1\n1,3,1\n", "y", "is never 0");
    row("text feature", "id,a,y\n1,x,0\n1,2,1\n", "a", "The column 'a' holds text");
    row("missing feature", "id,a,y\n1,2,0\n1,,1\n", "a", "misses its value");
    row("infinite feature", "id,a,y\n1,2,0\n1,inf,1\n", "a", "finite numbers are needed");
    row("nothing to learn from", "id,y\n1,0\n1,1\n", "ignoredColumns", "No column is left");
    row("no such column to ignore", "a,y\n1,0\n1,1\n", "id", "There is no column 'id'");
    row("no rows", "id,a,y\n", "", "no rows");
    row("too few rows", "id,a,y\n1,2,0\n1,2,1\n", "", "at least 2 are needed");
}

void TestTraining::refusesBadData()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, field);
    QFETCH(QString, says);
    TrainingSpec broken = spec();
    broken.dataPath = m_folder.filePath(QStringLiteral("broken.csv")).toStdString();
    QVERIFY(writeFile(toPath(broken.dataPath), {text.constData(), static_cast<std::size_t>(text.size())})
                .has_value());
    const auto outcome = train(broken, {}, {});
    QVERIFY(!outcome.has_value());
    QCOMPARE(QString::fromStdString(outcome.error().field), field);
    QVERIFY2(QString::fromStdString(outcome.error().message).contains(says), outcome.error().text().c_str());
}

void TestTraining::refusesRowsThatAreNotThere()
{
    const auto data = loadTrainingData(spec());
    const auto outcome = train(spec(), {}, {});
    QVERIFY(data && outcome);
    for (const std::int64_t row : {std::int64_t{-1}, std::int64_t{500}}) {
        const Split split{.trainRows = {0, 1, 2, row}, .testRows = {3, 4}};
        const auto trained = trainOn(*data, spec(), split, {}, {});
        QVERIFY(!trained && trained.error().message.contains("There is no row"));
        const auto evaluation = evaluate(outcome->model, data->table, std::span(&row, 1));
        QVERIFY(!evaluation && evaluation.error().message.contains("There is no row"));
    }
}

void TestTraining::stopsWhenAsked()
{
    StopSource source;
    source.requestStop();
    const auto outcome = train(spec(), {}, source.token());
    QVERIFY(!outcome && outcome.error().code == ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestTraining)
#include "tst_training.moc"
