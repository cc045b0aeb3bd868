// Requests, exceptions and traces made by rule, the same on every machine: what benchmarks of queries read.
// writeSample() loads them into a telemetry.db; sampleChunk() gives any rows for another database, and the
// program `telemetry_sample FOLDER ROWS` writes both telemetry.db and a CSV file for each table.
//
//     requests    `rows` of them over 24 hours that end at sampleEnd: 40 operations on 4 endpoints, 20,000
//                 users, two deployments, 3.3 % failed, a latency with a long tail and a worse hour at 18:00
//     exceptions  one for each failed request with a code of 500 and more, with its operation_Id
//     traces      one for every fifth request, in four kinds of message that name numbers and users
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/telemetry/columns.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::bench {

inline constexpr TimePoint sampleEnd{Ticks(17'723'232'000'000'000)}; // 2026-03-01T00:00:00Z

enum class SampleTable : std::uint8_t { Requests, Exceptions, Traces };
inline constexpr SampleTable sampleTables[] = {SampleTable::Requests, SampleTable::Exceptions,
                                               SampleTable::Traces};

// The columns that the sample fills; those of requests and traces include what the recorder writes.
[[nodiscard]] const telemetry::TableSpec &sampleSpec(SampleTable table);

// The rows of `table` that belong to the requests numbered [first, first + count) of `total`.
[[nodiscard]] telemetry::Chunk sampleChunk(SampleTable table, std::int64_t first, std::int64_t count,
                                           std::int64_t total);

// Writes the rows of all tables that belong to `requests` requests, a full segment at a time.
[[nodiscard]] Status writeSample(telemetry::TelemetryFile &file, std::int64_t requests);

} // namespace signalbox::bench
