#include "ui/shell/session.h"

#include <QPointer>
#include <QSettings>
#include <QThreadPool>

#include "core/rollout/rollout.h"
#include "ui/shell/session_watch.h"
#include "ui/shell/settings.h"
#include "ui/widgets/format.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString environmentKey(const Workspace &workspace)
{
    return u"workspaces/%1/environment"_s.arg(toQt(workspace.store->info().id));
}

Environment rememberedEnvironment(const Workspace &workspace, QSettings &settings)
{
    // Whoever has not chosen yet is careful.
    const int stored =
        settings.value(environmentKey(workspace), static_cast<int>(Environment::Production)).toInt();
    return stored >= 0 && stored <= static_cast<int>(Environment::Production)
               ? static_cast<Environment>(stored)
               : Environment::Production;
}

} // namespace

class Session::Parts
{
public:
    Parts(std::shared_ptr<Workspace> openWorkspace, ShellServices given)
        : workspace(std::move(openWorkspace))
        , services(given)
        , environment(rememberedEnvironment(*workspace, services.settings.store()))
    {
        // Kept alive, so that a rollback does not even wait for a thread to start.
        rollbackPool.setMaxThreadCount(1);
        rollbackPool.setExpiryTimeout(-1);
    }

    std::shared_ptr<Workspace> workspace;
    ShellServices services;
    Environment environment;
    WatchReport report;
    bool looked = false;
    QThreadPool rollbackPool;
    std::unique_ptr<SessionWatch> watch;
};

Session::Session(std::shared_ptr<Workspace> workspace, ShellServices services, QObject *parent)
    : QObject(parent)
    , m_parts(std::make_unique<Parts>(std::move(workspace), services))
{
    const std::chrono::milliseconds interval(services.settings.number(Setting::PollMilliseconds));
    m_parts->watch =
        std::make_unique<SessionWatch>(m_parts->workspace, interval, [this](const WatchReport &report) {
            QMetaObject::invokeMethod(this, [this, report] { take(report); }, Qt::QueuedConnection);
        });
}

Session::~Session() = default;

const ShellServices &Session::services() const
{
    return m_parts->services;
}

const std::shared_ptr<Workspace> &Session::workspace() const
{
    return m_parts->workspace;
}

Environment Session::environment() const
{
    return m_parts->environment;
}

void Session::setEnvironment(Environment environment)
{
    if (environment == m_parts->environment)
        return;
    m_parts->environment = environment;
    m_parts->services.settings.store().setValue(environmentKey(*m_parts->workspace),
                                                static_cast<int>(environment));
    Q_EMIT environmentChanged(environment);
}

std::optional<agent::Lease> Session::lease() const
{
    return m_parts->report.lease;
}

store::Role Session::role() const
{
    return m_parts->report.role;
}

bool Session::agentAlive() const
{
    return m_parts->report.agentAlive;
}

std::optional<TimePoint> Session::synced() const
{
    if (!m_parts->looked)
        return std::nullopt;
    return m_parts->report.at;
}

QString Session::problem() const
{
    return toQt(m_parts->report.problem);
}

void Session::take(const WatchReport &report)
{
    const bool problemIsNew = report.problem != m_parts->report.problem;
    m_parts->report = report;
    m_parts->looked = m_parts->looked || report.problem.empty();
    if (problemIsNew)
        Q_EMIT problemChanged();
    if (report.workspaceChanged)
        Q_EMIT workspaceChanged();
    if (report.telemetryChanged)
        Q_EMIT telemetryChanged();
}

void Session::showError(const Error &error)
{
    m_parts->services.toasts.showToast(
        {.text = errorText(error), .role = Role::Danger, .time = std::chrono::seconds(10)});
}

void Session::rollBack(const RollbackTarget &target)
{
    auto *watcher = new QFutureWatcher<Status>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, target] {
        watcher->deleteLater();
        const Status done = watcher->future().takeResult();
        if (done)
            offerUndo(target);
        else
            showError(done.error());
    });
    watcher->setFuture(
        QtConcurrent::run(&m_parts->rollbackPool,
                          [workspace = m_parts->workspace, endpoint = fromQt(target.endpoint)]() -> Status {
                              return rollout::rollBack(*workspace->store, workspace->actor, endpoint,
                                                       "one click in the console");
                          }));
}

void Session::offerUndo(const RollbackTarget &target)
{
    // The toast may outlive this session.
    const auto undo = [session = QPointer(this), endpoint = target.endpoint] {
        if (session)
            session->undoRollBack(endpoint);
    };
    m_parts->services.toasts.showToast({.text = tr("Rolled back %1 to %2").arg(target.endpoint, target.label),
                                        .role = Role::Good,
                                        .undo = undo,
                                        .time = rollout::undoTime});
}

void Session::undoRollBack(const QString &endpoint)
{
    command(
        this,
        [name = fromQt(endpoint)](Workspace &workspace) {
            return rollout::undoRollBack(*workspace.store, workspace.actor, name);
        },
        [this, endpoint] {
            m_parts->services.toasts.showToast(
                {.text = tr("The rollback of %1 is undone: its traffic is as it was before").arg(endpoint),
                 .role = Role::Accent});
        });
}

} // namespace signalbox::ui
