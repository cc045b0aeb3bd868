// Runs one query at a time on the pool and says what came out. A new run takes the place of the one before,
// whose result is dropped; stopping is told at once and the engine ends within 50 ms. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <memory>
#include <optional>

#include "core/kql/engine.h"
#include "ui/alerts/query_range.h"
#include "ui/widgets/async.h"

namespace signalbox::ui {

class QueryTables;
class Session;

struct QueryQuestion
{
    QString text = {};
    QueryRange range = {}; // counts only where the query does not choose its times itself
    bool compare = false;  // with the window before
};

struct QueryAnswer
{
    std::shared_ptr<const kql::QueryResult> result = {}; // null if it failed
    std::optional<Error> error = {};
    std::chrono::microseconds elapsed = {};
    TimePoint at = {};
};

// How far the window before lies back; none if the query does not say how long its own is.
[[nodiscard]] std::optional<Ticks> comparableWindow(const QueryQuestion &question);

class QueryRunner final : public QObject
{
    Q_OBJECT

public:
    // Both outlive the runner.
    QueryRunner(Session &session, const QueryTables &tables, QObject *parent = nullptr);

    void run(const QueryQuestion &question);
    void stop();
    [[nodiscard]] bool isRunning() const { return m_request.waiting(); }
    [[nodiscard]] const QueryQuestion &question() const { return m_question; } // the latest
    [[nodiscard]] qint64 elapsedMilliseconds() const { return m_since.elapsed(); }

Q_SIGNALS:
    void runningChanged();
    void answered(const signalbox::ui::QueryAnswer &answer);
    void stopped();

private:
    Session &m_session;
    const QueryTables &m_tables;
    QueryQuestion m_question;
    Latest m_request;
    QElapsedTimer m_since;
};

} // namespace signalbox::ui
