#include <QTest>

#include <array>
#include <map>
#include <string>

#include "core/serve/router.h"
#include "tests/serve/sample_routes.h"

using namespace signalbox;
using namespace signalbox::serve;

class TestRouter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void targets_data();
    void targets();
    void splitsExactly_data();
    void splitsExactly();
    void splitsUnpredictably();
    void keyComparison_data();
    void keyComparison();
};

void TestRouter::targets_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("resource");
    QTest::addColumn<QByteArray>("endpoint");
    const auto row = [](const char *text, Resource resource, const char *endpoint) {
        QTest::newRow(text) << QByteArray(text) << static_cast<int>(resource) << QByteArray(endpoint);
    };
    row("/healthz", Resource::Health, "");
    row("/healthz?x=/endpoints/a/score", Resource::Health, "");
    row("/endpoints/churn/score", Resource::Score, "churn");
    row("/endpoints/churn/score?api-version=1", Resource::Score, "churn");
    row("/endpoints/churn/signature", Resource::Signature, "churn");
    row("/endpoints/churn/score/", Resource::Unknown, "churn");
    row("/endpoints/churn/Score", Resource::Unknown, "churn");
    row("/endpoints/churn", Resource::Unknown, "");
    row("/endpoints//score", Resource::Score, "");
    row("/endpoints/", Resource::Unknown, "");
    row("/", Resource::Unknown, "");
    row("", Resource::Unknown, "");
    row("*", Resource::Unknown, "");
    row("http://127.0.0.1/healthz", Resource::Unknown, "");
}

void TestRouter::targets()
{
    QFETCH(QByteArray, text);
    QFETCH(int, resource);
    QFETCH(QByteArray, endpoint);
    const std::string held = text.toStdString();
    const Target target = parseTarget(held);
    QCOMPARE(static_cast<int>(target.resource), resource);
    QCOMPARE(QByteArray::fromStdString(std::string(target.endpoint)), endpoint);
}

void TestRouter::splitsExactly_data()
{
    QTest::addColumn<int>("blue");
    for (const int blue : {0, 1, 10, 50, 99, 100})
        QTest::addRow("%d to %d", blue, 100 - blue) << blue;
}

void TestRouter::splitsExactly()
{
    QFETCH(int, blue);
    const auto routes = compileRoutes(sampleRoutes(blue, 100 - blue), {}, nullptr).value();
    const CompiledEndpoint &endpoint = routes->endpoints.at("churn");
    TrafficSplit split;
    SeededRandom random(20);
    for (int block = 0; block < 30; ++block) {
        int toBlue = 0;
        for (int i = 0; i < 100; ++i)
            toBlue += split.next(endpoint, random).name == "blue" ? 1 : 0;
        QCOMPARE(toBlue, blue);
    }
}

// The place of the one request in a hundred must be uniform: chi-square with 99 degrees of freedom.
void TestRouter::splitsUnpredictably()
{
    const auto routes = compileRoutes(sampleRoutes(99, 1), {}, nullptr).value();
    const CompiledEndpoint &endpoint = routes->endpoints.at("churn");
    TrafficSplit split;
    SeededRandom random(7);
    std::array<double, 100> places{};
    constexpr int blocks = 20'000;
    for (int block = 0; block < blocks; ++block)
        for (std::size_t i = 0; i < places.size(); ++i)
            places[i] += split.next(endpoint, random).name == "green" ? 1 : 0;
    double chiSquare = 0;
    for (const double seen : places)
        chiSquare += (seen - blocks / 100.0) * (seen - blocks / 100.0) / (blocks / 100.0);
    QVERIFY2(chiSquare < 148.2, qPrintable(QString::number(chiSquare)));
    QVERIFY2(chiSquare > 60.0, "more even than chance would be");
}

void TestRouter::keyComparison_data()
{
    QTest::addColumn<QByteArray>("a");
    QTest::addColumn<QByteArray>("b");
    QTest::addColumn<bool>("equal");
    QTest::newRow("equal") << QByteArray("abc") << QByteArray("abc") << true;
    QTest::newRow("last differs") << QByteArray("abc") << QByteArray("abd") << false;
    QTest::newRow("first differs") << QByteArray("abc") << QByteArray("bbc") << false;
    QTest::newRow("prefix") << QByteArray("abc") << QByteArray("ab") << false;
    QTest::newRow("high bytes") << QByteArray("\xff") << QByteArray("\x7f") << false;
    QTest::newRow("empty") << QByteArray() << QByteArray() << true;
}

void TestRouter::keyComparison()
{
    QFETCH(QByteArray, a);
    QFETCH(QByteArray, b);
    QFETCH(bool, equal);
    QCOMPARE(equalInConstantTime(a.toStdString(), b.toStdString()), equal);
}

QTEST_GUILESS_MAIN(TestRouter)
#include "tst_router.moc"
