#include <QTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/telemetry/aggregate.h"
#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;

namespace {

const std::vector<RequestLabel> labels = {
    {.endpoint = "a", .deployment = "green", .model = "m", .version = 5},
    {.endpoint = "a", .deployment = "blue", .model = "m", .version = 4},
    {.endpoint = "b", .deployment = "blue", .model = "m", .version = 4},
    {.endpoint = "a", .deployment = "blue", .model = "m", .version = 3},
    {}};

std::vector<RequestRow> randomRequests(std::size_t count, SeededRandom &random)
{
    std::vector<RequestRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
        const bool success = random.below(10) != 0;
        rows.push_back({.timestamp = static_cast<std::int64_t>(random.below(10'000)) - 2000,
                        .duration = static_cast<std::int64_t>(random.below(1000)) * 1'000'000,
                        .operation = i,
                        .label = static_cast<std::uint32_t>(random.below(labels.size())),
                        .rows = 1,
                        .score = success ? static_cast<float>(random.uniform())
                                         : std::numeric_limits<float>::quiet_NaN(),
                        .resultCode = static_cast<std::uint16_t>(success ? 200 : 500),
                        .success = success});
    }
    return rows;
}

// Chunks as they come from a file.
std::vector<Chunk> chunksOf(const std::vector<RequestRow> &rows, std::size_t perChunk = 100)
{
    std::vector<Chunk> chunks;
    for (std::size_t start = 0; start < rows.size(); start += perChunk) {
        const Chunk all =
            requestChunk(std::span(rows).subspan(start, std::min(perChunk, rows.size() - start)), labels);
        Chunk chunk{.columns = {}, .rows = all.rows};
        for (const std::string &name : aggregateColumns()) {
            const auto place = std::ranges::find(requestsTable().columns, name, &ColumnSpec::name);
            chunk.columns.push_back(
                all.columns[static_cast<std::size_t>(place - requestsTable().columns.begin())]);
        }
        chunks.push_back(std::move(chunk));
    }
    return chunks;
}

QByteArray textOf(const RequestStatistics &statistics)
{
    return QByteArray::fromStdString(fmt::format("{} {} {:.6f} {:.6f} {:.6f} {:.6f}", statistics.requests,
                                                 statistics.errors, statistics.p50, statistics.p95,
                                                 statistics.p99, statistics.meanScore));
}

// The slow and obvious way.
RequestStatistics naive(const std::vector<RequestRow> &rows)
{
    RequestStatistics statistics;
    std::vector<double> durations;
    double scores = 0;
    int scored = 0;
    for (const RequestRow &row : rows) {
        ++statistics.requests;
        statistics.errors += row.success ? 0 : 1;
        durations.push_back(static_cast<double>(row.duration) / 1e6);
        if (!std::isnan(row.score)) {
            scores += static_cast<double>(row.score);
            ++scored;
        }
    }
    std::ranges::sort(durations);
    const auto percentile = [&](double p) {
        const double rank = std::ceil(p * static_cast<double>(durations.size()) / 100);
        return durations[static_cast<std::size_t>(rank) - 1];
    };
    if (!durations.empty()) {
        statistics.p50 = percentile(50);
        statistics.p95 = percentile(95);
        statistics.p99 = percentile(99);
    }
    if (scored > 0)
        statistics.meanScore = scores / scored;
    return statistics;
}

} // namespace

class TestAggregate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void seriesEqualTheNaiveCalculation_data();
    void seriesEqualTheNaiveCalculation();
    void summariesEqualTheNaiveCalculation();
    void percentilesAreNearestRank_data();
    void percentilesAreNearestRank();
    void binsStartAtMultiples();
    void openRangesEndAtTheRequests();
    void nothingGivesNothing();
    void tooManyBinsAreRefused_data();
    void tooManyBinsAreRefused();
    void missingDurationsAndScores();
    void probesAreLeftOut();
    void readsFromTheFile();
};

void TestAggregate::seriesEqualTheNaiveCalculation_data()
{
    QTest::addColumn<QByteArray>("endpoint");
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<qint64>("bin");
    QTest::newRow("one endpoint") << QByteArray("a") << qint64{0} << qint64{8000} << qint64{1000};
    QTest::newRow("all endpoints") << QByteArray() << qint64{0} << qint64{8000} << qint64{1000};
    QTest::newRow("before 1970") << QByteArray("a") << qint64{-2000} << qint64{500} << qint64{300};
    QTest::newRow("uneven ends") << QByteArray("a") << qint64{123} << qint64{4567} << qint64{700};
    QTest::newRow("one bin") << QByteArray("b") << qint64{0} << qint64{100} << qint64{100'000};
    QTest::newRow("bins of a tick") << QByteArray("a") << qint64{0} << qint64{50} << qint64{1};
}

void TestAggregate::seriesEqualTheNaiveCalculation()
{
    QFETCH(const QByteArray, endpoint);
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    QFETCH(const qint64, bin);
    SeededRandom random(1);
    const std::vector<RequestRow> rows = randomRequests(3000, random);
    const auto series =
        deploymentSeries(chunksOf(rows), view(endpoint), {.from = at(from), .to = at(to)}, Ticks(bin));
    QVERIFY(series);

    std::map<std::pair<std::string, std::int64_t>, std::map<std::int64_t, std::vector<RequestRow>>> expected;
    for (const RequestRow &row : rows) {
        const RequestLabel &label = labels[row.label];
        if ((endpoint.isEmpty() || label.endpoint == view(endpoint)) && row.timestamp >= from &&
            row.timestamp < to) {
            const double start = std::floor(static_cast<double>(row.timestamp) / static_cast<double>(bin));
            expected[{label.deployment, label.version}][static_cast<std::int64_t>(start) * bin].push_back(
                row);
        }
    }
    QCOMPARE(series->size(), expected.size());
    auto next = expected.begin();
    for (const DeploymentSeries &one : *series) {
        QCOMPARE(bytes(one.deployment), bytes(next->first.first));
        QCOMPARE(one.version, next->first.second);
        for (const Bin &each : one.bins) {
            const std::int64_t start = each.start.time_since_epoch().count();
            QCOMPARE(textOf(each.statistics), textOf(naive(next->second[start])));
            next->second.erase(start);
        }
        QVERIFY2(next->second.empty(), "a request is in no bin");
        ++next;
    }
}

void TestAggregate::summariesEqualTheNaiveCalculation()
{
    SeededRandom random(2);
    const std::vector<RequestRow> rows = randomRequests(3000, random);
    const auto summaries = deploymentSummaries(chunksOf(rows), "a", {.from = at(0), .to = at(5000)});
    QCOMPARE(summaries.size(), std::size_t{3});
    for (const DeploymentSummary &summary : summaries) {
        std::vector<RequestRow> own;
        std::vector<std::int64_t> times;
        for (const RequestRow &row : rows) {
            const RequestLabel &label = labels[row.label];
            if (label.endpoint == "a" && label.deployment == summary.deployment &&
                label.version == summary.version && row.timestamp >= 0 && row.timestamp < 5000) {
                own.push_back(row);
                times.push_back(row.timestamp);
            }
        }
        QCOMPARE(textOf(summary.statistics), textOf(naive(own)));
        QVERIFY(summary.first == at(*std::ranges::min_element(times)));
        QVERIFY(summary.last == at(*std::ranges::max_element(times)));
        QCOMPARE(summary.statistics.errorRate(),
                 static_cast<double>(summary.statistics.errors) / static_cast<double>(own.size()));
    }
    QCOMPARE(bytes(summaries[0].deployment), QByteArray("blue"));
    QCOMPARE(summaries[0].version, std::int64_t{3});
    QCOMPARE(summaries[1].version, std::int64_t{4});
    QCOMPARE(bytes(summaries[2].deployment), QByteArray("green"));
}

void TestAggregate::percentilesAreNearestRank_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("1") << 1 << QByteArray("1 1 1");
    QTest::newRow("2") << 2 << QByteArray("1 2 2");
    QTest::newRow("3") << 3 << QByteArray("2 3 3");
    QTest::newRow("20") << 20 << QByteArray("10 19 20");
    QTest::newRow("100") << 100 << QByteArray("50 95 99");
    QTest::newRow("101") << 101 << QByteArray("51 96 100");
    QTest::newRow("1000") << 1000 << QByteArray("500 950 990");
}

void TestAggregate::percentilesAreNearestRank()
{
    QFETCH(const int, count);
    QFETCH(const QByteArray, expected);
    std::vector<RequestRow> rows;
    for (int i = 1; i <= count; ++i)
        rows.push_back({.timestamp = 1, .duration = i * std::int64_t{1'000'000}, .label = 0});
    SeededRandom(3).shuffle(rows);
    const auto summaries = deploymentSummaries(chunksOf(rows), "a", {});
    QCOMPARE(summaries.size(), std::size_t{1});
    const RequestStatistics &statistics = summaries[0].statistics;
    QCOMPARE(
        QByteArray::fromStdString(fmt::format("{} {} {}", statistics.p50, statistics.p95, statistics.p99)),
        expected);
}

void TestAggregate::binsStartAtMultiples()
{
    const std::vector<RequestRow> rows = {{.timestamp = 25, .label = 1}};
    const auto series = deploymentSeries(chunksOf(rows), "a", {.from = at(-15), .to = at(40)}, Ticks(10));
    QVERIFY(series);
    QCOMPARE(series->size(), std::size_t{1});
    std::vector<std::int64_t> starts;
    std::vector<std::int64_t> counts;
    for (const Bin &bin : series->front().bins) {
        starts.push_back(bin.start.time_since_epoch().count());
        counts.push_back(bin.statistics.requests);
    }
    QCOMPARE(starts, std::vector<std::int64_t>({-20, -10, 0, 10, 20, 30}));
    QCOMPARE(counts, std::vector<std::int64_t>({0, 0, 0, 0, 1, 0}));
    QVERIFY(std::isnan(series->front().bins[0].statistics.p99));
    QVERIFY(std::isnan(series->front().bins[0].statistics.meanScore));
    QCOMPARE(series->front().bins[0].statistics.errorRate(), 0.0);
}

void TestAggregate::openRangesEndAtTheRequests()
{
    const std::vector<RequestRow> rows = {
        {.timestamp = 25, .label = 1}, {.timestamp = 47, .label = 0}, {.timestamp = 1000, .label = 2}};
    const auto series = deploymentSeries(chunksOf(rows), "a", {}, Ticks(10));
    QVERIFY(series);
    QCOMPARE(series->size(), std::size_t{2});
    QCOMPARE(series->front().bins.size(), std::size_t{3});
    QVERIFY(series->front().bins.front().start == at(20));
}

void TestAggregate::nothingGivesNothing()
{
    const auto none = deploymentSeries({}, "a", {}, Ticks(10));
    QVERIFY(none);
    QVERIFY(none->empty());
    const std::vector<RequestRow> rows = {{.timestamp = 25, .label = 1}};
    for (const TimeRange range :
         {TimeRange{.from = at(30), .to = at(20)}, TimeRange{.from = at(26), .to = at(30)}}) {
        const auto series = deploymentSeries(chunksOf(rows), "a", range, Ticks(10));
        QVERIFY(series);
        QVERIFY(series->empty());
        QVERIFY(deploymentSummaries(chunksOf(rows), "a", range).empty());
    }
    QVERIFY(deploymentSummaries(chunksOf(rows), "c", {}).empty());
}

void TestAggregate::tooManyBinsAreRefused_data()
{
    QTest::addColumn<qint64>("from");
    QTest::addColumn<qint64>("to");
    QTest::addColumn<qint64>("bin");
    QTest::addColumn<bool>("fits");
    constexpr qint64 smallest = std::numeric_limits<qint64>::min();
    constexpr qint64 largest = std::numeric_limits<qint64>::max();
    QTest::newRow("just enough") << qint64{0} << qint64{maximumBins} << qint64{1} << true;
    QTest::newRow("one too many") << qint64{0} << qint64{maximumBins + 1} << qint64{1} << false;
    QTest::newRow("all of time") << smallest + 1 << largest - 1 << qint64{1} << false;
    QTest::newRow("bins of nothing") << qint64{0} << qint64{10} << qint64{0} << false;
    QTest::newRow("negative bins") << qint64{0} << qint64{10} << qint64{-1} << false;
}

void TestAggregate::tooManyBinsAreRefused()
{
    QFETCH(const qint64, from);
    QFETCH(const qint64, to);
    QFETCH(const qint64, bin);
    QFETCH(const bool, fits);
    const auto series = deploymentSeries({}, "a", {.from = at(from), .to = at(to)}, Ticks(bin));
    QCOMPARE(series.has_value(), fits);
    if (!fits)
        QCOMPARE(series.error().code, ErrorCode::InvalidArgument);
}

void TestAggregate::missingDurationsAndScores()
{
    const std::vector<RequestRow> rows = {
        {.timestamp = 1, .duration = 1'000'000, .label = 0, .success = true},
        {.timestamp = 2, .duration = 9'000'000, .label = 0, .success = true},
        {.timestamp = 3, .duration = 9'000'000, .label = 0, .success = true}};
    std::vector<Chunk> chunks = chunksOf(rows);
    chunks[0].columns[2].reals[1] = std::numeric_limits<double>::quiet_NaN();
    chunks[0].columns[2].nulls = {0, 0, 1};
    const auto summaries = deploymentSummaries(chunks, "a", {});
    QCOMPARE(textOf(summaries.at(0).statistics), QByteArray("3 0 1.000000 1.000000 1.000000 nan"));
}

void TestAggregate::probesAreLeftOut()
{
    const std::vector<RequestRow> rows = {{.timestamp = 1, .label = 0, .synthetic = true},
                                          {.timestamp = 2, .label = 0},
                                          {.timestamp = 3, .label = 1, .synthetic = true}};
    const auto summaries = deploymentSummaries(chunksOf(rows), "a", {});
    QCOMPARE(summaries.size(), std::size_t{1});
    QCOMPARE(summaries[0].statistics.requests, std::int64_t{1});
    QVERIFY(summaries[0].first == at(2));
    const auto series = deploymentSeries(chunksOf(rows), "", {}, Ticks(1));
    QVERIFY(series);
    QCOMPARE(series->size(), std::size_t{1});
    QCOMPARE(series->front().bins.size(), std::size_t{1});
}

void TestAggregate::readsFromTheFile()
{
    const QTemporaryDir folder;
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QVERIFY(readDeploymentSummaries(**file, "a", {})->empty());
    SeededRandom random(4);
    const std::vector<RequestRow> rows = randomRequests(500, random);
    QVERIFY((*file)->append(requestsTable(), requestChunk(rows, labels)));
    const TimeRange range{.from = at(100), .to = at(7000)};

    const auto expected = deploymentSummaries(chunksOf(rows), "a", range);
    const auto summaries = readDeploymentSummaries(**file, "a", range);
    QVERIFY(summaries);
    QCOMPARE(summaries->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        QCOMPARE(textOf((*summaries)[i].statistics), textOf(expected[i].statistics));

    const auto expectedSeries = deploymentSeries(chunksOf(rows), "a", range, Ticks(1000));
    const auto series = readDeploymentSeries(**file, "a", range, Ticks(1000));
    QVERIFY(series && expectedSeries);
    QCOMPARE(series->size(), expectedSeries->size());
    for (std::size_t i = 0; i < series->size(); ++i) {
        for (std::size_t bin = 0; bin < (*series)[i].bins.size(); ++bin)
            QCOMPARE(textOf((*series)[i].bins[bin].statistics),
                     textOf((*expectedSeries)[i].bins[bin].statistics));
    }
}

QTEST_GUILESS_MAIN(TestAggregate)
#include "tst_aggregate.moc"
