// The console as a whole: opens and makes workspaces, gives each its session and pages, and shows the
// first-run page when there is none. GUI thread only; files are opened on the pool.
#pragma once

#include <QObject>
#include <QString>
#include <functional>
#include <memory>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/secret_store.h"
#include "core/base/stop.h"
#include "ui/shell/agent_starter.h"
#include "ui/shell/main_window.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/shell/shell_wiring.h"
#include "ui/widgets/async.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/theme.h"

namespace signalbox::console {

class Console final : public QObject
{
    Q_OBJECT

public:
    // All outlive the console.
    Console(ui::Theme &theme, ui::Settings &settings, ui::Dialogs &dialogs, SecretStore &secrets);
    ~Console() override;

    [[nodiscard]] ui::MainWindow &window() { return m_window; }

    // The workspace of the last time, or the first-run page.
    void start();
    void openWorkspace(const QString &folder);
    // Opens the sample workspace; makes it first if it is not there.
    void openSample();

Q_SIGNALS:
    void workspaceShown(const QString &folder);
    void failed(const QString &sentence);

private:
    using Opened = Result<std::shared_ptr<ui::Workspace>>;

    void askForWorkspace();
    void askForNewWorkspace();
    void createWorkspace(const QString &folder);
    void makeSample(const QString &folder);
    void showWorkspace(const QString &folder, Opened opened);
    void addPages();
    void closeWorkspace();
    void showFirstRun();
    void showProblem(const QString &sentence);
    void openOnPool(const QString &folder, std::function<Status()> prepare);

    ui::Theme &m_theme;
    ui::Settings &m_settings;
    ui::Dialogs &m_dialogs;
    SecretStore &m_secrets;
    const SystemClock m_clock;
    ui::AgentStarter m_starter;
    ui::MainWindow m_window;
    std::unique_ptr<ui::Session> m_session;
    std::unique_ptr<ui::ShellWiring> m_wiring;
    ui::Latest m_opening;
    StopSource m_makingSample;
};

} // namespace signalbox::console
