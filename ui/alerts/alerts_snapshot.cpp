#include "ui/alerts/alerts_snapshot.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/file.h"
#include "core/telemetry/telemetry_file.h"
#include "ui/shell/workspace.h"

namespace signalbox::ui {

namespace {

// RFC 4180: quoted where it must be, quotes doubled. A leading sign that a spreadsheet takes for a formula is
// quoted by a blank.
std::string csvField(const std::string &text)
{
    const bool formula =
        !text.empty() && std::string_view("=+-@").find(text.front()) != std::string_view::npos;
    std::string safe = formula ? ' ' + text : text;
    if (safe.find_first_of(",\"\r\n") == std::string::npos)
        return safe;
    std::string quoted = "\"";
    for (const char c : safe) {
        if (c == '"')
            quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csvLine(const store::AuditEntry &entry)
{
    std::string line = std::to_string(entry.sequence);
    for (const std::string &field : {toIso8601(entry.time), entry.actor, entry.action, entry.subject,
                                     entry.reason, entry.before, entry.after, entry.previousHash, entry.hash})
        line += ',' + csvField(field);
    return line + "\r\n";
}

void takeLines(const telemetry::Chunk &chunk, int leastSeverity, LogAnswer &answer)
{
    const telemetry::Column &times = chunk.columns[0];
    const telemetry::Column &severities = chunk.columns[1];
    for (std::size_t row = 0; row < chunk.rows; ++row) {
        if (severities.integers[row] < leastSeverity) {
            ++answer.hidden;
            continue;
        }
        answer.lines.push_back({.time = TimePoint(Ticks(times.integers[row])),
                                .severity = static_cast<int>(severities.integers[row]),
                                .role = std::string(chunk.columns[2].text(row)),
                                .message = std::string(chunk.columns[3].text(row))});
    }
}

void keepNewest(LogAnswer &answer)
{
    std::ranges::stable_sort(answer.lines, {}, &TraceLine::time);
    if (answer.lines.size() <= logShown)
        return;
    const auto tooMany = static_cast<std::ptrdiff_t>(answer.lines.size() - logShown);
    answer.older = tooMany;
    answer.lines.erase(answer.lines.begin(), answer.lines.begin() + tooMany);
}

} // namespace

Result<AuditAnswer> readAudit(const store::Store &store, const AuditQuestion &question)
{
    AuditAnswer answer;
    // One more than is shown tells whether there are older ones.
    SIGNALBOX_TRY(answer.entries,
                  store::listAudit(store, {.subject = question.subject, .limit = question.limit + 1}));
    answer.more = answer.entries.size() > question.limit;
    if (answer.more)
        answer.entries.pop_back();
    SIGNALBOX_TRY(const auto newest, store::listAudit(store, {.limit = 1}));
    answer.trail = newest.empty() ? 0 : newest.front().sequence;
    return answer;
}

Result<LogAnswer> readLog(Workspace &workspace, const LogQuestion &question, const StopToken &stop)
{
    LogAnswer answer;
    answer.now = workspace.clock->now();
    const auto file = workspace.telemetry.open(workspace.store->folder());
    if (!file) {
        if (file.error().code == ErrorCode::NotFound)
            return answer;
        return std::unexpected(file.error());
    }
    const std::string &table = telemetry::tracesTable().name;
    SIGNALBOX_TRY(const auto statistics, (*file)->statistics());
    const auto traces = std::ranges::find(statistics, table, &telemetry::TableStatistics::table);
    if (traces != statistics.end()) {
        answer.written = traces->rows;
        answer.newest = traces->newest;
    }
    telemetry::TimeRange range;
    if (question.range > Ticks::zero())
        range.from = answer.now - question.range;
    const std::array<std::string, 4> columns = {"timestamp", "severityLevel", "cloud_RoleName", "message"};
    SIGNALBOX_TRY(const auto chunks, (*file)->read(table, range, columns, stop));
    for (const telemetry::Chunk &chunk : chunks)
        takeLines(chunk, question.leastSeverity, answer);
    keepNewest(answer);
    return answer;
}

Result<std::int64_t> exportAudit(const store::Store &store, const std::string &path)
{
    SIGNALBOX_TRY(auto entries, store::listAudit(store, {.limit = std::numeric_limits<std::int32_t>::max()}));
    std::string text = "sequence,time,actor,action,subject,reason,before,after,previous_hash,hash\r\n";
    for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry)
        text += csvLine(*entry);
    SIGNALBOX_CHECK(writeFile(toPath(path), text));
    return static_cast<std::int64_t>(entries.size());
}

} // namespace signalbox::ui
