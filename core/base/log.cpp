#include "core/base/log.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>

#include "core/base/file.h"

namespace signalbox {

namespace {

int severityLevel(spdlog::level::level_enum level)
{
    switch (level) {
    case spdlog::level::warn:
        return 2;
    case spdlog::level::err:
        return 3;
    case spdlog::level::critical:
        return 4;
    case spdlog::level::info:
        return 1;
    default:
        return 0;
    }
}

// Stands in the default logger for good: swapping the function under the sink's own lock is safe while other
// threads log, swapping the logger is not. Spdlog's base_sink would lock up when the function logs.
class FunctionSink final : public spdlog::sinks::sink
{
public:
    void setReceiver(std::function<void(const LogLine &)> receive)
    {
        const std::scoped_lock lock(m_mutex);
        m_receive = std::move(receive);
    }

    void log(const spdlog::details::log_msg &message) override
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_receive || m_receiving)
            return;
        m_receiving = true;
        m_receive({.time = std::chrono::floor<Ticks>(message.time),
                   .severityLevel = severityLevel(message.level),
                   .message = {message.payload.data(), message.payload.size()}});
        m_receiving = false;
    }
    void flush() override {}
    void set_pattern(const std::string &) override {}
    void set_formatter(std::unique_ptr<spdlog::formatter>) override {}

private:
    std::recursive_mutex m_mutex; // guards both below
    std::function<void(const LogLine &)> m_receive;
    bool m_receiving = false;
};

const std::shared_ptr<FunctionSink> &functionSink()
{
    static const auto sink = std::make_shared<FunctionSink>();
    return sink;
}

// Guards the default logger while it is replaced.
std::mutex &replacing()
{
    static std::mutex mutex;
    return mutex;
}

void replaceSinks(std::vector<spdlog::sink_ptr> sinks, const std::string &name)
{
    auto logger = std::make_shared<spdlog::logger>(name, sinks.begin(), sinks.end());
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::info);
    spdlog::set_default_logger(std::move(logger));
}

} // namespace

Status startLog(std::string_view program, const std::filesystem::path &file, bool quiet)
{
    const std::scoped_lock lock(replacing());
    std::vector<spdlog::sink_ptr> sinks = {functionSink()};
    if (!quiet)
        sinks.push_back(std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    if (!file.empty()) {
        try {
            sinks.push_back(
                std::make_shared<spdlog::sinks::rotating_file_sink_mt>(file.native(), 5U << 20U, 3));
        } catch (const spdlog::spdlog_ex &) {
            return failure(ErrorCode::Io, "The log '" + toUtf8(file) +
                                              "' cannot be written. Check the folder and its free space.");
        }
    }
    replaceSinks(std::move(sinks), std::string(program));
    return {};
}

void setLogSink(std::function<void(const LogLine &)> sink)
{
    functionSink()->setReceiver(std::move(sink));
    const std::scoped_lock lock(replacing());
    const auto current = spdlog::default_logger();
    std::vector<spdlog::sink_ptr> sinks = current->sinks();
    if (std::ranges::find(sinks, functionSink()) == sinks.end()) {
        sinks.push_back(functionSink());
        replaceSinks(std::move(sinks), current->name());
    }
}

} // namespace signalbox
