#include "app/ctl/context.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include <fmt/format.h>

#include "app/ctl/terminal_text.h"
#include "core/base/file.h"
#include "core/base/platform.h"
#include "core/base/text.h"
#include "core/link/keychain.h"

namespace signalbox::ctl {

namespace {

bool isNumeric(const std::string &text)
{
    return text.empty() || text.find_first_not_of("0123456789+-−.,% ") == std::string::npos || text == "–";
}

} // namespace

Context::Context()
    : m_styles(outputIsTerminal() && std::getenv("NO_COLOR") == nullptr)
{
    // Before the keychain, which starts threads that would be ended by the signal.
    onTerminationRequest([this] { m_stop.requestStop(); });
    m_secrets = std::make_unique<link::KeychainSecretStore>();
}

Context::~Context() = default;

Result<store::Store *> Context::open()
{
    if (!m_store) {
        const std::filesystem::path folder =
            workspace.empty() ? std::filesystem::current_path() : toPath(workspace);
        SIGNALBOX_TRY(m_store, store::Store::open(folder, m_clock));
    }
    return m_store.get();
}

store::Actor Context::actor() const
{
    return store::Actor::member(member.empty() ? userName() : member);
}

SecretStore &Context::secrets()
{
    return *m_secrets;
}

StopToken Context::stop() const
{
    return m_stop.token();
}

void Context::print(const Json &value, const std::function<void()> &text) const
{
    if (json)
        fmt::print("{}\n", value.dump(2));
    else
        text();
}

void Context::table(const Rows &rows) const
{
    if (rows.empty())
        return;
    std::vector<std::size_t> widths(rows.front().size());
    std::vector<bool> numeric(rows.front().size(), true);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            widths[c] = std::max(widths[c], width(rows[r][c]));
            numeric[c] = numeric[c] && (r == 0 || isNumeric(rows[r][c]));
        }
    }
    for (std::size_t r = 0; r < rows.size(); ++r) {
        std::string line;
        for (std::size_t c = 0; c < rows[r].size(); ++c) {
            line += c == 0 ? "" : "  ";
            line += numeric[c] ? toTheRight(rows[r][c], widths[c]) : toTheLeft(rows[r][c], widths[c]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        fmt::print("{}\n", r == 0 ? strong(line) : line);
    }
}

void Context::say(const std::string &line) const
{
    if (!json)
        fmt::print("{}\n", line);
    std::fflush(stdout);
}

std::string Context::styled(const char *code, const std::string &text) const
{
    return m_styles ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

std::string Context::good(const std::string &text) const
{
    return styled("32", text);
}

std::string Context::bad(const std::string &text) const
{
    return styled("31", text);
}

std::string Context::strong(const std::string &text) const
{
    return styled("1", text);
}

std::string Context::faint(const std::string &text) const
{
    return styled("2", text);
}

std::string Context::coloured(std::size_t number, const std::string &text) const
{
    constexpr std::array<const char *, 6> codes = {"34", "33", "36", "35", "32", "31"};
    return styled(codes[number % codes.size()], text);
}

int exitCode(const Error &error)
{
    switch (error.code) {
    case ErrorCode::InvalidArgument:
        return 2;
    case ErrorCode::NotFound:
        return 3;
    case ErrorCode::FailedPrecondition:
    case ErrorCode::PermissionDenied:
    case ErrorCode::AlreadyExists:
        return 4;
    case ErrorCode::Unavailable:
    case ErrorCode::DeadlineExceeded:
        return 5;
    case ErrorCode::Cancelled:
        return 130;
    default:
        return 1;
    }
}

Result<std::chrono::milliseconds> parseDuration(const std::string &text)
{
    const std::size_t digits = text.find_first_not_of("0123456789.");
    const std::string unit = digits == std::string::npos ? "s" : text.substr(digits);
    const auto number = toNumber(text.substr(0, digits));
    const double factor = unit == "ms"  ? 1
                          : unit == "s" ? 1'000
                          : unit == "m" ? 60'000
                          : unit == "h" ? 3'600'000
                                        : 0;
    if (!number || factor == 0 || *number * factor > 1e12)
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("'{}' is not a duration. Write it as 500ms, 90s, 15m or 2h.", text));
    return std::chrono::milliseconds(static_cast<std::int64_t>(*number * factor));
}

} // namespace signalbox::ctl
