#include "ui/shell/agent_starter.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>
#include <chrono>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::chrono::seconds startTime{10};

} // namespace

AgentStarter::AgentStarter(QString program, QObject *parent)
    : QObject(parent)
    , m_program(std::move(program))
    , m_timeLimit(new QTimer(this))
{
    m_timeLimit->setSingleShot(true);
    connect(m_timeLimit, &QTimer::timeout, this, [this] {
        fail(tr("The agent did not answer within %1 seconds. The file agent.log in the workspace's folder "
                "says why.")
                 .arg(startTime.count()));
    });
}

QString AgentStarter::programBesideConsole()
{
#ifdef Q_OS_WIN
    const QString name = u"signalboxd.exe"_s;
#else
    const QString name = u"signalboxd"_s;
#endif
    return QDir(QCoreApplication::applicationDirPath()).filePath(name);
}

void AgentStarter::start(const QString &workspaceFolder)
{
    if (m_starting)
        return;
    if (!QFileInfo(m_program).isExecutable()) {
        fail(tr("The agent's program is missing: %1. Install Signalbox again.")
                 .arg(QDir::toNativeSeparators(m_program)));
        return;
    }
    QProcess process;
    process.setProgram(m_program);
    process.setArguments({u"--workspace"_s, workspaceFolder, u"--quiet"_s});
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    if (!process.startDetached()) {
        fail(tr("The agent could not be started: %1").arg(process.errorString()));
        return;
    }
    m_problem.clear();
    m_starting = true;
    m_timeLimit->start(startTime);
    Q_EMIT changed();
}

void AgentStarter::arrived()
{
    if (!m_starting && m_problem.isEmpty())
        return;
    m_timeLimit->stop();
    m_starting = false;
    m_problem.clear();
    Q_EMIT changed();
}

void AgentStarter::fail(const QString &problem)
{
    m_timeLimit->stop();
    m_starting = false;
    m_problem = problem;
    Q_EMIT changed();
}

} // namespace signalbox::ui
