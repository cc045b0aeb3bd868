#include <QDir>
#include <QFile>
#include <QTest>

#include <cmath>
#include <vector>

#include <fmt/format.h>

#include "core/serve/scoring.h"
#include "tests/serve/sample_routes.h"

using namespace signalbox;
using namespace signalbox::serve;

class TestScoring : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void acceptsEveryForm_data();
    void acceptsEveryForm();
    void scoresAsTheModelDoes();
    void shiftMovesTheLogOdds();
    void keepsDigitsOfLargeMeans();
    void refuses_data();
    void refuses();
    void brokenFilesAreAllListed();
    void tooManyRows();
    void overflowIsRefused();
    void answersAgainAfterARefusal();
    void refusesModelsThatDoNotFit_data();
    void refusesModelsThatDoNotFit();
};

namespace {

ScoringPlan samplePlan()
{
    return planScoring(sampleModel()).value();
}

std::vector<double> expected(const std::vector<std::vector<double>> &rows)
{
    std::vector<double> probabilities;
    for (const auto &row : rows)
        probabilities.push_back(sampleModel().probability(row));
    return probabilities;
}

void compare(std::span<const double> actual, const std::vector<double> &wanted)
{
    QCOMPARE(actual.size(), wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i)
        QVERIFY2(std::abs(actual[i] - wanted[i]) < 1e-14,
                 qPrintable(QStringLiteral("row %1: %2 != %3").arg(i).arg(actual[i]).arg(wanted[i])));
}

QString brokenFolder()
{
    return QStringLiteral(SIGNALBOX_TEST_DATA "/broken");
}

// The lines of expected.txt: file | target | part of the message.
QList<QStringList> brokenCases()
{
    QFile list(brokenFolder() + QStringLiteral("/expected.txt"));
    QList<QStringList> cases;
    if (!list.open(QIODevice::ReadOnly))
        return cases;
    for (const QString &line :
         QString::fromUtf8(list.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        QStringList parts = line.split(QLatin1Char('|'));
        for (QString &part : parts)
            part = part.trimmed();
        cases.append(parts);
    }
    return cases;
}

} // namespace

void TestScoring::acceptsEveryForm_data()
{
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *name, const char *body) { QTest::newRow(name) << QByteArray(body); };
    row("columns, index, data", sampleBody);
    row("without index",
        R"({"input_data":{"columns":["age","income","visits"],"data":[[30,41000.5,2],[61,72000,0]]}})");
    row("data before columns",
        R"({"input_data":{"data":[[30,41000.5,2],[61,72000,0]],"columns":["age","income","visits"]}})");
    row("columns in another order",
        R"({"input_data":{"columns":["visits","age","income"],"data":[[2,30,41000.5],[0,61,72000]]}})");
    row("positional", R"({"input_data":[[30,41000.5,2],[61,72000,0]]})");
    row("dataframe_split",
        R"({"dataframe_split":{"index":["a","b"],"columns":["age","income","visits"],"data":[[30,41000.5,2],[61,72000,0]]}})");
    row("dataframe_records",
        R"({"dataframe_records":[{"age":30,"income":41000.5,"visits":2},{"visits":0,"income":72000,"age":61}]})");
    row("whole numbers written as decimals", R"({"input_data":[[30.0,4.10005e4,2],[6.1e1,72000,0.0]]})");
    row("white space", "\n { \"input_data\" :\t[ [30, 41000.5, 2] , [61,72000,0] ] }\r\n");
    row("escaped name",
        R"({"dataframe_records":[{"\u0061ge":30,"income":41000.5,"visits":2},{"visits":0,"income":72000,"age":61}]})");
}

void TestScoring::acceptsEveryForm()
{
    QFETCH(QByteArray, body);
    BodyScorer scorer;
    std::string text = body.toStdString();
    const auto probabilities = scorer.score(samplePlan(), text, 0);
    QVERIFY2(probabilities.has_value(), probabilities ? "" : probabilities.error().text().c_str());
    compare(*probabilities, expected({{30, 41000.5, 2}, {61, 72000, 0}}));
    QCOMPARE(QByteArray::fromStdString(text), body);
}

void TestScoring::scoresAsTheModelDoes()
{
    BodyScorer scorer;
    std::string body = R"({"input_data":[)";
    std::vector<std::vector<double>> rows;
    for (int i = 0; i < 1000; ++i) {
        rows.push_back({static_cast<double>(i - 500), i * 317.25, static_cast<double>(i % 17)});
        body +=
            fmt::format("{}[{},{},{}]", i == 0 ? "" : ",", rows.back()[0], rows.back()[1], rows.back()[2]);
    }
    body += "]}";
    const auto probabilities = scorer.score(samplePlan(), body, 0);
    QVERIFY(probabilities.has_value());
    compare(*probabilities, expected(rows));
}

void TestScoring::shiftMovesTheLogOdds()
{
    BodyScorer scorer;
    std::string body = R"({"input_data":[[40,52000.5,3]]})"; // the means: the log-odds are the intercept
    const auto probabilities = scorer.score(samplePlan(), body, 1.5);
    QVERIFY(probabilities.has_value());
    QVERIFY(std::abs((*probabilities)[0] - 1 / (1 + std::exp(-1.75))) < 1e-15);
}

void TestScoring::keepsDigitsOfLargeMeans()
{
    learn::LogisticModel model{.label = "y",
                               .inputs = {{.name = "t", .type = learn::InputType::Integer}},
                               .means = {1.7e15},
                               .scales = {0.5},
                               .coefficients = {0.3},
                               .intercept = 0.1};
    BodyScorer scorer;
    std::string body = R"({"input_data":[[1700000000000001]]})";
    const auto probabilities = scorer.score(planScoring(model).value(), body, 0);
    QVERIFY(probabilities.has_value());
    QVERIFY(std::abs((*probabilities)[0] - model.probability(std::vector<double>{1700000000000001})) < 1e-14);
}

void TestScoring::refuses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("message");
    for (const QStringList &parts : brokenCases()) {
        QCOMPARE(parts.size(), 3);
        QTest::newRow(qPrintable(parts[0])) << parts[0] << parts[1] << parts[2];
    }
}

void TestScoring::refuses()
{
    QFETCH(QString, file);
    QFETCH(QString, target);
    QFETCH(QString, message);
    QFile input(brokenFolder() + QLatin1Char('/') + file);
    QVERIFY(input.open(QIODevice::ReadOnly));
    std::string body = input.readAll().toStdString();
    BodyScorer scorer;
    const auto probabilities = scorer.score(samplePlan(), body, 0);
    QVERIFY(!probabilities.has_value());
    QCOMPARE(probabilities.error().code, ErrorCode::InvalidArgument);
    QCOMPARE(QString::fromStdString(probabilities.error().field), target);
    const QString actual = QString::fromStdString(probabilities.error().message);
    QVERIFY2(actual.contains(message), qPrintable(actual));
}

void TestScoring::brokenFilesAreAllListed()
{
    QStringList listed;
    for (const QStringList &parts : brokenCases())
        listed.append(parts.value(0));
    listed.sort();
    QVERIFY(!listed.isEmpty());
    QCOMPARE(QDir(brokenFolder()).entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name), listed);
}

void TestScoring::tooManyRows()
{
    const auto bodyOf = [](std::size_t rows) {
        std::string body = R"({"input_data":[)";
        for (std::size_t i = 0; i < rows; ++i)
            body += i == 0 ? "[1,2,3]" : ",[1,2,3]";
        return body + "]}";
    };
    BodyScorer scorer;
    std::string most = bodyOf(maximumRows);
    QVERIFY(scorer.score(samplePlan(), most, 0).has_value());
    std::string more = bodyOf(maximumRows + 1);
    const auto refused = scorer.score(samplePlan(), more, 0);
    QVERIFY(!refused.has_value());
    QVERIFY(refused.error().message.find("10001") != std::string::npos);
}

void TestScoring::overflowIsRefused()
{
    learn::LogisticModel model = sampleModel();
    model.inputs[0].type = learn::InputType::Real;
    model.coefficients = {1e200, -1e200, 0};
    BodyScorer scorer;
    std::string body = R"({"input_data":[[1,1,1],[1e300,1e300,1]]})";
    const auto refused = scorer.score(planScoring(model).value(), body, 0);
    QVERIFY(!refused.has_value());
    QCOMPARE(QString::fromStdString(refused.error().field), QStringLiteral("input_data[1]"));
}

void TestScoring::answersAgainAfterARefusal()
{
    BodyScorer scorer;
    std::string broken =
        R"({"dataframe_records":[{"age":30,"income":1,"visits":2},{"age":30,"income":NaN,"visits":2}]})";
    QVERIFY(!scorer.score(samplePlan(), broken, 0).has_value());
    std::string null = R"({"input_data":[[30,null,2]]})";
    const auto refused = scorer.score(samplePlan(), null, 0);
    QVERIFY(!refused.has_value());
    QCOMPARE(QString::fromStdString(refused.error().message),
             QStringLiteral("Row 0: 'income' must be a number, but is null."));
    std::string good = sampleBody;
    QCOMPARE(scorer.score(samplePlan(), good, 0).value().size(), std::size_t{2});
}

void TestScoring::refusesModelsThatDoNotFit_data()
{
    QTest::addColumn<int>("defect");
    QTest::newRow("no input") << 0;
    QTest::newRow("mean missing") << 1;
    QTest::newRow("scale missing") << 2;
    QTest::newRow("coefficient missing") << 3;
    QTest::newRow("scale zero") << 4;
    QTest::newRow("intercept not a number") << 5;
}

void TestScoring::refusesModelsThatDoNotFit()
{
    QFETCH(int, defect);
    learn::LogisticModel model = sampleModel();
    switch (defect) {
    case 0:
        model.inputs.clear();
        model.means.clear();
        model.scales.clear();
        model.coefficients.clear();
        break;
    case 1:
        model.means.pop_back();
        break;
    case 2:
        model.scales.pop_back();
        break;
    case 3:
        model.coefficients.pop_back();
        break;
    case 4:
        model.scales[1] = 0;
        break;
    default:
        model.intercept = std::nan("");
    }
    const auto plan = planScoring(model);
    QVERIFY(!plan.has_value());
    QCOMPARE(plan.error().code, ErrorCode::InvalidArgument);
}

QTEST_GUILESS_MAIN(TestScoring)
#include "tst_scoring.moc"
