// The console's window: top bar, rail of tabs, banners, status bar, palette, inbox, settings and help around
// the pages. It knows no core: it shows a ShellState and says by signals what the user asked for. GUI thread
// only.
#pragma once

#include <QMainWindow>
#include <memory>

#include "ui/shell/shell_services.h"
#include "ui/shell/shell_state.h"

namespace signalbox::ui {

class CommandPalette;
class FirstRunPage;
class Page;

class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(Theme &theme, Settings &settings, Dialogs &dialogs);
    ~MainWindow() override;

    // Hand this to the pages' constructors.
    [[nodiscard]] ShellServices services();

    // In the order of the rail; Ctrl+1 is the first. The window owns the page.
    void addPage(Page *page);
    // Removes and deletes every page, as before another workspace is opened.
    void clearPages();
    [[nodiscard]] Page *currentPage() const;

    void setState(const ShellState &state);
    [[nodiscard]] const ShellState &state() const;

    // The first-run page takes the place of everything below the top edge until showWorkspace().
    [[nodiscard]] FirstRunPage &firstRun();
    void showFirstRun();
    void showWorkspace();

    // Shows the page of the last time, or the first; call when all pages are added.
    void restorePage();

    [[nodiscard]] CommandPalette &commandPalette();
    void openPalette();
    void openInbox();
    void openSettings();
    void openHelp();

Q_SIGNALS:
    void workspaceSwitchRequested(const QString &path);
    void workspaceOpenRequested();   // "Open a workspace…" of the switcher
    void workspaceCreateRequested(); // "New empty workspace…"
    void sampleWorkspaceRequested();
    void rollbackRequested(const signalbox::ui::RollbackTarget &target);
    void startAgentRequested();
    void environmentChosen(signalbox::ui::Environment environment);
    void approvalOpened(const signalbox::ui::InboxEntry &entry); // after the Navigator went there
    void refreshRequested();                                     // Ctrl+R
    void closing();

protected:
    void closeEvent(QCloseEvent *event) override;

private:
    void connectParts();

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::ui
