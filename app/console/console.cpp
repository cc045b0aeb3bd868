#include "app/console/console.h"

#include <QApplication>
#include <QDir>
#include <QPointer>
#include <QSettings>

#include "app/console/create_workspace_sheet.h"
#include "app/console/workspace_files.h"
#include "core/base/file.h"
#include "ui/alerts/alerts_page.h"
#include "ui/endpoints/endpoints_page.h"
#include "ui/experiments/experiments_page.h"
#include "ui/infrastructure/infrastructure_page.h"
#include "ui/registry/registry_page.h"
#include "ui/shell/agent_starter.h"
#include "ui/shell/first_run_page.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/shell/shell_wiring.h"
#include "ui/sweeps/sweeps_page.h"
#include "ui/traffic/traffic_page.h"
#include "ui/widgets/format.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::console {

namespace {

std::filesystem::path pathOf(const QString &text)
{
    return toPath(ui::fromQt(text));
}

QString textOf(const std::filesystem::path &path)
{
    return ui::toQt(toUtf8(path));
}

QString stageText(std::string_view stage)
{
    if (stage == "training")
        return Console::tr("Training models…");
    if (stage == "staging")
        return Console::tr("Serving the first version in staging…");
    if (stage == "first rollout")
        return Console::tr("Bringing it to production…");
    if (stage == "second rollout")
        return Console::tr("Rolling out a better version under load…");
    if (stage == "third version")
        return Console::tr("Registering a third version…");
    return Console::tr("Preparing the workspace…");
}

std::vector<ui::WorkspaceItem> recentItems(const ui::Settings &settings)
{
    std::vector<ui::WorkspaceItem> items;
    for (const QString &path : settings.value(ui::Setting::RecentWorkspaces).toStringList())
        items.push_back({.path = path, .name = textOf(pathOf(path).filename())});
    return items;
}

} // namespace

class Console::Parts
{
public:
    Parts(QApplication &application, ConsoleParts given)
        : dialogs(std::move(given.dialogs))
        , secrets(std::move(given.secrets))
        , agentProgram(std::move(given.agentProgram))
        , sampleFolder(std::move(given.sampleFolder))
        , settings(std::move(given.settings))
        , theme(application)
    {
        if (!dialogs)
            dialogs = std::make_unique<ui::WindowDialogs>(theme);
        theme.apply();
        window = std::make_unique<ui::MainWindow>(theme, settings, *dialogs);
    }

    SystemClock clock;
    std::unique_ptr<ui::Dialogs> dialogs;
    std::unique_ptr<SecretStore> secrets;
    QString agentProgram;
    std::filesystem::path sampleFolder;
    ui::Settings settings;
    ui::Theme theme;
    std::unique_ptr<ui::MainWindow> window;
    std::unique_ptr<ui::Session> session;
    std::unique_ptr<ui::AgentStarter> starter;
    std::unique_ptr<ui::ShellWiring> wiring;

    [[nodiscard]] WorkspaceContext context() const { return {.clock = &clock, .secrets = secrets.get()}; }
};

Console::Console(QApplication &application, ConsoleParts parts)
    : m_parts(std::make_unique<Parts>(application, std::move(parts)))
{
    ui::MainWindow &window = *m_parts->window;
    connect(&window, &ui::MainWindow::workspaceSwitchRequested, this, &Console::open);
    connect(&window, &ui::MainWindow::workspaceOpenRequested, this, &Console::askForWorkspace);
    connect(&window, &ui::MainWindow::workspaceCreateRequested, this, &Console::askForNewWorkspace);
    connect(&window, &ui::MainWindow::sampleWorkspaceRequested, this, &Console::openSample);
    connect(&window.firstRun(), &ui::FirstRunPage::cancelRequested, this, &Console::cancelSample);
}

Console::~Console()
{
    close();
}

ui::MainWindow &Console::window()
{
    return *m_parts->window;
}

ui::Settings &Console::settings()
{
    return m_parts->settings;
}

ui::Session *Console::session() const
{
    return m_parts->session.get();
}

void Console::openLatest()
{
    const auto recent = recentItems(m_parts->settings);
    if (recent.empty())
        showFirstRun();
    else
        open(recent.front().path);
}

void Console::open(const QString &folder)
{
    if (!session()) {
        showFirstRun();
        m_parts->window->firstRun().showProgress(tr("Opening %1…").arg(QDir::toNativeSeparators(folder)), -1);
    }
    ui::runOnPool(
        this, m_opening,
        [path = pathOf(folder), context = m_parts->context()] { return openWorkspace(path, context); },
        [this, folder](const Result<std::shared_ptr<ui::Workspace>> &workspace) { take(workspace, folder); });
}

void Console::openSample()
{
    if (!session() || !holdsWorkspace(m_parts->sampleFolder))
        makeSample();
    else
        open(textOf(m_parts->sampleFolder));
}

void Console::makeSample()
{
    showFirstRun();
    m_parts->window->firstRun().showProgress(tr("Opening the sample workspace…"), -1);
    const auto tell = [console = QPointer(this)](const agent::SampleProgress &progress) {
        QMetaObject::invokeMethod(
            qApp,
            [console, text = stageText(progress.stage), step = progress.step, of = progress.of] {
                if (Console *alive = console.data(); alive != nullptr)
                    alive->showSampleProgress(text, of == 0 ? -1 : static_cast<double>(step - 1) / of);
            },
            Qt::QueuedConnection);
    };
    ui::runOnPool(
        this, m_opening,
        [path = m_parts->sampleFolder, context = m_parts->context(), tell](const StopToken &stop) {
            return openOrMakeSample(path, context, tell, stop);
        },
        [this](const Result<std::shared_ptr<ui::Workspace>> &workspace) {
            take(workspace, textOf(m_parts->sampleFolder));
        });
}

void Console::showSampleProgress(const QString &step, double fraction)
{
    if (m_opening.waiting())
        m_parts->window->firstRun().showProgress(step, fraction);
}

void Console::cancelSample()
{
    m_opening.cancel();
    if (session())
        m_parts->window->showWorkspace();
    else
        showFirstRun();
}

void Console::take(const Result<std::shared_ptr<ui::Workspace>> &workspace, const QString &folder)
{
    if (!workspace) {
        fail(tr("%1 could not be opened. %2")
                 .arg(QDir::toNativeSeparators(folder), ui::errorText(workspace.error())));
        return;
    }
    m_parts->settings.rememberWorkspace(folder);
    show(*workspace);
}

void Console::fail(const QString &sentence)
{
    if (session()) {
        m_parts->window->showWorkspace();
        m_parts->window->services().toasts.showToast(
            {.text = sentence, .role = ui::Role::Danger, .time = std::chrono::seconds(15)});
    } else {
        showFirstRun();
        m_parts->window->firstRun().showError(sentence);
    }
    Q_EMIT openingFailed(sentence);
}

void Console::showFirstRun()
{
    m_parts->window->firstRun().setRecent(recentItems(m_parts->settings));
    m_parts->window->firstRun().showChoices();
    m_parts->window->showFirstRun();
}

void Console::show(const std::shared_ptr<ui::Workspace> &workspace)
{
    close();
    Parts &p = *m_parts;
    p.session = std::make_unique<ui::Session>(workspace, p.window->services());
    p.starter = std::make_unique<ui::AgentStarter>(p.agentProgram);
    addPages();
    p.wiring = std::make_unique<ui::ShellWiring>(*p.window, *p.session, *p.starter,
                                                 p.settings.isOn(ui::Setting::StartAgent));
    p.window->showWorkspace();
    p.window->restorePage();
    Q_EMIT workspaceShown();
}

void Console::addPages()
{
    ui::MainWindow &window = *m_parts->window;
    ui::Session &session = *m_parts->session;
    window.addPage(new ui::InfrastructurePage(session));
    window.addPage(new ui::ExperimentsPage(session, window.services()));
    window.addPage(new ui::SweepsPage(session, window.services()));
    window.addPage(new ui::RegistryPage(session, window.services()));
    window.addPage(new ui::EndpointsPage(session));
    window.addPage(new ui::TrafficPage(session));
    window.addPage(new ui::AlertsPage(session));
}

void Console::close()
{
    // Pages and wiring know the session, so they go first.
    m_parts->wiring.reset();
    m_parts->window->clearPages();
    m_parts->starter.reset();
    m_parts->session.reset();
}

void Console::askForWorkspace()
{
    m_parts->dialogs->openFolder(m_parts->window.get(), {.title = tr("Open a workspace")},
                                 [this](const QString &folder) { open(folder); });
}

void Console::askForNewWorkspace()
{
    const QString parentFolder = textOf(m_parts->sampleFolder.parent_path());
    auto *sheet =
        new CreateWorkspaceSheet(m_parts->theme, *m_parts->dialogs, parentFolder, m_parts->window.get());
    connect(sheet, &ui::FormSheet::submitted, this, [this, sheet] {
        sheet->setBusy(true);
        ui::runOnPool(
            this,
            [folder = pathOf(sheet->folder()), name = ui::fromQt(sheet->name()), kind = sheet->kind(),
             context = m_parts->context()] { return createWorkspace(folder, name, kind, context); },
            [this, sheet = QPointer(sheet),
             folder = sheet->folder()](const Result<std::shared_ptr<ui::Workspace>> &workspace) {
                if (sheet && !workspace) {
                    sheet->setBusy(false);
                    sheet->showProblem(ui::errorText(workspace.error()));
                    return;
                }
                if (sheet)
                    sheet->accept();
                take(workspace, folder);
            });
    });
    sheet->open();
}

} // namespace signalbox::console
