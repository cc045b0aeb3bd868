#include "core/base/platform.h"

#include <cstddef>
#include <fstream>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/file.h"

#ifdef _WIN32
#define WIN32_LEAN_AND_MEAN
#define NOMINMAX
#include <windows.h>

#include <io.h>
#include <psapi.h>
#else
#include <array>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>
#ifdef __APPLE__
#include <mach-o/dyld.h>
#include <mach/mach.h>
#endif
#endif

namespace signalbox {

#ifdef _WIN32

namespace {

std::string narrow(const std::wstring &wide)
{
    return toUtf8(std::filesystem::path(wide));
}

std::function<void()> &terminationHandler()
{
    static std::function<void()> handler;
    return handler;
}

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (terminationHandler())
        terminationHandler()();
    return TRUE;
}

} // namespace

std::int64_t processId()
{
    return GetCurrentProcessId();
}

bool processIsAlive(std::int64_t pid)
{
    if (!std::in_range<DWORD>(pid) || pid == 0)
        return false;
    HANDLE process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, static_cast<DWORD>(pid));
    if (process == nullptr)
        return GetLastError() == ERROR_ACCESS_DENIED;
    DWORD code = 0;
    const bool alive = GetExitCodeProcess(process, &code) != 0 && code == STILL_ACTIVE;
    CloseHandle(process);
    return alive;
}

std::string hostName()
{
    wchar_t name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = MAX_COMPUTERNAME_LENGTH + 1;
    return GetComputerNameW(name, &size) != 0 ? narrow(std::wstring(name, size)) : "localhost";
}

std::string userName()
{
    wchar_t name[257];
    DWORD size = 257;
    return GetUserNameW(name, &size) != 0 && size > 1 ? narrow(std::wstring(name, size - 1)) : "user";
}

std::filesystem::path programPath()
{
    std::vector<wchar_t> name(32768);
    const DWORD size = GetModuleFileNameW(nullptr, name.data(), static_cast<DWORD>(name.size()));
    return std::filesystem::path(std::wstring(name.data(), size));
}

std::uint64_t residentMemory()
{
    PROCESS_MEMORY_COUNTERS counters{};
    return GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof counters) != 0
               ? counters.WorkingSetSize
               : 0;
}

bool flushToDisk(const std::filesystem::path &path)
{
    HANDLE file = CreateFileW(path.c_str(), GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr,
                              OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, nullptr);
    if (file == INVALID_HANDLE_VALUE)
        return false;
    const bool flushed = FlushFileBuffers(file) != 0;
    CloseHandle(file);
    return flushed;
}

bool outputIsTerminal()
{
    return _isatty(_fileno(stdout)) != 0;
}

std::optional<std::size_t> terminalColumns()
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &info) == 0)
        return std::nullopt;
    return static_cast<std::size_t>(info.srWindow.Right - info.srWindow.Left + 1);
}

void onTerminationRequest(std::function<void()> handler)
{
    terminationHandler() = std::move(handler);
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

#else

std::int64_t processId()
{
    return getpid();
}

bool processIsAlive(std::int64_t pid)
{
    // Zero and negative numbers would ask about groups of processes.
    return pid > 0 && std::in_range<pid_t>(pid) && (kill(static_cast<pid_t>(pid), 0) == 0 || errno == EPERM);
}

std::string hostName()
{
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "localhost";
}

std::string userName()
{
    passwd entry{};
    passwd *found = nullptr;
    std::vector<char> buffer(16384);
    if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) != 0 || found == nullptr)
        return "user";
    const std::string name = found->pw_name;
    return name.empty() ? "user" : name;
}

std::filesystem::path programPath()
{
#ifdef __APPLE__
    std::uint32_t size = 4096;
    std::vector<char> name(size);
    if (_NSGetExecutablePath(name.data(), &size) != 0)
        return {};
    return std::filesystem::path(name.data());
#else
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error);
#endif
}

std::uint64_t residentMemory()
{
#ifdef __APPLE__
    mach_task_basic_info info{};
    mach_msg_type_number_t count = MACH_TASK_BASIC_INFO_COUNT;
    const auto result =
        task_info(mach_task_self(), MACH_TASK_BASIC_INFO, reinterpret_cast<task_info_t>(&info), &count);
    return result == KERN_SUCCESS ? info.resident_size : 0;
#else
    std::ifstream in("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    in >> total >> resident;
    return resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
#endif
}

bool flushToDisk(const std::filesystem::path &path)
{
    const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const bool flushed = fsync(file) == 0;
    close(file);
    return flushed;
}

bool outputIsTerminal()
{
    return isatty(STDOUT_FILENO) != 0;
}

std::optional<std::size_t> terminalColumns()
{
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return std::nullopt;
    return size.ws_col;
}

void onTerminationRequest(std::function<void()> handler)
{
    // Every thread started later inherits the blocked mask, so the signal waits for the one that asks for it.
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::thread([signals, handler = std::move(handler)] {
        int signal = 0;
        while (sigwait(&signals, &signal) == 0)
            handler();
    }).detach();
}

#endif

} // namespace signalbox
