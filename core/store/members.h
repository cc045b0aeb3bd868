// Who belongs to a workspace, and its settings. Both are few and small.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/store.h"

namespace signalbox::store {

struct Member
{
    std::string name;
    Role role = Role::Viewer;
    TimePoint added;
};

[[nodiscard]] Result<std::vector<Member>> listMembers(const Store &store);
// NotFound for somebody who is no member.
[[nodiscard]] Result<Role> roleOf(const Store &store, std::string_view name);

// Adds a member or gives one another role. The last administrator cannot become less.
[[nodiscard]] Status setMember(Store &store, const Actor &actor, std::string_view name, Role role);
[[nodiscard]] Status removeMember(Store &store, const Actor &actor, std::string_view name);

// "on" where nobody may approve what they asked for themselves.
inline constexpr std::string_view secondPersonSetting = "second_person_must_approve";

struct SettingSpec
{
    std::string_view key;
    std::string_view standard;
    std::vector<std::string_view> choices;
};

// All settings that a workspace knows.
[[nodiscard]] const std::vector<SettingSpec> &settingSpecs();
[[nodiscard]] Result<std::string> setting(const Store &store, std::string_view key);
// InvalidArgument for an unknown key or value; says which there are.
[[nodiscard]] Status setSetting(Store &store, const Actor &actor, std::string_view key,
                                std::string_view value);

// For use inside a command or a snapshot.
[[nodiscard]] Status checkPermission(SQLite::Database &db, std::string_view member, Permission permission);
[[nodiscard]] std::string settingIn(SQLite::Database &db, std::string_view key);
void putMember(Change &change, std::string_view name, Role role);
void putSetting(Change &change, std::string_view key, std::string_view value);

} // namespace signalbox::store
