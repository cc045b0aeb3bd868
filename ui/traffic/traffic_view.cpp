// How the Traffic page shows what it read: the list, the chosen endpoint, its trail and charts.
#include "ui/traffic/traffic_page.h"

#include <QComboBox>
#include <QStackedWidget>
#include <algorithm>

#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/traffic/against_card.h"
#include "ui/traffic/drill_panel.h"
#include "ui/traffic/on_call_card.h"
#include "ui/traffic/rollout_card.h"
#include "ui/traffic/rollout_words.h"
#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/gate_card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/request_charts.h"
#include "ui/widgets/scroll_column.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

void TrafficPage::showList()
{
    std::vector<ObjectItem> items;
    for (const serve::Endpoint &endpoint : m_snapshot->endpoints) {
        const auto underWay =
            std::ranges::find(m_snapshot->underWay, endpoint.name, &rollout::Rollout::endpoint);
        const rollout::Rollout *rollout = underWay == m_snapshot->underWay.end() ? nullptr : &*underWay;
        const Environment environment =
            environmentFromName(toQt(serve::environmentName(endpoint.environment)));
        items.push_back({.id = toQt(endpoint.name),
                         .title = toQt(endpoint.name),
                         .detail = endpointStateWords(endpoint, rollout),
                         .mark = environmentWord(environment),
                         .markRole = environmentRole(environment)});
    }
    std::ranges::stable_partition(items, [this](const ObjectItem &item) {
        return item.mark == environmentWord(m_session.environment());
    });
    m_list->setItems(items);
    if (!m_wanted.isEmpty())
        m_list->selectId(m_wanted);
}

void TrafficPage::showChosen()
{
    const TrafficSnapshot &snapshot = *m_snapshot;
    const store::Role role = m_session.role();
    m_rollout->display(snapshot, role);
    m_onCall->display(snapshot, role);
    m_drill->display(*snapshot.endpoint, snapshot.readAt, role);
    m_drillBanner->display(*snapshot.endpoint, snapshot.readAt);
    m_gate->setVisible(snapshot.gate.has_value());
    if (snapshot.gate)
        m_gate->setView(*snapshot.gate);
    showAudit();
}

void TrafficPage::showAudit()
{
    std::vector<Row> rows;
    for (const store::AuditEntry &entry : m_snapshot->audit)
        rows.push_back(
            {.id = QString::number(entry.sequence),
             .cells = {
                 {.text = clockText(entry.time),
                  .sortKey = qlonglong(entry.sequence),
                  .role = Role::MutedText,
                  .toolTip = fullTimeText(entry.time)},
                 {.text = toQt(entry.actor)},
                 {.text = deedWords(entry), .role = actionRole(entry.action), .toolTip = deedWords(entry)},
                 {.text = toQt(entry.reason), .role = Role::MutedText, .toolTip = toQt(entry.reason)}}});
    m_auditModel->setRows(std::move(rows));
}

void TrafficPage::showCharts()
{
    const TimePoint from = m_answer.now - std::chrono::minutes(m_range->currentData().toInt());
    const std::vector<ChartEvent> events = rolloutEvents(m_snapshot->rollouts, from);
    ChartData latency = latencyChart(m_answer.latency.lines, m_answer.bin);
    ChartData errors = errorChart(m_answer.errors.lines, m_answer.bin);
    latency.events = events;
    errors.events = events;
    m_latency->setData(std::move(latency));
    m_errors->setData(std::move(errors));
    m_latency->setQuery(toQt(m_answer.latency.query));
    m_errors->setQuery(toQt(m_answer.errors.query));
    m_against->display(*m_snapshot, m_answer);
    m_rollout->showVerdict(verdictOf(*m_snapshot, sidesOf(*m_snapshot), m_answer.summaries));
}

void TrafficPage::updateNote()
{
    const auto gated =
        std::ranges::count(m_snapshot->underWay, rollout::RolloutState::Gated, &rollout::Rollout::state);
    PageNote note{.text = {}, .count = static_cast<int>(gated)};
    const auto moving =
        std::ranges::find_if(m_snapshot->underWay, [](const auto &rollout) { return rollout.step > 0; });
    if (moving != m_snapshot->underWay.end())
        note.text = u"%1 %"_s.arg(moving->plan.steps.at(static_cast<std::size_t>(moving->step - 1)));
    setNote(note);
}

QString TrafficPage::context() const
{
    const Environment environment =
        environmentFromName(toQt(serve::environmentName(m_snapshot->endpoint->environment)));
    return u"%1 · %2"_s.arg(toQt(m_session.workspace()->store->info().name), environmentWord(environment));
}

bool TrafficPage::isProduction() const
{
    return m_snapshot->endpoint->environment == serve::Environment::Production;
}

} // namespace signalbox::ui
