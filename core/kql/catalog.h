// The tables that a query may name. The workspace's telemetry and records, files and earlier results are made
// into TableSources; the engine knows no more of them than this.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/run/plan.h"
#include "core/kql/run/pushdown.h"
#include "core/kql/run/scan_log.h"
#include "core/kql/values/schema.h"
#include "core/telemetry/columns.h"

namespace signalbox::kql {

struct ScanRequest
{
    std::vector<std::size_t> columns = {}; // of the schema, in the order in which batches shall have them
    telemetry::TimeRange times = {};       // of the first datetime column; more rows than these may be given
    std::vector<ColumnPredicate> predicates = {}; // of the schema's columns; likewise
    std::shared_ptr<ScanLog> log = {}; // where columns that are made late tell their errors; null: none are
};

class TableSource
{
public:
    TableSource() = default;
    TableSource(const TableSource &) = delete;
    TableSource &operator=(const TableSource &) = delete;
    virtual ~TableSource() = default;

    [[nodiscard]] virtual const Schema &schema() const = 0;
    // A snapshot that stays as it is while it is read. Thread-safe.
    [[nodiscard]] virtual Result<BatchSourcePtr> read(const ScanRequest &request, StopToken stop) const = 0;
};

using TablePtr = std::shared_ptr<const TableSource>;

class Catalog
{
public:
    Catalog() = default;
    Catalog(const Catalog &) = delete;
    Catalog &operator=(const Catalog &) = delete;
    virtual ~Catalog() = default;

    // Null if there is none of that name. Thread-safe.
    [[nodiscard]] virtual TablePtr find(std::string_view name) const = 0;
    [[nodiscard]] virtual std::vector<std::string> names() const = 0;
    // For checking queries of elsewhere: unknown names are tables with any columns, what we lack is right.
    [[nodiscard]] virtual bool open() const { return false; }
    // The tables as they are at one moment, for one query that names several; null if they never change.
    [[nodiscard]] virtual std::shared_ptr<const Catalog> snapshot() const { return nullptr; }
};

} // namespace signalbox::kql
