// The sample of telemetry in memory as a catalog, cut into batches as segments are: what the query engine
// costs without a file. Used by bench_kql.
#pragma once

#include <cstdint>
#include <memory>

#include "core/kql/catalog.h"

namespace signalbox::bench {

[[nodiscard]] std::unique_ptr<const kql::Catalog> memoryCatalog(std::int64_t requests);

} // namespace signalbox::bench
