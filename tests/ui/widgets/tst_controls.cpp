#include <QClipboard>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include "ui/widgets/card.h"
#include "ui/widgets/consequence_dialog.h"
#include "ui/widgets/copy_secret.h"
#include "ui/widgets/environment_chip.h"
#include "ui/widgets/hold_button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/step_line.h"
#include "ui/widgets/traffic_bar.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using namespace std::chrono_literals;

class TestControls : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dialogIsSafeByDefault()
    {
        ConsequenceDialog dialog(
            m_theme, {.title = u"Delete green"_s, .verb = u"Delete 1 deployment"_s, .danger = true});
        QSignalSpy accepted(&dialog, &QDialog::accepted);
        QSignalSpy rejected(&dialog, &QDialog::rejected);
        dialog.open();
        QVERIFY(dialog.findChild<QPushButton *>(u"cancelButton"_s)->isDefault());
        QTest::keyClick(&dialog, Qt::Key_Return);
        QCOMPARE(rejected.size(), 1);
        QCOMPARE(accepted.size(), 0);
    }

    void dialogWaitsForNameAndReason()
    {
        ConsequenceDialog dialog(m_theme, {.title = u"Revoke the key"_s,
                                           .verb = u"Revoke"_s,
                                           .asksReason = true,
                                           .reasonRequired = true,
                                           .typeToConfirm = u"my-ml-endpoint-prod"_s});
        dialog.open();
        auto *verb = dialog.findChild<QPushButton *>(u"verbButton"_s);
        QVERIFY(!verb->isEnabled());
        dialog.findChild<QLineEdit *>(u"nameField"_s)->setText(u"my-ml-endpoint-prod"_s);
        QVERIFY(!verb->isEnabled());
        auto *reason = dialog.findChild<QPlainTextEdit *>(u"reasonField"_s);
        reason->setPlainText(u"   "_s);
        QVERIFY(!verb->isEnabled());
        reason->setPlainText(u" leaked "_s);
        QVERIFY(verb->isEnabled());
        dialog.findChild<QLineEdit *>(u"nameField"_s)->setText(u"my-ml-endpoint"_s);
        QVERIFY(!verb->isEnabled());
        QCOMPARE(dialog.confirmation().reason, u"leaked"_s);
    }

    void realDialogsCallBackOnlyWhenConfirmed_data()
    {
        QTest::addColumn<QString>("button");
        QTest::addColumn<int>("calls");
        QTest::newRow("verb") << u"verbButton"_s << 1;
        QTest::newRow("cancel") << u"cancelButton"_s << 0;
    }
    void realDialogsCallBackOnlyWhenConfirmed()
    {
        QFETCH(QString, button);
        WindowDialogs dialogs(m_theme);
        QWidget window;
        window.show();
        int calls = 0;
        dialogs.confirm(&window, {.title = u"Stop"_s, .verb = u"Stop"_s},
                        [&calls](const Confirmation &) { ++calls; });
        auto *dialog = window.findChild<ConsequenceDialog *>();
        QVERIFY(dialog);
        dialog->findChild<QPushButton *>(button)->click();
        QTEST(calls, "calls");
    }

    void holdingConfirmsAndLettingGoDoesNot()
    {
        HoldButton button(m_theme, u"Send 100 %"_s, u"hold"_s);
        button.show();
        QSignalSpy confirmed(&button, &HoldButton::confirmed);
        button.setHoldTime(60s);
        QTest::mouseClick(&button, Qt::LeftButton);
        QCOMPARE(confirmed.size(), 0);
        button.setHoldTime(1ms);
        QTest::mousePress(&button, Qt::LeftButton);
        QTRY_COMPARE(confirmed.size(), 1);
        QTest::mouseRelease(&button, Qt::LeftButton);
        QCOMPARE(confirmed.size(), 1);
    }

    void spaceTwiceConfirmsAndEnterNever()
    {
        HoldButton button(m_theme, u"Send 100 %"_s, u"hold"_s);
        button.show();
        QSignalSpy confirmed(&button, &HoldButton::confirmed);
        QTest::keyClick(&button, Qt::Key_Return);
        QTest::keyClick(&button, Qt::Key_Return);
        QVERIFY(!button.armed());
        QTest::keyClick(&button, Qt::Key_Space);
        QVERIFY(button.armed());
        QCOMPARE(confirmed.size(), 0);
        QTest::keyClick(&button, Qt::Key_Escape);
        QVERIFY(!button.armed());
        QTest::keyClick(&button, Qt::Key_Space);
        QTest::keyClick(&button, Qt::Key_Space);
        QCOMPARE(confirmed.size(), 1);
        QVERIFY(!button.armed());
        // A screen reader presses with click().
        button.click();
        button.click();
        QCOMPARE(confirmed.size(), 2);
    }

    void secretLeavesTheClipboard()
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        SecretCopier copier(clipboard);
        QSignalSpy cleared(&copier, &SecretCopier::cleared);
        copier.setClearTime(0s);
        copier.copy(u"sk-123"_s);
        QCOMPARE(clipboard->text(), u"sk-123"_s);
        QTRY_COMPARE(cleared.size(), 1);
        QCOMPARE(clipboard->text(), QString());
    }

    void whatWasCopiedLaterStays()
    {
        QClipboard *clipboard = QGuiApplication::clipboard();
        SecretCopier copier(clipboard);
        QSignalSpy cleared(&copier, &SecretCopier::cleared);
        copier.setClearTime(0s);
        copier.copy(u"sk-123"_s);
        clipboard->setText(u"a recipe"_s);
        QTRY_COMPARE(cleared.size(), 1);
        QCOMPARE(clipboard->text(), u"a recipe"_s);
    }

    void secretGoesWithItsCopier()
    {
        {
            SecretCopier copier(QGuiApplication::clipboard());
            copier.copy(u"sk-123"_s);
        }
        QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    }

    void environments_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("word");
        QTest::newRow("dev") << u"dev"_s << u"DEV"_s;
        QTest::newRow("Development") << u"Development"_s << u"DEV"_s;
        QTest::newRow("staging") << u"staging"_s << u"STAGING"_s;
        QTest::newRow("stg") << u"stg"_s << u"STAGING"_s;
        QTest::newRow("production") << u"production"_s << u"PROD"_s;
        QTest::newRow("unknown is treated with care") << u"qa"_s << u"PROD"_s;
    }
    void environments()
    {
        QFETCH(QString, name);
        QFETCH(QString, word);
        EnvironmentChip chip(m_theme);
        chip.setEnvironment(environmentFromName(name));
        QCOMPARE(chip.text(), word);
        QVERIFY(chip.accessibleName().contains(word));
        QVERIFY(!chip.icon().isNull());
    }

    void trafficSaysItsShares()
    {
        TrafficBar bar(m_theme);
        bar.resize(600, 44);
        bar.setShares({{.deployment = u"blue"_s, .version = u"version 4"_s, .percent = 50},
                       {.deployment = u"green"_s,
                        .version = u"version 5"_s,
                        .percent = 50,
                        .role = Role::GreenDeployment}});
        QCOMPARE(bar.accessibleDescription(), u"BLUE · version 4 · 50 %, GREEN · version 5 · 50 %"_s);
        const QImage picture = bar.grab().toImage();
        const double ratio = picture.devicePixelRatio();
        const auto pixel = [&](int x) {
            return picture.pixelColor(static_cast<int>(x * ratio), static_cast<int>(6 * ratio));
        };
        QCOMPARE(pixel(290), m_theme.color(Role::BlueDeployment));
        QCOMPARE(pixel(310), m_theme.color(Role::GreenDeployment));
        bar.setShares({{.deployment = u"blue"_s, .version = u"version 4"_s, .percent = 0}});
        QVERIFY(bar.grab().toImage().pixelColor(300, 6) != m_theme.color(Role::BlueDeployment));
        bar.setShares({});
        QVERIFY(!bar.grab().isNull());
    }

    void trafficGlidesUnlessMotionIsReduced()
    {
        Theme theme(*qApp);
        TrafficBar bar(theme);
        bar.resize(600, 44);
        bar.show();
        const auto share = [](int percent) {
            return std::vector<TrafficShare>{
                {.deployment = u"blue"_s, .percent = percent},
                {.deployment = u"green"_s, .percent = 100 - percent, .role = Role::GreenDeployment}};
        };
        theme.setReducedMotion(true);
        bar.setShares(share(100));
        bar.setShares(share(0));
        QCOMPARE(bar.grab().toImage().pixelColor(6, 22), theme.color(Role::GreenDeployment));
        theme.setReducedMotion(false);
        bar.setShares(share(100));
        QCOMPARE(bar.grab().toImage().pixelColor(590, 6), theme.color(Role::GreenDeployment));
        QTRY_COMPARE(bar.grab().toImage().pixelColor(590, 6), theme.color(Role::BlueDeployment));
    }

    void stepsGrowWithTheirText()
    {
        StepLine steps(m_theme);
        steps.setSteps({{.label = u"10 %"_s, .state = StepState::Done, .detail = u"settled"_s},
                        {.label = u"50 %"_s,
                         .state = StepState::Running,
                         .detail = u"settling 9 s of 15 s"_s,
                         .progress = 0.6}});
        const int wide = steps.heightForWidth(800);
        QVERIFY(steps.heightForWidth(160) > wide);
        QVERIFY(steps.accessibleDescription().contains(u"50 %"_s));
        steps.setSteps({});
        QVERIFY(!steps.grab().isNull());
    }

    void badgeHidesWhenThereIsNothing()
    {
        QWidget window;
        Badge badge(&window);
        window.show();
        badge.setCount(2);
        QVERIFY(badge.isVisible());
        QCOMPARE(badge.text(), u"2"_s);
        badge.setCount(140);
        QCOMPARE(badge.text(), u"99+"_s);
        badge.setCount(0);
        QVERIFY(!badge.isVisible());
    }

    void noticesOfferTheirAction()
    {
        EmptyState empty(m_theme, u"experiments"_s);
        empty.setText(u"No run yet."_s);
        empty.setAction(u"Train a model"_s);
        QSignalSpy asked(&empty, &EmptyState::actionRequested);
        empty.findChild<QPushButton *>(u"emptyStateAction"_s)->click();
        QCOMPARE(asked.size(), 1);

        ErrorBanner banner(m_theme);
        QSignalSpy retried(&banner, &ErrorBanner::retryRequested);
        banner.showError(u"The file is not a workspace. Choose another folder."_s);
        QVERIFY(banner.accessibleName().contains(u"not a workspace"_s));
        banner.findChild<QPushButton *>(u"retryButton"_s)->click();
        QCOMPARE(retried.size(), 1);
        banner.clear();
        QVERIFY(banner.isHidden());
    }

    void keyValuesShrinkAndGrow()
    {
        KeyValueList list;
        list.setValues({{.key = u"a"_s, .value = u"1"_s}, {.key = u"b"_s, .value = u"2"_s}});
        list.setValues({{.key = u"c"_s, .value = u"3"_s}});
        int shown = 0;
        for (const QLabel *label : list.findChildren<QLabel *>())
            shown += label->isHidden() ? 0 : 1;
        QCOMPARE(shown, 2);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestControls)
#include "tst_controls.moc"
