// The console as a whole: opens a workspace, puts its pages into the window and ties both together; shows the
// first-run page where there is nothing to open. Broken workspaces leave the other choices open. GUI thread
// only.
#pragma once

#include <QObject>
#include <QString>
#include <filesystem>
#include <memory>

#include "core/base/clock.h"
#include "core/base/secret_store.h"
#include "ui/widgets/async.h"
#include "ui/widgets/dialogs.h"

class QApplication;
class QSettings;

namespace signalbox::ui {
class AgentStarter;
class MainWindow;
class Session;
class Settings;
class ShellWiring;
class Theme;
struct Workspace;
} // namespace signalbox::ui

namespace signalbox::console {

struct ConsoleParts
{
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<ui::Dialogs> dialogs = {}; // the real ones if empty
    std::unique_ptr<SecretStore> secrets;
    QString agentProgram;
    std::filesystem::path sampleFolder; // where the sample workspace is or will be
};

class Console final : public QObject
{
    Q_OBJECT

public:
    Console(QApplication &application, ConsoleParts parts);
    ~Console() override;

    [[nodiscard]] ui::MainWindow &window();
    [[nodiscard]] ui::Settings &settings();
    // Null while no workspace is open.
    [[nodiscard]] ui::Session *session() const;

    // The latest workspace of the last time, or the first-run page.
    void openLatest();
    void open(const QString &folder);
    // Makes it first if it does not exist; takes a few seconds and shows its progress.
    void openSample();

Q_SIGNALS:
    void workspaceShown();
    void openingFailed(const QString &sentence);

private:
    void askForWorkspace();
    void askForNewWorkspace();
    void makeSample();
    void showSampleProgress(const QString &step, double fraction);
    void cancelSample();
    void take(const Result<std::shared_ptr<ui::Workspace>> &workspace, const QString &folder);
    void show(const std::shared_ptr<ui::Workspace> &workspace);
    void addPages();
    void close();
    void fail(const QString &sentence);
    void showFirstRun();

    class Parts;
    std::unique_ptr<Parts> m_parts;
    ui::Latest m_opening;
};

} // namespace signalbox::console
