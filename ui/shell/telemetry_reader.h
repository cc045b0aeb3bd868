// telemetry.db as the console reads it: opened when it is first asked for after an agent has made it, and
// kept.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include "core/base/result.h"

namespace signalbox::telemetry {
class TelemetryFile;
}

namespace signalbox::ui {

// Thread-safe.
class TelemetryReader
{
public:
    // NotFound until an agent has run; otherwise fails as TelemetryFile::openForReading does.
    [[nodiscard]] Result<std::shared_ptr<const telemetry::TelemetryFile>>
    open(const std::filesystem::path &workspaceFolder);

private:
    std::mutex m_mutex; // guards m_file
    std::shared_ptr<const telemetry::TelemetryFile> m_file;
};

} // namespace signalbox::ui
