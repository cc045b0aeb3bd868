// Other programs, started and ended the same way on every system (QProcess). Arguments are passed as they
// are, never through a shell, and never hold a secret.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"

class QProcess;

namespace signalbox::link {

// A program that ends with this object at the latest. Use it from the thread that made it; needs a
// QCoreApplication.
class ChildProcess
{
public:
    // Its output goes to `log`, or nowhere if that is empty. Unavailable, naming the program, if it does not
    // start.
    [[nodiscard]] static Result<std::unique_ptr<ChildProcess>>
    start(const std::filesystem::path &program, const std::vector<std::string> &arguments,
          const std::filesystem::path &log = {});
    ~ChildProcess();
    ChildProcess(const ChildProcess &) = delete;
    ChildProcess &operator=(const ChildProcess &) = delete;

    [[nodiscard]] bool running();
    // Asks it to end and waits; ends it by force after `limit`.
    void stop(std::chrono::milliseconds limit);
    // Ends it at once, as a crash would.
    void kill();

private:
    explicit ChildProcess(std::unique_ptr<QProcess> process);
    std::unique_ptr<QProcess> m_process;
};

// A program that goes on after this one has ended. Returns its process id.
[[nodiscard]] Result<std::int64_t> startDetached(const std::filesystem::path &program,
                                                 const std::vector<std::string> &arguments);

// Another program of Signalbox, beside the running one: "signalboxd".
[[nodiscard]] std::filesystem::path siblingProgram(const std::string &name);

} // namespace signalbox::link
