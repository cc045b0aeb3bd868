#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QTest>

#include "core/base/sha256.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/find_widget.h"
#include "tests/ui/picture.h"
#include "tests/ui/serving_window.h"
#include "ui/endpoints/endpoint_sheets.h"
#include "ui/endpoints/endpoints_page.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

void chooseInMenu(QPushButton *button, qsizetype which)
{
    button->menu()->actions().at(which)->trigger();
}

} // namespace

class TestEndpointsPage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEmptyWorkspaceOffersToCreate()
    {
        ServingWindow w;
        auto *page = w.open<EndpointsPage>();
        auto *empty = find<EmptyState>(page, "noEndpoints");
        QTRY_VERIFY(empty->isVisible());
        savePicture(w.window, u"endpoints-empty"_s);
        QTest::keyClick(find(empty, "emptyStateAction"), Qt::Key_Space);
        QVERIFY(find<CreateEndpointSheet>(page, "createEndpointSheet")->isVisible());
    }

    void anEndpointIsCreatedWithItsKeys()
    {
        ServingWindow w;
        auto *page = w.open<EndpointsPage>();
        create(page, u"my-endpoint"_s);
        QTRY_VERIFY(page->findChild<KeysSheet *>() != nullptr);
        auto *keys = page->findChild<KeysSheet *>();
        const std::string primary = fromQt(find<QLineEdit>(keys, "primaryKey")->text());
        const auto endpoint = valueOrThrow(serve::findEndpoint(w.store(), "my-endpoint"));
        QCOMPARE(endpoint.keyHashes[0], sha256(primary));
        QCOMPARE(w.secrets.kept.at(serve::keySecretName(w.store(), "my-endpoint", serve::KeyKind::Primary)),
                 primary);
        keys->accept();
        QTRY_COMPARE(find<ObjectList>(page, "endpoints")->currentId(), u"my-endpoint"_s);

        chooseInMenu(find(page, "copyKey"), 0);
        QTRY_COMPARE(QGuiApplication::clipboard()->text(), toQt(primary));
    }

    void aLockedKeychainLosesNoKey()
    {
        ServingWindow w;
        w.secrets.broken = true;
        auto *page = w.open<EndpointsPage>();
        create(page, u"my-endpoint"_s);
        QTRY_VERIFY(page->findChild<KeysSheet *>() != nullptr);
        auto *keys = page->findChild<KeysSheet *>();
        QVERIFY(!find<QLineEdit>(keys, "primaryKey")->text().isEmpty());
        QVERIFY(find<QLabel>(keys, "keychainState")->text().contains(u"The keychain is locked."_s));
        keys->accept();
        QTRY_COMPARE(find<ObjectList>(page, "endpoints")->currentId(), u"my-endpoint"_s);
        chooseInMenu(find(page, "copyKey"), 0);
        QTRY_COMPARE(w.window.services().toasts.count(), 1);
    }

    void aTakenNameIsSaidInTheSheet()
    {
        ServingWindow w;
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "my-endpoint", serve::Environment::Dev));
        auto *page = w.open<EndpointsPage>();
        create(page, u"my-endpoint"_s);
        auto *sheet = find<CreateEndpointSheet>(page, "createEndpointSheet");
        QTRY_VERIFY(sheet->problem().contains(u"already an endpoint"_s));
        QVERIFY(sheet->isVisible());
    }

    void aKeyIsRegeneratedAfterItsConsequencesWereTold()
    {
        ServingWindow w;
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "my-endpoint", serve::Environment::Dev));
        const auto before = valueOrThrow(serve::findEndpoint(w.store(), "my-endpoint")).keyHashes;
        auto *page = w.open<EndpointsPage>();
        QTRY_COMPARE(find<ObjectList>(page, "endpoints")->currentId(), u"my-endpoint"_s);
        chooseInMenu(find(page, "regenerateKey"), 1);
        QTRY_VERIFY(page->findChild<KeysSheet *>() != nullptr);
        const auto after = valueOrThrow(serve::findEndpoint(w.store(), "my-endpoint")).keyHashes;
        QCOMPARE(after[0], before[0]);
        QVERIFY(after[1] != before[1]);
        QCOMPARE(w.dialogs.asked.size(), std::size_t{1});
        QVERIFY(w.dialogs.asked.front().danger);
    }

    void aVersionIsDeployedAndTakesTraffic()
    {
        ServingWindow w;
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "my-endpoint", serve::Environment::Staging));
        w.version(1.0);
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find(page, "deploy")->isEnabled());
        find(page, "deploy")->click();
        find(find<DeploySheet>(page, "deploySheet"), "submit")->click();
        QTRY_VERIFY(valueOrThrow(serve::findEndpoint(w.store(), "my-endpoint")).find("blue") != nullptr);
        w.reconcile();
        QTRY_VERIFY(find(page, "editTraffic")->isEnabled());
        QTRY_VERIFY(cell(page, "endpointDeployments", u"blue"_s, 2).contains(u"ready"_s));
        find(page, "editTraffic")->click();
        auto *sheet = find<TrafficSheet>(page, "trafficSheet");
        find<QSpinBox>(sheet, "share-blue")->setValue(100);
        find(sheet, "submit")->click();
        QTRY_COMPARE(w.split("my-endpoint"), (serve::Split{{"blue", 100}}));
    }

    void aDeploymentIsRemovedAndTheWayBackIsNamed()
    {
        ServingWindow w;
        w.serveBlueThenGreen("my-endpoint");
        auto *page = w.open<EndpointsPage>();
        auto *table = find<DataTable>(page, "endpointDeployments");
        QTRY_COMPARE(table->shownRows(), 2);
        QVERIFY(table->selectId(u"green"_s));
        QVERIFY(!find(page, "removeDeployment")->isEnabled());
        QVERIFY(find(page, "removeDeployment")->toolTip().contains(u"100 %"_s));
        QVERIFY(table->selectId(u"blue"_s));
        find(page, "removeDeployment")->click();
        QTRY_COMPARE(table->shownRows(), 1);
        QVERIFY(w.dialogs.asked.front().points.front().contains(u"rolls back to"_s));
    }

    void aProductionEndpointIsDeletedByItsName()
    {
        ServingWindow w;
        w.serveInProduction("my-endpoint");
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find<ObjectList>(page, "endpoints")->count() == 1);
        w.dialogs.confirms = false;
        find(page, "deleteEndpoint")->click();
        QCOMPARE(w.dialogs.asked.front().typeToConfirm, u"my-endpoint"_s);
        QVERIFY(serve::findEndpoint(w.store(), "my-endpoint"));
        w.dialogs.confirms = true;
        find(page, "deleteEndpoint")->click();
        QTRY_VERIFY(!serve::findEndpoint(w.store(), "my-endpoint"));
        QTRY_VERIFY(find<EmptyState>(page, "noEndpoints")->isVisible());
    }

    void anOnlookerIsToldWhyNot()
    {
        ServingWindow w;
        w.serveBlueThenGreen("my-endpoint");
        w.actAs("onlooker", store::Role::Viewer);
        auto *page = w.open<EndpointsPage>();
        QTRY_VERIFY(find(page, "deploy")->toolTip().contains(u"viewer"_s));
        for (const char *name : {"createEndpoint", "deploy", "editTraffic", "removeDeployment",
                                 "deleteEndpoint", "regenerateKey"}) {
            QVERIFY2(!find(page, name)->isEnabled(), name);
            QVERIFY2(find(page, name)->toolTip().contains(u"viewer"_s), name);
        }
        const ActionRegistry &actions = w.session->services().actions;
        for (const QString &id : {u"endpoints.create"_s, u"endpoints.deploy"_s, u"endpoints.traffic"_s}) {
            QVERIFY2(!actions.action(id)->isEnabled(), qPrintable(id));
            QVERIFY2(actions.find(id)->reason.contains(u"viewer"_s), qPrintable(id));
        }
        QVERIFY(actions.action(u"endpoints.copyKey"_s)->isEnabled());
    }

    void anOnlookerIsOfferedNothingInAnEmptyWorkspace()
    {
        ServingWindow w;
        w.actAs("onlooker", store::Role::Viewer);
        auto *page = w.open<EndpointsPage>();
        auto *empty = find<EmptyState>(page, "noEndpoints");
        QTRY_VERIFY(empty->isVisible());
        QVERIFY(!find(empty, "emptyStateAction")->isEnabled());
        QVERIFY(find(empty, "emptyStateAction")->toolTip().contains(u"viewer"_s));
    }

    void theActionsFollowTheRole()
    {
        ServingWindow w;
        w.actAs("someone", store::Role::Viewer);
        w.open<EndpointsPage>();
        const ActionRegistry &actions = w.session->services().actions;
        QTRY_VERIFY(actions.find(u"endpoints.deploy"_s)->reason.contains(u"viewer"_s));
        valueOrThrow(store::setMember(w.store(), w.you, "someone", store::Role::Operator));
        QTRY_VERIFY(actions.action(u"endpoints.create"_s)->isEnabled());
        QCOMPARE(actions.find(u"endpoints.deploy"_s)->reason, u"There is no endpoint yet"_s);
    }

    void theAddressIsThereOnceAnAgentHasRun()
    {
        ServingWindow w;
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "mine", serve::Environment::Dev));
        auto *page = w.open<EndpointsPage>();
        ActionRegistry &actions = w.session->services().actions;
        QTRY_VERIFY(actions.find(u"endpoints.copyUrl"_s)->reason.contains(u"agent"_s));
        QVERIFY(!find(page, "copyUrl")->isEnabled());
        w.startAgent(8351);
        QTRY_COMPARE(find<QLabel>(page, "scoringUrl")->text(),
                     u"http://127.0.0.1:8351/endpoints/mine/score"_s);
        QVERIFY(actions.trigger(u"endpoints.copyUrl"_s));
        QCOMPARE(QGuiApplication::clipboard()->text(), u"http://127.0.0.1:8351/endpoints/mine/score"_s);
    }

    void theChoiceSurvivesARefresh()
    {
        ServingWindow w;
        for (const char *name : {"a", "b", "c"})
            valueOrThrow(serve::createEndpoint(w.store(), w.you, name, serve::Environment::Dev));
        auto *page = w.open<EndpointsPage>();
        auto *list = find<ObjectList>(page, "endpoints");
        QTRY_COMPARE(list->count(), 3);
        QVERIFY(list->selectId(u"b"_s));
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "aa", serve::Environment::Dev));
        QTRY_COMPARE(list->count(), 4);
        QCOMPARE(list->currentId(), u"b"_s);
        QVERIFY(w.window.services().navigator.showObject(u"endpoint"_s, u"c"_s));
        QCOMPARE(list->currentId(), u"c"_s);
    }

    void theChosenEnvironmentStandsFirst()
    {
        ServingWindow w;
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "a", serve::Environment::Dev));
        valueOrThrow(serve::createEndpoint(w.store(), w.you, "b", serve::Environment::Production));
        auto *page = w.open<EndpointsPage>();
        auto *list = find<ObjectList>(page, "endpoints");
        QTRY_COMPARE(list->currentId(), u"b"_s);
        QCOMPARE(list->item(0)->text(), u"b"_s);
        w.session->setEnvironment(Environment::Development);
        QCOMPARE(list->currentId(), u"a"_s);
        QCOMPARE(list->item(0)->text(), u"a"_s);
    }

    void everythingIsAccessible()
    {
        ServingWindow w;
        w.serveBlueThenGreen("my-ml-endpoint-stg");
        auto *page = w.open<EndpointsPage>();
        QTRY_COMPARE(find<DataTable>(page, "endpointDeployments")->shownRows(), 2);
        w.settle();
        savePicture(w.window, u"endpoints"_s);
        QCOMPARE(accessibilityProblems(w.window), QStringList());
    }

private:
    static void create(EndpointsPage *page, const QString &name)
    {
        QTRY_VERIFY(find(page, "createEndpoint")->isEnabled());
        find(page, "createEndpoint")->click();
        auto *sheet = find<CreateEndpointSheet>(page, "createEndpointSheet");
        find<QLineEdit>(sheet, "name")->setText(name);
        find(sheet, "submit")->click();
    }
};

QTEST_MAIN(TestEndpointsPage)
#include "tst_endpoints_page.moc"
