// What every command of signalboxctl is given: the workspace, who acts, and how to print.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "core/base/result.h"
#include "core/base/secret_store.h"
#include "core/base/stop.h"
#include "core/store/store.h"

namespace CLI {
class App;
}

namespace signalbox::ctl {

// A table for people: the first row is the head; columns are padded, numbers to the right.
using Rows = std::vector<std::vector<std::string>>;

class Context
{
public:
    Context();
    ~Context();
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;

    // Set by the command line.
    std::string workspace;
    std::string member; // who acts; the operating-system user if empty
    bool json = false;

    [[nodiscard]] Result<store::Store *> open();
    [[nodiscard]] store::Actor actor() const;
    [[nodiscard]] const Clock &clock() const { return m_clock; }
    [[nodiscard]] SecretStore &secrets();
    // Asked to stop by Ctrl+C.
    [[nodiscard]] StopToken stop() const;

    // Prints `json` where scripts asked for it, else calls `text`.
    void print(const Json &json, const std::function<void()> &text) const;
    void table(const Rows &rows) const;
    // A line that goes to people only.
    void say(const std::string &line) const;

    [[nodiscard]] std::string good(const std::string &text) const;
    [[nodiscard]] std::string bad(const std::string &text) const;
    [[nodiscard]] std::string strong(const std::string &text) const;
    [[nodiscard]] std::string faint(const std::string &text) const;
    // One of six colours, by number; the text as it is where there are no colours.
    [[nodiscard]] std::string coloured(std::size_t number, const std::string &text) const;
    [[nodiscard]] bool hasColours() const { return m_styles; }

private:
    [[nodiscard]] std::string styled(const char *code, const std::string &text) const;

    SystemClock m_clock;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<SecretStore> m_secrets;
    StopSource m_stop;
    bool m_styles = false;
};

// What a sub-command does when it is chosen; the error decides the exit code.
using Action = std::function<Status(Context &)>;

// Adds a sub-command to `parent`. `chosen` is called for the one that the command line names.
using Chosen = std::function<void(Action)>;

void addWorkspaceCommands(CLI::App &app, const Chosen &chosen);
void addTrainingCommands(CLI::App &app, const Chosen &chosen);
void addRegistryCommands(CLI::App &app, const Chosen &chosen);
void addEndpointCommands(CLI::App &app, const Chosen &chosen);
void addRolloutCommands(CLI::App &app, const Chosen &chosen);
void addDrillCommands(CLI::App &app, const Chosen &chosen);
void addQueryCommands(CLI::App &app, const Chosen &chosen);
void addDemoCommand(CLI::App &app, const Chosen &chosen);

// 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused by a rule or a role, 5 not available now, 130
// stopped.
[[nodiscard]] int exitCode(const Error &error);

// "90", "90s", "15m" or "2h".
[[nodiscard]] Result<std::chrono::milliseconds> parseDuration(const std::string &text);

} // namespace signalbox::ctl
