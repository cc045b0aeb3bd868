#include <QtTest>

#include "core/learn/csv.h"
#include "core/learn/scaling.h"

using namespace signalbox;
using namespace signalbox::learn;

class TestDataset : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesTheNearestColumn();
    void refusesWhatIsNotNumeric_data();
    void refusesWhatIsNotNumeric();
    void viewsReadTheTableInPlace();
    void scalesByThePopulationDeviation();
    void leavesAConstantColumnAtScaleOne();
};

namespace {

const Table &sample()
{
    static const Table table = *parseCsv(
        "Age,Height,City,Gap,Odd\n30,1.5,Ulm,1,1\n40,1.7,Bonn,,inf\n50,1.6,Kiel,3,3\n", "people.csv");
    return table;
}

} // namespace

void TestDataset::namesTheNearestColumn()
{
    const auto near = sample().column("Hieght");
    QVERIFY(!near && near.error().code == ErrorCode::NotFound);
    QVERIFY(near.error().message.contains("Did you mean 'Height'?"));
    const auto far = sample().column("Temperature");
    QVERIFY(!far && far.error().message.contains("Age, Height, City, Gap, Odd"));
    QVERIFY(sample().find("Age") == &sample().columns[0]);
    QVERIFY(sample().find("age") == nullptr);
}

void TestDataset::refusesWhatIsNotNumeric_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("says");
    QTest::newRow("text") << "City" << "holds text";
    QTest::newRow("missing") << "Gap" << "misses its value in 1 of 3 rows, first in row 2";
    QTest::newRow("not finite") << "Odd" << "holds inf in row 2";
}

void TestDataset::refusesWhatIsNotNumeric()
{
    QFETCH(QString, column);
    QFETCH(QString, says);
    const auto view = sample().numbers(column.toStdString());
    QVERIFY(!view.has_value());
    QVERIFY(view.error().code == ErrorCode::InvalidArgument);
    QCOMPARE(view.error().field, column.toStdString());
    QCOMPARE(view.error().file, std::string("people.csv"));
    QVERIFY2(QString::fromStdString(view.error().message).contains(says), view.error().text().c_str());
}

void TestDataset::viewsReadTheTableInPlace()
{
    const auto ages = sample().numbers("Age");
    QVERIFY(ages.has_value());
    QCOMPARE(ages->size(), std::size_t{3});
    QCOMPARE(ages->at(2), 50.0);
    std::array<double, 2> out{};
    ages->gather(std::array<std::int64_t, 2>{2, 0}, out, 40.0, 4.0);
    QCOMPARE(out[0], 2.5);
    QCOMPARE(out[1], -2.5);
}

void TestDataset::scalesByThePopulationDeviation()
{
    const std::vector<NumericView> features = {*sample().numbers("Age"), *sample().numbers("Height")};
    const Scaling scaling = standardScaling(features, std::array<std::int64_t, 3>{0, 1, 2});
    QCOMPARE(scaling.means[0], 40.0);
    QCOMPARE(scaling.scales[0], std::sqrt(200.0 / 3.0));
    QCOMPARE(scaling.means[1], 1.6);
    QCOMPARE(scaling.scales[1], std::sqrt(0.02 / 3.0));
}

void TestDataset::leavesAConstantColumnAtScaleOne()
{
    // The mean of equal decimals is not exactly that decimal in doubles.
    const std::vector<double> constant(7, 0.1);
    const std::vector<NumericView> features = {NumericView(std::span(constant))};
    const Scaling scaling = standardScaling(features, std::array<std::int64_t, 7>{0, 1, 2, 3, 4, 5, 6});
    QCOMPARE(scaling.means[0], 0.1);
    QVERIFY(scaling.scales[0] == 1.0);
}

QTEST_GUILESS_MAIN(TestDataset)
#include "tst_dataset.moc"
