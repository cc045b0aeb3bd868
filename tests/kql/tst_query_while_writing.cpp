#include <QTest>

#include <atomic>
#include <thread>
#include <vector>

#include "core/kql/tables/workspace_catalog.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/kql/query_rows.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::kql;
using namespace signalbox::telemetry;

namespace {

constexpr std::int64_t rowsOfASegment = 20;
constexpr std::int64_t segments = 150;

// Requests numbered from `first`, each of one row.
Status append(TelemetryFile &file, std::int64_t first)
{
    std::vector<RequestRow> rows;
    for (std::int64_t i = first; i < first + rowsOfASegment; ++i)
        rows.push_back({.timestamp = 100'000'000 + i * 10'000,
                        .duration = 1'000'000,
                        .operation = static_cast<std::uint64_t>(i),
                        .rows = 1,
                        .resultCode = 200,
                        .success = true});
    const std::vector<RequestLabel> labels = {{}};
    return file.append(requestsTable(), requestChunk(rows, labels));
}

Status writeAll(TelemetryFile &file)
{
    for (std::int64_t i = 0; i < segments; ++i) {
        SIGNALBOX_CHECK(append(file, i * rowsOfASegment));
        SIGNALBOX_CHECK(file.mergeSmallSegments());
    }
    return {};
}

} // namespace

// The console asks while the agent writes and joins segments.
class TestQueryWhileWriting : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aQuerySeesOneMoment();
};

void TestQueryWhileWriting::aQuerySeesOneMoment()
{
    const test::Workspace workspace;
    const std::filesystem::path path = workspace.folder() / telemetryFileName;
    const std::shared_ptr<TelemetryFile> writing = TelemetryFile::openForWriting(path).value();
    const std::shared_ptr<TelemetryFile> reading = TelemetryFile::openForReading(path).value();
    const auto catalog = workspaceCatalog({std::shared_ptr<void>(), &workspace.store()}, reading);
    QVERIFY(append(*writing, -rowsOfASegment)); // so that the table is there
    std::atomic<bool> done = false;
    Status written;
    std::thread writer([&] {
        written = writeAll(*writing);
        done = true;
    });
    std::vector<QList<QByteArray>> answers;
    for (bool last = false; !last;) {
        last = done;
        answers.push_back(
            queryRows(*catalog,
                      "let before = toscalar(requests | count); requests "
                      "| summarize n = count(), sum(rows), dcount(operation_Id), countif(success) "
                      "| extend before, after = toscalar(requests | count), "
                      "twice = toscalar(union requests, requests | count) / 2, "
                      "pairs = toscalar(requests | join kind=inner requests on operation_Id | count)",
                      {.threads = 2}));
    }
    writer.join();
    QVERIFY2(written, written ? "" : written.error().text().c_str());
    qlonglong rows = 0;
    for (const QList<QByteArray> &answer : answers) {
        QCOMPARE(answer.size(), 1);
        const QList<QByteArray> counts = answer.front().split('|');
        const qlonglong count = counts.front().trimmed().toLongLong();
        QVERIFY2(count >= rows && count % rowsOfASegment == 0, answer.front().constData());
        for (const QByteArray &other : counts)
            QVERIFY2(other.trimmed().toLongLong() == count, answer.front().constData());
        rows = count;
    }
    QCOMPARE(rows, qlonglong{(segments + 1) * rowsOfASegment});
}

QTEST_GUILESS_MAIN(TestQueryWhileWriting)
#include "tst_query_while_writing.moc"
