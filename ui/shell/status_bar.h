// The line at the foot: the agent's state, how fresh telemetry is, and how old all that is shown is.
// MainWindow owns it.
#pragma once

#include <QFrame>

#include "ui/shell/shell_state.h"
#include "ui/widgets/theme.h"

class QLabel;

namespace signalbox::ui {

class StatusDot;

class StatusBar final : public QFrame
{
    Q_OBJECT

public:
    explicit StatusBar(const Theme &theme, QWidget *parent = nullptr);
    void setState(const ShellState &state);

private:
    StatusDot *m_agent;
    QLabel *m_telemetry;
    QLabel *m_synced;
};

} // namespace signalbox::ui
