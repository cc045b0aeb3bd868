#include <QTest>
#include <cmath>
#include <limits>

#include "ui/widgets/format.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestFormat : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void counts_data()
    {
        QTest::addColumn<qint64>("count");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64{0} << u"0"_s;
        QTest::newRow("three digits") << qint64{999} << u"999"_s;
        QTest::newRow("four digits") << qint64{1000} << u"1 000"_s;
        QTest::newRow("seven digits") << qint64{1204331} << u"1 204 331"_s;
        QTest::newRow("negative") << qint64{-123456} << u"−123 456"_s;
        QTest::newRow("negative three") << qint64{-123} << u"−123"_s;
    }
    void counts()
    {
        QFETCH(qint64, count);
        QFETCH(QString, text);
        QCOMPARE(countText(count).replace(QChar(0x202f), u' '), text);
    }

    void numbers_data()
    {
        QTest::addColumn<QString>("made");
        QTest::addColumn<QString>("text");
        const double nan = std::nan("");
        QTest::newRow("number") << numberText(0.7814) << u"0.781"_s;
        QTest::newRow("minus") << numberText(-1.5, 1) << u"−1.5"_s;
        QTest::newRow("no minus zero") << numberText(-0.0001, 2) << u"0.00"_s;
        QTest::newRow("nan") << numberText(nan) << u"—"_s;
        QTest::newRow("infinite") << numberText(std::numeric_limits<double>::infinity()) << u"—"_s;
        QTest::newRow("better") << deltaText(0.038) << u"+0.038"_s;
        QTest::newRow("worse") << deltaText(-0.019) << u"−0.019"_s;
        QTest::newRow("no change has no sign") << deltaText(-0.00001) << u"0.000"_s;
        QTest::newRow("percent") << percentText(0.0041, 2).replace(QChar(0x00a0), u' ') << u"0.41 %"_s;
        QTest::newRow("microseconds") << durationText(0.85) << u"850 µs"_s;
        QTest::newRow("milliseconds") << durationText(12.14) << u"12.1 ms"_s;
        QTest::newRow("hundreds") << durationText(412.3) << u"412 ms"_s;
        QTest::newRow("seconds") << durationText(2400) << u"2.4 s"_s;
        QTest::newRow("minutes") << durationText(125000) << u"2 min 5 s"_s;
        QTest::newRow("short small") << shortCountText(312) << u"312"_s;
        QTest::newRow("short million") << shortCountText(1204331) << u"1.2 M"_s;
        QTest::newRow("short edge") << shortCountText(999999) << u"1.0 M"_s;
        QTest::newRow("bytes") << byteText(999) << u"999 B"_s;
        QTest::newRow("kilobytes") << byteText(48100) << u"48.1 kB"_s;
    }
    void numbers()
    {
        QFETCH(QString, made);
        QFETCH(QString, text);
        QCOMPARE(made, text);
    }

    void times()
    {
        const TimePoint time = *fromIso8601("2026-11-23T14:32:07.5Z");
        QCOMPARE(clockText(time), u"14:32:07"_s);
        QCOMPARE(dayText(time), u"23 Nov 14:32"_s);
        QCOMPARE(fullTimeText(time), u"2026-11-23 14:32:07 UTC"_s);
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("now") << qint64{0} << u"0 ms ago"_s;
        QTest::newRow("milliseconds") << qint64{180} << u"180 ms ago"_s;
        QTest::newRow("seconds") << qint64{59'999} << u"59 s ago"_s;
        QTest::newRow("minutes") << qint64{60'000} << u"1 min ago"_s;
        QTest::newRow("hours") << qint64{7'200'000} << u"2 h ago"_s;
        QTest::newRow("days") << qint64{3 * 86'400'000} << u"3 d ago"_s;
        QTest::newRow("a clock that went back") << qint64{-5000} << u"0 ms ago"_s;
    }
    void ages()
    {
        QFETCH(qint64, milliseconds);
        QFETCH(QString, text);
        const TimePoint then = *fromIso8601("2026-11-23T14:32:07Z");
        QCOMPARE(ageText(then, then + std::chrono::milliseconds(milliseconds)), text);
    }

    void textsKeepTheirUnicode()
    {
        const std::string utf8 = "Größe 漢字 🚂";
        QCOMPARE(fromQt(toQt(utf8)), utf8);
    }
};

QTEST_MAIN(TestFormat)
#include "tst_format.moc"
