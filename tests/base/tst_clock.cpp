#include <QTest>

#include "core/base/clock.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestClock : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAndWrites_data();
    void readsAndWrites();
    void refuses_data();
    void refuses();
    void sortsAsTimeDoes();
    void systemClockIsNow();
    void manualClockStandsStill();
};

void TestClock::readsAndWrites_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("ticks");
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QByteArray>("readable");

    QTest::newRow("epoch") << QByteArray("1970-01-01T00:00:00Z") << qint64{0}
                           << QByteArray("1970-01-01T00:00:00.0000000Z") << QByteArray("1970-01-01 00:00:00");
    QTest::newRow("one tick") << QByteArray("1970-01-01T00:00:00.0000001Z") << qint64{1}
                              << QByteArray("1970-01-01T00:00:00.0000001Z")
                              << QByteArray("1970-01-01 00:00:00");
    QTest::newRow("tenth") << QByteArray("1970-01-01T00:00:00.5Z") << qint64{5'000'000}
                           << QByteArray("1970-01-01T00:00:00.5000000Z") << QByteArray("1970-01-01 00:00:00");
    QTest::newRow("milliseconds") << QByteArray("1970-01-01T00:00:01.002Z") << qint64{10'020'000}
                                  << QByteArray("1970-01-01T00:00:01.0020000Z")
                                  << QByteArray("1970-01-01 00:00:01");
    QTest::newRow("before the epoch")
        << QByteArray("1969-12-31T23:59:59.9999999Z") << qint64{-1}
        << QByteArray("1969-12-31T23:59:59.9999999Z") << QByteArray("1969-12-31 23:59:59");
    QTest::newRow("seven digits") << QByteArray("2026-11-23T14:32:07.1234567Z")
                                  << qint64{17'954'443'271'234'567}
                                  << QByteArray("2026-11-23T14:32:07.1234567Z")
                                  << QByteArray("2026-11-23 14:32:07");
    QTest::newRow("leap day") << QByteArray("2024-02-29T12:00:00Z") << qint64{17'092'080'000'000'000}
                              << QByteArray("2024-02-29T12:00:00.0000000Z")
                              << QByteArray("2024-02-29 12:00:00");
    QTest::newRow("leap day of a century")
        << QByteArray("2000-02-29T00:00:00Z") << qint64{9'517'824'000'000'000}
        << QByteArray("2000-02-29T00:00:00.0000000Z") << QByteArray("2000-02-29 00:00:00");
    QTest::newRow("last of Kusto") << QByteArray("9999-12-31T23:59:59.9999999Z")
                                   << qint64{2'534'023'007'999'999'999}
                                   << QByteArray("9999-12-31T23:59:59.9999999Z")
                                   << QByteArray("9999-12-31 23:59:59");
    QTest::newRow("first of Kusto") << QByteArray("0001-01-01T00:00:00Z") << qint64{-621'355'968'000'000'000}
                                    << QByteArray("0001-01-01T00:00:00.0000000Z")
                                    << QByteArray("0001-01-01 00:00:00");
}

void TestClock::readsAndWrites()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, ticks);
    QFETCH(const QByteArray, written);
    QFETCH(const QByteArray, readable);

    const Result<TimePoint> time = fromIso8601(view(text));
    QVERIFY(time.has_value());
    QCOMPARE(qint64{time->time_since_epoch().count()}, ticks);
    QCOMPARE(bytes(toIso8601(*time)), written);
    QCOMPARE(bytes(toReadable(*time)), readable);
}

void TestClock::refuses_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *text) { QTest::newRow(name) << QByteArray(text); };
    row("nothing", "");
    row("date alone", "2026-11-23");
    row("no zone", "2026-11-23T14:32:07");
    row("offset", "2026-11-23T14:32:07+01:00");
    row("small z", "2026-11-23T14:32:07z");
    row("space for T", "2026-11-23 14:32:07Z");
    row("no seconds", "2026-11-23T14:32Z");
    row("month 0", "2026-00-23T14:32:07Z");
    row("month 13", "2026-13-23T14:32:07Z");
    row("day 0", "2026-11-00T14:32:07Z");
    row("day 31 of November", "2026-11-31T14:32:07Z");
    row("no leap year", "2023-02-29T00:00:00Z");
    row("no leap century", "1900-02-29T00:00:00Z");
    row("hour 24", "2026-11-23T24:00:00Z");
    row("minute 60", "2026-11-23T14:60:00Z");
    row("second 60", "2026-11-23T14:32:60Z");
    row("year 0", "0000-01-01T00:00:00Z");
    row("signed year", "-026-11-23T14:32:07Z");
    row("signed day", "2026-11--3T14:32:07Z");
    row("plus", "2026-11-+3T14:32:07Z");
    row("letters", "20x6-11-23T14:32:07Z");
    row("empty fraction", "2026-11-23T14:32:07.Z");
    row("eight digits", "2026-11-23T14:32:07.12345678Z");
    row("comma", "2026-11-23T14:32:07,5Z");
    row("signed fraction", "2026-11-23T14:32:07.-5Z");
    row("space in front", " 2026-11-23T14:32:07Z");
    row("more behind", "2026-11-23T14:32:07Z ");
    row("slashes", "2026/11/23T14:32:07Z");
}

void TestClock::refuses()
{
    QFETCH(const QByteArray, text);

    const Result<TimePoint> time = fromIso8601(view(text));
    QVERIFY(!time.has_value());
    QCOMPARE(time.error().code, ErrorCode::InvalidArgument);
    QVERIFY(bytes(time.error().message).contains(text));
}

void TestClock::sortsAsTimeDoes()
{
    TimePoint time{Ticks{-15'000'000'000'000'000}};
    std::string last = toIso8601(time);
    for (int i = 0; i < 1000; ++i) {
        time += Ticks{97'654'321'234'567};
        std::string next = toIso8601(time);
        QVERIFY(last < next);
        QCOMPARE(fromIso8601(next), Result<TimePoint>(time));
        last = std::move(next);
    }
}

void TestClock::systemClockIsNow()
{
    const auto before = std::chrono::system_clock::now();
    const TimePoint now = SystemClock().now();
    QVERIFY(now + Ticks{1} > before);
    QVERIFY(now <= std::chrono::system_clock::now());
}

void TestClock::manualClockStandsStill()
{
    const TimePoint start{Ticks{42}};
    ManualClock clock(start);
    QVERIFY(clock.now() == start);
    QVERIFY(clock.now() == start);
    clock.advance(std::chrono::hours(24 * 7));
    QVERIFY(clock.now() == start + std::chrono::weeks(1));
    clock.advance(Ticks{1});
    QVERIFY(clock.now() == start + std::chrono::weeks(1) + Ticks{1});
}

QTEST_GUILESS_MAIN(TestClock)
#include "tst_clock.moc"
