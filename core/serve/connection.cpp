#include "core/serve/connection.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>

#include "core/serve/worker.h"

namespace signalbox::serve {

namespace asio = boost::asio;
namespace http = boost::beast::http;

namespace {

constexpr std::size_t readBytes = 16 * 1024;
constexpr std::size_t flushBytes = 64 * 1024;
constexpr std::chrono::milliseconds lingerLimit{2000};
constexpr std::chrono::milliseconds lingerLimitInStop{250};
// How long an idle connection may still send a request after a stop began; it would not know of it yet.
constexpr std::chrono::milliseconds idleGraceInStop{100};

} // namespace

Connection::Connection(Worker &worker, Socket socket)
    : m_worker(worker)
    , m_socket(std::move(socket))
    , m_timer(m_socket.get_executor())
    , m_lastRead(std::chrono::steady_clock::now())
    , m_deadline(m_lastRead + worker.options().idleTimeLimit)
    , m_buffer(std::max<std::size_t>(readBytes, worker.options().headerLimit))
{
    boost::system::error_code ignored;
    m_socket.non_blocking(true, ignored);
    m_socket.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Connection::start()
{
    if (m_worker.stopping())
        beginStop();
    read();
}

void Connection::turnAway()
{
    refuse(429, "The server has too many connections. Close some or try again later.");
}

void Connection::beginStop()
{
    const Instant now = std::chrono::steady_clock::now();
    if (m_state == State::Reading)
        m_deadline =
            std::min(m_deadline, now + (m_parser ? m_worker.options().stopTimeLimit / 2 : idleGraceInStop));
    else if (m_state == State::Delaying)
        m_timer.cancel();
    else if (m_state == State::Lingering)
        m_deadline = std::min(m_deadline, now + lingerLimitInStop);
}

void Connection::close()
{
    if (m_state == State::Closed)
        return;
    m_state = State::Closed;
    m_timer.cancel();
    boost::system::error_code ignored;
    m_socket.close(ignored);
    m_worker.remove(*this);
}

void Connection::checkTime(Instant now)
{
    if (now < m_deadline)
        return;
    if (m_state == State::Writing || m_state == State::Lingering) {
        close();
    } else if (m_state == State::Reading) {
        m_timedOut = true;
        boost::system::error_code ignored;
        m_socket.cancel(ignored);
    }
}

void Connection::read()
{
    m_state = State::Reading;
    if (m_begin == m_end) {
        m_begin = m_end = 0;
    } else if (m_end == m_buffer.size()) {
        std::copy(m_buffer.begin() + static_cast<std::ptrdiff_t>(m_begin), m_buffer.end(), m_buffer.begin());
        m_end -= m_begin;
        m_begin = 0;
        if (m_end == m_buffer.size())
            return refuse(431, "The header of the request is too large.");
    }
    m_socket.async_read_some(asio::buffer(m_buffer.data() + m_end, m_buffer.size() - m_end),
                             [self = shared_from_this()](const boost::system::error_code &error,
                                                         std::size_t bytes) { self->onRead(error, bytes); });
}

void Connection::onRead(const boost::system::error_code &error, std::size_t bytes)
{
    if (m_state == State::Closed)
        return;
    if (error == asio::error::operation_aborted && m_timedOut)
        return onTimeLimit();
    m_timedOut = false;
    if (error)
        return close();
    m_end += bytes;
    m_lastRead = std::chrono::steady_clock::now();
    process();
}

void Connection::onTimeLimit()
{
    m_timedOut = false;
    if (m_parser)
        return refuse(408, "The request took too long to arrive.");
    if (moreIsWaiting())
        return read();
    linger();
}

void Connection::process()
{
    while (m_begin < m_end) {
        if (!m_parser) {
            m_request.clear();
            m_parser.emplace(m_request, m_worker.options().bodyLimit, m_worker.options().headerLimit);
            m_toldToContinue = false;
            m_deadline = m_lastRead + (m_worker.stopping() ? m_worker.options().stopTimeLimit / 2
                                                           : m_worker.options().requestTimeLimit);
        }
        boost::system::error_code error;
        m_begin += m_parser->put(asio::buffer(m_buffer.data() + m_begin, m_end - m_begin), error);
        if (error && error != http::error::need_more)
            return refuseBroken(error);
        if (!m_parser->is_done()) {
            if (m_request.headerDone && m_request.expectsContinue && !m_toldToContinue) {
                m_out.append("HTTP/1.1 100 Continue\r\n\r\n");
                m_toldToContinue = true;
            }
            break;
        }
        m_parser.reset();
        const Next next = answerOne();
        if (next != Next::Read)
            return flushThen(next);
    }
    flushThen(Next::Read);
}

Connection::Next Connection::answerOne()
{
    m_worker.countReceived();
    const bool close = !m_request.keepAlive || (m_worker.stopping() && !moreIsWaiting());
    const std::size_t before = m_out.size();
    const Answer answer = m_worker.handler().answer(m_request, m_key, close, m_out);
    ++m_answersInOut;
    if (answer.delay.count() > 0 && !m_worker.stopping()) {
        m_delayed.assign(m_out, before);
        m_out.resize(before);
        --m_answersInOut;
        m_delayedAnswer = answer;
        m_arrived = m_lastRead;
        m_closeAfterDelay = close;
        return Next::Delay;
    }
    m_worker.handler().record(answer, m_lastRead);
    return close ? Next::Close : m_out.size() > flushBytes ? Next::GoOn : Next::Read;
}

void Connection::refuse(int status, std::string_view message)
{
    m_worker.countReceived();
    const Answer answer = m_worker.handler().refuse(m_request, status, message, m_out);
    ++m_answersInOut;
    m_worker.handler().record(answer, m_lastRead);
    m_parser.reset();
    m_begin = m_end = 0;
    flushThen(Next::Close);
}

void Connection::refuseBroken(const boost::system::error_code &error)
{
    if (error == http::error::body_limit)
        return refuse(413, fmt::format("The body is larger than {} bytes.", m_worker.options().bodyLimit));
    if (error == http::error::header_limit)
        return refuse(431, "The header of the request is too large.");
    refuse(400, fmt::format("This is not HTTP as this server reads it: {}.", error.message()));
}

bool Connection::moreIsWaiting()
{
    boost::system::error_code ignored;
    return m_begin < m_end || m_socket.available(ignored) > 0;
}

void Connection::flushThen(Next next)
{
    m_next = next;
    if (m_out.empty())
        return proceed();
    boost::system::error_code error;
    const std::size_t written = m_socket.write_some(asio::buffer(m_out), error);
    if (!error && written == m_out.size())
        return onWritten(error);
    if (error && error != asio::error::would_block && error != asio::error::try_again)
        return close();
    m_state = State::Writing;
    m_deadline = std::chrono::steady_clock::now() + m_worker.options().requestTimeLimit;
    asio::async_write(m_socket, asio::buffer(m_out) + (error ? 0 : written),
                      [self = shared_from_this()](const boost::system::error_code &failed, std::size_t) {
                          self->m_lastRead = std::chrono::steady_clock::now();
                          self->onWritten(failed);
                      });
}

void Connection::onWritten(const boost::system::error_code &error)
{
    if (m_state == State::Closed)
        return;
    if (error)
        return close();
    m_worker.countAnswered(m_answersInOut);
    m_answersInOut = 0;
    if (m_out.capacity() > flushBytes)
        m_out = {};
    m_out.clear();
    proceed();
}

void Connection::proceed()
{
    switch (m_next) {
    case Next::Read:
        if (!m_parser)
            m_deadline = m_lastRead + (m_worker.stopping() ? std::chrono::milliseconds(idleGraceInStop)
                                                           : m_worker.options().idleTimeLimit);
        return read();
    case Next::GoOn:
        return process();
    case Next::Delay:
        return delay();
    case Next::Close:
        return linger();
    }
}

void Connection::delay()
{
    m_state = State::Delaying;
    m_deadline = Instant::max();
    m_timer.expires_after(m_delayedAnswer.delay);
    // A stop cancels the timer: the answer is then due at once.
    m_timer.async_wait([self = shared_from_this()](const boost::system::error_code &) { self->onDelayed(); });
}

void Connection::onDelayed()
{
    if (m_state == State::Closed)
        return;
    m_worker.handler().record(m_delayedAnswer, m_arrived);
    m_lastRead = std::chrono::steady_clock::now();
    m_out.append(m_delayed);
    ++m_answersInOut;
    flushThen(m_closeAfterDelay ? Next::Close : Next::GoOn);
}

// Closing a socket that holds unread bytes would reset the connection and could take the answer with it.
void Connection::linger()
{
    m_state = State::Lingering;
    m_deadline = std::chrono::steady_clock::now() + (m_worker.stopping() ? lingerLimitInStop : lingerLimit);
    boost::system::error_code error;
    m_socket.shutdown(Socket::shutdown_send, error);
    if (error)
        return close();
    discard();
}

void Connection::discard()
{
    m_socket.async_read_some(
        asio::buffer(m_buffer),
        [self = shared_from_this()](const boost::system::error_code &error, std::size_t) {
            if (self->m_state == State::Closed)
                return;
            if (error)
                return self->close();
            self->discard();
        });
}

} // namespace signalbox::serve
