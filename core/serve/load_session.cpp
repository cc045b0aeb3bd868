#include "core/serve/load_session.h"

#include <utility>

#include <boost/beast/core/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace signalbox::serve {

namespace beast = boost::beast;
namespace http = boost::beast::http;

LoadSession::LoadSession(boost::asio::io_context &context, boost::asio::ip::tcp::endpoint server,
                         std::chrono::milliseconds timeLimit)
    : m_server(std::move(server))
    , m_timeLimit(timeLimit)
    , m_stream(context)
{
}

void LoadSession::send(const Request &request, Done done)
{
    m_request = &request;
    m_done = std::move(done);
    m_stream.expires_after(m_timeLimit);
    if (m_connected)
        write();
    else
        connect();
}

void LoadSession::close()
{
    boost::system::error_code ignored;
    m_stream.socket().close(ignored);
    m_connected = false;
    m_reused = false;
    m_buffer.clear();
}

void LoadSession::connect()
{
    m_stream.async_connect(m_server, [self = shared_from_this()](const boost::system::error_code &error) {
        if (error)
            return self->fail(error);
        boost::system::error_code ignored;
        self->m_stream.socket().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
        self->m_connected = true;
        self->write();
    });
}

void LoadSession::write()
{
    http::async_write(m_stream, *m_request,
                      [self = shared_from_this()](const boost::system::error_code &error, std::size_t) {
                          if (error)
                              return self->fail(error);
                          self->read();
                      });
}

void LoadSession::read()
{
    m_parser.emplace();
    http::async_read(m_stream, m_buffer, *m_parser,
                     [self = shared_from_this()](const boost::system::error_code &error, std::size_t) {
                         if (error)
                             return self->fail(error);
                         const auto &message = self->m_parser->get();
                         std::string deployment(message["azureml-model-deployment"]);
                         self->m_reused = true;
                         if (!message.keep_alive())
                             self->close();
                         std::exchange(self->m_done, nullptr)(static_cast<int>(message.result_int()),
                                                              std::move(deployment));
                     });
}

void LoadSession::fail(const boost::system::error_code &error)
{
    // A server may close a kept-alive connection at any moment between two requests (RFC 9112, 9.3.1): what
    // was sent into that gap was not accepted and goes over a new connection.
    const bool unheard = m_reused && error != beast::error::timeout && (!m_parser || !m_parser->got_some());
    close();
    m_parser.reset();
    if (unheard)
        return connect();
    std::exchange(m_done, nullptr)(0, {});
}

} // namespace signalbox::serve
