// One kept-alive connection of the load generator: sends a request, waits for its answer, reports how it
// went. Lives on the generator's thread; includes Beast.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace signalbox::serve {

class LoadSession : public std::enable_shared_from_this<LoadSession>
{
public:
    using Request = boost::beast::http::request<boost::beast::http::string_body>;
    // Status 0: no answer.
    using Done = std::function<void(int status, std::string deployment)>;

    LoadSession(boost::asio::io_context &context, boost::asio::ip::tcp::endpoint server,
                std::chrono::milliseconds timeLimit);

    // One at a time; `request` stays as it is until `done` was called.
    void send(const Request &request, Done done);
    void close();

private:
    void connect();
    void write();
    void read();
    void fail(const boost::system::error_code &error);

    boost::asio::ip::tcp::endpoint m_server;
    std::chrono::milliseconds m_timeLimit;
    boost::beast::tcp_stream m_stream;
    boost::beast::flat_buffer m_buffer;
    const Request *m_request = nullptr;
    std::optional<boost::beast::http::response_parser<boost::beast::http::string_body>> m_parser;
    Done m_done;
    bool m_connected = false;
    bool m_reused = false; // the connection has answered before
};

} // namespace signalbox::serve
