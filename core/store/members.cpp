#include "core/store/members.h"

#include <algorithm>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/json.h"
#include "core/base/text.h"

namespace signalbox::store {

namespace {

Result<Role> roleIn(SQLite::Database &db, std::string_view name)
{
    SQLite::Statement row(db, "SELECT role FROM members WHERE name = ?");
    row.bind(1, std::string(name));
    if (!row.executeStep())
        return failure(ErrorCode::NotFound,
                       fmt::format("{} is not a member of this workspace. An administrator can add them with "
                                   "'signalboxctl workspace member'.",
                                   name));
    return roleFromName(row.getColumn(0).getString());
}

std::string_view deed(Permission permission)
{
    switch (permission) {
    case Permission::Operate:
        return "operate (train, register, deploy, move traffic)";
    case Permission::Approve:
        return "decide at gates";
    case Permission::RollBack:
        return "roll back";
    case Permission::Administer:
        return "administer";
    }
    return "do this";
}

// The workspace must keep somebody who can administer it.
Status checkNotLastAdministrator(SQLite::Database &db, std::string_view name)
{
    SQLite::Statement others(db, "SELECT count(*) FROM members WHERE role = 'administrator' AND name <> ?");
    others.bind(1, std::string(name));
    others.executeStep();
    const auto role = roleIn(db, name);
    if (role && *role == Role::Administrator && others.getColumn(0).getInt64() == 0)
        return failure(ErrorCode::FailedPrecondition,
                       fmt::format("{} is the only administrator. Make somebody else one first.", name));
    return {};
}

const SettingSpec *findSetting(std::string_view key)
{
    const auto &specs = settingSpecs();
    const auto found = std::ranges::find(specs, key, &SettingSpec::key);
    return found == specs.end() ? nullptr : &*found;
}

Status unknownSetting(std::string_view key)
{
    std::vector<std::string> keys;
    for (const SettingSpec &spec : settingSpecs())
        keys.emplace_back(spec.key);
    return failure(ErrorCode::InvalidArgument,
                   fmt::format("There is no setting '{}'. There are: {}.", key, fmt::join(keys, ", ")));
}

} // namespace

Result<std::vector<Member>> listMembers(const Store &store)
{
    return store.read([](SQLite::Database &db) -> Result<std::vector<Member>> {
        std::vector<Member> members;
        SQLite::Statement row(db, "SELECT name, role, added FROM members ORDER BY name");
        while (row.executeStep()) {
            SIGNALBOX_TRY(const Role role, roleFromName(row.getColumn(1).getString()));
            members.push_back({.name = row.getColumn(0).getString(),
                               .role = role,
                               .added = TimePoint(Ticks(row.getColumn(2).getInt64()))});
        }
        return members;
    });
}

Result<Role> roleOf(const Store &store, std::string_view name)
{
    return store.read([name](SQLite::Database &db) { return roleIn(db, name); });
}

Status checkPermission(SQLite::Database &db, std::string_view member, Permission permission)
{
    const auto role = roleIn(db, member);
    if (role && allows(*role, permission))
        return {};
    if (!role)
        return failure(ErrorCode::PermissionDenied, role.error().message);
    return failure(
        ErrorCode::PermissionDenied,
        fmt::format("{} has the role {}, which does not allow to {}. Ask an administrator for another role.",
                    member, roleName(*role), deed(permission)));
}

void putMember(Change &change, std::string_view name, Role role)
{
    SQLite::Statement insert(change.db, "INSERT INTO members(name, role, added) VALUES(?, ?, ?) "
                                        "ON CONFLICT(name) DO UPDATE SET role = excluded.role");
    insert.bind(1, std::string(name));
    insert.bind(2, std::string(roleName(role)));
    insert.bind(3, change.now.time_since_epoch().count());
    insert.exec();
}

Status setMember(Store &store, const Actor &actor, std::string_view name, Role role)
{
    if (trimmed(name).empty() || trimmed(name) != name || name.size() > 128 || !isUtf8(name))
        return failure(ErrorCode::InvalidArgument,
                       "A member's name is 1 to 128 characters and neither starts nor ends with a blank.");
    return store.change(actor, Permission::Administer, [&](Change &change) -> Status {
        const auto before = roleIn(change.db, name);
        if (role != Role::Administrator)
            SIGNALBOX_CHECK(checkNotLastAdministrator(change.db, name));
        putMember(change, name, role);
        change.audit({.action = before ? "member.changed" : "member.added",
                      .subject = std::string(name),
                      .before = before ? Json{{"role", roleName(*before)}}.dump() : "",
                      .after = Json{{"role", roleName(role)}}.dump()});
        return {};
    });
}

Status removeMember(Store &store, const Actor &actor, std::string_view name)
{
    return store.change(actor, Permission::Administer, [&](Change &change) -> Status {
        SIGNALBOX_TRY(const Role role, roleIn(change.db, name));
        SIGNALBOX_CHECK(checkNotLastAdministrator(change.db, name));
        SQLite::Statement remove(change.db, "DELETE FROM members WHERE name = ?");
        remove.bind(1, std::string(name));
        remove.exec();
        change.audit({.action = "member.removed",
                      .subject = std::string(name),
                      .before = Json{{"role", roleName(role)}}.dump()});
        return {};
    });
}

const std::vector<SettingSpec> &settingSpecs()
{
    static const std::vector<SettingSpec> specs = {
        {.key = secondPersonSetting, .standard = "off", .choices = {"on", "off"}},
    };
    return specs;
}

std::string settingIn(SQLite::Database &db, std::string_view key)
{
    SQLite::Statement row(db, "SELECT value FROM settings WHERE key = ?");
    row.bind(1, std::string(key));
    if (row.executeStep())
        return row.getColumn(0).getString();
    const SettingSpec *spec = findSetting(key);
    return spec != nullptr ? std::string(spec->standard) : std::string();
}

Result<std::string> setting(const Store &store, std::string_view key)
{
    if (findSetting(key) == nullptr)
        return std::unexpected(unknownSetting(key).error());
    return store.read([key](SQLite::Database &db) -> Result<std::string> { return settingIn(db, key); });
}

void putSetting(Change &change, std::string_view key, std::string_view value)
{
    SQLite::Statement insert(change.db, "INSERT INTO settings(key, value) VALUES(?, ?) "
                                        "ON CONFLICT(key) DO UPDATE SET value = excluded.value");
    insert.bind(1, std::string(key));
    insert.bind(2, std::string(value));
    insert.exec();
}

Status setSetting(Store &store, const Actor &actor, std::string_view key, std::string_view value)
{
    const SettingSpec *spec = findSetting(key);
    if (spec == nullptr)
        return unknownSetting(key);
    if (std::ranges::find(spec->choices, value) == spec->choices.end())
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is not a value of {}. Use {}.", value,
                                                               key, fmt::join(spec->choices, " or ")));
    return store.change(actor, Permission::Administer, [&](Change &change) -> Status {
        const std::string before = settingIn(change.db, key);
        putSetting(change, key, value);
        change.audit({.action = "setting.changed",
                      .subject = std::string(key),
                      .before = Json(before).dump(),
                      .after = Json(value).dump()});
        return {};
    });
}

} // namespace signalbox::store
