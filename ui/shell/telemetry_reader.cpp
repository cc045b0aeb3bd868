#include "ui/shell/telemetry_reader.h"

#include "core/telemetry/telemetry_file.h"

namespace signalbox::ui {

Result<std::shared_ptr<const telemetry::TelemetryFile>>
TelemetryReader::open(const std::filesystem::path &workspaceFolder)
{
    const std::lock_guard lock(m_mutex);
    if (!m_file) {
        SIGNALBOX_TRY(
            m_file, telemetry::TelemetryFile::openForReading(workspaceFolder / telemetry::telemetryFileName));
    }
    return m_file;
}

} // namespace signalbox::ui
