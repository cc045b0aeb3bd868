#include "ui/shell/shell_facts.h"

#include <QCoreApplication>
#include <algorithm>
#include <set>

#include "core/base/text.h"
#include "core/telemetry/telemetry_file.h"
#include "ui/shell/workspace.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text, int count = -1)
{
    return QCoreApplication::translate("ShellFacts", text, nullptr, count);
}

// "my-endpoint" of "my-endpoint/18" and of "my-endpoint/green".
std::string endpointOf(std::string_view subject)
{
    return std::string(split(subject, '/').front());
}

bool wentWrongByItself(const store::AuditEntry &entry)
{
    return entry.action == "deployment.failed" ||
           (entry.action == "traffic.rolled-back" && entry.actor == "rollout");
}

bool answers(const store::AuditEntry &entry)
{
    return entry.action == "traffic.moved" || entry.action == "rollout.started" ||
           entry.action == "deployment.created" || entry.action == "deployment.removed" ||
           entry.action == "endpoint.deleted" || entry.action == "traffic.rollback-undone";
}

QString gateTitle(const registry::Gate &gate)
{
    const auto parts = split(gate.subject, '/');
    const QString name = toQt(parts.front());
    const QString number = parts.size() > 1 ? toQt(parts.back()) : QString();
    if (gate.kind == registry::productionGate)
        return tr("%1: production traffic for rollout %2").arg(name, number);
    return tr("%1 version %2").arg(name, number);
}

QString gateDetail(const registry::Gate &gate)
{
    const auto approvals =
        std::ranges::count(gate.approvals, registry::Decision::Approve, &registry::Approval::decision);
    const int missing = std::max(0, gate.required - static_cast<int>(approvals));
    const QString what = gate.kind == registry::productionGate ? tr("Production gate") : tr("Registration");
    return what + u" · "_s + (missing == 1 ? tr("needs 1 approval") : tr("needs %1 approvals").arg(missing)) +
           u" · "_s + tr("asked for by %1").arg(toQt(gate.requestedBy));
}

} // namespace

std::optional<store::AuditEntry> findIncident(const std::vector<store::AuditEntry> &entries, TimePoint since)
{
    std::set<std::string> answered;
    for (const store::AuditEntry &entry : entries) {
        if (entry.time < since)
            break;
        if (answers(entry))
            answered.insert(endpointOf(entry.subject));
        else if (wentWrongByItself(entry) && !answered.contains(endpointOf(entry.subject)))
            return entry;
    }
    return std::nullopt;
}

Result<ShellFacts> readShellFacts(const store::Store &store)
{
    ShellFacts facts;
    SIGNALBOX_TRY(facts.waysBack, readWaysBack(store));
    SIGNALBOX_TRY(facts.openGates, registry::listGates(store, true));
    SIGNALBOX_TRY(const auto entries, store::listAudit(store, {.limit = 200}));
    facts.incident = findIncident(entries, store.clock().now() - incidentTime);
    SIGNALBOX_TRY(const auto endpoints, serve::listEndpoints(store));
    facts.endpoints = static_cast<std::int64_t>(endpoints.size());
    return facts;
}

Result<TelemetryFacts> readTelemetryFacts(Workspace &workspace)
{
    TelemetryFacts facts;
    const auto file = workspace.telemetry.open(workspace.store->folder());
    if (!file) {
        if (file.error().code == ErrorCode::NotFound)
            return facts;
        return std::unexpected(file.error());
    }
    SIGNALBOX_TRY(const auto tables, (*file)->statistics());
    for (const telemetry::TableStatistics &table : tables) {
        facts.rows += table.rows;
        facts.newest = facts.newest ? std::max(*facts.newest, table.newest) : table.newest;
    }
    return facts;
}

std::vector<RollbackTarget> rollbackTargets(const ShellFacts &facts, TimePoint now)
{
    std::vector<RollbackTarget> targets;
    for (const WayBackView &view : facts.waysBack) {
        if (view.way.ready)
            targets.push_back(rollbackTarget(view, now));
    }
    return targets;
}

std::vector<InboxEntry> inboxEntries(const ShellFacts &facts, TimePoint now)
{
    std::vector<InboxEntry> entries;
    entries.reserve(facts.openGates.size());
    for (const registry::Gate &gate : facts.openGates)
        entries.push_back({.kind = gate.kind == registry::productionGate ? u"rollout"_s : u"version"_s,
                           .name = toQt(gate.subject),
                           .title = gateTitle(gate),
                           .detail = gateDetail(gate),
                           .age = ageText(gate.opened, now)});
    return entries;
}

std::optional<Incident> incidentOf(const ShellFacts &facts, TimePoint now)
{
    if (!facts.incident || facts.incident->time < now - incidentTime)
        return std::nullopt;
    const store::AuditEntry &entry = *facts.incident;
    const QString endpoint = toQt(endpointOf(entry.subject));
    const QString time = clockText(entry.time).left(5);
    const QString text =
        entry.action == "deployment.failed"
            ? tr("Incident: %1 failed at %2 UTC · %3").arg(toQt(entry.subject), time, toQt(entry.reason))
            : tr("Incident: %1 was rolled back by itself at %2 UTC · %3")
                  .arg(endpoint, time, toQt(entry.reason));
    return Incident{.text = text, .kind = u"traffic"_s, .name = endpoint};
}

QString telemetryText(const TelemetryFacts &facts, TimePoint now)
{
    if (!facts.newest)
        return tr("no telemetry yet");
    return tr("telemetry %1 rows · newest %2")
        .arg(shortCountText(static_cast<double>(facts.rows)), ageText(*facts.newest, now));
}

QString agentText(const std::optional<agent::Lease> &lease, bool alive, std::int64_t endpoints, TimePoint now)
{
    if (alive)
        return endpoints == 1 ? tr("1 endpoint") : tr("%1 endpoints").arg(endpoints);
    if (!lease)
        return tr("no agent has run here yet");
    return tr("last seen %1").arg(ageText(std::min(lease->renewed, now), now));
}

} // namespace signalbox::ui
