#include "tests/project/include_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <optional>

#include <fmt/format.h>

#include "core/base/text.h"

namespace signalbox::project {

namespace {

constexpr std::array<std::string_view, 14> coreRooms = {"base",     "store",    "learn", "telemetry", "kql",
                                                        "tracking", "registry", "serve", "rollout",   "job",
                                                        "alert",    "infra",    "link",  "agent"};

struct Place
{
    std::string_view area; // "core", "ui", "app"
    std::string_view room;
};

Place placeOf(std::string_view path)
{
    const std::vector<std::string_view> parts = split(path, '/');
    return {.area = parts.size() > 1 ? parts[0] : std::string_view(),
            .room = parts.size() > 2 ? parts[1] : std::string_view()};
}

struct Include
{
    std::string_view name;
    bool quoted = false;
};

std::optional<Include> includeIn(std::string_view line)
{
    line = trimmed(line);
    if (!line.starts_with('#'))
        return std::nullopt;
    line = trimmed(line.substr(1));
    if (!line.starts_with("include"))
        return std::nullopt;
    line = trimmed(line.substr(std::string_view("include").size()));
    if (line.size() < 2 || (line[0] != '"' && line[0] != '<'))
        return std::nullopt;
    const std::size_t end = line.find(line[0] == '"' ? '"' : '>', 1);
    return Include{.name = line.substr(1, end == std::string_view::npos ? end : end - 1),
                   .quoted = line[0] == '"'};
}

bool isQt(std::string_view include)
{
    // <QString>, <QtCore/qstring.h>, <qt6keychain/keychain.h> and <qstring.h>; no other library starts so.
    return include.size() > 1 && (include[0] == 'Q' || include[0] == 'q') &&
           std::isalpha(static_cast<unsigned char>(include[1])) != 0;
}

std::string reasonInCore(const Place &from, const Include &include)
{
    if (from.room != "link" && isQt(include.name))
        return "only core/link knows Qt";
    if (!include.quoted)
        return {};
    const Place to = placeOf(include.name);
    if (to.area != "core")
        return "core knows nothing but core";
    const auto own = std::ranges::find(coreRooms, from.room);
    const auto other = std::ranges::find(coreRooms, to.room);
    if (own == coreRooms.end())
        return fmt::format("core/{} is no room of the house", from.room);
    if (other == coreRooms.end())
        return fmt::format("core/{} is no room of the house", to.room);
    if (other > own && from.room != "link")
        return fmt::format("{} stands below {}", to.room, from.room);
    return {};
}

std::string reasonInUi(const Place &from, const Include &include)
{
    if (!include.quoted)
        return {};
    const Place to = placeOf(include.name);
    if (to.area == "core")
        return {};
    if (to.area != "ui")
        return "ui knows nothing but ui and core";
    const bool shared = to.room == "widgets" || (to.room == "shell" && from.room != "widgets");
    if (to.room != from.room && !shared)
        return fmt::format("{} may not know {}", from.room, to.room);
    return {};
}

bool isGenerated(std::string_view include)
{
    return include.ends_with(".moc") || (include.starts_with("ui_") && !include.contains('/'));
}

} // namespace

std::vector<ForbiddenInclude> forbiddenIncludes(std::string_view path, std::string_view text)
{
    const Place from = placeOf(path);
    std::vector<ForbiddenInclude> found;
    int number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        const std::optional<Include> include = includeIn(line);
        if (!include || isGenerated(include->name))
            continue;
        std::string reason;
        if (from.area == "core")
            reason = reasonInCore(from, *include);
        else if (from.area == "ui")
            reason = reasonInUi(from, *include);
        else if (from.area == "app" && include->quoted && placeOf(include->name).area == "tests")
            reason = "programs know no tests";
        if (!reason.empty())
            found.push_back({.line = number, .include = std::string(include->name), .reason = reason});
    }
    return found;
}

} // namespace signalbox::project
