// The door to the query engine: text and tables in, tables out. Used by the Logs page, the charts,
// signalboxctl and the agent. A query cannot end the process: it ends with a result or with an Error that
// says what to change.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/run/plan.h"
#include "core/kql/syntax/diagnostic.h"

namespace signalbox::kql {

// What `render` asks for. Properties are as written: xcolumn, ycolumns, series, title, kind …
struct Rendering
{
    struct Property
    {
        std::string name = {};
        std::vector<std::string> values = {};
    };

    std::string chart = {};
    std::vector<Property> properties = {};
};

struct ResultTable
{
    std::string name = {}; // of fork and facet, "" else
    Schema schema = {};
    Batches batches = {};
    std::size_t rows = 0;
    bool ordered = false; // the order of the rows has a meaning
    std::optional<Rendering> rendering = {};
};

struct QueryOptions
{
    std::optional<TimePoint> now = {}; // of now(); the system's time if not given
    StopToken stop = {};
    Limits limits = {};
    unsigned threads = 0; // 0: as many as the machine has
    std::uint64_t seed = 1;
};

// What a query cost, for people who wonder why it is slow.
struct QueryStatistics
{
    ScanCounts scanned = {};
    std::chrono::nanoseconds parsing = {};
    std::chrono::nanoseconds binding = {}; // with toscalar() and what else runs while names are resolved
    std::chrono::nanoseconds running = {};
};

struct QueryResult
{
    std::vector<ResultTable> tables = {}; // one a query statement, more for fork and facet
    QueryStatistics statistics = {};
};

// InvalidArgument with line and column for a mistake in the text; Cancelled, DeadlineExceeded and
// ResourceExhausted for the limits. Thread-safe.
[[nodiscard]] Result<QueryResult> runQuery(std::string_view text, const Catalog &catalog,
                                           const QueryOptions &options = {});

// Every mistake that can be seen without running, for the editor. Columns that depend on data are taken as
// unknown.
[[nodiscard]] std::vector<Diagnostic> checkQuery(std::string_view text, const Catalog &catalog);

// The columns of the last result of `text` without running it, for completion: open if they depend on data.
// Thread-safe.
[[nodiscard]] Result<Schema> resultSchema(std::string_view text, const Catalog &catalog);

} // namespace signalbox::kql
