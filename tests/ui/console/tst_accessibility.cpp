// Walks the whole console as a keyboard and a screen reader would: every page with all its tabs, and every
// dialog that a page or the window can open.
#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QTabBar>
#include <QTest>
#include <QThreadPool>

#include "app/console/console.h"
#include "core/base/platform.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "tests/ui/serving_window.h"
#include "ui/endpoints/endpoint_sheets.h"
#include "ui/shell/first_run_page.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString ampersand = u"R&D"_s; // only a workspace may be named so

// Questions are asked for real; of files it only remembers that they were asked for.
class WalkedDialogs final : public Dialogs
{
public:
    WalkedDialogs(const Theme &theme, int &files)
        : m_real(theme)
        , m_files(files)
    {
    }

    void confirm(QWidget *parent, const Consequence &consequence,
                 std::function<void(const Confirmation &)> confirmed) override
    {
        m_real.confirm(parent, consequence, std::move(confirmed));
    }
    void openFile(QWidget *, const FileQuestion &, std::function<void(QString)>) override { ++m_files; }
    void saveFile(QWidget *, const FileQuestion &, std::function<void(QString)>) override { ++m_files; }
    void openFolder(QWidget *, const FileQuestion &, std::function<void(QString)>) override { ++m_files; }
    void tell(QWidget *parent, const QString &title, const QString &text) override
    {
        m_real.tell(parent, title, text);
    }

private:
    WindowDialogs m_real;
    int &m_files;
};

// A workspace in which every page has something to show: runs, versions, an open gate, an endpoint in staging
// and a rollout at 10 % in production.
class SampleLike : public ServingWindow
{
public:
    SampleLike()
    {
        workspace->store = valueOrThrow(store::Store::create(
            toPath(fromQt(path())),
            {.name = fromQt(ampersand), .kind = store::WorkspaceKind::Team, .administrator = "you"}, clock));
        valueOrThrow(store::setMember(store(), you, userName(), store::Role::Administrator));
        valueOrThrow(store::setMember(store(), you, "colleague", store::Role::Approver));
        serveWithRollout();
        valueOrThrow(
            registry::registerVersion(store(), you, "diabetes_classification", train(training(0.01))));
        startAgent();
    }

    [[nodiscard]] QString path() const { return folder.filePath(u"sample"_s); }

private:
    registry::Version approved(double C)
    {
        const registry::Version made = registerRun(train(training(C)));
        approve(made.gate);
        return valueOrThrow(registry::findVersion(store(), made.model, made.number));
    }

    void approve(std::int64_t gate)
    {
        valueOrThrow(registry::decide(store(), store::Actor::member("colleague"), gate,
                                      registry::Decision::Approve, "good"));
    }

    void serveWithRollout()
    {
        const registry::Version first = approved(0.1);
        valueOrThrow(serve::createEndpoint(store(), you, "staging", serve::Environment::Staging));
        deploy("staging", "blue", first);
        valueOrThrow(serve::setTraffic(store(), you, "staging", {{"blue", 100}}, "first"));
        valueOrThrow(serve::createEndpoint(store(), you, "production", serve::Environment::Production));
        startRollout("production", first);
        untilGated("production");
        approve(latest("production").gate);
        world.counts["blue"] = {.requests = 100, .errors = 0};
        reconcile(5);
        startRollout("production", approved(1.0));
        untilGated("production");
        approve(latest("production").gate);
        reconcile();
    }
};

// Readings run on the pool and are delivered by the event loop, and one may lead to another.
void settle()
{
    for (int i = 0; i < 10; ++i) {
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents();
    }
}

QString problemsOf(QWidget &window)
{
    return (accessibilityProblems(window) + swallowedAmpersands(window, ampersand)).join(u'\n');
}

} // namespace

class TestAccessibility final : public QObject
{
    Q_OBJECT

private:
    [[nodiscard]] MainWindow &window() { return m_console->window(); }

    QDialog *openedDialog()
    {
        for (QDialog *dialog : window().findChildren<QDialog *>()) {
            if (dialog->isVisible())
                return dialog;
        }
        return nullptr;
    }

    // What may be pressed to be asked something.
    QStringList askingButtons(QWidget *page)
    {
        QStringList names;
        for (const QPushButton *button : page->findChildren<QPushButton *>()) {
            if (button->isVisible() && button->isEnabled() && button->text().endsWith(u'…'))
                names << button->objectName();
        }
        return names;
    }

    void walkDialog(const QString &name)
    {
        QDialog *dialog = openedDialog();
        QVERIFY(dialog);
        settle();
        savePicture(*dialog, u"dialog-"_s + name);
        QCOMPARE(problemsOf(*dialog), QString());
        dialog->reject();
        QTRY_VERIFY(!openedDialog());
    }

    // Some ask in a dialog, some for a file, some in their own place on the page.
    void walkDialogsBehind(QWidget *page)
    {
        for (const QString &name : askingButtons(page)) {
            auto *button = page->findChild<QPushButton *>(name);
            if (!button->isVisible())
                continue;
            const int files = m_files;
            button->click();
            QTRY_VERIFY2(openedDialog() || m_files > files || !button->isVisible(),
                         qPrintable(name + u" opens nothing"_s));
            if (openedDialog())
                walkDialog(name);
            else
                QCOMPARE(problemsOf(window()), QString());
            if (QTest::currentTestFailed()) {
                qWarning("behind %s", qPrintable(name));
                return;
            }
        }
    }

    static void pageRows()
    {
        QTest::addColumn<QString>("page");
        for (const char *page :
             {"infrastructure", "experiments", "sweeps", "registry", "endpoints", "traffic", "alerts"})
            QTest::newRow(page) << QString::fromLatin1(page);
    }

    Page *showPage(const QString &id)
    {
        window().services().navigator.showPage(id);
        settle();
        return window().currentPage();
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_sample = std::make_unique<SampleLike>();
        m_console = std::make_unique<console::Console>(
            *qApp,
            console::ConsoleParts{.settings = std::make_unique<QSettings>(
                                      m_sample->folder.filePath(u"walked.ini"_s), QSettings::IniFormat),
                                  .dialogs = std::make_unique<WalkedDialogs>(m_sample->theme, m_files),
                                  .secrets = std::make_unique<MemorySecrets>(),
                                  .agentProgram = u"/there/is/no/signalboxd"_s,
                                  .sampleFolder = toPath(fromQt(m_sample->folder.filePath(u"elsewhere"_s)))});
        m_console->settings().set(Setting::StartAgent, false);
        window().resize(1440, 900);
        window().show();
    }

    void cleanupTestCase()
    {
        m_console.reset();
        m_sample.reset();
    }

    // Before there is a workspace.
    void theFirstRunPage()
    {
        m_console->openLatest();
        settle();
        QVERIFY(window().firstRun().isVisible());
        window().firstRun().setRecent({{.path = m_sample->path(), .name = ampersand}});
        settle();
        QCOMPARE(problemsOf(window()), QString());
        m_console->open(m_sample->path());
        QTRY_VERIFY(m_console->session() && m_console->session()->agentAlive());
        QTRY_COMPARE(window().state().workspaceName, ampersand);
    }

    void everyPage_data() { pageRows(); }
    void everyPage()
    {
        QFETCH(const QString, page);
        Page *shown = showPage(page);
        QCOMPARE(shown->id(), page);
        savePicture(window(), u"walk-"_s + page);
        QCOMPARE(problemsOf(window()), QString());
        for (QTabBar *tabs : shown->findChildren<QTabBar *>()) {
            for (int tab = 1; tabs->isVisible() && tab < tabs->count(); ++tab) {
                tabs->setCurrentIndex(tab);
                settle();
                QCOMPARE(problemsOf(window()), QString());
            }
            tabs->setCurrentIndex(0);
        }
        for (QPushButton *fold : shown->findChildren<QPushButton *>()) {
            if (!fold->isVisible() || !fold->isCheckable())
                continue;
            fold->toggle();
            settle();
            QCOMPARE(problemsOf(window()), QString());
            fold->toggle();
        }
    }

    void everyDialogOfAPage_data() { pageRows(); }
    void everyDialogOfAPage()
    {
        QFETCH(const QString, page);
        Page *shown = showPage(page);
        walkDialogsBehind(shown);
    }

    void theKeysOfANewEndpoint()
    {
        Page *page = showPage(u"endpoints"_s);
        page->findChild<QPushButton *>(u"createEndpoint"_s)->click();
        auto *sheet = page->findChild<CreateEndpointSheet *>();
        QVERIFY(sheet);
        sheet->findChild<QLineEdit *>(u"name"_s)->setText(u"another"_s);
        sheet->findChild<QPushButton *>(u"submit"_s)->click();
        QTRY_VERIFY(qobject_cast<KeysSheet *>(openedDialog()));
        walkDialog(u"keys"_s);
    }

    // Endpoints and Traffic offer other things for the endpoint without a rollout.
    void everyDialogOfAnEndpointInStaging_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::newRow("endpoint") << u"endpoint"_s;
        QTest::newRow("traffic") << u"traffic"_s;
    }
    void everyDialogOfAnEndpointInStaging()
    {
        QFETCH(const QString, kind);
        QVERIFY(window().services().navigator.showObject(kind, u"staging"_s));
        settle();
        QCOMPARE(problemsOf(window()), QString());
        walkDialogsBehind(window().currentPage());
    }

    void theDialogsOfTheWindow()
    {
        window().openSettings();
        walkDialog(u"settings"_s);
        window().openHelp();
        walkDialog(u"help"_s);
        Q_EMIT window().workspaceCreateRequested();
        walkDialog(u"create-workspace"_s);
    }

    void aConsequence()
    {
        window().services().dialogs.confirm(&window(),
                                            {.title = u"Delete production"_s,
                                             .text = u"Its callers get no answer any more."_s,
                                             .points = {u"1 deployment is removed."_s},
                                             .verb = u"Delete 1 endpoint"_s,
                                             .context = u"R&D · PROD"_s,
                                             .danger = true,
                                             .asksReason = true,
                                             .typeToConfirm = u"production"_s},
                                            [](const Confirmation &) {});
        walkDialog(u"consequence"_s);
    }

    void paletteAndInbox()
    {
        QVERIFY(activate(window()));
        window().openPalette();
        settle();
        QCOMPARE(namelessControls(window()), QStringList());
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!window().state().inbox.empty());
        window().openInbox();
        QWidget *popup = QApplication::activePopupWidget();
        QVERIFY(popup);
        QCOMPARE(namelessControls(*popup) + namelessStops(*popup), QStringList());
        popup->close();
    }

    void aSmallWindowLosesNothing_data() { pageRows(); }
    void aSmallWindowLosesNothing()
    {
        QFETCH(const QString, page);
        window().resize(1024, 640);
        showPage(page);
        savePicture(window(), u"walk-small-"_s + page);
        QCOMPARE(problemsOf(window()), QString());
    }

private:
    int m_files = 0;
    std::unique_ptr<SampleLike> m_sample;
    std::unique_ptr<console::Console> m_console;
};

QTEST_MAIN(TestAccessibility)
#include "tst_accessibility.moc"
