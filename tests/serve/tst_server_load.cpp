#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/serve/load_generator.h"
#include "core/telemetry/recorder.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/serve/raw_client.h"
#include "tests/serve/server_fixture.h"

using namespace signalbox;
using namespace signalbox::serve;

// What the scoring server does to many clients at once, while its routes change and while it stops.
class TestServerLoad : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsTheTraffic();
    void everyThreadTakesConnections();
    void newRoutesHoldAtOnce();
    void noRequestFailsWhileRoutesChange();
    void stopAnswersWhatWasSent();
    void stopUnderLoadDropsNothing();
    void stopCutsTheStubborn();
    void stopsTwice();
    void telemetryHasARowForEveryAnswer();
    void onlyTheAgentsRequestsAreSynthetic();
};

namespace {

// Asks in a loop until the server closes the connection; returns how many answers were 200.
std::uint64_t askUntilClosed(std::uint16_t port, std::atomic<std::uint64_t> &answers)
{
    RawClient client(port);
    std::uint64_t good = 0;
    for (;;) {
        if (!client.send(rawRequest()))
            return good;
        const auto reply = client.read();
        if (!reply)
            return good;
        ++answers;
        good += reply->status == 200 ? 1U : 0U;
        if (reply->headers.contains("connection"))
            return good;
    }
}

LoadOptions loadFor(const ScoringServer &server, double rate)
{
    return {.port = server.port(),
            .endpoint = "churn",
            .key = primaryKey,
            .columns = {"age", "income", "visits"},
            .rows = {{30, 41000.5, 2}, {61, 72000, 0}},
            .requestsPerSecond = rate,
            .timeLimit = std::chrono::seconds(20)};
}

} // namespace

void TestServerLoad::splitsTheTraffic()
{
    const auto server = startServer({.threads = 1}, sampleRoutes(90, 10));
    std::map<QByteArray, int> seen;
    RawClient client(server->port());
    for (int i = 0; i < 500; ++i) {
        QVERIFY(client.send(rawRequest()));
        ++seen[client.read().value().headers.value("azureml-model-deployment")];
    }
    QCOMPARE(seen["blue"], 450);
    QCOMPARE(seen["green"], 50);
}

void TestServerLoad::everyThreadTakesConnections()
{
    const auto server = startServer({.threads = 3});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 9; ++i)
        clients.push_back(std::make_unique<RawClient>(server->port()));
    for (const auto &client : clients)
        QVERIFY(client->send(rawRequest()));
    for (const auto &client : clients)
        QCOMPARE(client->read().value().status, 200);
    QCOMPARE(server->counters().open, std::uint64_t{9});
}

void TestServerLoad::newRoutesHoldAtOnce()
{
    const auto server = startServer({.threads = 2});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 4; ++i)
        clients.push_back(std::make_unique<RawClient>(server->port()));
    for (int turn = 0; turn < 40; ++turn) {
        const bool green = turn % 2 == 0;
        QVERIFY(server->setRoutes(green ? sampleRoutes(0, 100) : sampleRoutes(100, 0)).has_value());
        for (const auto &client : clients) {
            QVERIFY(client->send(rawRequest()));
            QCOMPARE(client->read().value().headers.value("azureml-model-deployment"),
                     QByteArray(green ? "green" : "blue"));
        }
    }
}

void TestServerLoad::noRequestFailsWhileRoutesChange()
{
    const auto server = startServer({.threads = 2});
    const auto load = LoadGenerator::start(loadFor(*server, 1000)).value();
    for (int turn = 0; turn < 300; ++turn)
        QVERIFY(server->setRoutes(sampleRoutes(turn % 101, 100 - turn % 101)).has_value());
    QTRY_VERIFY_WITH_TIMEOUT(load->report().answered > 200, 30'000);
    const LoadReport report = load->stop();
    QCOMPARE(report.failed, std::uint64_t{0});
    QCOMPARE(report.answered, report.sent);
}

void TestServerLoad::stopAnswersWhatWasSent()
{
    const auto server = startServer({.threads = 2});
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 60; ++i) {
        clients.push_back(std::make_unique<RawClient>(server->port()));
        QVERIFY(clients.back()->send(rawRequest() + rawRequest()));
    }
    // The promise is for what was accepted; the system's queue of new connections is not the server's.
    QTRY_COMPARE(server->counters().connections, std::uint64_t(60));
    server->stop();
    for (const auto &client : clients)
        for (int i = 0; i < 2; ++i)
            QCOMPARE(client->read().value().status, 200);
    QVERIFY(!server->setRoutes(sampleRoutes(100, 0)));
}

void TestServerLoad::stopUnderLoadDropsNothing()
{
    const auto server = startServer({.threads = 2});
    std::atomic<std::uint64_t> answers{0};
    std::atomic<std::uint64_t> good{0};
    std::vector<std::thread> clients;
    for (int i = 0; i < 6; ++i)
        clients.emplace_back([&] { good += askUntilClosed(server->port(), answers); });
    QTRY_VERIFY_WITH_TIMEOUT(answers > 300, 30'000);
    server->stop();
    for (std::thread &client : clients)
        client.join();
    const ServerCounters counters = server->counters();
    QCOMPARE(counters.answered, counters.received);
    QCOMPARE(answers.load(), counters.received);
    QCOMPARE(good.load(), counters.received);
    QCOMPARE(counters.open, std::uint64_t{0});
}

void TestServerLoad::stopCutsTheStubborn()
{
    const auto server = startServer({.stopTimeLimit = std::chrono::milliseconds(100)});
    RawClient half(server->port());
    QByteArray request = rawRequest();
    request.chop(1);
    QVERIFY(half.send(request));
    RawClient other(server->port());
    QVERIFY(other.send(rawRequest()));
    QCOMPARE(other.read().value().status, 200);
    server->stop();
    const auto reply = half.read();
    if (reply)
        QCOMPARE(reply->status, 408);
    QCOMPARE(server->counters().open, std::uint64_t{0});
}

void TestServerLoad::stopsTwice()
{
    const auto server = startServer();
    server->stop();
    server->stop();
    RawClient client(server->port());
    client.send(rawRequest());
    QVERIFY(!client.read());
}

void TestServerLoad::telemetryHasARowForEveryAnswer()
{
    const QTemporaryDir folder;
    const auto file = telemetry::TelemetryFile::openForWriting(
                          toPath(folder.filePath(QStringLiteral("telemetry.db")).toStdString()))
                          .value();
    const ManualClock clock(fromIso8601("2026-11-23T14:32:07Z").value());
    telemetry::Recorder recorder(*file, clock);
    QByteArray lastId;
    {
        const auto server = startServer({.threads = 2, .recorder = &recorder, .clock = &clock},
                                        sampleRoutes(100, 0, {.errorRate = 1}));
        const auto ask = [&](const QByteArray &request) {
            RawClient client(server->port());
            client.send(request);
            const auto reply = client.read();
            lastId = reply ? reply->headers.value("x-request-id") : QByteArray();
            return reply ? reply->status : 0;
        };
        QCOMPARE(ask(rawRequest(sampleBody, "azureml-model-deployment: green\r\n")), 500);
        QCOMPARE(ask(rawRequest(sampleBody, {}, "wrong")), 401);
        QCOMPARE(ask(rawRequest(R"({"input_data":[]})")), 400);
        QCOMPARE(ask("POST /endpoints/fraud/score HTTP/1.1\r\nContent-Length: 0\r\n\r\n"), 404);
        QCOMPARE(ask("POST /endpoints/churn/score HTTP/1.1\r\nContent-Length: 9999999\r\n\r\n"), 413);
        QCOMPARE(ask("GET /healthz HTTP/1.1\r\n\r\n"), 200); // not a request to an endpoint
        for (int i = 0; i < 20; ++i)
            QCOMPARE(ask(rawRequest()), 200);
        server->stop();
    }
    QVERIFY(recorder.flush().has_value());

    const std::vector<std::string> columns = {"name",      "resultCode",  "success", "deployment",
                                              "model",     "version",     "score",   "rows",
                                              "timestamp", "operation_Id"};
    const auto chunks = file->read("requests", {}, columns).value();
    std::map<std::string, int> seen;
    QByteArray lastSeen;
    for (const telemetry::Chunk &chunk : chunks) {
        for (std::size_t row = 0; row < chunk.rows; ++row) {
            const auto &column = chunk.columns;
            const auto text = [&](std::size_t i) {
                return column[i].isNull(row) ? std::string_view() : column[i].text(row);
            };
            ++seen[fmt::format("{} {} {} {}/{}/{} {} {}", text(0), text(1), column[2].integers[row] != 0,
                               text(3), text(4), column[5].isNull(row) ? 0 : column[5].integers[row],
                               column[6].isNull(row) ? "-" : fmt::format("{:.3f}", column[6].reals[row]),
                               column[7].integers[row])];
            QCOMPARE(column[8].integers[row], clock.now().time_since_epoch().count());
            if (text(1) == "200")
                lastSeen = QByteArray::fromStdString(std::string(text(9)));
        }
    }
    const learn::LogisticModel model = sampleModel();
    const double mean = (model.probability(std::vector<double>{30, 41000.5, 2}) +
                         model.probability(std::vector<double>{61, 72000, 0})) /
                        2;
    const std::map<std::string, int> expected = {
        {"churn 500 false green/churn/2 - 0", 1},
        {"churn 401 false //0 - 0", 1},
        {"churn 400 false blue/churn/1 - 0", 1},
        {"unknown 404 false //0 - 0", 1},
        {"churn 413 false //0 - 0", 1},
        {fmt::format("churn 200 true blue/churn/1 {:.3f} 2", mean), 20}};
    for (const auto &[key, count] : seen)
        QVERIFY2(expected.contains(key), key.c_str());
    QCOMPARE(seen, expected);
    QCOMPARE(lastId.size(), 16);
    QVERIFY(!lastSeen.isEmpty());
}

void TestServerLoad::onlyTheAgentsRequestsAreSynthetic()
{
    const QTemporaryDir folder;
    const auto file = telemetry::TelemetryFile::openForWriting(
                          toPath(folder.filePath(QStringLiteral("telemetry.db")).toStdString()))
                          .value();
    const ManualClock clock(fromIso8601("2026-11-23T14:32:07Z").value());
    telemetry::Recorder recorder(*file, clock);
    {
        const auto server = startServer(
            {.threads = 1, .internalToken = "token-of-the-agent", .recorder = &recorder, .clock = &clock});
        RawClient client(server->port());
        // Each key twice: the second time the connection remembers it.
        for (const std::string_view key :
             {std::string_view(primaryKey), std::string_view("token-of-the-agent")}) {
            for (const std::string_view header :
                 {"x-signalbox-synthetic: probe\r\n", "", "x-signalbox-synthetic: probe\r\n"}) {
                QVERIFY(client.send(rawRequest(sampleBody, header, key)));
                QCOMPARE(client.read().value().status, 200);
            }
        }
        server->stop();
    }
    QVERIFY(recorder.flush().has_value());
    const std::vector<std::string> columns = {"operation_SyntheticSource"};
    const auto chunks = file->read("requests", {}, columns).value();
    QStringList sources;
    for (const telemetry::Chunk &chunk : chunks) {
        for (std::size_t row = 0; row < chunk.rows; ++row)
            sources.append(QString::fromUtf8(chunk.columns[0].text(row)));
    }
    QCOMPARE(sources, QStringList({{}, {}, {}, QStringLiteral("probe"), {}, QStringLiteral("probe")}));
}

QTEST_GUILESS_MAIN(TestServerLoad)
#include "tst_server_load.moc"
