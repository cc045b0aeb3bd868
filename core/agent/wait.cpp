#include "core/agent/wait.h"

#include <cstdint>
#include <thread>

#include <fmt/format.h>

namespace signalbox::agent {

namespace {

constexpr std::chrono::milliseconds poll{10};
// What depends on time and not only on the database, such as a lease that expires, is looked at this often.
constexpr std::chrono::milliseconds lookAnyway{250};

} // namespace

Status waitUntil(const store::Store &store, std::string_view what, std::chrono::milliseconds limit,
                 const StopToken &stop, const std::function<Result<bool>()> &done)
{
    const auto begin = std::chrono::steady_clock::now();
    auto lastLook = begin - lookAnyway;
    std::int64_t seen = -1;
    for (;;) {
        SIGNALBOX_TRY(const std::int64_t version, store.dataVersion());
        const auto now = std::chrono::steady_clock::now();
        if (version != seen || now - lastLook >= lookAnyway) {
            seen = version;
            lastLook = now;
            SIGNALBOX_TRY(const bool reached, done());
            if (reached)
                return {};
        }
        if (stop.stopRequested())
            return failure(ErrorCode::Cancelled, fmt::format("Stopped while waiting for {}.", what));
        if (now - begin > limit)
            return failure(ErrorCode::DeadlineExceeded,
                           fmt::format("Waited {:.0f} s for {} in vain. See what the agent's log says.",
                                       std::chrono::duration<double>(limit).count(), what));
        std::this_thread::sleep_for(poll);
    }
}

} // namespace signalbox::agent
