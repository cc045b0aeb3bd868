// Everything the window around the pages shows, as one value. Whoever watches the workspace fills it in and
// calls MainWindow::setState(); the window shows it and asks for nothing.
#pragma once

#include <QString>
#include <cstdint>
#include <optional>
#include <vector>

#include "ui/widgets/environment_chip.h"

namespace signalbox::ui {

struct WorkspaceItem
{
    QString path = {};
    QString name = {};

    friend bool operator==(const WorkspaceItem &, const WorkspaceItem &) = default;
};

// Something that can be rolled back now.
struct RollbackTarget
{
    QString endpoint = {};
    QString place = {};  // named on the button: the endpoint, or "" in production
    QString label = {};  // "BLUE · v4"
    QString detail = {}; // what it goes back to: version, commit, metrics, age

    friend bool operator==(const RollbackTarget &, const RollbackTarget &) = default;
};

// A gate that waits for a decision of this member or of others.
struct InboxEntry
{
    QString kind = {}; // for the Navigator
    QString name = {};
    QString title = {};  // "diabetes_classification version 5"
    QString detail = {}; // "Registration · needs 1 approval"
    QString age = {};    // "12 min ago"

    friend bool operator==(const InboxEntry &, const InboxEntry &) = default;
};

struct Incident
{
    QString text = {}; // "Incident: error rate 15.1 % on my-ml-endpoint-prod since 14:32"
    QString kind = {}; // where Investigate leads
    QString name = {};

    friend bool operator==(const Incident &, const Incident &) = default;
};

enum class AgentState : std::uint8_t { Unknown, Starting, Running, Stopped };

struct ShellState
{
    QString workspaceName = {};
    QString workspacePath = {};
    std::vector<WorkspaceItem> workspaces = {}; // recent ones, for the switcher
    Environment environment = Environment::Development;
    QString user = {};
    QString role = {};                          // "operator"
    std::vector<RollbackTarget> rollbacks = {}; // production first; the first is what one click takes
    std::vector<InboxEntry> inbox = {};
    std::optional<Incident> incident = {};
    AgentState agent = AgentState::Unknown;
    QString agentDetail = {};   // "3 endpoints"; why it stopped
    QString telemetryText = {}; // "telemetry 1.2 M rows · last flush 180 ms ago"
    QString syncedText = {};    // "synced 14:32:07 UTC"
    QString problem = {};       // the workspace cannot be read now, or ""

    friend bool operator==(const ShellState &, const ShellState &) = default;
};

} // namespace signalbox::ui
