#include "core/agent/retention.h"

#include <algorithm>

#include "core/registry/gate.h"
#include "core/serve/endpoints.h"

namespace signalbox::agent {

namespace {

constexpr std::chrono::days keptInProduction{90};

} // namespace

Result<Retention> retentionOf(const store::Store &store)
{
    SIGNALBOX_TRY(const std::vector<serve::Endpoint> endpoints, serve::listEndpoints(store));
    bool production = std::ranges::any_of(endpoints, [](const serve::Endpoint &endpoint) {
        return endpoint.environment == serve::Environment::Production;
    });
    if (!production) {
        // Whoever deletes a production endpoint does not mean its past to go at once.
        SIGNALBOX_TRY(const std::vector<registry::Gate> gates, registry::listGates(store, false));
        production = std::ranges::any_of(
            gates, [](const registry::Gate &gate) { return gate.kind == registry::productionGate; });
    }
    Retention retention;
    if (production)
        retention.kept = keptInProduction;
    return retention;
}

Status tidyTelemetry(telemetry::TelemetryFile &file, const Retention &retention, TimePoint now,
                     const StopToken &stop)
{
    SIGNALBOX_CHECK(file.mergeSmallSegments(stop));
    SIGNALBOX_TRY(const std::vector<telemetry::TableSpec> tables, file.tables());
    for (const telemetry::TableSpec &table : tables)
        SIGNALBOX_CHECK(file.deleteOlderThan(table.name, now - retention.kept));
    SIGNALBOX_CHECK(file.deleteBeyond(retention.bytes));
    return {};
}

} // namespace signalbox::agent
