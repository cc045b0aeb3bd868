#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "ui/endpoints/endpoint_sheets.h"
#include "ui/widgets/copy_secret.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

serve::Endpoint endpoint(std::initializer_list<std::pair<const char *, int>> shares,
                         serve::DeploymentState state = serve::DeploymentState::Ready)
{
    serve::Endpoint made;
    made.name = "my-endpoint";
    for (const auto &[name, percent] : shares) {
        serve::Deployment deployment;
        deployment.name = name;
        deployment.version = 4;
        deployment.percent = percent;
        deployment.state = state;
        made.deployments.push_back(deployment);
    }
    return made;
}

QPushButton *verb(QWidget &sheet)
{
    return sheet.findChild<QPushButton *>(u"submit"_s);
}

void present(QWidget &sheet, const QString &name)
{
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    sheet.show();
    sheet.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&sheet));
    savePicture(sheet, name);
    QCOMPARE(accessibilityProblems(sheet), QStringList());
}

} // namespace

class TestEndpointSheets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_theme.apply(); }

    void theSharesMustSumToAHundred_data()
    {
        QTest::addColumn<int>("blue");
        QTest::addColumn<int>("green");
        QTest::addColumn<bool>("fits");
        QTest::newRow("all blue") << 100 << 0 << true;
        QTest::newRow("half") << 50 << 50 << true;
        QTest::newRow("closed") << 0 << 0 << true;
        QTest::newRow("too much") << 60 << 50 << false;
        QTest::newRow("too little") << 10 << 10 << false;
        QTest::newRow("one missing") << 99 << 0 << false;
    }
    void theSharesMustSumToAHundred()
    {
        QFETCH(int, blue);
        QFETCH(int, green);
        QFETCH(bool, fits);
        TrafficSheet sheet(m_theme, endpoint({{"blue", 100}, {"green", 0}}), {}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.findChild<QSpinBox *>(u"share-blue"_s)->setValue(blue);
        sheet.findChild<QSpinBox *>(u"share-green"_s)->setValue(green);
        QCOMPARE(verb(sheet)->isEnabled(), fits);
        QCOMPARE(sheet.problem().isEmpty(), fits);
        QCOMPARE(verb(sheet)->toolTip().isEmpty(), fits);
        QVERIFY(sheet.findChild<QLabel *>(u"sum"_s)->text().contains(QString::number(blue + green)));
    }

    void aDeploymentThatIsNotReadyTakesNothing()
    {
        TrafficSheet sheet(m_theme, endpoint({{"blue", 0}}, serve::DeploymentState::Failed), {}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(!sheet.findChild<QSpinBox *>(u"share-blue"_s)->isEnabled());
        QVERIFY(sheet.split().empty());
    }

    void namesAreChecked_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("fits");
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("good") << u"my-endpoint.2"_s << true;
        QTest::newRow("blank") << u"my endpoint"_s << false;
        QTest::newRow("slash") << u"a/b"_s << false;
        QTest::newRow("long") << QString(64, u'a') << false;
    }
    void namesAreChecked()
    {
        QFETCH(QString, name);
        QFETCH(bool, fits);
        CreateEndpointSheet sheet(m_theme, serve::Environment::Staging, {}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.findChild<QLineEdit *>(u"name"_s)->setText(name);
        QCOMPARE(verb(sheet)->isEnabled(), fits);
        QCOMPARE(sheet.environment(), serve::Environment::Staging);
    }

    void aDeploymentWithTrafficIsNotReplaced()
    {
        registry::Version version;
        version.model = "diabetes";
        version.number = 5;
        DeploySheet sheet(m_theme, endpoint({{"blue", 100}, {"green", 0}}), {version}, {}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        QCOMPARE(sheet.deployment(), u"green"_s);
        QVERIFY(verb(sheet)->isEnabled());
        sheet.findChild<QComboBox *>(u"deployment"_s)->setEditText(u"blue"_s);
        QVERIFY(!verb(sheet)->isEnabled());
        QVERIFY(sheet.problem().contains(u"100 %"_s));
        QCOMPARE(sheet.version().number, 5);
    }

    void withoutAnApprovedVersionNothingIsDeployed()
    {
        DeploySheet sheet(m_theme, endpoint({}), {}, {}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(!verb(sheet)->isEnabled());
    }

    void keysAreCopiedAndSayWhereTheyAre()
    {
        SecretCopier copier(QGuiApplication::clipboard());
        KeysSheet sheet(m_theme, copier, u"my-endpoint"_s, {"first", "second", ""}, nullptr);
        sheet.setAttribute(Qt::WA_DeleteOnClose, false);
        sheet.findChild<QPushButton *>(u"copy-primaryKey"_s)->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), u"first"_s);
        QVERIFY(sheet.findChild<QLabel *>(u"keychainState"_s)->text().startsWith(u"Kept"_s));

        KeysSheet unkept(m_theme, copier, u"my-endpoint"_s, {"", "second", "The keychain is locked."},
                         nullptr);
        unkept.setAttribute(Qt::WA_DeleteOnClose, false);
        QVERIFY(
            unkept.findChild<QLabel *>(u"keychainState"_s)->text().contains(u"The keychain is locked."_s));
        QVERIFY(unkept.findChild<QLineEdit *>(u"primaryKey"_s) == nullptr);
    }

    void everySheetIsAccessible()
    {
        SecretCopier copier(QGuiApplication::clipboard());
        registry::Version version;
        version.model = "diabetes_classification";
        version.number = 5;
        version.runName = "brave-signal-20";
        version.metrics = {{"f1", 0.781}};
        const QString context = u"mlops-demo · PROD"_s;
        KeysSheet keys(m_theme, copier, u"my-endpoint"_s, {std::string(64, 'a'), std::string(64, 'b'), ""},
                       nullptr);
        present(keys, u"sheet-keys"_s);
        keys.hide();
        CreateEndpointSheet create(m_theme, serve::Environment::Production, context, nullptr);
        present(create, u"sheet-create-endpoint"_s);
        create.hide();
        DeploySheet deploy(m_theme, endpoint({{"blue", 100}}), {version}, context, nullptr);
        present(deploy, u"sheet-deploy"_s);
        deploy.hide();
        TrafficSheet traffic(m_theme, endpoint({{"blue", 60}, {"green", 30}}), context, nullptr);
        present(traffic, u"sheet-traffic"_s);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestEndpointSheets)
#include "tst_endpoint_sheets.moc"
