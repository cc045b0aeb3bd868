#include <QTest>

#include "core/agent/retention.h"
#include "core/serve/endpoints.h"
#include "tests/store/workspace.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::agent;
using namespace signalbox::telemetry;

class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void productionIsKeptLonger();
    void tablesOfAnyNameGetOld();
    void theOldestGoBeyondASize();
};

void TestRetention::productionIsKeptLonger()
{
    test::Workspace yard;
    QCOMPARE(retentionOf(yard.store())->kept, std::chrono::days(30));
    QVERIFY(serve::createEndpoint(yard.store(), yard.ada, "dev", serve::Environment::Dev));
    QCOMPARE(retentionOf(yard.store())->kept, std::chrono::days(30));
    QVERIFY(serve::createEndpoint(yard.store(), yard.ada, "prod", serve::Environment::Production));
    QCOMPARE(retentionOf(yard.store())->kept, std::chrono::days(90));
}

void TestRetention::tablesOfAnyNameGetOld()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
    SeededRandom random(1);
    const TimePoint now = at(0) + std::chrono::days(100);
    for (const std::int64_t day : {69, 71})
        QVERIFY(file->append(everyType(),
                             randomChunk(everyType(), 10, random, Ticks(std::chrono::days(day)).count())));
    QVERIFY(tidyTelemetry(*file, {}, now));
    QCOMPARE(file->statistics()->front().rows, std::int64_t{10});
    QVERIFY(tidyTelemetry(*file, {}, now + std::chrono::days(2)));
    QVERIFY(file->statistics()->empty());
}

void TestRetention::theOldestGoBeyondASize()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder)).value();
    SeededRandom random(1);
    for (const std::int64_t day : {1, 2})
        QVERIFY(file->append(everyType(),
                             randomChunk(everyType(), 10, random, Ticks(std::chrono::days(day)).count())));
    QVERIFY(
        tidyTelemetry(*file, {.bytes = file->statistics()->front().bytes - 1}, at(0) + std::chrono::days(3)));
    QCOMPARE(file->statistics()->front().oldest, at(0) + std::chrono::days(2));
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
