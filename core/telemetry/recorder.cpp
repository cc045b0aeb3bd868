#include "core/telemetry/recorder.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "core/telemetry/request_chunk.h"
#include "core/telemetry/telemetry_file.h"

namespace signalbox::telemetry {

namespace {

constexpr std::size_t mostRowsOfASegment = 262'144;
constexpr std::size_t longestMessage = 8'192; // bytes of a trace that are kept
constexpr std::chrono::milliseconds longestInterval{250};
constexpr std::chrono::milliseconds longestPause{2'000}; // between attempts while the file cannot be written

std::string shortened(std::string_view message)
{
    if (message.size() <= longestMessage)
        return std::string(message);
    std::size_t end = longestMessage;
    while (end > 0 && (static_cast<unsigned char>(message[end]) & 0xC0U) == 0x80U)
        --end; // not inside a character of UTF-8
    return fmt::format("{}…", message.substr(0, end));
}

} // namespace

struct Recorder::State
{
    TelemetryFile &file;
    const Clock &clock;
    const RecorderOptions options;

    mutable std::mutex lanesMutex; // guards the next two
    std::vector<std::unique_ptr<RequestRing>> lanes;
    std::vector<RequestRing *> freeLanes;

    std::mutex labelsMutex; // guards the next two
    std::map<RequestLabel, std::uint32_t> numbers{{RequestLabel(), 0}};
    std::vector<RequestLabel> labels{RequestLabel()};

    std::mutex tracesMutex; // guards the next two
    std::vector<TraceRow> newTraces;
    std::uint64_t tracesDropped = 0;

    std::mutex sealing; // guards the next four; its holder is the one consumer of every ring
    std::vector<RequestRow> requests;
    std::vector<TraceRow> traces;
    std::chrono::steady_clock::time_point nextAttempt;
    std::chrono::milliseconds pause{0};

    mutable std::mutex healthMutex; // guards health
    RecorderHealth health;

    std::mutex stopMutex; // guards stopping
    std::condition_variable stopChanged;
    bool stopping = false;
    std::thread thread;

    State(TelemetryFile &telemetryFile, const Clock &theClock, RecorderOptions theOptions)
        : file(telemetryFile)
        , clock(theClock)
        , options(theOptions)
    {
    }

    void run();
    Status seal(bool atOnce);
    void gather();
    Status write();
    Status writeRequests();
    void report(const Status &status, std::uint64_t written);
};

void Recorder::State::run()
{
    const auto interval = std::clamp(options.interval, std::chrono::milliseconds(1), longestInterval);
    std::unique_lock lock(stopMutex);
    while (!stopChanged.wait_for(lock, interval, [this] { return stopping; })) {
        lock.unlock();
        // What failed is in health() and is tried again.
        static_cast<void>(seal(false));
        lock.lock();
    }
}

Status Recorder::State::seal(bool atOnce)
{
    const std::scoped_lock lock(sealing);
    Status status;
    bool more = false;
    do {
        gather();
        const auto now = std::chrono::steady_clock::now();
        if (!atOnce && now < nextAttempt)
            return {};
        more = !requests.empty() && requests.size() >= options.waitingLimit;
        status = write();
        pause = status ? std::chrono::milliseconds(0) : std::min(2 * pause + longestInterval, longestPause);
        nextAttempt = now + pause;
    } while (atOnce && status && more);
    return status;
}

// What finds no room here stays in its ring; what finds no room there is counted by it.
void Recorder::State::gather()
{
    {
        const std::scoped_lock lock(lanesMutex);
        for (const auto &lane : lanes)
            lane->drain(requests, options.waitingLimit - std::min(options.waitingLimit, requests.size()));
    }
    const std::scoped_lock lock(tracesMutex);
    for (TraceRow &row : newTraces) {
        if (traces.size() < options.traceLimit)
            traces.push_back(std::move(row));
        else
            ++tracesDropped;
    }
    newTraces.clear();
}

Status Recorder::State::write()
{
    Status status = writeRequests();
    if (status && !traces.empty()) {
        status = file.append(tracesTable(), traceChunk(traces));
        if (status)
            report(status, traces.size());
        if (status)
            traces.clear();
    }
    report(status, 0);
    return status;
}

Status Recorder::State::writeRequests()
{
    if (requests.empty())
        return {};
    std::vector<RequestLabel> known;
    {
        const std::scoped_lock lock(labelsMutex);
        known = labels;
    }
    // The lanes come one after the other; in order of time the timestamps take half the space.
    std::ranges::sort(requests, {}, &RequestRow::timestamp);
    std::size_t done = 0;
    Status status;
    while (status && done < requests.size()) {
        const std::size_t count = std::min(mostRowsOfASegment, requests.size() - done);
        status = file.append(requestsTable(), requestChunk(std::span(requests).subspan(done, count), known));
        if (status) {
            done += count;
            report(status, count);
        }
    }
    requests.erase(requests.begin(), requests.begin() + static_cast<std::ptrdiff_t>(done));
    return status;
}

void Recorder::State::report(const Status &status, std::uint64_t written)
{
    const std::scoped_lock lock(healthMutex);
    health.rowsWaiting = requests.size() + traces.size();
    health.rowsWritten += written;
    if (written > 0)
        health.lastFlush = clock.now();
    health.currentError = status ? std::nullopt : std::optional(status.error());
}

Recorder::Recorder(TelemetryFile &file, const Clock &clock, RecorderOptions options)
    : m_state(std::make_unique<State>(file, clock, options))
{
    m_state->thread = std::thread([state = m_state.get()] { state->run(); });
}

Recorder::~Recorder()
{
    {
        const std::scoped_lock lock(m_state->stopMutex);
        m_state->stopping = true;
    }
    m_state->stopChanged.notify_all();
    m_state->thread.join();
    static_cast<void>(flush());
}

Recorder::Lane Recorder::openLane()
{
    const std::scoped_lock lock(m_state->lanesMutex);
    if (m_state->freeLanes.empty()) {
        m_state->lanes.push_back(std::make_unique<RequestRing>(m_state->options.laneCapacity));
        return {*this, *m_state->lanes.back()};
    }
    RequestRing &ring = *m_state->freeLanes.back();
    m_state->freeLanes.pop_back();
    return {*this, ring};
}

Recorder::Lane::~Lane()
{
    if (m_recorder == nullptr)
        return;
    // The next thread to push to this ring takes the same mutex and so sees where this one stopped.
    const std::scoped_lock lock(m_recorder->m_state->lanesMutex);
    m_recorder->m_state->freeLanes.push_back(m_ring);
}

std::uint32_t Recorder::label(const RequestLabel &label)
{
    const std::scoped_lock lock(m_state->labelsMutex);
    const auto [place, isNew] =
        m_state->numbers.try_emplace(label, static_cast<std::uint32_t>(m_state->labels.size()));
    if (isNew)
        m_state->labels.push_back(label);
    return place->second;
}

void Recorder::trace(TimePoint time, int severityLevel, std::string_view message, std::string_view role)
{
    const std::scoped_lock lock(m_state->tracesMutex);
    if (m_state->newTraces.size() >= m_state->options.traceLimit) {
        ++m_state->tracesDropped;
        return;
    }
    m_state->newTraces.push_back({.time = time,
                                  .severityLevel = severityLevel,
                                  .message = shortened(message),
                                  .role = std::string(role)});
}

Status Recorder::flush()
{
    return m_state->seal(true);
}

RecorderHealth Recorder::health() const
{
    RecorderHealth health;
    {
        const std::scoped_lock lock(m_state->healthMutex);
        health = m_state->health;
    }
    {
        const std::scoped_lock lock(m_state->lanesMutex);
        for (const auto &lane : m_state->lanes)
            health.rowsDropped += lane->refused();
    }
    const std::scoped_lock lock(m_state->tracesMutex);
    health.rowsDropped += m_state->tracesDropped;
    return health;
}

} // namespace signalbox::telemetry
