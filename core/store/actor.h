// Who acts, and what a role lets a member do. Checked in the core by Store::change, so that no program can
// forget.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox::store {

enum class Role : std::uint8_t { Viewer, Operator, Approver, Administrator };

enum class Permission : std::uint8_t {
    Operate,    // train, register, deploy, move traffic, drill
    Approve,    // decide at gates
    RollBack,   // put an endpoint back on the deployment that it served before
    Administer, // members, settings, deleting endpoints
};

// Operators operate, approvers approve, both roll back, administrators do everything, viewers look.
[[nodiscard]] bool allows(Role role, Permission permission);

[[nodiscard]] std::string_view roleName(Role role);
[[nodiscard]] Result<Role> roleFromName(std::string_view name);

struct Actor
{
    std::string name;
    bool isReconciler = false; // acts for a desire that a member has already been allowed to state

    [[nodiscard]] static Actor member(std::string name) { return {.name = std::move(name)}; }
    [[nodiscard]] static Actor reconciler(std::string name)
    {
        return {.name = std::move(name), .isReconciler = true};
    }
};

} // namespace signalbox::store
