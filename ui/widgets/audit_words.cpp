#include "ui/widgets/audit_words.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <array>

#include "core/base/json.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

struct Words
{
    std::string_view action;
    const char *text;
};

constexpr std::array<Words, 50> known = {{
    {"agent.started", QT_TRANSLATE_NOOP("AuditWords", "agent started")},
    {"agent.stop-requested", QT_TRANSLATE_NOOP("AuditWords", "asked the agent to stop")},
    {"agent.stopped", QT_TRANSLATE_NOOP("AuditWords", "agent stopped")},
    {"deployment.created", QT_TRANSLATE_NOOP("AuditWords", "deployed")},
    {"deployment.failed", QT_TRANSLATE_NOOP("AuditWords", "deployment failed")},
    {"deployment.ready", QT_TRANSLATE_NOOP("AuditWords", "deployment ready")},
    {"deployment.removed", QT_TRANSLATE_NOOP("AuditWords", "removed deployment")},
    {"drill.fault-ended", QT_TRANSLATE_NOOP("AuditWords", "healed the drill's fault")},
    {"drill.fault-injected", QT_TRANSLATE_NOOP("AuditWords", "drill: injected a fault")},
    {"drill.load-ended", QT_TRANSLATE_NOOP("AuditWords", "drill: ended the load")},
    {"drill.load-started", QT_TRANSLATE_NOOP("AuditWords", "drill: started a load")},
    {"endpoint.created", QT_TRANSLATE_NOOP("AuditWords", "created endpoint")},
    {"endpoint.deleted", QT_TRANSLATE_NOOP("AuditWords", "deleted endpoint")},
    {"endpoint.key-regenerated", QT_TRANSLATE_NOOP("AuditWords", "regenerated a key")},
    {"gate.approved", QT_TRANSLATE_NOOP("AuditWords", "approved at the gate")},
    {"gate.granted", QT_TRANSLATE_NOOP("AuditWords", "granted the gate")},
    {"gate.opened", QT_TRANSLATE_NOOP("AuditWords", "gate opened")},
    {"gate.refused", QT_TRANSLATE_NOOP("AuditWords", "refused the gate")},
    {"job.cancel-requested", QT_TRANSLATE_NOOP("AuditWords", "cancelled a job")},
    {"job.ended", QT_TRANSLATE_NOOP("AuditWords", "job ended")},
    {"job.released", QT_TRANSLATE_NOOP("AuditWords", "job given back to the queue")},
    {"job.started", QT_TRANSLATE_NOOP("AuditWords", "job started")},
    {"job.submitted", QT_TRANSLATE_NOOP("AuditWords", "submitted a job")},
    {"member.added", QT_TRANSLATE_NOOP("AuditWords", "added member")},
    {"member.changed", QT_TRANSLATE_NOOP("AuditWords", "changed a member's role")},
    {"member.removed", QT_TRANSLATE_NOOP("AuditWords", "removed member")},
    {"query.changed", QT_TRANSLATE_NOOP("AuditWords", "changed a saved query")},
    {"query.deleted", QT_TRANSLATE_NOOP("AuditWords", "deleted a saved query")},
    {"query.saved", QT_TRANSLATE_NOOP("AuditWords", "saved a query")},
    {"rollout.advanced", QT_TRANSLATE_NOOP("AuditWords", "rollout advanced")},
    {"rollout.completed", QT_TRANSLATE_NOOP("AuditWords", "rollout completed")},
    {"rollout.green-ready", QT_TRANSLATE_NOOP("AuditWords", "green loaded")},
    {"rollout.paused", QT_TRANSLATE_NOOP("AuditWords", "paused the rollout")},
    {"rollout.promoted", QT_TRANSLATE_NOOP("AuditWords", "promoted the rollout")},
    {"rollout.resumed", QT_TRANSLATE_NOOP("AuditWords", "resumed the rollout")},
    {"rollout.started", QT_TRANSLATE_NOOP("AuditWords", "started a rollout")},
    {"run.ended", QT_TRANSLATE_NOOP("AuditWords", "run ended")},
    {"run.started", QT_TRANSLATE_NOOP("AuditWords", "run started")},
    {"run.tagged", QT_TRANSLATE_NOOP("AuditWords", "tagged a run")},
    {"setting.changed", QT_TRANSLATE_NOOP("AuditWords", "changed a setting")},
    {"tile.changed", QT_TRANSLATE_NOOP("AuditWords", "changed a tile of the dashboard")},
    {"tile.moved", QT_TRANSLATE_NOOP("AuditWords", "moved a tile of the dashboard")},
    {"tile.pinned", QT_TRANSLATE_NOOP("AuditWords", "pinned to the dashboard")},
    {"tile.removed", QT_TRANSLATE_NOOP("AuditWords", "removed from the dashboard")},
    {"traffic.moved", QT_TRANSLATE_NOOP("AuditWords", "moved traffic")},
    {"traffic.rollback-undone", QT_TRANSLATE_NOOP("AuditWords", "undid the rollback")},
    {"traffic.rolled-back", QT_TRANSLATE_NOOP("AuditWords", "rolled back")},
    {"version.archived", QT_TRANSLATE_NOOP("AuditWords", "archived a version")},
    {"version.registered", QT_TRANSLATE_NOOP("AuditWords", "registered a version")},
    {"workspace.created", QT_TRANSLATE_NOOP("AuditWords", "created the workspace")},
}};

std::string_view groupOf(std::string_view action)
{
    return action.substr(0, action.find('.'));
}

bool isSplit(const store::AuditEntry &entry)
{
    return groupOf(entry.action) == "traffic" || entry.action == "rollout.advanced" ||
           entry.action == "rollout.promoted" || entry.action == "rollout.completed";
}

QString valueText(const Json &value)
{
    if (value.is_string())
        return toQt(value.get<std::string>());
    if (value.is_array()) {
        QStringList parts;
        for (const Json &part : value)
            parts << valueText(part);
        return parts.join(u", "_s);
    }
    return toQt(value.dump());
}

QString splitText(const Json &split)
{
    QStringList shares;
    for (const auto &[name, percent] : split.items()) {
        if (percent.is_number_integer() && percent.get<int>() > 0)
            shares << u"%1 %2 %"_s.arg(toQt(name)).arg(percent.get<int>());
    }
    return shares.isEmpty() ? QCoreApplication::translate("AuditWords", "closed") : shares.join(u" · "_s);
}

QString sideText(const store::AuditEntry &entry, const std::string &side)
{
    if (side.empty())
        return {};
    const auto json = parseJson(side);
    if (!json)
        return toQt(side);
    if (json->is_object() && isSplit(entry))
        return splitText(*json);
    if (!json->is_object())
        return valueText(*json);
    QStringList parts;
    for (const auto &[key, value] : json->items())
        parts << toQt(key).replace(u'_', u' ') + u' ' + valueText(value);
    return parts.join(u" · "_s);
}

int percentOf(const Json &split, const std::string &deployment)
{
    const auto share = split.find(deployment);
    return share != split.end() && share->is_number_integer() ? share->get<int>() : 0;
}

// "traffic 10 % → 50 % green", told of the deployment that gains.
QString movedWords(const store::AuditEntry &entry)
{
    const auto before = parseJson(entry.before);
    const auto after = parseJson(entry.after);
    if (!before || !after || !before->is_object() || !after->is_object())
        return {};
    for (const auto &[name, percent] : after->items()) {
        const int from = percentOf(*before, name);
        const int to = percentOf(*after, name);
        if (to > from)
            return QCoreApplication::translate("AuditWords", "traffic %1 % → %2 % %3")
                .arg(from)
                .arg(to)
                .arg(toQt(name));
    }
    return {};
}

} // namespace

QString actionWords(const std::string &action)
{
    const auto found = std::ranges::find(known, action, &Words::action);
    return found == known.end() ? toQt(action) : QCoreApplication::translate("AuditWords", found->text);
}

QString changeWords(const store::AuditEntry &entry)
{
    const QString before = sideText(entry, entry.before);
    QString after = sideText(entry, entry.after);
    if (before.isEmpty())
        return after;
    return before + u" → "_s + (after.isEmpty() ? emDash() : after);
}

QString deedWords(const store::AuditEntry &entry)
{
    QString words = actionWords(entry.action);
    if (!isSplit(entry))
        return words;
    const QString moved = movedWords(entry);
    if (moved.isEmpty())
        return words;
    return entry.action == "rollout.advanced" || entry.action == "traffic.moved" ? moved
                                                                                 : words + u", "_s + moved;
}

Role actionRole(const std::string &action)
{
    if (action == "deployment.failed" || action == "traffic.rolled-back" || action == "gate.refused")
        return Role::Danger;
    if (action == "gate.granted" || action == "gate.approved" || action == "rollout.completed")
        return Role::Good;
    if (groupOf(action) == "drill")
        return Role::Warning;
    return Role::Text;
}

QString subjectKind(const store::AuditEntry &entry)
{
    const std::string_view group = groupOf(entry.action);
    const bool below = entry.subject.find('/') != std::string::npos;
    if (group == "traffic" || group == "drill")
        return u"traffic"_s;
    if (group == "rollout")
        return u"rollout"_s;
    if (group == "gate") {
        const auto after = parseJson(entry.after);
        const bool production =
            after && after->is_object() && after->value("kind", std::string()) == "production";
        return production ? u"rollout"_s : below ? u"version"_s : QString();
    }
    if (group == "endpoint" || group == "deployment")
        return u"endpoint"_s;
    if (group == "version")
        return u"version"_s;
    if (group == "run")
        return u"run"_s;
    return {};
}

QString prettyJson(const std::string &text)
{
    const auto json = parseJson(text);
    return json ? toQt(json->dump(2)) : toQt(text);
}

} // namespace signalbox::ui
