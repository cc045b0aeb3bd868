// signalbox: the console, as a program.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include <CLI/CLI.hpp>
#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThreadPool>
#include <QTimer>
#include <fmt/format.h>

#include "app/console/console.h"
#include "app/console/picture_tour.h"
#include "core/agent/lease.h"
#include "core/base/file.h"
#include "core/base/log.h"
#include "core/link/keychain.h"
#include "ui/shell/agent_starter.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/session.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;
using signalbox::console::Console;
using signalbox::console::ConsoleParts;
using signalbox::console::PictureTour;

namespace {

struct Options
{
    std::string workspace;
    std::string link;
    bool sample = false;
    std::string pictures;
    std::string size = "1440x900";
};

// Calls on the pool wait for disk and sockets, so there may be more of them than cores.
constexpr int leastPoolThreads = 6;

int parse(CLI::App &app, Options &options, int argc, char **argv)
{
    app.add_option("--link", options.link,
                   "A link of Signalbox (signalbox://…) to open; it never runs anything")
        ->check([](const std::string &text) {
            return text.starts_with("signalbox://") ? std::string()
                                                    : std::string("A link begins with signalbox://");
        });
    app.add_option("-w,--workspace", options.workspace, "Folder of the workspace to open")
        ->envname("SIGNALBOX_WORKSPACE");
    app.add_flag("--sample", options.sample,
                 "Open the sample workspace; it is made first if it does not exist");
    app.add_option(
        "--picture", options.pictures,
        "Make a sample workspace, save a picture of every tab in both themes to this folder, and end");
    app.add_option("--size", options.size, "Size of the pictures")->check([](const std::string &text) {
        const QStringList parts = QString::fromStdString(text).split(u'x');
        const bool fits = parts.size() == 2 && parts[0].toInt() >= 640 && parts[1].toInt() >= 400;
        return fits ? std::string() : std::string("such as 1440x900");
    });
    app.set_version_flag("--version", "signalbox " SIGNALBOX_VERSION);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError &error) {
        return app.exit(error) == 0 ? -1 : 2;
    }
    return 0;
}

QString dataFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + u"/workspaces"_s;
}

ConsoleParts makeParts(std::unique_ptr<QSettings> settings, const QString &sampleFolder)
{
    return {.settings = std::move(settings),
            .secrets = std::make_unique<signalbox::link::KeychainSecretStore>(u"Signalbox"_s),
            .agentProgram = signalbox::ui::AgentStarter::programBesideConsole(),
            .sampleFolder = signalbox::toPath(signalbox::ui::fromQt(sampleFolder))};
}

// The agent that served the pictures goes with them.
void stopAgentThenQuit(Console &console, QApplication &application, int code)
{
    signalbox::ui::Session *session = console.session();
    if (session == nullptr || !session->agentAlive()) {
        application.exit(code);
        return;
    }
    session->attempt(
        &console,
        [](signalbox::ui::Workspace &workspace) {
            return signalbox::agent::requestStop(*workspace.store, workspace.actor);
        },
        [](const signalbox::Status &) {});
    QObject::connect(session, &signalbox::ui::Session::workspaceChanged, &application,
                     [session, &application, code] {
                         if (!session->agentAlive())
                             application.exit(code);
                     });
    QTimer::singleShot(std::chrono::seconds(10), &application,
                       [&application, code] { application.exit(code); });
}

int takePictures(QApplication &application, const Options &options)
{
    QTemporaryDir folder;
    if (!folder.isValid())
        return 1;
    auto settings = std::make_unique<QSettings>(folder.filePath(u"console.ini"_s), QSettings::IniFormat);
    Console console(application, makeParts(std::move(settings), folder.filePath(u"sample"_s)));
    const QStringList size = QString::fromStdString(options.size).split(u'x');
    PictureTour tour(console, QString::fromStdString(options.pictures),
                     QSize(size[0].toInt(), size[1].toInt()));
    QObject::connect(&tour, &PictureTour::finished, &application, [&](const QString &problem) {
        if (!problem.isEmpty())
            fmt::print(stderr, "signalbox: {}\n", problem.toStdString());
        stopAgentThenQuit(console, application, problem.isEmpty() ? 0 : 1);
    });
    console.window().show();
    tour.start();
    console.openSample();
    return QApplication::exec();
}

int runConsole(QApplication &application, const Options &options)
{
    auto settings =
        std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope, u"Signalbox"_s, u"console"_s);
    Console console(application, makeParts(std::move(settings), QDir(dataFolder()).filePath(u"sample"_s)));
    console.window().show();
    if (!options.link.empty())
        QObject::connect(
            &console, &Console::workspaceShown, &console,
            [&console, link = QString::fromStdString(options.link)] {
                console.window().services().navigator.showObject(u"link"_s, link);
            },
            Qt::SingleShotConnection);
    if (!options.workspace.empty())
        console.open(QDir(QString::fromStdString(options.workspace)).absolutePath());
    else if (options.sample)
        console.openSample();
    else
        console.openLatest();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    // Before Qt looks for a display, so that --help works without one; Qt's own options pass.
    {
        CLI::App app(
            "The console of Signalbox: trains, approves, serves and rolls out models, and rolls back.");
        app.allow_extras();
        Options ignored;
        if (const int code = parse(app, ignored, argc, argv); code != 0)
            return std::max(code, 0);
    }
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"Signalbox"_s);
    QApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QApplication::setWindowIcon(QIcon(u":/icons/signalbox.svg"_s));
    CLI::App app;
    Options options;
    if (const int code = parse(app, options, argc, argv); code != 0)
        return std::max(code, 0);
    if (const auto started = signalbox::startLog("signalbox", {}, true); !started)
        fmt::print(stderr, "signalbox: {}\n", started.error().text());
    QThreadPool::globalInstance()->setMaxThreadCount(std::max(leastPoolThreads, QThread::idealThreadCount()));
    return options.pictures.empty() ? runConsole(application, options) : takePictures(application, options);
}
