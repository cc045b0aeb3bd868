// What only the operating system can tell. The one file of `base` with system calls. Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace signalbox {

[[nodiscard]] std::int64_t processId();
[[nodiscard]] bool processIsAlive(std::int64_t pid);
[[nodiscard]] std::string hostName();
// The name of the operating-system user, "user" if it has none.
[[nodiscard]] std::string userName();
// The running program itself; empty if the system does not tell.
[[nodiscard]] std::filesystem::path programPath();
// Resident memory of this process in bytes, 0 if the system does not tell.
[[nodiscard]] std::uint64_t residentMemory();
// Waits until the bytes of an existing file are on the disk, so that a power cut does not empty it.
[[nodiscard]] bool flushToDisk(const std::filesystem::path &path);
// Whether standard output is a terminal that a person looks at.
[[nodiscard]] bool outputIsTerminal();
// How many characters fit into a line of that terminal; nothing if it is none.
[[nodiscard]] std::optional<std::size_t> terminalColumns();
// Calls `handler` from a thread of its own when the user or the system asks this process to end (Ctrl+C,
// SIGTERM, console close). At most one handler a process.
void onTerminationRequest(std::function<void()> handler);

} // namespace signalbox
