// The line across the top: name, workspace switcher, environment, the field that opens the palette, the way
// back, approvals and who you are. Shows a ShellState; says by signals what was pressed. MainWindow owns it.
#pragma once

#include <QFrame>

#include "ui/shell/shell_state.h"
#include "ui/widgets/theme.h"

class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace signalbox::ui {

class Badge;

class TopBar final : public QFrame
{
    Q_OBJECT

public:
    // `userMenu` opens under the user's name.
    TopBar(const Theme &theme, QMenu *userMenu, QWidget *parent = nullptr);

    void setState(const ShellState &state);
    [[nodiscard]] QWidget *approvalsButton() const;

Q_SIGNALS:
    void workspaceChosen(const QString &path);
    void workspaceOpenChosen();
    void workspaceCreateChosen();
    void environmentChosen(signalbox::ui::Environment environment);
    void searchChosen();
    void rollbackChosen(const signalbox::ui::RollbackTarget &target);
    void approvalsChosen();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fillWorkspaceMenu(const ShellState &state);
    void fillRollbacks(const ShellState &state);

    const Theme &m_theme;
    QToolButton *m_workspace;
    QMenu *m_workspaceMenu;
    EnvironmentChip *m_environment;
    QPushButton *m_search;
    QPushButton *m_rollback;
    QToolButton *m_moreRollbacks;
    QMenu *m_rollbackMenu;
    QPushButton *m_approvals;
    Badge *m_badge;
    QToolButton *m_user;
    std::vector<RollbackTarget> m_rollbacks;
    std::vector<WorkspaceItem> m_workspaces;
    QString m_workspacePath;
};

} // namespace signalbox::ui
