#include <QTest>

#include <limits>

#include "core/telemetry/request_chunk.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

class TestRequestChunk : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void requestsAreLaidOutAsTheirTable();
    void unknownLabelIsNoDeployment();
    void equalTextsAreStoredOnce();
    void tracesAreLaidOutAsTheirTable();
    void nothingFitsToo();
};

void TestRequestChunk::requestsAreLaidOutAsTheirTable()
{
    const std::vector<RequestLabel> labels = {
        {}, {.endpoint = "diabetes", .deployment = "blue", .model = "diabetes", .version = 4}};
    const std::vector<RequestRow> rows = {{.timestamp = 1000,
                                           .duration = 1'500'000,
                                           .operation = 0x0123456789abcdefU,
                                           .label = 1,
                                           .rows = 2,
                                           .score = 0.25F,
                                           .resultCode = 200,
                                           .success = true},
                                          {.timestamp = 1001,
                                           .duration = 1,
                                           .operation = 10,
                                           .label = 0,
                                           .rows = 0,
                                           .score = std::numeric_limits<float>::quiet_NaN(),
                                           .resultCode = 404,
                                           .success = false,
                                           .synthetic = true}};
    const Chunk chunk = requestChunk(rows, labels);
    QVERIFY(checkChunk(requestsTable(), chunk));
    const std::vector<QByteArray> lines = rowsOf(chunk);
    QCOMPARE(lines.size(), std::size_t{2});
    QCOMPARE(lines[0],
             QByteArray("1000 | 'diabetes' | 1.5(3ff8000000000000) | '200' | 1 | 'blue' | 'diabetes' | 4 | "
                        "0.25(3fd0000000000000) | 2 | '0123456789abcdef' | '' | "));
    QCOMPARE(lines[1],
             QByteArray("1001 | '' | 1e-06(3eb0c6f7a0b5ed8d) | '404' | 0 | '' | '' | null | null | 0 | "
                        "'000000000000000a' | 'probe' | "));
}

void TestRequestChunk::unknownLabelIsNoDeployment()
{
    const std::vector<RequestRow> rows = {{.timestamp = 1, .label = 7}};
    const Chunk chunk = requestChunk(rows, {});
    QVERIFY(checkChunk(requestsTable(), chunk));
    QVERIFY(chunk.columns[5].text(0).empty());
    QVERIFY(chunk.columns[7].isNull(0));
}

void TestRequestChunk::equalTextsAreStoredOnce()
{
    const std::vector<RequestLabel> labels = {
        {.endpoint = "a", .deployment = "blue", .model = "m", .version = 1},
        {.endpoint = "a", .deployment = "blue", .model = "m", .version = 2},
        {.endpoint = "b", .deployment = "blue", .model = "m", .version = 1}};
    std::vector<RequestRow> rows;
    for (std::uint32_t i = 0; i < 30; ++i)
        rows.push_back({.timestamp = i, .operation = i, .label = i % 3, .resultCode = 200});
    const Chunk chunk = requestChunk(rows, labels);
    QCOMPARE(chunk.columns[1].texts, TextList({"a", "b"}));
    QCOMPARE(chunk.columns[3].texts, TextList({"200"}));
    QCOMPARE(chunk.columns[5].texts, TextList({"blue"}));
    QCOMPARE(chunk.columns[6].texts, TextList({"m"}));
}

void TestRequestChunk::tracesAreLaidOutAsTheirTable()
{
    const std::vector<TraceRow> rows = {
        {.time = at(5), .severityLevel = 2, .message = "low", .role = "agent"},
        {.time = at(6), .severityLevel = 3, .message = "lost", .role = "agent"}};
    const Chunk chunk = traceChunk(rows);
    QVERIFY(checkChunk(tracesTable(), chunk));
    const std::vector<QByteArray> expected = {"5 | 'low' | 2 | 'agent' | ", "6 | 'lost' | 3 | 'agent' | "};
    QCOMPARE(rowsOf(chunk), expected);
}

void TestRequestChunk::nothingFitsToo()
{
    QVERIFY(checkChunk(requestsTable(), requestChunk({}, {})));
    QVERIFY(checkChunk(tracesTable(), traceChunk({})));
}

QTEST_GUILESS_MAIN(TestRequestChunk)
#include "tst_request_chunk.moc"
