#include <QTcpServer>
#include <QTest>

#include <thread>

#include "tests/serve/server_fixture.h"

using namespace signalbox;
using namespace signalbox::serve;

class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void exchanges();
    void everyStatusIsAnAnswer();
    void refusalOfAHugeBodyArrives();
    void refusesAddresses_data();
    void refusesAddresses();
    void refusesHeaderInjection();
    void nobodyListens();
    void noAnswerInTime();
    void brokenAnswer_data();
    void brokenAnswer();
};

namespace {

// Accepts one connection, reads a little, answers `bytes` and closes.
class Impostor
{
public:
    explicit Impostor(QByteArray bytes)
    {
        m_thread = std::thread([this, bytes = std::move(bytes)] {
            QTcpServer server;
            server.listen(QHostAddress::LocalHost);
            m_port = server.serverPort();
            if (!server.waitForNewConnection(20'000))
                return;
            QTcpSocket *socket = server.nextPendingConnection();
            socket->waitForReadyRead(20'000);
            socket->write(bytes);
            socket->disconnectFromHost();
            if (socket->state() != QAbstractSocket::UnconnectedState)
                socket->waitForDisconnected(20'000);
        });
    }
    ~Impostor() { m_thread.join(); }

    // 0 until it listens.
    [[nodiscard]] std::uint16_t port() const { return m_port; }

private:
    std::atomic<std::uint16_t> m_port{0};
    std::thread m_thread;
};

} // namespace

void TestHttpClient::exchanges()
{
    const auto server = startServer();
    ProbeClient client;
    const auto response = client.send(scoreRequest(*server, "green"));
    QVERIFY2(response.has_value(), response ? "" : response.error().text().c_str());
    QCOMPARE(response->status, 200);
    QCOMPARE(response->header("AZUREML-model-deployment"), std::string_view("green"));
    QCOMPARE(response->header("no-such-header"), std::string_view());
    QVERIFY(response->body.starts_with(R"({"predictions":[)"));
    QVERIFY(response->elapsed.count() > 0);
    HttpRequest named{.method = "GET", .url = fmt::format("http://localhost:{}/healthz", server->port())};
    QCOMPARE(client.send(named).value().status, 200);
}

void TestHttpClient::everyStatusIsAnAnswer()
{
    const auto server = startServer();
    HttpRequest request = scoreRequest(*server);
    request.headers.clear();
    QCOMPARE(ProbeClient().send(request).value().status, 401);
}

void TestHttpClient::refusalOfAHugeBodyArrives()
{
    const auto server = startServer();
    HttpRequest request = scoreRequest(*server);
    request.body.assign(std::size_t{6} << 20U, ' ');
    const auto response = ProbeClient().send(request);
    QVERIFY2(response.has_value(), response ? "" : response.error().text().c_str());
    QCOMPARE(response->status, 413);
}

void TestHttpClient::refusesAddresses_data()
{
    QTest::addColumn<QByteArray>("url");
    for (const char *url : {"", "127.0.0.1:80/", "https://127.0.0.1/", "http://", "http://example.org/",
                            "http://127.0.0.1:0/", "http://127.0.0.1:65536/", "http://127.0.0.1:x/",
                            "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y", "http://user@127.0.0.1/"})
        QTest::newRow(url) << QByteArray(url);
}

void TestHttpClient::refusesAddresses()
{
    QFETCH(QByteArray, url);
    const auto response = ProbeClient().send({.url = url.toStdString()});
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::InvalidArgument);
}

void TestHttpClient::refusesHeaderInjection()
{
    const auto response = ProbeClient().send(
        {.url = "http://127.0.0.1:1/", .headers = {{"Authorization", "Bearer a\r\nX-Other: b"}}});
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::InvalidArgument);
    QVERIFY(response.error().message.find("Bearer") == std::string::npos);
}

void TestHttpClient::nobodyListens()
{
    auto server = startServer();
    const HttpRequest request = scoreRequest(*server);
    server.reset();
    const auto response = ProbeClient().send(request);
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::Unavailable);
}

void TestHttpClient::noAnswerInTime()
{
    const auto server = startServer({}, sampleRoutes(0, 100, {.latency = std::chrono::hours(1)}));
    HttpRequest request = scoreRequest(*server);
    request.timeLimit = std::chrono::milliseconds(50);
    const auto response = ProbeClient().send(request);
    QVERIFY(!response);
    QCOMPARE(response.error().code, ErrorCode::DeadlineExceeded);
}

void TestHttpClient::brokenAnswer_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char *name, const QByteArray &bytes, ErrorCode code) {
        QTest::newRow(name) << bytes << static_cast<int>(code);
    };
    row("nothing", QByteArray(), ErrorCode::Unavailable);
    row("not HTTP", "hello there\r\n\r\n", ErrorCode::Unavailable);
    row("cut off in the header", "HTTP/1.1 200 OK\r\nContent-Le", ErrorCode::Unavailable);
    row("cut off in the body", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", ErrorCode::Unavailable);
    row("too large", "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\nabc", ErrorCode::ResourceExhausted);
}

void TestHttpClient::brokenAnswer()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, code);
    const Impostor impostor(bytes);
    QTRY_VERIFY(impostor.port() != 0);
    const auto response = ProbeClient().send({.url = fmt::format("http://127.0.0.1:{}/", impostor.port())});
    QVERIFY(!response);
    QVERIFY2(static_cast<int>(response.error().code) == code, response.error().text().c_str());
}

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
