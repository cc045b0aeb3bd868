// The pages of gallery_pages.h and the windows of the shell are walked for accessibility
// and, where SIGNALBOX_PICTURES names a folder, drawn into it in both themes.
#include <QDialog>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "tests/ui/answering_dialogs.h"
#include "tests/ui/picture.h"
#include "tests/ui/shell/gallery_pages.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/settings.h"
#include "ui/widgets/consequence_dialog.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestGallery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pages_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::addColumn<QSize>("size");
        QTest::newRow("light") << u"light"_s << QSize(1440, 900);
        QTest::newRow("dark") << u"dark"_s << QSize(1440, 900);
        QTest::newRow("light-small") << u"light"_s << QSize(1024, 640);
    }

    void pages()
    {
        QFETCH(QString, theme);
        QFETCH(QSize, size);
        const QString suffix = u'-' + QString::fromLatin1(QTest::currentDataTag());
        const QTemporaryDir folder;
        Theme look(*qApp);
        Settings settings(std::make_unique<QSettings>(folder.filePath(u"s.ini"_s), QSettings::IniFormat));
        settings.set(Setting::ThemeName, theme);
        AnsweringDialogs dialogs;
        MainWindow window(look, settings, dialogs);
        look.apply();
        const std::pair<QString, QString> tabs[] = {{u"infrastructure"_s, u"Infrastructure"_s},
                                                    {u"experiments"_s, u"Experiments"_s},
                                                    {u"sweeps"_s, u"Sweeps"_s},
                                                    {u"registry"_s, u"Registry"_s},
                                                    {u"endpoints"_s, u"Endpoints"_s},
                                                    {u"traffic"_s, u"Traffic"_s},
                                                    {u"alerts"_s, u"Alerts"_s}};
        for (const auto &[id, title] : tabs) {
            auto *page = new GalleryPage(id, title);
            if (id == u"traffic"_s)
                fillTraffic(look, page);
            if (id == u"registry"_s)
                fillRegistry(look, page);
            window.addPage(page);
            page->note({.text = id == u"sweeps"_s    ? u"running"_s
                                : id == u"traffic"_s ? u"50 %"_s
                                                     : QString(),
                        .count = id == u"registry"_s ? 2
                                 : id == u"alerts"_s ? 1
                                                     : 0});
        }
        window.resize(size);
        QVERIFY(activate(window));

        for (const QString &id : {u"traffic"_s, u"registry"_s}) {
            window.setState(stateOfTheDay(id == u"registry"_s && theme == u"dark"_s));
            window.services().navigator.showPage(id);
            QCoreApplication::processEvents();
            QCOMPARE(accessibilityProblems(window).join(u'\n'), QString());
            window.setFocus();
            savePicture(window, id + suffix);
        }
        window.services().toasts.showToast({.text = u"Rolled back my-ml-endpoint-prod to BLUE · v4"_s,
                                            .undo = [] {},
                                            .time = std::chrono::seconds(60)});
        window.openPalette();
        QCoreApplication::processEvents();
        savePicture(window, u"palette"_s + suffix);
    }

    void windowsOfTheShell_data()
    {
        QTest::addColumn<QString>("theme");
        QTest::newRow("light") << u"light"_s;
        QTest::newRow("dark") << u"dark"_s;
    }

    void windowsOfTheShell()
    {
        QFETCH(QString, theme);
        const QTemporaryDir folder;
        Theme look(*qApp);
        Settings settings(std::make_unique<QSettings>(folder.filePath(u"s.ini"_s), QSettings::IniFormat));
        settings.set(Setting::ThemeName, theme);
        AnsweringDialogs dialogs;
        MainWindow window(look, settings, dialogs);
        window.setState(stateOfTheDay(false));
        QVERIFY(activate(window));
        window.openInbox();
        auto *inbox = window.findChild<QWidget *>(u"approvalsPopup"_s);
        QTRY_VERIFY(inbox->isVisible());
        savePicture(*inbox, u"approvals-"_s + theme);
        inbox->hide();

        const std::pair<QString, std::function<void()>> opened[] = {
            {u"settingsDialog"_s, [&window] { window.openSettings(); }},
            {u"helpDialog"_s, [&window] { window.openHelp(); }}};
        for (const auto &[name, open] : opened) {
            open();
            auto *dialog = window.findChild<QDialog *>(name);
            QVERIFY(dialog);
            QCOMPARE(accessibilityProblems(*dialog).join(u'\n'), QString());
            savePicture(*dialog, name + u'-' + theme);
            dialog->close();
        }
    }

    void dialog()
    {
        Theme look(*qApp);
        look.setChoice(ThemeChoice::Light);
        look.apply();
        ConsequenceDialog dialog(
            look, {.title = u"Delete deployment green of my-ml-endpoint-prod"_s,
                   .text = u"Green gets no traffic now."_s,
                   .points = {u"1 deployment of version 5 stops"_s, u"Its 48 090 rows of telemetry stay"_s},
                   .verb = u"Delete 1 deployment"_s,
                   .context = u"mlops-demo · PROD"_s,
                   .danger = true,
                   .asksReason = true,
                   .typeToConfirm = u"green"_s});
        QVERIFY(activate(dialog));
        QCOMPARE(accessibilityProblems(dialog).join(u'\n'), QString());
        savePicture(dialog, u"consequence"_s);
    }
};

QTEST_MAIN(TestGallery)
#include "tst_gallery.moc"
