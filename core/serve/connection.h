// One client connection of the scoring server: reads requests, lets the handler answer them in order, writes,
// and keeps the time limits. Lives on the thread of its worker and is touched by no other.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "core/serve/http_request.h"
#include "core/serve/request_handler.h"

namespace signalbox::serve {

class Worker;

class Connection : public std::enable_shared_from_this<Connection>
{
public:
    using Executor = boost::asio::io_context::executor_type;
    using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
    using Instant = std::chrono::steady_clock::time_point;

    // `worker` outlives the connection.
    Connection(Worker &worker, Socket socket);

    void start();
    // Answers that the server has too many connections, and closes.
    void turnAway();
    // Answers what has begun, then closes.
    void beginStop();
    // Closes at once, answered or not.
    void close();
    // Called every few milliseconds: ends what is over its time limit.
    void checkTime(Instant now);

private:
    using Timer =
        boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                          boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
    enum class State : std::uint8_t { Reading, Writing, Delaying, Lingering, Closed };
    enum class Next : std::uint8_t { Read, GoOn, Delay, Close };

    void read();
    void onRead(const boost::system::error_code &error, std::size_t bytes);
    void onTimeLimit();
    void process();
    [[nodiscard]] Next answerOne();
    void refuse(int status, std::string_view message);
    void refuseBroken(const boost::system::error_code &error);
    [[nodiscard]] bool moreIsWaiting();
    void flushThen(Next next);
    void onWritten(const boost::system::error_code &error);
    void proceed();
    void delay();
    void onDelayed();
    void linger();
    void discard();

    Worker &m_worker;
    Socket m_socket;
    Timer m_timer; // for delays only
    State m_state = State::Reading;
    Next m_next = Next::Read;
    bool m_timedOut = false;
    bool m_toldToContinue = false;
    Instant m_lastRead;
    Instant m_deadline;
    std::vector<char> m_buffer; // [m_begin, m_end) is not parsed yet
    std::size_t m_begin = 0;
    std::size_t m_end = 0;
    Request m_request;
    std::optional<RequestParser> m_parser; // empty between requests
    KeyMemory m_key;
    std::string m_out;
    std::uint64_t m_answersInOut = 0;
    std::string m_delayed;
    Answer m_delayedAnswer;
    Instant m_arrived; // the last byte of the delayed request
    bool m_closeAfterDelay = false;
};

} // namespace signalbox::serve
