// Lines under the top bar for what must not be overlooked: an incident, an agent that does not run, a
// workspace that cannot be read. Empty and without height otherwise. MainWindow owns it.
#pragma once

#include <QFrame>
#include <optional>

#include "ui/shell/shell_state.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class BannerArea final : public QWidget
{
    Q_OBJECT

public:
    explicit BannerArea(const Theme &theme, QWidget *parent = nullptr);
    void setState(const ShellState &state);

Q_SIGNALS:
    void investigateChosen();
    void rollbackChosen(const signalbox::ui::RollbackTarget &target);
    void startAgentChosen();

private:
    struct Banner
    {
        QFrame *frame = nullptr;
        QLabel *icon = nullptr;
        QLabel *text = nullptr;
    };
    Banner makeBanner(const QString &objectName, const QString &kind, const QString &icon, Role role);
    void showWayBack(const ShellState &state);
    void showAgent(const ShellState &state);

    const Theme &m_theme;
    Banner m_incident;
    QPushButton *m_investigate = nullptr;
    QPushButton *m_rollback = nullptr;
    Banner m_agent;
    QPushButton *m_start = nullptr;
    Banner m_problem;
    std::optional<RollbackTarget> m_wayBack; // of the endpoint that the incident is about
};

} // namespace signalbox::ui
