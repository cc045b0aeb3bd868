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

void takeLines(const telemetry::Chunk &chunk, int leastSeverity, std::vector<TraceLine> &lines)
{
    const telemetry::Column &times = chunk.columns[0];
    const telemetry::Column &severities = chunk.columns[1];
    for (std::size_t row = 0; row < chunk.rows; ++row) {
        if (severities.integers[row] < leastSeverity)
            continue;
        lines.push_back({.time = TimePoint(Ticks(times.integers[row])),
                         .severity = static_cast<int>(severities.integers[row]),
                         .role = std::string(chunk.columns[2].text(row)),
                         .message = std::string(chunk.columns[3].text(row))});
    }
}

} // namespace

Result<std::vector<TraceLine>> readTraces(Workspace &workspace, int leastSeverity, const StopToken &stop)
{
    std::vector<TraceLine> lines;
    const auto file = workspace.telemetry.open(workspace.store->folder());
    if (!file) {
        if (file.error().code == ErrorCode::NotFound)
            return lines;
        return std::unexpected(file.error());
    }
    const std::array<std::string, 4> columns = {"timestamp", "severityLevel", "cloud_RoleName", "message"};
    SIGNALBOX_TRY(const auto chunks, (*file)->read(telemetry::tracesTable().name, {}, columns, stop));
    for (const telemetry::Chunk &chunk : chunks)
        takeLines(chunk, leastSeverity, lines);
    std::ranges::stable_sort(lines, {}, &TraceLine::time);
    if (lines.size() > logShown)
        lines.erase(lines.begin(), lines.end() - static_cast<std::ptrdiff_t>(logShown));
    return lines;
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
