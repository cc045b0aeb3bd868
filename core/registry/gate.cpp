#include "core/registry/gate.h"

#include <algorithm>
#include <array>

#include <SQLiteCpp/SQLiteCpp.h>
#include <SQLiteCpp/VariadicBind.h>
#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"
#include "core/registry/version_state.h"
#include "core/store/members.h"

namespace signalbox::registry {

using store::Change;
using store::Permission;

namespace {

constexpr std::array<std::string_view, 4> stateNames = {"open", "granted", "refused", "withdrawn"};
constexpr std::size_t longestReason = 4000;

constexpr const char *gateColumns =
    "id, kind, subject, hash, state, required, requested_by, opened, closed, evidence";

TimePoint timeOf(const SQLite::Column &column)
{
    return TimePoint(Ticks(column.getInt64()));
}

std::vector<Approval> approvalsIn(SQLite::Database &db, std::int64_t gate)
{
    SQLite::Statement row(db, "SELECT member, decision, reason, time FROM approvals WHERE gate = ? "
                              "ORDER BY time, member");
    SQLite::bind(row, gate);
    std::vector<Approval> approvals;
    while (row.executeStep())
        approvals.push_back(
            {.member = row.getColumn(0).getString(),
             .decision = row.getColumn(1).getString() == "approve" ? Decision::Approve : Decision::Reject,
             .reason = row.getColumn(2).getString(),
             .time = timeOf(row.getColumn(3))});
    return approvals;
}

Gate readGate(SQLite::Database &db, const SQLite::Statement &row)
{
    Gate gate{.id = row.getColumn(0).getInt64(),
              .kind = row.getColumn(1).getString(),
              .subject = row.getColumn(2).getString(),
              .hash = row.getColumn(3).getString(),
              .state = static_cast<GateState>(std::ranges::find(stateNames, row.getColumn(4).getString()) -
                                              stateNames.begin()),
              .required = row.getColumn(5).getInt(),
              .requestedBy = row.getColumn(6).getString(),
              .opened = timeOf(row.getColumn(7)),
              .closed = {},
              .evidence = row.getColumn(9).getString(),
              .approvals = {}};
    if (!row.getColumn(8).isNull())
        gate.closed = timeOf(row.getColumn(8));
    gate.approvals = approvalsIn(db, gate.id);
    return gate;
}

std::int64_t approvalCount(const Gate &gate)
{
    return std::ranges::count(gate.approvals, Decision::Approve, &Approval::decision);
}

// Open, and this member has not spoken yet.
Status checkUndecided(const Gate &gate, std::string_view member)
{
    if (gate.state != GateState::Open)
        return failure(
            ErrorCode::FailedPrecondition,
            fmt::format("This gate is {}; it takes no more decisions.", gateStateName(gate.state)));
    if (std::ranges::find(gate.approvals, member, &Approval::member) != gate.approvals.end())
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} has decided at this gate already.", member));
    return {};
}

// Whoever asked may still reject: that only takes the request back.
Status checkSecondPerson(SQLite::Database &db, const Gate &gate, std::string_view member)
{
    if (gate.requestedBy == member && store::settingIn(db, store::secondPersonSetting) == "on")
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} asked for this, and in this workspace a second person must approve. "
                                   "Ask another approver.",
                                   member));
    return {};
}

Status checkReason(Decision decision, std::string_view reason)
{
    if (decision == Decision::Reject && trimmed(reason).empty())
        return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                     .message = "A rejection needs a reason. Say what should be different.",
                                     .field = "reason"});
    if (reason.size() > longestReason || !isUtf8(reason))
        return std::unexpected(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("A reason is text of at most {} bytes.", longestReason),
                  .field = "reason"});
    return {};
}

void insertApproval(Change &change, std::int64_t gate, Decision decision, std::string_view reason)
{
    SQLite::Statement insert(
        change.db, "INSERT INTO approvals(gate, member, decision, reason, time) VALUES(?, ?, ?, ?, ?)");
    SQLite::bind(insert, gate, change.actor.name, decision == Decision::Approve ? "approve" : "reject",
                 std::string(reason), change.now.time_since_epoch().count());
    insert.exec();
}

void close(Change &change, std::int64_t gate, GateState state)
{
    SQLite::Statement update(change.db, "UPDATE gates SET state = ?, closed = ? WHERE id = ?");
    SQLite::bind(update, std::string(gateStateName(state)), change.now.time_since_epoch().count(), gate);
    update.exec();
}

// Closes the gate if this decision settles it, with what that means for its subject.
Result<Gate> settle(Change &change, std::int64_t id, Decision decision)
{
    SIGNALBOX_TRY(Gate decided, gateIn(change.db, id));
    if (decision == Decision::Approve && approvalCount(decided) < decided.required)
        return decided;
    close(change, id, decision == Decision::Approve ? GateState::Granted : GateState::Refused);
    SIGNALBOX_TRY(Gate settled, gateIn(change.db, id));
    if (settled.kind == registrationGate)
        SIGNALBOX_CHECK(settleRegistration(change, settled));
    return settled;
}

std::string auditText(const Gate &gate)
{
    return Json{{"gate", gate.id},
                {"kind", gate.kind},
                {"hash", gate.hash},
                {"state", gateStateName(gate.state)},
                {"approvals", approvalCount(gate)},
                {"required", gate.required}}
        .dump();
}

std::string_view actionOf(const Gate &gate)
{
    switch (gate.state) {
    case GateState::Granted:
        return "gate.granted";
    case GateState::Refused:
        return "gate.refused";
    default:
        return "gate.approved";
    }
}

} // namespace

std::string_view gateStateName(GateState state)
{
    return stateNames[static_cast<std::size_t>(state)];
}

Result<std::vector<Gate>> listGates(const store::Store &store, bool onlyOpen)
{
    return store.read([onlyOpen](SQLite::Database &db) -> Result<std::vector<Gate>> {
        SQLite::Statement row(
            db, fmt::format("SELECT {} FROM gates WHERE ? OR state = 'open' ORDER BY id DESC", gateColumns));
        SQLite::bind(row, onlyOpen ? 0 : 1);
        std::vector<Gate> gates;
        while (row.executeStep())
            gates.push_back(readGate(db, row));
        return gates;
    });
}

Result<Gate> findGate(const store::Store &store, std::int64_t id)
{
    return store.read([id](SQLite::Database &db) { return gateIn(db, id); });
}

Result<Gate> gateIn(SQLite::Database &db, std::int64_t id)
{
    SQLite::Statement row(db, fmt::format("SELECT {} FROM gates WHERE id = ?", gateColumns));
    SQLite::bind(row, id);
    if (!row.executeStep())
        return failure(ErrorCode::NotFound, fmt::format("There is no gate {}.", id));
    return readGate(db, row);
}

Result<Gate> decide(store::Store &store, const store::Actor &actor, std::int64_t gate, Decision decision,
                    std::string_view reason)
{
    if (actor.isReconciler)
        return failure(ErrorCode::PermissionDenied, "Only people decide at gates.");
    SIGNALBOX_CHECK(checkReason(decision, reason));
    return store.change(actor, Permission::Approve, [&](Change &change) -> Result<Gate> {
        SIGNALBOX_TRY(const Gate before, gateIn(change.db, gate));
        SIGNALBOX_CHECK(checkUndecided(before, actor.name));
        if (decision == Decision::Approve)
            SIGNALBOX_CHECK(checkSecondPerson(change.db, before, actor.name));
        insertApproval(change, gate, decision, trimmed(reason));
        SIGNALBOX_TRY(Gate after, settle(change, gate, decision));
        change.audit({.action = std::string(actionOf(after)),
                      .subject = after.subject,
                      .reason = std::string(trimmed(reason)),
                      .before = auditText(before),
                      .after = auditText(after)});
        return after;
    });
}

Result<std::string> whyNotDecide(const store::Store &store, std::string_view member, const Gate &gate)
{
    return store.read([&](SQLite::Database &db) -> Result<std::string> {
        SIGNALBOX_TRY(const Gate now, gateIn(db, gate.id));
        for (const Status &status : {store::checkPermission(db, member, Permission::Approve),
                                     checkUndecided(now, member), checkSecondPerson(db, now, member)}) {
            if (!status)
                return status.error().message;
        }
        return std::string();
    });
}

std::int64_t openGate(Change &change, const NewGate &gate)
{
    SQLite::Statement insert(change.db,
                             "INSERT INTO gates(kind, subject, hash, state, required, requested_by, opened, "
                             "evidence) VALUES(?, ?, ?, 'open', ?, ?, ?, ?)");
    SQLite::bind(insert, gate.kind, gate.subject, gate.hash, gate.required, gate.requestedBy,
                 change.now.time_since_epoch().count(), gate.evidence);
    insert.exec();
    return change.db.getLastInsertRowid();
}

void withdrawGate(Change &change, std::int64_t gate)
{
    SQLite::Statement update(
        change.db, "UPDATE gates SET state = 'withdrawn', closed = ? WHERE id = ? AND state = 'open'");
    SQLite::bind(update, change.now.time_since_epoch().count(), gate);
    update.exec();
}

bool isGranted(SQLite::Database &db, std::string_view kind, std::string_view hash)
{
    SQLite::Statement row(
        db, "SELECT EXISTS(SELECT 1 FROM gates WHERE hash = ? AND kind = ? AND state = 'granted')");
    SQLite::bind(row, std::string(hash), std::string(kind));
    row.executeStep();
    return row.getColumn(0).getInt() == 1;
}

} // namespace signalbox::registry
