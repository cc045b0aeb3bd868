// signalbox: the console.
#include <QApplication>
#include <QCommandLineParser>
#include <QIcon>
#include <QSettings>
#include <cstdio>

#include "app/console/console.h"
#include "app/console/pictures.h"
#include "core/link/keychain.h"

using namespace Qt::Literals::StringLiterals;
using namespace signalbox;

namespace {

struct Options
{
    QString workspace;
    bool sample = false;
    QString pictures;
};

// Ends the program for --help, --version and wrong usage, before a display is needed.
Options parse(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(u"The console of Signalbox: seven tabs over a workspace."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption workspace({u"w"_s, u"workspace"_s}, u"Open the workspace in this folder."_s,
                                       u"folder"_s);
    const QCommandLineOption sample(u"sample"_s,
                                    u"Open the sample workspace; it is made if it is not there."_s);
    const QCommandLineOption pictures(u"pictures"_s, u"Save a picture of each tab in both themes and exit."_s,
                                      u"folder"_s);
    parser.addOptions({workspace, sample, pictures});
    parser.process(arguments);
    return {.workspace = parser.value(workspace),
            .sample = parser.isSet(sample),
            .pictures = parser.value(pictures)};
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"signalbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QCoreApplication::setOrganizationName(u"Signalbox"_s);
    Options options;
    {
        const QCoreApplication parsing(argc, argv);
        options = parse(QCoreApplication::arguments());
    }

    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Signalbox"_s);
    QGuiApplication::setDesktopFileName(u"signalbox"_s);
    ui::Theme theme(application);
    ui::Settings settings(std::make_unique<QSettings>());
    ui::WindowDialogs dialogs(theme);
    link::KeychainSecretStore secrets;
    console::Console console(theme, settings, dialogs, secrets);
    console.window().setWindowIcon(theme.icon(u"signalbox"_s));

    console::Pictures pictures(console.window(), theme, options.pictures);
    if (!options.pictures.isEmpty()) {
        console.window().resize(1440, 900);
        QObject::connect(&console, &console::Console::workspaceShown, &pictures, &console::Pictures::take);
        QObject::connect(&console, &console::Console::failed, &application, [](const QString &sentence) {
            std::fprintf(stderr, "signalbox: %s\n", qPrintable(sentence));
            QCoreApplication::exit(1);
        });
        QObject::connect(&pictures, &console::Pictures::done, &application,
                         [](bool allSaved) { QCoreApplication::exit(allSaved ? 0 : 1); });
    }
    console.window().show();
    if (!options.workspace.isEmpty())
        console.openWorkspace(options.workspace);
    else if (options.sample)
        console.openSample();
    else
        console.start();
    return QApplication::exec();
}
