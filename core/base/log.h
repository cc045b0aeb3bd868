// The diary of a program: spdlog with one format. Never log a key, a token or a request body.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include <spdlog/spdlog.h>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace signalbox {

// Sends the default logger to standard error and, unless `file` is empty, to that file (5 MiB, three kept).
[[nodiscard]] Status startLog(std::string_view program, const std::filesystem::path &file, bool quiet);

struct LogLine
{
    TimePoint time;
    int severityLevel = 0; // Application Insights: 0 verbose, 1 information, 2 warning, 3 error, 4 critical
    std::string_view message;
};

// Hands every later line also to `sink`, from the thread that logs, one at a time; an empty function ends
// that, and once this returns the old one is not running any more. Lines that `sink` itself logs are not
// handed to it. Thread-safe after the first call.
void setLogSink(std::function<void(const LogLine &)> sink);

} // namespace signalbox
