#include "core/store/actor.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace signalbox::store {

namespace {

constexpr std::array<std::pair<Role, std::string_view>, 4> roleNames = {
    {{Role::Viewer, "viewer"},
     {Role::Operator, "operator"},
     {Role::Approver, "approver"},
     {Role::Administrator, "administrator"}}};

} // namespace

bool allows(Role role, Permission permission)
{
    switch (role) {
    case Role::Viewer:
        return false;
    case Role::Operator:
        return permission == Permission::Operate || permission == Permission::RollBack;
    case Role::Approver:
        return permission == Permission::Approve || permission == Permission::RollBack;
    case Role::Administrator:
        return true;
    }
    return false;
}

std::string_view roleName(Role role)
{
    for (const auto &[value, name] : roleNames) {
        if (value == role)
            return name;
    }
    return "viewer";
}

Result<Role> roleFromName(std::string_view name)
{
    for (const auto &[value, known] : roleNames) {
        if (known == name)
            return value;
    }
    return failure(
        ErrorCode::InvalidArgument,
        fmt::format("'{}' is not a role. Roles are viewer, operator, approver and administrator.", name));
}

} // namespace signalbox::store
