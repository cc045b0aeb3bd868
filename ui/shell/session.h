// One open workspace as the pages see it. It watches the databases from a thread of its own, says when
// something changed, runs core calls on the pool and shows failed commands as toasts. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <concepts>
#include <memory>
#include <optional>
#include <utility>

#include "core/agent/lease.h"
#include "core/store/store.h"
#include "ui/shell/shell_services.h"
#include "ui/shell/shell_state.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/async.h"
#include "ui/widgets/environment_chip.h"

namespace signalbox::ui {

struct WatchReport;

class Session final : public QObject
{
    Q_OBJECT

public:
    Session(std::shared_ptr<Workspace> workspace, ShellServices services, QObject *parent = nullptr);
    ~Session() override;

    [[nodiscard]] const ShellServices &services() const;
    [[nodiscard]] const std::shared_ptr<Workspace> &workspace() const;
    // Which environment the user looks at; the pages of endpoints and traffic show it first.
    [[nodiscard]] Environment environment() const;
    void setEnvironment(Environment environment);

    // The latest that the watch has read; both empty before the first look.
    [[nodiscard]] std::optional<agent::Lease> lease() const;
    [[nodiscard]] store::Role role() const;
    [[nodiscard]] bool agentAlive() const;
    // When the watch last read the workspace, nothing before the first look; and why it cannot now, "" if it
    // can.
    [[nodiscard]] std::optional<TimePoint> synced() const;
    [[nodiscard]] QString problem() const;

    // `call(Workspace &)` on the pool, `then(result)` here unless superseded: for snapshots.
    template<typename Call, typename Then>
    void read(QObject *context, Latest &latest, Call call, Then then)
    {
        runOnPool(
            context, latest,
            [workspace = workspace(), call = std::move(call)]() mutable { return call(*workspace); },
            std::move(then));
    }

    // `call(Workspace &)` on the pool, returning Result<T>: for commands. A failure becomes a toast that says
    // what to do next; `then(value)` (or `then()` for Status) runs only after success.
    template<typename Call, typename Then>
    void command(QObject *context, Call call, Then then)
    {
        runOnPool(
            context, [workspace = workspace(), call = std::move(call)]() mutable { return call(*workspace); },
            [this, then = std::move(then)](auto result) mutable {
                if (!result) {
                    showError(result.error());
                    return;
                }
                if constexpr (std::invocable<Then &>)
                    then();
                else
                    then(*std::move(result));
            });
    }

    // The same for a command whose failure the caller shows itself: `then(result)` comes always.
    template<typename Call, typename Then>
    void attempt(QObject *context, Call call, Then then)
    {
        runOnPool(
            context, [workspace = workspace(), call = std::move(call)]() mutable { return call(*workspace); },
            std::move(then));
    }

    void showError(const Error &error);

    // At once, without a question and on a thread that nothing else uses; then a toast with Undo for as long
    // as core lets a rollback be undone.
    void rollBack(const RollbackTarget &target);
    void undoRollBack(const QString &endpoint);

Q_SIGNALS:
    // workspace.db was committed to by anybody, or an agent came or went. Pages that are shown reload.
    void workspaceChanged();
    // The watch could or could not read the workspace, other than before.
    void problemChanged();
    // New telemetry was sealed. At most twice a second.
    void telemetryChanged();
    void environmentChanged(signalbox::ui::Environment environment);

private:
    class Parts;
    void take(const WatchReport &report);
    void offerUndo(const RollbackTarget &target);

    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::ui
