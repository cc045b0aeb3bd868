// telemetry_sample FOLDER ROWS [--csv]: writes telemetry.db and, if asked, requests.csv, exceptions.csv and
// traces.csv with the same rows into FOLDER. Times are ISO 8601, nulls empty.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/telemetry/column_tools.h"
#include "tests/bench/telemetry_sample.h"

using namespace signalbox;

namespace {

void appendCell(std::string &line, const telemetry::Column &column, std::size_t row)
{
    if (column.isNull(row))
        return;
    auto out = std::back_inserter(line);
    switch (column.type) {
    case telemetry::ColumnType::DateTime:
        line += toIso8601(TimePoint(Ticks(column.integers[row])));
        return;
    case telemetry::ColumnType::Bool:
        line += column.integers[row] != 0 ? "true" : "false";
        return;
    case telemetry::ColumnType::Real:
        fmt::format_to(out, "{}", column.reals[row]);
        return;
    default:
        break;
    }
    if (telemetry::storageOf(column.type) == telemetry::Storage::Integers)
        fmt::format_to(out, "{}", column.integers[row]);
    else
        fmt::format_to(out, "\"{}\"", column.text(row));
}

bool writeCsv(const std::filesystem::path &folder, bench::SampleTable table, std::int64_t rows)
{
    const telemetry::TableSpec &spec = bench::sampleSpec(table);
    std::ofstream file(folder / toPath(spec.name + ".csv"), std::ios::binary);
    std::string text;
    for (const telemetry::ColumnSpec &column : spec.columns)
        text += (text.empty() ? "" : ",") + column.name;
    text += '\n';
    constexpr std::int64_t stride = 100'000;
    for (std::int64_t first = 0; first < rows; first += stride) {
        const telemetry::Chunk chunk = bench::sampleChunk(table, first, std::min(stride, rows - first), rows);
        for (std::size_t row = 0; row < chunk.rows; ++row) {
            for (std::size_t i = 0; i < chunk.columns.size(); ++i) {
                text += i == 0 ? "" : ",";
                appendCell(text, chunk.columns[i], row);
            }
            text += '\n';
        }
        file << text;
        text.clear();
    }
    return file.good();
}

} // namespace

int main(int argc, char *argv[])
{
    const std::int64_t rows = argc > 2 ? std::atoll(argv[2]) : 0;
    if (rows <= 0) {
        std::fputs("telemetry_sample FOLDER ROWS [--csv]\n", stderr);
        return 2;
    }
    const std::filesystem::path folder = toPath(argv[1]);
    std::filesystem::create_directories(folder);
    auto file = telemetry::TelemetryFile::openForWriting(folder / toPath(telemetry::telemetryFileName));
    Status status = file ? bench::writeSample(**file, rows) : std::unexpected(file.error());
    if (!status) {
        std::fputs((status.error().text() + "\n").c_str(), stderr);
        return 1;
    }
    if (argc > 3 && std::string_view(argv[3]) == "--csv") {
        for (const bench::SampleTable table : bench::sampleTables) {
            if (!writeCsv(folder, table, rows))
                return 1;
        }
    }
    return 0;
}
