// Carries what happens in the agent to telemetry.db. The scoring server records a request in nanoseconds,
// without a lock or an allocation; a thread of the recorder seals what has gathered into one segment, ten
// times a second. Recording never waits and never fails: rows that find no room are counted, and health()
// tells.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/telemetry/request_ring.h"

namespace signalbox::telemetry {

class TelemetryFile;

// What many requests have in common.
struct RequestLabel
{
    std::string endpoint;
    std::string deployment; // "" if no deployment took the request
    std::string model;
    std::int64_t version = 0; // 0: none

    friend bool operator==(const RequestLabel &, const RequestLabel &) = default;
    friend bool operator<(const RequestLabel &a, const RequestLabel &b)
    {
        return std::tie(a.endpoint, a.deployment, a.model, a.version) <
               std::tie(b.endpoint, b.deployment, b.model, b.version);
    }
};

struct RecorderOptions
{
    std::chrono::milliseconds interval{100}; // between two seals, at most 250 ms
    std::size_t laneCapacity = 65'536;       // rows of one server thread between two seals
    std::size_t waitingLimit = 1'000'000;    // rows kept in memory while the file cannot be written
    std::size_t traceLimit = 10'000;         // log lines, likewise
};

struct RecorderHealth
{
    std::optional<TimePoint> lastFlush; // when rows last reached the file
    std::uint64_t rowsWritten = 0;      // requests and traces
    std::uint64_t rowsDropped = 0;
    std::uint64_t rowsWaiting = 0;     // taken from the server but not in the file yet
    std::optional<Error> currentError; // why the last attempt failed; empty once one succeeds
};

class Recorder
{
public:
    // The way in for one server thread at a time; must not outlive the recorder.
    class Lane
    {
    public:
        Lane(Lane &&other) noexcept
            : m_recorder(std::exchange(other.m_recorder, nullptr))
            , m_ring(std::exchange(other.m_ring, nullptr))
        {
        }
        Lane(const Lane &) = delete;
        Lane &operator=(const Lane &) = delete;
        Lane &operator=(Lane &&) = delete;
        ~Lane();

        // The hot path. False if the row was dropped because the lane is full.
        bool push(const RequestRow &row) { return m_ring->push(row); }

    private:
        friend class Recorder;
        Lane(Recorder &recorder, RequestRing &ring)
            : m_recorder(&recorder)
            , m_ring(&ring)
        {
        }

        Recorder *m_recorder;
        RequestRing *m_ring;
    };

    // Both must outlive the recorder; `file` is open for writing.
    Recorder(TelemetryFile &file, const Clock &clock, RecorderOptions options = {});
    // Seals what is left. Every lane is gone by then.
    ~Recorder();
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;

    // Everything below is thread-safe and off the hot path.

    // A lane of its own for the calling server thread; the rows of one that is given back are not lost.
    [[nodiscard]] Lane openLane();

    // The number of `label` in RequestRow; the same label has the same number as long as the recorder lives.
    [[nodiscard]] std::uint32_t label(const RequestLabel &label);

    // A line for the traces table. Severity as LogLine::severityLevel; `role` names the program.
    void trace(TimePoint time, int severityLevel, std::string_view message, std::string_view role);

    // Seals now everything that was recorded before the call; the error of an attempt that failed, whose rows
    // wait for the next one.
    [[nodiscard]] Status flush();

    [[nodiscard]] RecorderHealth health() const;

private:
    struct State;

    std::unique_ptr<State> m_state;
};

} // namespace signalbox::telemetry
