// Starts signalboxd, which lives beside the console, for a workspace and tells how that goes. The agent is a
// program of its own: it goes on when the console ends. GUI thread only.
#pragma once

#include <QObject>
#include <QString>

class QTimer;

namespace signalbox::ui {

class AgentStarter final : public QObject
{
    Q_OBJECT

public:
    // `program` is the full path of signalboxd.
    explicit AgentStarter(QString program, QObject *parent = nullptr);

    void start(const QString &workspaceFolder);
    // The caller has seen the agent alive: what was started has arrived.
    void arrived();
    [[nodiscard]] bool starting() const { return m_starting; }
    // Why the latest start failed, "" if it did not.
    [[nodiscard]] QString problem() const { return m_problem; }

    [[nodiscard]] static QString programBesideConsole();

Q_SIGNALS:
    void changed();

private:
    void fail(const QString &problem);

    const QString m_program;
    QTimer *m_timeLimit;
    bool m_starting = false;
    QString m_problem;
};

} // namespace signalbox::ui
