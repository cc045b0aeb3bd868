#include "ui/alerts/query_runner.h"

#include <chrono>
#include <utility>

#include "core/kql/windows/comparison.h"
#include "core/kql/windows/query_time.h"
#include "core/kql/windows/windowed_catalog.h"
#include "ui/alerts/query_tables.h"
#include "ui/shell/session.h"
#include "ui/widgets/format.h"

namespace signalbox::ui {

namespace {

Result<kql::QueryResult> resultOf(const QueryQuestion &question,
                                  const std::shared_ptr<const kql::Catalog> &catalog, TimePoint now,
                                  StopToken stop)
{
    const std::string text = fromQt(question.text);
    const kql::QueryOptions options{.now = now, .stop = std::move(stop)};
    const bool inQuery = kql::choosesItsTime(text);
    if (question.compare) {
        if (const auto offset = comparableWindow(question)) {
            const telemetry::TimeRange window =
                inQuery ? telemetry::TimeRange{.to = now} : windowAt(question.range, now);
            return kql::runBesideBefore(text, catalog, window, *offset, options);
        }
    }
    if (inQuery || question.range.kind == QueryRange::Kind::AllTime)
        return kql::runQuery(text, *catalog, options);
    return kql::runQuery(text, kql::WindowedCatalog(catalog, windowAt(question.range, now)), options);
}

QueryAnswer answerOf(const QueryQuestion &question, Workspace &workspace, const QueryTables::Extras &extras,
                     StopToken stop)
{
    const auto start = std::chrono::steady_clock::now();
    QueryAnswer answer{.at = workspace.clock->now()};
    const auto catalog = QueryTables::catalog(workspace, extras);
    Result<kql::QueryResult> result = catalog ? resultOf(question, *catalog, answer.at, std::move(stop))
                                              : Result<kql::QueryResult>(std::unexpected(catalog.error()));
    answer.elapsed =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - start);
    if (result)
        answer.result = std::make_shared<const kql::QueryResult>(*std::move(result));
    else
        answer.error = std::move(result).error();
    return answer;
}

} // namespace

std::optional<Ticks> comparableWindow(const QueryQuestion &question)
{
    const std::string text = fromQt(question.text);
    if (kql::choosesItsTime(text))
        return kql::longestAgo(text);
    if (question.range.kind == QueryRange::Kind::AllTime)
        return std::nullopt;
    return lengthOf(question.range);
}

QueryRunner::QueryRunner(Session &session, const QueryTables &tables, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_tables(tables)
{
}

void QueryRunner::run(const QueryQuestion &question)
{
    m_question = question;
    m_since.start();
    runOnPool(
        this, m_request,
        [question, workspace = m_session.workspace(), extras = m_tables.extras()](StopToken stop) {
            return answerOf(question, *workspace, extras, std::move(stop));
        },
        [this](const QueryAnswer &answer) {
            Q_EMIT runningChanged();
            Q_EMIT answered(answer);
        });
    Q_EMIT runningChanged();
}

void QueryRunner::stop()
{
    if (!m_request.waiting())
        return;
    m_request.cancel();
    Q_EMIT runningChanged();
    Q_EMIT stopped();
}

} // namespace signalbox::ui
