#include <QTest>

#include <algorithm>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/telemetry/segments.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

std::int64_t segmentsIn(const TelemetryFile &file)
{
    const auto statistics = file.statistics();
    return statistics && !statistics->empty() ? statistics->front().segments : 0;
}

} // namespace

class TestTelemetryMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryRow();
    void leavesFewSegments();
    void leavesAFewSmallOnesAlone();
    void fillsColumnsThatCameLater();
    void fullSegmentsStay();
    void damagedSegmentsStayApart();
    void tablesStayApart();
    void stopsWhenAsked();
};

void TestTelemetryMerge::keepsEveryRow()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(1);
    std::vector<Chunk> written;
    for (int i = 0; i < 40; ++i) {
        written.push_back(randomChunk(everyType(), 1 + random.below(50), random, i * 100, i % 3 == 0));
        QVERIFY((*file)->append(everyType(), written.back()));
    }
    const auto merged = (*file)->mergeSmallSegments();
    QVERIFY2(merged, merged ? "" : merged.error().text().c_str());
    QCOMPARE(*merged, std::int64_t{32});
    QCOMPARE(segmentsIn(**file), std::int64_t{8 + 2});
    const auto read = (*file)->read("every", {}, namesOf(everyType()));
    QVERIFY(read);
    QCOMPARE(rowsOf(*read), rowsOf(written));
    const auto part = (*file)->read("every", {.from = at(1000), .to = at(2000)}, namesOf(everyType()));
    QVERIFY(part);
    QCOMPARE(rowsOf(*part), rowsOf(std::span(written).subspan(10, 10)));
}

void TestTelemetryMerge::leavesFewSegments()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(2);
    const TableSpec table{.name = "t", .columns = {{.name = "timestamp", .type = ColumnType::DateTime}}};
    for (int i = 0; i < 600; ++i) {
        QVERIFY((*file)->append(table, randomChunk(table, 2, random, i * 2)));
        if (i % 10 == 0)
            QVERIFY((*file)->mergeSmallSegments());
    }
    QVERIFY((*file)->mergeSmallSegments());
    // 600 = 2 * 256 + 5 * 16 + 8
    QCOMPARE(segmentsIn(**file), std::int64_t{2 + 5 + 8});
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{0});
    QCOMPARE((*file)->statistics()->front().rows, std::int64_t{1200});
}

void TestTelemetryMerge::leavesAFewSmallOnesAlone()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(3);
    for (int i = 0; i < segmentsPerMerge - 1; ++i)
        QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 1, random, i)));
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{0});
    QCOMPARE(segmentsIn(**file), std::int64_t{segmentsPerMerge - 1});
}

void TestTelemetryMerge::fillsColumnsThatCameLater()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(4);
    TableSpec narrow = everyType();
    narrow.columns.resize(2);
    std::vector<QByteArray> expected;
    for (int i = 0; i < segmentsPerMerge; ++i) {
        const Chunk chunk = randomChunk(i < 8 ? narrow : everyType(), 3, random, i * 3);
        QVERIFY((*file)->append(i < 8 ? narrow : everyType(), chunk));
        for (QByteArray row : rowsOf(chunk)) {
            if (i < 8)
                row += QByteArray("null | ").repeated(7);
            expected.push_back(row);
        }
    }
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{segmentsPerMerge});
    const auto read = (*file)->read("every", {}, namesOf(everyType()));
    QVERIFY(read);
    QCOMPARE(read->size(), std::size_t{1});
    QCOMPARE(rowsOf(*read), expected);
}

void TestTelemetryMerge::fullSegmentsStay()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(5);
    const TableSpec table{.name = "t", .columns = {{.name = "timestamp", .type = ColumnType::DateTime}}};
    for (int i = 0; i < segmentsPerMerge; ++i)
        QVERIFY((*file)->append(table, randomChunk(table, fullSegmentRows, random, i)));
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{0});
    // Sixteen of almost that size come two by two into one, and those are full.
    for (int i = 0; i < segmentsPerMerge; ++i)
        QVERIFY((*file)->append(table, randomChunk(table, fullSegmentRows - 1, random, i)));
    QVERIFY((*file)->mergeSmallSegments());
    QCOMPARE(segmentsIn(**file), std::int64_t{segmentsPerMerge + 15});
    QCOMPARE((*file)->statistics()->front().rows, segmentsPerMerge * (2 * fullSegmentRows - 1));
}

void TestTelemetryMerge::damagedSegmentsStayApart()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(6);
    std::vector<Chunk> written;
    for (int i = 0; i < segmentsPerMerge + 1; ++i) {
        written.push_back(randomChunk(everyType(), 5, random, i * 10));
        QVERIFY((*file)->append(everyType(), written.back()));
    }
    SQLite::Database db(toUtf8(telemetryFileIn(folder)), SQLite::OPEN_READWRITE);
    QCOMPARE(db.exec("UPDATE segment_columns SET bytes = x'0102' WHERE segment = 4 AND name = 'real'"), 1);
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{15});
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{0});
    QCOMPARE(segmentsIn(**file), std::int64_t{3});

    const auto read = (*file)->read("every", {}, namesOf(everyType()));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::DataLoss);
    const auto before = (*file)->read("every", {.from = at(0), .to = at(30)}, namesOf(everyType()));
    QVERIFY(before);
    QCOMPARE(rowsOf(*before), rowsOf(std::span(written).first(3)));
    const auto after = (*file)->read("every", {.from = at(40), .to = at(1000)}, namesOf(everyType()));
    QVERIFY(after);
    QCOMPARE(rowsOf(*after), rowsOf(std::span(written).subspan(4)));
}

void TestTelemetryMerge::tablesStayApart()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(7);
    TableSpec other = everyType();
    other.name = "other";
    std::vector<Chunk> written;
    for (int i = 0; i < 2 * segmentsPerMerge; ++i) {
        written.push_back(randomChunk(everyType(), 2, random, i * 2));
        QVERIFY((*file)->append(i % 2 == 0 ? everyType() : other, written.back()));
    }
    QCOMPARE((*file)->mergeSmallSegments().value_or(-1), std::int64_t{2 * segmentsPerMerge});
    std::vector<Chunk> even;
    for (std::size_t i = 0; i < written.size(); i += 2)
        even.push_back(written[i]);
    const auto read = (*file)->read("every", {}, namesOf(everyType()));
    QVERIFY(read);
    QCOMPARE(rowsOf(*read), rowsOf(even));
}

void TestTelemetryMerge::stopsWhenAsked()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    SeededRandom random(8);
    for (int i = 0; i < segmentsPerMerge; ++i)
        QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 1, random, i)));
    StopSource stop;
    stop.requestStop();
    QCOMPARE((*file)->mergeSmallSegments(stop.token()).value_or(-1), std::int64_t{0});
    QCOMPARE(segmentsIn(**file), std::int64_t{segmentsPerMerge});
}

QTEST_GUILESS_MAIN(TestTelemetryMerge)
#include "tst_telemetry_merge.moc"
