#include "app/console/console.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>
#include <QThreadPool>

#include "core/agent/sample.h"
#include "core/base/file.h"
#include "core/base/platform.h"
#include "ui/alerts/alerts_page.h"
#include "ui/endpoints/endpoints_page.h"
#include "ui/experiments/experiments_page.h"
#include "ui/infrastructure/infrastructure_page.h"
#include "ui/registry/registry_page.h"
#include "ui/shell/first_run_page.h"
#include "ui/sweeps/sweeps_page.h"
#include "ui/traffic/traffic_page.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::console {

namespace {

std::filesystem::path pathOf(const QString &text)
{
    return toPath(text.toStdString());
}

QString sampleFolder()
{
    const QDir data(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation));
    return data.filePath(u"workspaces/sample"_s);
}

bool holdsWorkspace(const QString &folder)
{
    return QFileInfo::exists(QDir(folder).filePath(u"workspace.db"_s));
}

} // namespace

Console::Console(ui::Theme &theme, ui::Settings &settings, ui::Dialogs &dialogs, SecretStore &secrets)
    : m_theme(theme)
    , m_settings(settings)
    , m_dialogs(dialogs)
    , m_secrets(secrets)
    , m_starter(ui::AgentStarter::programBesideConsole())
    , m_window(theme, settings, dialogs)
{
    using ui::MainWindow;
    connect(&m_window, &MainWindow::workspaceSwitchRequested, this, &Console::openWorkspace);
    connect(&m_window, &MainWindow::workspaceOpenRequested, this, &Console::askForWorkspace);
    connect(&m_window, &MainWindow::workspaceCreateRequested, this, &Console::askForNewWorkspace);
    connect(&m_window, &MainWindow::sampleWorkspaceRequested, this, &Console::openSample);
    const ui::FirstRunPage &first = m_window.firstRun();
    connect(&first, &ui::FirstRunPage::sampleRequested, this, &Console::openSample);
    connect(&first, &ui::FirstRunPage::createRequested, this, &Console::askForNewWorkspace);
    connect(&first, &ui::FirstRunPage::openRequested, this, &Console::askForWorkspace);
    connect(&first, &ui::FirstRunPage::recentRequested, this, &Console::openWorkspace);
    connect(&first, &ui::FirstRunPage::cancelRequested, this, [this] { m_makingSample.requestStop(); });
}

Console::~Console()
{
    m_makingSample.requestStop();
    closeWorkspace();
    // What still runs on the pool uses the clock and the secrets of this object.
    QThreadPool::globalInstance()->waitForDone();
}

void Console::start()
{
    const QStringList recent = m_settings.value(ui::Setting::RecentWorkspaces).toStringList();
    if (!recent.isEmpty() && holdsWorkspace(recent.first()))
        openWorkspace(recent.first());
    else
        showFirstRun();
}

void Console::openWorkspace(const QString &folder)
{
    openOnPool(folder, {});
}

void Console::openSample()
{
    const QString folder = sampleFolder();
    if (holdsWorkspace(folder))
        openWorkspace(folder);
    else
        makeSample(folder);
}

void Console::makeSample(const QString &folder)
{
    showFirstRun();
    m_makingSample = StopSource();
    m_window.firstRun().showProgress(tr("Making the sample workspace…"), -1);
    const auto progress = [this](const agent::SampleProgress &now) {
        QMetaObject::invokeMethod(this, [this, now] {
            m_window.firstRun().showProgress(
                tr("Making the sample workspace: %1")
                    .arg(QString::fromUtf8(now.stage.data(), qsizetype(now.stage.size()))),
                double(now.step - 1) / now.of);
        });
    };
    openOnPool(folder, [this, folder, progress, stop = m_makingSample.token()]() -> Status {
        SIGNALBOX_TRY(const auto data, agent::sampleDataFile());
        return agent::makeSampleWorkspace({.folder = pathOf(folder), .data = data, .member = userName()},
                                          m_clock, progress, stop);
    });
}

void Console::askForWorkspace()
{
    m_dialogs.openFolder(&m_window, {.title = tr("Open a workspace")},
                         [this](const QString &folder) { openWorkspace(folder); });
}

void Console::askForNewWorkspace()
{
    m_dialogs.openFolder(&m_window, {.title = tr("Choose an empty folder for the new workspace")},
                         [this](const QString &folder) { createWorkspace(folder); });
}

void Console::createWorkspace(const QString &folder)
{
    openOnPool(folder, [this, folder]() -> Status {
        SIGNALBOX_CHECK(store::Store::create(
            pathOf(folder), {.name = QDir(folder).dirName().toStdString(), .administrator = userName()},
            m_clock));
        return {};
    });
}

void Console::openOnPool(const QString &folder, std::function<Status()> prepare)
{
    ui::runOnPool(
        this, m_opening,
        [this, folder, prepare = std::move(prepare)]() -> Opened {
            if (prepare)
                SIGNALBOX_CHECK(prepare());
            auto workspace = std::make_shared<ui::Workspace>();
            SIGNALBOX_TRY(workspace->store, store::Store::open(pathOf(folder), m_clock));
            workspace->clock = &m_clock;
            workspace->secrets = &m_secrets;
            workspace->actor = store::Actor::member(userName());
            return workspace;
        },
        [this, folder](Opened opened) { showWorkspace(folder, std::move(opened)); });
}

void Console::showWorkspace(const QString &folder, Opened opened)
{
    if (!opened) {
        if (opened.error().code == ErrorCode::Cancelled)
            m_window.firstRun().showChoices();
        else
            showProblem(QString::fromStdString(opened.error().text()));
        return;
    }
    closeWorkspace();
    m_settings.rememberWorkspace(folder);
    m_session = std::make_unique<ui::Session>(*std::move(opened), m_window.services());
    addPages();
    m_wiring = std::make_unique<ui::ShellWiring>(m_window, *m_session, m_starter,
                                                 m_settings.isOn(ui::Setting::StartAgent));
    m_window.showWorkspace();
    m_window.restorePage();
    Q_EMIT workspaceShown(folder);
}

void Console::addPages()
{
    const ui::ShellServices services = m_window.services();
    m_window.addPage(new ui::InfrastructurePage(*m_session));
    m_window.addPage(new ui::ExperimentsPage(*m_session, services));
    m_window.addPage(new ui::SweepsPage(*m_session, services));
    m_window.addPage(new ui::RegistryPage(*m_session, services));
    m_window.addPage(new ui::EndpointsPage(*m_session));
    m_window.addPage(new ui::TrafficPage(*m_session));
    m_window.addPage(new ui::AlertsPage(*m_session));
}

void Console::closeWorkspace()
{
    m_wiring.reset();
    m_window.clearPages();
    m_session.reset();
}

void Console::showFirstRun()
{
    std::vector<ui::WorkspaceItem> recent;
    for (const QString &folder : m_settings.value(ui::Setting::RecentWorkspaces).toStringList()) {
        if (holdsWorkspace(folder))
            recent.push_back({.path = folder, .name = QDir(folder).dirName()});
    }
    m_window.firstRun().setRecent(recent);
    m_window.firstRun().showChoices();
    m_window.showFirstRun();
}

// A workspace that is open stays open; without one the choices are shown with the reason.
void Console::showProblem(const QString &sentence)
{
    if (m_session) {
        m_dialogs.tell(&m_window, tr("The workspace cannot be opened"), sentence);
        m_window.showWorkspace();
    } else {
        showFirstRun();
        m_window.firstRun().showError(sentence);
    }
    Q_EMIT failed(sentence);
}

} // namespace signalbox::console
