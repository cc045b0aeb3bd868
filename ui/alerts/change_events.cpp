#include "ui/alerts/change_events.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

#include "ui/widgets/audit_words.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::size_t mostEntries = 2000;
constexpr qsizetype longestLabel = 48;

// What comes with every step, such as a smoke test that passed, would only hide these.
constexpr std::array<std::string_view, 10> marked = {
    "deployment.failed",       "drill.fault-ended",  "drill.fault-injected", "rollout.advanced",
    "rollout.paused",          "rollout.promoted",   "rollout.started",      "traffic.moved",
    "traffic.rollback-undone", "traffic.rolled-back"};

// With the deployment where the action itself does not name it.
QString labelOf(const store::AuditEntry &entry)
{
    QString label = deedWords(entry);
    if (entry.action.starts_with("drill.") || entry.action.starts_with("deployment."))
        label += u", "_s + toQt(entry.subject).section(u'/', -1);
    if (label.size() > longestLabel)
        label = label.left(longestLabel - 1) + u'…';
    return label;
}

} // namespace

std::vector<ChartEvent> changeEvents(const std::vector<store::AuditEntry> &newestFirst)
{
    std::vector<ChartEvent> events;
    for (const store::AuditEntry &entry : newestFirst) {
        if (std::ranges::find(marked, entry.action) == marked.end())
            continue;
        const auto since = std::chrono::duration<double, std::milli>(entry.time.time_since_epoch());
        events.push_back({.x = since.count(), .label = labelOf(entry)});
    }
    std::ranges::reverse(events);
    return events;
}

Result<std::vector<ChartEvent>> listChangeEvents(const store::Store &store)
{
    SIGNALBOX_TRY(const auto entries, store::listAudit(store, {.limit = mostEntries}));
    return changeEvents(entries);
}

} // namespace signalbox::ui
