#include <QTest>

#include <cmath>

#include "core/base/json.h"
#include "tests/serve/raw_client.h"
#include "tests/serve/server_fixture.h"

using namespace signalbox;
using namespace signalbox::serve;

// What the scoring server answers to one client.
class TestServer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void scores();
    void refusesRequests_data();
    void refusesRequests();
    void refusesBrokenHttp_data();
    void refusesBrokenHttp();
    void inputErrorsReachTheClient();
    void keys_data();
    void keys();
    void goodKeyIsForgottenWhenRoutesChange();
    void keyOfOneEndpointDoesNotOpenAnother();
    void headerPinsADeployment();
    void closedEndpoint();
    void signature();
    void health();
    void headIsAnsweredWithoutABody();
    void dates();
    void keepsTheConnection();
    void closesWhenAsked();
    void oldClients();
    void pipelining();
    void requestInManyPieces();
    void chunkedBody();
    void expectContinue();
    void hugeBody();
    void bodyAtTheLimit();
    void hugeHeader();
    void slowRequestIsCut();
    void idleConnectionIsClosed();
    void tooManyConnections();
    void portTaken();
    void refusesRoutesThatCannotBeServed_data();
    void refusesRoutesThatCannotBeServed();
    void injectedLatencyDelaysOnlyItsOwn();
    void injectedErrors();
    void injectedShift();
};

namespace {

Json parsed(const QByteArray &body)
{
    return parseJson(std::string_view(body.constData(), static_cast<std::size_t>(body.size())))
        .value_or(Json());
}

QByteArray errorCode(const RawReply &reply)
{
    return QByteArray::fromStdString(parsed(reply.body)["error"].value("code", std::string()));
}

QByteArray errorTarget(const RawReply &reply)
{
    return QByteArray::fromStdString(parsed(reply.body)["error"].value("target", std::string()));
}

} // namespace

void TestServer::scores()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->headers.value("content-type"), QByteArray("application/json"));
    QCOMPARE(reply->headers.value("azureml-model-deployment"), QByteArray("blue"));
    QCOMPARE(reply->headers.value("x-signalbox-model-version"), QByteArray("1"));
    QCOMPARE(reply->headers.value("x-request-id").size(), 16);
    const Json body = parsed(reply->body);
    const learn::LogisticModel model = sampleModel();
    const std::vector<std::vector<double>> rows = {{30, 41000.5, 2}, {61, 72000, 0}};
    QCOMPARE(body["predictions"].size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const double probability = model.probability(rows[i]);
        QVERIFY(std::abs(body["probabilities"][i].get<double>() - probability) < 1e-14);
        QCOMPARE(body["predictions"][i].get<int>(), model.predict(probability));
    }
}

void TestServer::refusesRequests_data()
{
    QTest::addColumn<QByteArray>("head"); // request line and headers besides host, key and length
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *name, const char *head, int status, const char *code,
                        const char *target) {
        QTest::newRow(name) << QByteArray(head) << status << QByteArray(code) << QByteArray(target);
    };
    const char *json = "Content-Type: application/json\r\n";
    row("unknown path", "POST / HTTP/1.1\r\n", 404, "not_found", "path");
    row("unknown action", "POST /endpoints/churn/train HTTP/1.1\r\n", 404, "not_found", "path");
    row("no action", "POST /endpoints/churn HTTP/1.1\r\n", 404, "not_found", "path");
    row("unknown endpoint", "POST /endpoints/chrun/score HTTP/1.1\r\n", 404, "not_found", "endpoint");
    row("name that is not UTF-8", "POST /endpoints/\xff\xfe/score HTTP/1.1\r\n", 404, "not_found",
        "endpoint");
    row("GET", "GET /endpoints/churn/score HTTP/1.1\r\n", 405, "method_not_allowed", "method");
    row("PUT", "PUT /endpoints/churn/score HTTP/1.1\r\n", 405, "method_not_allowed", "method");
    row("unknown method", "BREW /endpoints/churn/score HTTP/1.1\r\n", 405, "method_not_allowed", "method");
    row("POST to the signature", "POST /endpoints/churn/signature HTTP/1.1\r\n", 405, "method_not_allowed",
        "method");
    row("no content type", "POST /endpoints/churn/score HTTP/1.1\r\n", 415, "unsupported_media_type",
        "Content-Type");
    row("form", "POST /endpoints/churn/score HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        415, "unsupported_media_type", "Content-Type");
    row("nearly JSON", "POST /endpoints/churn/score HTTP/1.1\r\nContent-Type: application/jsonp\r\n", 415,
        "unsupported_media_type", "Content-Type");
    row("unknown deployment",
        "POST /endpoints/churn/score HTTP/1.1\r\nazureml-model-deployment: purple\r\nContent-Type: "
        "application/json\r\n",
        404, "not_found", "azureml-model-deployment");
    static const QByteArray good = QByteArray("POST /endpoints/churn/score?x=1 HTTP/1.1\r\n") + json;
    QTest::newRow("good") << good << 200 << QByteArray() << QByteArray();
    row("JSON with a character set",
        "POST /endpoints/churn/score HTTP/1.1\r\ncontent-type: Application/JSON; charset=utf-8\r\n", 200, "",
        "");
}

void TestServer::refusesRequests()
{
    QFETCH(QByteArray, head);
    QFETCH(int, status);
    QFETCH(QByteArray, code);
    QFETCH(QByteArray, target);
    const auto server = startServer();
    RawClient client(server->port());
    const QByteArray body(sampleBody);
    const QByteArray request = head + "Host: x\r\nAuthorization: Bearer " + primaryKey +
                               "\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    // The connection goes on after each of them.
    for (int i = 0; i < 2; ++i) {
        QVERIFY(client.send(request));
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, status);
        if (status == 200)
            continue;
        QCOMPARE(errorCode(*reply), code);
        QCOMPARE(errorTarget(*reply), target);
        QVERIFY(!parsed(reply->body)["error"]["message"].get<std::string>().empty());
    }
}

void TestServer::refusesBrokenHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("not HTTP") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11) << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") << 400;
    QTest::newRow("bad field") << QByteArray("POST /endpoints/churn/score HTTP/1.1\r\nno colon\r\n\r\n")
                               << 400;
    QTest::newRow("bad length") << QByteArray(
                                       "POST /endpoints/churn/score HTTP/1.1\r\nContent-Length: ten\r\n\r\n")
                                << 400;
    QTest::newRow("two lengths") << QByteArray("POST /endpoints/churn/score HTTP/1.1\r\nContent-Length: 1\r\n"
                                               "Content-Length: 2\r\n\r\nab")
                                 << 400;
    QTest::newRow("length and chunks")
        << QByteArray("POST /endpoints/churn/score HTTP/1.1\r\nContent-Length: 5\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        << 400;
    QTest::newRow("bad chunk") << QByteArray(
                                      "POST /endpoints/churn/score HTTP/1.1\r\nTransfer-Encoding: chunked"
                                      "\r\n\r\nzz\r\nabc\r\n")
                               << 400;
    QTest::newRow("no length") << QByteArray("POST /endpoints/churn/score HTTP/1.1\r\nConnection: close\r\n"
                                             "Content-Type: application/json\r\nAuthorization: Bearer "
                                             "primary-key-of-churn\r\n\r\n")
                               << 411;
}

void TestServer::refusesBrokenHttp()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send(bytes));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->headers.value("connection"), QByteArray("close"));
    QVERIFY(client.closedByServer());
}

void TestServer::inputErrorsReachTheClient()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest(R"({"dataframe_records":[{"age":30,"income":1,"visits":2.5}]})")));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 400);
    QCOMPARE(reply->headers.value("azureml-model-deployment"), QByteArray("blue"));
    QCOMPARE(reply->body,
             QByteArray(R"({"error":{"code":"bad_input","message":"Row 0: 'visits' must be a whole )"
                        R"(number, but is 2.5.","target":"dataframe_records[0].visits"}})"));
}

void TestServer::keys_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<int>("status");
    QTest::newRow("primary") << QByteArray("Authorization: Bearer primary-key-of-churn\r\n") << 200;
    QTest::newRow("secondary") << QByteArray("Authorization: Bearer secondary-key-of-churn\r\n") << 200;
    QTest::newRow("agent's own") << QByteArray("authorization: bearer  token-of-the-agent \r\n") << 200;
    QTest::newRow("wrong") << QByteArray("Authorization: Bearer primary-key-of-churm\r\n") << 401;
    QTest::newRow("shorter") << QByteArray("Authorization: Bearer primary\r\n") << 401;
    QTest::newRow("hash instead of key")
        << QByteArray("Authorization: Bearer ") + QByteArray::fromStdString(sha256(primaryKey)) + "\r\n"
        << 401;
    QTest::newRow("empty") << QByteArray("Authorization: Bearer \r\n") << 401;
    QTest::newRow("other scheme") << QByteArray("Authorization: Basic primary-key-of-churn\r\n") << 401;
    QTest::newRow("none") << QByteArray() << 401;
}

void TestServer::keys()
{
    QFETCH(QByteArray, header);
    QFETCH(int, status);
    const auto server = startServer({.internalToken = "token-of-the-agent"});
    RawClient client(server->port());
    // A good key before must not help a bad one after.
    for (const int expected : {200, status, status}) {
        const QByteArray used = expected == 200 && status != 200
                                    ? QByteArray("Authorization: Bearer primary-key-of-churn\r\n")
                                    : header;
        QVERIFY(client.send("POST /endpoints/churn/score HTTP/1.1\r\nContent-Type: application/json\r\n" +
                            used + "Content-Length: " + QByteArray::number(qstrlen(sampleBody)) + "\r\n\r\n" +
                            sampleBody));
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, expected);
        if (expected == 401)
            QCOMPARE(reply->headers.value("www-authenticate"), QByteArray("Bearer"));
    }
}

void TestServer::goodKeyIsForgottenWhenRoutesChange()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    QCOMPARE(client.read().value().status, 200);
    RoutingTable table = sampleRoutes(100, 0);
    table.endpoints["churn"].keyHashes = {sha256("rotated"), ""};
    QVERIFY(server->setRoutes(table).has_value());
    QVERIFY(client.send(rawRequest()));
    QCOMPARE(client.read().value().status, 401);
    QVERIFY(client.send(rawRequest(sampleBody, {}, "rotated")));
    QCOMPARE(client.read().value().status, 200);
}

void TestServer::keyOfOneEndpointDoesNotOpenAnother()
{
    RoutingTable table = sampleRoutes(100, 0);
    table.endpoints["fraud"] = {.name = "fraud",
                                .deployments = {sampleDeployment("blue", 1, 100)},
                                .keyHashes = {sha256("key-of-fraud"), ""}};
    const auto server = startServer({}, table);
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    QCOMPARE(client.read().value().status, 200);
    QByteArray other = rawRequest();
    other.replace("/endpoints/churn/", "/endpoints/fraud/");
    QVERIFY(client.send(other));
    QCOMPARE(client.read().value().status, 401);
}

void TestServer::headerPinsADeployment()
{
    const auto server = startServer({}, sampleRoutes(100, 0));
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest(sampleBody, "AzureML-Model-Deployment: green\r\n")));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->headers.value("azureml-model-deployment"), QByteArray("green"));
    QCOMPARE(reply->headers.value("x-signalbox-model-version"), QByteArray("2"));
}

void TestServer::closedEndpoint()
{
    const auto server = startServer({}, sampleRoutes(0, 0));
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 503);
    QCOMPARE(errorCode(*reply), QByteArray("closed"));
    // A probe may still reach a deployment.
    QVERIFY(client.send(rawRequest(sampleBody, "azureml-model-deployment: green\r\n")));
    QCOMPARE(client.read().value().status, 200);
}

void TestServer::signature()
{
    const auto server = startServer({}, sampleRoutes(30, 70));
    RawClient client(server->port());
    const QByteArray get =
        QByteArray("GET /endpoints/churn/signature HTTP/1.1\r\nAuthorization: Bearer ") + primaryKey + "\r\n";
    QVERIFY(client.send(get + "\r\n"));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    const Json body = parsed(reply->body);
    QCOMPARE(body["deployment"].get<std::string>(), std::string("green"));
    QCOMPARE(body["version"].get<int>(), 2);
    QCOMPARE(body["inputs"].dump(),
             std::string(R"([{"name":"age","type":"long"},{"name":"income","type":"double"},)"
                         R"({"name":"visits","type":"long"}])"));
    QVERIFY(client.send(get + "azureml-model-deployment: blue\r\n\r\n"));
    QCOMPARE(parsed(client.read().value().body)["version"].get<int>(), 1);
    QVERIFY(client.send("GET /endpoints/churn/signature HTTP/1.1\r\n\r\n"));
    QCOMPARE(client.read().value().status, 401);
}

void TestServer::health()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send("GET /healthz HTTP/1.1\r\n\r\n"));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->body, QByteArray(R"({"status":"ok","endpoints":1})"));
}

void TestServer::headIsAnsweredWithoutABody()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send("HEAD /healthz HTTP/1.1\r\nConnection: close\r\n\r\n"));
    QVERIFY(!client.read()); // a length, but no body
    QVERIFY(client.receivedSoFar().isEmpty());
}

void TestServer::dates()
{
    const ManualClock clock(fromIso8601("2026-11-23T14:32:07.9Z").value());
    const auto server = startServer({.clock = &clock});
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    QCOMPARE(client.read().value().headers.value("date"), QByteArray("Mon, 23 Nov 2026 14:32:07 GMT"));
}

void TestServer::keepsTheConnection()
{
    const auto server = startServer();
    RawClient client(server->port());
    for (int i = 0; i < 50; ++i) {
        QVERIFY(client.send(rawRequest()));
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, 200);
        QVERIFY(!reply->headers.contains("connection"));
    }
    const ServerCounters counters = server->counters();
    QCOMPARE(counters.connections, std::uint64_t{1});
    QCOMPARE(counters.received, std::uint64_t{50});
    QTRY_COMPARE(server->counters().answered, std::uint64_t{50});
}

void TestServer::closesWhenAsked()
{
    const auto server = startServer();
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest(sampleBody, "Connection: close\r\n")));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->headers.value("connection"), QByteArray("close"));
    QVERIFY(client.closedByServer());
    QTRY_COMPARE(server->counters().open, std::uint64_t{0});
}

void TestServer::oldClients()
{
    const auto server = startServer();
    QByteArray request = rawRequest();
    request.replace("HTTP/1.1", "HTTP/1.0");
    {
        RawClient client(server->port());
        QVERIFY(client.send(request));
        QCOMPARE(client.read().value().headers.value("connection"), QByteArray("close"));
        QVERIFY(client.closedByServer());
    }
    RawClient client(server->port());
    request.replace("Content-Type", "Connection: keep-alive\r\nContent-Type");
    for (int i = 0; i < 2; ++i) {
        QVERIFY(client.send(request));
        QCOMPARE(client.read().value().headers.value("connection"), QByteArray("keep-alive"));
    }
}

void TestServer::pipelining()
{
    const auto server = startServer();
    RawClient client(server->port());
    QByteArray many;
    constexpr int requests = 400; // more than one read holds
    for (int i = 0; i < requests; ++i)
        many += rawRequest(sampleBody, i % 2 == 0 ? "azureml-model-deployment: green\r\n" : "",
                           i % 5 == 0 ? "wrong" : primaryKey);
    QVERIFY(client.send(many));
    for (int i = 0; i < requests; ++i) {
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, i % 5 == 0 ? 401 : 200);
        if (i % 5 != 0)
            QCOMPARE(reply->headers.value("azureml-model-deployment"),
                     QByteArray(i % 2 == 0 ? "green" : "blue"));
    }
}

void TestServer::requestInManyPieces()
{
    const auto server = startServer();
    RawClient client(server->port());
    for (const char byte : rawRequest())
        QVERIFY(client.send(QByteArray(1, byte)));
    QCOMPARE(client.read().value().status, 200);
}

void TestServer::chunkedBody()
{
    const auto server = startServer();
    RawClient client(server->port());
    const QByteArray body(sampleBody);
    QByteArray request =
        QByteArray("POST /endpoints/churn/score HTTP/1.1\r\nContent-Type: application/json\r\n"
                   "Transfer-Encoding: chunked\r\nAuthorization: Bearer ") +
        primaryKey + "\r\n\r\n";
    for (qsizetype i = 0; i < body.size(); i += 7) {
        const QByteArray piece = body.mid(i, 7);
        request += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    }
    // A trailer may not bring a key of its own.
    request += "0\r\nAuthorization: Bearer wrong\r\n\r\n";
    for (int i = 0; i < 2; ++i) {
        QVERIFY(client.send(request));
        QCOMPARE(client.read().value().status, 200);
    }
}

void TestServer::expectContinue()
{
    const auto server = startServer();
    RawClient client(server->port());
    const QByteArray request = rawRequest(sampleBody, "Expect: 100-continue\r\n");
    const qsizetype split = request.indexOf("\r\n\r\n") + 4;
    QVERIFY(client.send(request.left(split)));
    QCOMPARE(client.read().value().status, 100);
    QVERIFY(client.send(request.mid(split)));
    QCOMPARE(client.read().value().status, 200);
}

void TestServer::hugeBody()
{
    const auto server = startServer();
    RawClient client(server->port());
    // Refused from its stated length, though none of it was sent.
    QVERIFY(client.send("POST /endpoints/churn/score HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n"));
    const auto reply = client.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 413);
    QCOMPARE(errorCode(*reply), QByteArray("body_too_large"));
    QVERIFY(client.closedByServer());

    RawClient chunks(server->port());
    QByteArray request("POST /endpoints/churn/score HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    const QByteArray piece(64 * 1024, ' ');
    for (int i = 0; i < 20; ++i)
        request += "10000\r\n" + piece + "\r\n";
    QVERIFY(chunks.send(request));
    const auto refused = chunks.read();
    QVERIFY(refused);
    QCOMPARE(refused->status, 413);
}

void TestServer::bodyAtTheLimit()
{
    const auto server = startServer({.bodyLimit = 1000});
    RawClient client(server->port());
    std::string body = sampleBody;
    body.resize(1000, ' ');
    QVERIFY(client.send(rawRequest(body)));
    QCOMPARE(client.read().value().status, 200);
    QVERIFY(client.send(rawRequest(body + " ")));
    QCOMPARE(client.read().value().status, 413);
}

void TestServer::hugeHeader()
{
    const auto server = startServer();
    const std::string big(20'000, 'a');
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += fmt::format("X-Field-{}: value\r\n", i);
    for (const std::string &headers : {fmt::format("X-Big: {}\r\n", big), many}) {
        RawClient client(server->port());
        QVERIFY(client.send(rawRequest(sampleBody, headers)));
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, 431);
    }
    RawClient client(server->port());
    QVERIFY(client.send(QByteArray("GET /") + QByteArray(20'000, 'a')));
    QCOMPARE(client.read().value().status, 431);
}

void TestServer::slowRequestIsCut()
{
    const auto server = startServer({.requestTimeLimit = std::chrono::milliseconds(60)});
    RawClient header(server->port());
    QVERIFY(header.send("POST /endpoints/churn/score HTTP/1.1\r\nHost:"));
    RawClient body(server->port());
    QByteArray request = rawRequest();
    request.chop(5);
    QVERIFY(body.send(request));
    for (RawClient *client : {&header, &body}) {
        const auto reply = client->read();
        QVERIFY(reply);
        QCOMPARE(reply->status, 408);
        QCOMPARE(errorCode(*reply), QByteArray("time_limit"));
        QVERIFY(client->closedByServer());
    }
}

void TestServer::idleConnectionIsClosed()
{
    const auto server = startServer({.idleTimeLimit = std::chrono::milliseconds(60)});
    RawClient silent(server->port());
    RawClient used(server->port());
    QVERIFY(used.send(rawRequest()));
    QCOMPARE(used.read().value().status, 200);
    QVERIFY(silent.closedByServer());
    QVERIFY(used.closedByServer());
    silent.disconnect();
    used.disconnect();
    QTRY_COMPARE(server->counters().open, std::uint64_t{0});
}

void TestServer::tooManyConnections()
{
    const auto server = startServer({.maximumConnections = 2});
    RawClient first(server->port());
    RawClient second(server->port());
    for (RawClient *client : {&first, &second}) {
        QVERIFY(client->send(rawRequest()));
        QCOMPARE(client->read().value().status, 200);
    }
    RawClient third(server->port());
    const auto reply = third.read();
    QVERIFY(reply);
    QCOMPARE(reply->status, 429);
    QCOMPARE(errorCode(*reply), QByteArray("too_many_connections"));
    QVERIFY(third.closedByServer());
    third.disconnect();
    first.disconnect();
    QTRY_COMPARE(server->counters().open, std::uint64_t{1});
    RawClient fourth(server->port());
    QVERIFY(fourth.send(rawRequest()));
    QCOMPARE(fourth.read().value().status, 200);
}

void TestServer::portTaken()
{
    const auto server = startServer();
    const auto second = ScoringServer::start({.port = server->port()});
    QVERIFY(!second);
    QCOMPARE(second.error().code, ErrorCode::Unavailable);
    QVERIFY(second.error().message.find(std::to_string(server->port())) != std::string::npos);
}

void TestServer::refusesRoutesThatCannotBeServed_data()
{
    QTest::addColumn<int>("defect");
    QTest::newRow("99 %") << 0;
    QTest::newRow("negative") << 1;
    QTest::newRow("no model") << 2;
    QTest::newRow("hash") << 3;
    QTest::newRow("two of one name") << 4;
    QTest::newRow("error rate") << 5;
    QTest::newRow("name that would break a header") << 6;
}

void TestServer::refusesRoutesThatCannotBeServed()
{
    QFETCH(int, defect);
    RoutingTable table = sampleRoutes(50, 50);
    EndpointRoute &endpoint = table.endpoints["churn"];
    switch (defect) {
    case 0:
        endpoint.deployments[1].percent = 49;
        break;
    case 1:
        endpoint.deployments[0].percent = -10;
        endpoint.deployments[1].percent = 110;
        break;
    case 2:
        endpoint.deployments[1].scorer.reset();
        break;
    case 3:
        endpoint.keyHashes[1] = "secondary-key-of-churn";
        break;
    case 4:
        endpoint.deployments[1].name = "blue";
        break;
    case 5:
        endpoint.deployments[1].fault.errorRate = 1.5;
        break;
    default:
        endpoint.deployments[1].name = "green\r\nX: y";
    }
    const auto server = startServer();
    const Status status = server->setRoutes(table);
    QVERIFY(!status);
    QCOMPARE(status.error().code, ErrorCode::InvalidArgument);
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest()));
    QCOMPARE(client.read().value().status, 200); // on the routes from before
}

void TestServer::injectedLatencyDelaysOnlyItsOwn()
{
    const auto server = startServer({.threads = 1}, sampleRoutes(100, 0, {.latency = std::chrono::hours(1)}));
    RawClient delayed(server->port());
    QVERIFY(delayed.send(rawRequest(sampleBody, "azureml-model-deployment: green\r\n") + rawRequest()));
    QTRY_COMPARE(server->counters().received, std::uint64_t{1});
    RawClient other(server->port());
    QVERIFY(other.send(rawRequest()));
    QCOMPARE(other.read().value().status, 200);
    // An accepted request is answered, delayed or not, and so is the one behind it.
    server->stop();
    QCOMPARE(delayed.read().value().headers.value("azureml-model-deployment"), QByteArray("green"));
    QCOMPARE(delayed.read().value().headers.value("azureml-model-deployment"), QByteArray("blue"));
}

void TestServer::injectedErrors()
{
    const auto server =
        startServer({}, sampleRoutes(0, 100, {.latency = std::chrono::milliseconds(1), .errorRate = 1}));
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest() + rawRequest()));
    for (int i = 0; i < 2; ++i) {
        const auto reply = client.read();
        QVERIFY(reply);
        QCOMPARE(reply->status, 500);
        QCOMPARE(reply->headers.value("azureml-model-deployment"), QByteArray("green"));
    }
}

void TestServer::injectedShift()
{
    const auto server = startServer({}, sampleRoutes(0, 100, {.scoreShift = 2}));
    RawClient client(server->port());
    QVERIFY(client.send(rawRequest(R"({"input_data":[[40,52000.5,3]]})")));
    const Json body = parsed(client.read().value().body);
    QVERIFY(std::abs(body["probabilities"][0].get<double>() - 1 / (1 + std::exp(-2.25))) < 1e-14);
}

QTEST_GUILESS_MAIN(TestServer)
#include "tst_server.moc"
