#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QTest>

#include "core/learn/model.h"
#include "core/serve/server.h"
#include "tests/ui/find_widget.h"
#include "tests/ui/picture.h"
#include "tests/ui/serving_window.h"
#include "ui/endpoints/code_snippets.h"
#include "ui/endpoints/endpoints_page.h"
#include "ui/widgets/labels.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

// A workspace whose endpoint is really served, on a port of this machine.
class ServedWindow : public ServingWindow
{
public:
    ServedWindow()
    {
        const auto keys =
            valueOrThrow(serve::createEndpoint(store(), you, "mine", serve::Environment::Staging));
        key = QString::fromStdString(keys.primary);
        const registry::Version made = version(1.0);
        deploy("mine", "blue", made);
        valueOrThrow(serve::setTraffic(store(), you, "mine", {{"blue", 100}}, ""));
        server = valueOrThrow(serve::ScoringServer::start({.threads = 1}));
        const auto artifact = valueOrThrow(registry::verifiedArtifact(store(), made.model, made.number));
        serve::DeploymentRoute blue;
        blue.name = "blue";
        blue.model = made.model;
        blue.version = made.number;
        blue.percent = 100;
        blue.scorer = std::make_shared<const learn::LogisticModel>(valueOrThrow(learn::loadModel(artifact)));
        serve::EndpointRoute route;
        route.name = "mine";
        route.deployments = {blue};
        route.keyHashes = valueOrThrow(serve::findEndpoint(store(), "mine")).keyHashes;
        valueOrThrow(server->setRoutes({.endpoints = {{"mine", route}}}));
        startAgent(server->port());
    }

    QString key;
    std::unique_ptr<serve::ScoringServer> server;
};

} // namespace

Q_DECLARE_METATYPE(signalbox::ui::SnippetKind)

class TestTestBox final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRealRequestIsAnswered()
    {
        ServedWindow w;
        auto *page = w.open<EndpointsPage>();
        auto *body = find<QPlainTextEdit>(page, "requestBody");
        QTRY_VERIFY(body->toPlainText().contains(u"input_data"_s));
        QTRY_VERIFY(find<QPushButton>(page, "sendRequest")->isEnabled());
        find<QLineEdit>(page, "testKey")->setText(w.key);
        find<QPushButton>(page, "sendRequest")->click();
        auto *status = find<StatusDot>(page, "answerStatus");
        QTRY_VERIFY2(status->word().startsWith(u"200 OK"_s), qPrintable(status->word()));
        QVERIFY(status->word().contains(u"answered by blue v1"_s));
        QVERIFY(find<QPlainTextEdit>(page, "answerText")->toPlainText().contains(u"probabilities"_s));
        QVERIFY(find<QLabel>(page, "answerHeaders")->text().contains(u"azureml-model-deployment: blue"_s));
        w.settle();
        savePicture(w.window, u"endpoints-test-box"_s);
    }

    void theKeyOfTheKeychainIsUsed()
    {
        ServedWindow w;
        w.secrets.kept[serve::keySecretName(w.store(), "mine", serve::KeyKind::Primary)] = fromQt(w.key);
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find<QPlainTextEdit>(page, "requestBody")->toPlainText().contains(u"input_data"_s));
        QTRY_VERIFY(find<QPushButton>(page, "sendRequest")->isEnabled());
        find<QPushButton>(page, "sendRequest")->click();
        QTRY_VERIFY(find<StatusDot>(page, "answerStatus")->word().startsWith(u"200 OK"_s));
    }

    void whatGoesWrongIsShownAsItIs_data()
    {
        QTest::addColumn<QString>("key"); // "" is the right one
        QTest::addColumn<QString>("body");
        QTest::addColumn<QString>("status");
        QTest::addColumn<QString>("answer");
        QTest::newRow("wrong key") << u"wrong"_s << u"{}"_s << u"401 Unauthorized"_s << u"\"error\""_s;
        QTest::newRow("broken JSON") << QString() << u"{"_s << u"400 Bad Request"_s << u"\"message\""_s;
        QTest::newRow("a missing column") << QString() << u"{\"dataframe_records\":[{\"Age\":3}]}"_s
                                          << u"400 Bad Request"_s << u"Pregnancies"_s;
    }
    void whatGoesWrongIsShownAsItIs()
    {
        QFETCH(QString, key);
        QFETCH(QString, body);
        QFETCH(QString, status);
        QFETCH(QString, answer);
        ServedWindow w;
        auto *page = w.open<EndpointsPage>();
        auto *text = find<QPlainTextEdit>(page, "requestBody");
        QTRY_VERIFY(text->toPlainText().contains(u"input_data"_s));
        text->setPlainText(body);
        QTRY_VERIFY(find<QPushButton>(page, "sendRequest")->isEnabled());
        find<QLineEdit>(page, "testKey")->setText(key.isEmpty() ? w.key : key);
        find<QPushButton>(page, "sendRequest")->click();
        auto *dot = find<StatusDot>(page, "answerStatus");
        QTRY_VERIFY2(dot->word().startsWith(status), qPrintable(dot->word()));
        QVERIFY(find<QPlainTextEdit>(page, "answerText")->toPlainText().contains(answer));
    }

    void noAnswerIsSaid()
    {
        ServedWindow w;
        w.server->stop();
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find<QPushButton>(page, "sendRequest")->isEnabled());
        find<QLineEdit>(page, "testKey")->setText(w.key);
        find<QPushButton>(page, "sendRequest")->click();
        QTRY_COMPARE(find<StatusDot>(page, "answerStatus")->word(), u"No answer"_s);
        QVERIFY(!find<QPlainTextEdit>(page, "answerText")->toPlainText().isEmpty());
    }

    void withoutAnAgentNothingIsSent()
    {
        ServingWindow w;
        w.serveBlueThenGreen("mine");
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find<QPlainTextEdit>(page, "requestBody")->toPlainText().contains(u"input_data"_s));
        QVERIFY(!find<QPushButton>(page, "sendRequest")->isEnabled());
        QVERIFY(!find<QPushButton>(page, "sendRequest")->toolTip().isEmpty());
    }

    void whatWasTypedSurvivesARefresh()
    {
        ServingWindow w;
        w.serveBlueThenGreen("mine");
        auto *page = w.open<EndpointsPage>();
        auto *body = find<QPlainTextEdit>(page, "requestBody");
        QTRY_VERIFY(body->toPlainText().contains(u"input_data"_s));
        body->setPlainText(u"{\"mine\":1}"_s);
        QVERIFY(!find<QLabel>(page, "bodyProblem")->isVisible());
        body->setPlainText(u"{\"mine\":"_s);
        QVERIFY(find<QLabel>(page, "bodyProblem")->isVisible());
        const auto before = w.session->synced();
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "other", serve::Environment::Dev));
        QTRY_VERIFY(w.session->synced() != before);
        w.settle();
        QCOMPARE(body->toPlainText(), u"{\"mine\":"_s);
    }

    void theCopiedCodeHoldsNoKey()
    {
        ServedWindow w;
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find<QPlainTextEdit>(page, "requestBody")->toPlainText().contains(u"input_data"_s));
        find<QLineEdit>(page, "testKey")->setText(w.key);
        for (QAction *action : find<QPushButton>(page, "copySnippet")->menu()->actions()) {
            action->trigger();
            const QString code = QGuiApplication::clipboard()->text();
            QVERIFY(code.contains(u"SIGNALBOX_KEY"_s));
            QVERIFY(!code.contains(w.key));
        }
    }

    void theKeyComesFromTheEnvironment_data()
    {
        QTest::addColumn<SnippetKind>("kind");
        QTest::addColumn<QString>("variable");
        QTest::addColumn<QString>("deployment");
        QTest::newRow("curl") << SnippetKind::Curl << u"$SIGNALBOX_KEY"_s
                              << u"'azureml-model-deployment: green'"_s;
        QTest::newRow("PowerShell") << SnippetKind::PowerShell << u"$env:SIGNALBOX_KEY"_s
                                    << u"'azureml-model-deployment' = 'green'"_s;
        QTest::newRow("Python") << SnippetKind::Python << u"os.environ[\"SIGNALBOX_KEY\"]"_s
                                << u"\"azureml-model-deployment\": \"green\""_s;
    }
    void theKeyComesFromTheEnvironment()
    {
        QFETCH(SnippetKind, kind);
        QFETCH(QString, variable);
        QFETCH(QString, deployment);
        const QString url = u"http://127.0.0.1:8350/endpoints/mine/score"_s;
        const QString all = codeSnippet(kind, {.url = url, .body = u"{\"a\": [1, 2]}"_s});
        QVERIFY(all.contains(url));
        QVERIFY(all.contains(variable));
        QVERIFY(!all.contains(u"azureml-model-deployment"_s));
        const QString one = codeSnippet(kind, {.url = url, .deployment = u"green"_s, .body = u"{}"_s});
        QVERIFY2(one.contains(deployment), qPrintable(one));
    }

    void quotesAreKept_data()
    {
        QTest::addColumn<SnippetKind>("kind");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("curl") << SnippetKind::Curl << u"'{\"who\":\"it'\\''s\"}'"_s;
        QTest::newRow("PowerShell") << SnippetKind::PowerShell << u"'{\"who\":\"it''s\"}'"_s;
        QTest::newRow("Python") << SnippetKind::Python << u"\"{\\\"who\\\":\\\"it's\\\"}\".encode()"_s;
    }
    void quotesAreKept()
    {
        QFETCH(SnippetKind, kind);
        QFETCH(QString, quoted);
        const QString code = codeSnippet(kind, {.url = u"http://x"_s, .body = u"{ \"who\": \"it's\" }"_s});
        QVERIFY2(code.contains(quoted), qPrintable(code));
    }
};

QTEST_MAIN(TestTestBox)
#include "tst_test_box.moc"
