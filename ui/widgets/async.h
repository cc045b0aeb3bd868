// Runs a core call on Qt's thread pool and hands the result to a page. The result arrives on the GUI thread,
// and only if the context object still lives and no later request took the place of this one. Nothing here
// waits or spins an event loop. Call from the GUI thread; `call` must own everything that it touches.
#pragma once

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrentRun>
#include <concepts>
#include <memory>
#include <type_traits>
#include <utility>

#include "core/base/stop.h"

namespace signalbox::ui {

// What a page keeps for each thing it asks for: a new ticket supersedes the ticket before it, whose call is
// asked to stop and whose result is dropped. GUI thread only.
class Latest
{
public:
    class Ticket
    {
    public:
        [[nodiscard]] bool current() const { return !m_stop.token().stopRequested(); }
        [[nodiscard]] StopToken stopToken() const { return m_stop.token(); }

    private:
        friend class Latest;
        StopSource m_stop;
    };

    Latest() = default;
    Latest(const Latest &) = delete;
    Latest &operator=(const Latest &) = delete;
    ~Latest() { cancel(); }

    [[nodiscard]] Ticket next()
    {
        cancel();
        m_ticket = Ticket();
        m_waiting = true;
        return m_ticket;
    }

    void cancel()
    {
        m_ticket.m_stop.requestStop();
        m_waiting = false;
    }

    // True from next() until the result was delivered or the request was cancelled.
    [[nodiscard]] bool waiting() const { return m_waiting; }
    void delivered() { m_waiting = false; }

private:
    Ticket m_ticket;
    bool m_waiting = false;
};

// `call()` or `call(StopToken)` runs on the pool; `then(result)` runs on the GUI thread. `latest` must be a
// member of `context` or outlive it.
template<typename Call, typename Then>
void runOnPool(QObject *context, Latest &latest, Call call, Then then)
{
    const Latest::Ticket ticket = latest.next();
    auto bound = [call = std::move(call), stop = ticket.stopToken()]() mutable {
        if constexpr (std::invocable<Call &, StopToken>)
            return call(stop);
        else
            return call();
    };
    using Value = std::invoke_result_t<decltype(bound) &>;
    static_assert(!std::is_void_v<Value>, "return Status, so that a failure can be shown");

    auto *watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, ticket, &latest, then = std::move(then)]() mutable {
                         watcher->deleteLater();
                         if (!ticket.current())
                             return;
                         latest.delivered();
                         then(watcher->future().takeResult());
                     });
    watcher->setFuture(QtConcurrent::run(std::move(bound)));
}

// The same for a request that nothing supersedes, such as a command.
template<typename Call, typename Then>
void runOnPool(QObject *context, Call call, Then then)
{
    using Value = std::invoke_result_t<Call &>;
    static_assert(!std::is_void_v<Value>, "return Status, so that a failure can be shown");

    auto *watcher = new QFutureWatcher<Value>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, then = std::move(then)]() mutable {
                         watcher->deleteLater();
                         then(watcher->future().takeResult());
                     });
    watcher->setFuture(QtConcurrent::run(std::move(call)));
}

} // namespace signalbox::ui
