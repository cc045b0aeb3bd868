// The Signalbox side of kql_floor.py. `kql_floor_host FILE THREADS` answers, over the telemetry.db FILE, the
// number of a query of kql_floor.queries on each line of its input with "<milliseconds> <rows> <first row>".
// The first answer's time includes opening the file. `memory:REQUESTS` as FILE is a sample in memory.
#include <chrono>
#include <iostream>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/kql/engine.h"
#include "core/kql/tables/workspace_catalog.h"
#include "core/kql/values/value_to_text.h"
#include "tests/bench/kql_memory.h"
#include "tests/bench/kql_queries.h"
#include "tests/bench/telemetry_sample.h"

using namespace signalbox;

namespace {

using Stopwatch = std::chrono::steady_clock;

Result<std::shared_ptr<const kql::Catalog>> openCatalog(std::string_view file)
{
    constexpr std::string_view inMemory = "memory:";
    if (file.starts_with(inMemory))
        return bench::memoryCatalog(std::stoll(std::string(file.substr(inMemory.size()))));
    SIGNALBOX_TRY(auto telemetry, telemetry::TelemetryFile::openForReading(toPath(file)));
    return kql::workspaceCatalog(nullptr, std::move(telemetry));
}

std::string firstRow(const kql::ResultTable &table)
{
    std::string text;
    for (std::size_t i = 0; !table.batches.empty() && i < table.schema.fields.size(); ++i)
        text += ' ' + kql::toText(table.batches.front().column(i).value(0));
    return text.substr(0, 100);
}

} // namespace

int main(int count, char **values)
{
    const std::span<char *> arguments(values, static_cast<std::size_t>(count));
    if (arguments.size() != 3) {
        std::cerr << "usage: kql_floor_host FILE THREADS\n";
        return 2;
    }
    const auto threads = static_cast<unsigned>(std::stoul(arguments[2]));
    const auto queries = bench::floorQueries();
    Stopwatch::time_point start = Stopwatch::now();
    const auto catalog = openCatalog(arguments[1]);
    if (!catalog) {
        std::cerr << catalog.error().message << '\n';
        return 1;
    }
    const auto opening = Stopwatch::now() - start;
    bool first = true;
    for (std::string line; std::getline(std::cin, line); first = false) {
        const std::size_t number = std::stoul(line);
        if (number >= queries.size())
            return 2;
        start = Stopwatch::now();
        const auto result =
            kql::runQuery(queries[number].second, **catalog, {.now = bench::sampleEnd, .threads = threads});
        const std::chrono::duration<double, std::milli> spent =
            Stopwatch::now() - start + (first ? opening : Stopwatch::duration::zero());
        if (!result) {
            std::cerr << queries[number].first << ": " << result.error().message << '\n';
            return 1;
        }
        std::cout << fmt::format("{:.3f} {}{}", spent.count(), result->tables.front().rows,
                                 firstRow(result->tables.front()))
                  << std::endl;
    }
    return 0;
}
