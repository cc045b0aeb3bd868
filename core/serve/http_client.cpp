#include "core/serve/http_client.h"

#include <algorithm>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include "core/base/text.h"

namespace signalbox::serve {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

namespace {

constexpr std::uint64_t responseLimit = 16U << 20U;

struct Url
{
    asio::ip::tcp::endpoint endpoint;
    std::string host; // as the Host header states it
    std::string target;
};

Result<Url> parseUrl(std::string_view text)
{
    const auto refused = [&](std::string_view why) {
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("The address '{}' cannot be used: {}.", text, why));
    };
    constexpr std::string_view scheme = "http://";
    if (!text.starts_with(scheme))
        return refused("it must begin with http://");
    const std::string_view rest = text.substr(scheme.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view authority = rest.substr(0, slash);
    const std::string_view target = rest.substr(slash);
    if (std::ranges::any_of(text, [](char c) { return c <= ' ' || c == '\x7f'; }))
        return refused("it holds a space or a control character");

    const std::size_t colon = authority.rfind(':');
    const bool hasPort =
        colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
    std::string host(hasPort ? authority.substr(0, colon) : authority);
    std::int64_t port = 80;
    if (hasPort) {
        const Result<std::int64_t> number = toInteger(authority.substr(colon + 1));
        if (!number || *number < 1 || *number > 65535)
            return refused("its port is not a number from 1 to 65535");
        port = *number;
    }
    if (host.size() > 2 && host.front() == '[' && host.back() == ']')
        host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
    if (error)
        return refused("its host must be a numeric address or localhost");
    return Url{.endpoint = {address, static_cast<std::uint16_t>(port)},
               .host = std::string(authority),
               .target = target.empty() ? "/" : std::string(target)};
}

// One blocking exchange; every step shares the time limit set on the stream.
class Exchange
{
public:
    Exchange(const Url &url, const HttpRequest &request)
        : m_stream(m_context)
    {
        m_stream.expires_after(request.timeLimit);
        m_message.method_string(request.method);
        m_message.target(url.target);
        m_message.version(11);
        m_message.set(http::field::host, url.host);
        m_message.set(http::field::connection, "close");
        for (const auto &[name, value] : request.headers)
            m_message.set(name, value);
        m_message.body() = request.body;
        m_message.content_length(request.body.size());
        m_parser.body_limit(responseLimit);
        if (request.method == "HEAD")
            m_parser.skip(true);
    }

    // True once every step succeeded; else error() says why not.
    [[nodiscard]] bool run(const Url &url)
    {
        m_stream.async_connect(url.endpoint, [this](const auto &error) { m_error = error; });
        if (!step())
            return false;
        http::async_write(m_stream, m_message, [this](const auto &error, std::size_t) { m_error = error; });
        // The server may answer and close before it has read everything (413): its answer counts.
        const bool written = step();
        if (!written && m_error == beast::error::timeout)
            return false;
        // The header alone first: read together with the body, Beast 1.74 forgets the body's limit.
        http::async_read_header(m_stream, m_buffer, m_parser,
                                [this](const auto &error, std::size_t) { m_error = error; });
        if (!step())
            return false;
        http::async_read(m_stream, m_buffer, m_parser,
                         [this](const auto &error, std::size_t) { m_error = error; });
        return step();
    }

    [[nodiscard]] Error error() const
    {
        if (m_error == beast::error::timeout)
            return {.code = ErrorCode::DeadlineExceeded, .message = "No answer within the time limit."};
        if (m_error == http::error::body_limit)
            return {.code = ErrorCode::ResourceExhausted, .message = "The answer is larger than 16 MiB."};
        return {.code = ErrorCode::Unavailable, .message = fmt::format("No answer: {}.", m_error.message())};
    }

    [[nodiscard]] HttpResponse response()
    {
        auto message = m_parser.release();
        HttpResponse response;
        response.status = static_cast<int>(message.result_int());
        for (const auto &field : message)
            response.headers.emplace_back(field.name_string(), field.value());
        response.body = std::move(message.body());
        return response;
    }

private:
    bool step()
    {
        m_context.restart();
        m_context.run();
        return !m_error;
    }

    asio::io_context m_context;
    beast::tcp_stream m_stream;
    http::request<http::string_body> m_message;
    http::response_parser<http::string_body> m_parser;
    beast::flat_buffer m_buffer;
    boost::system::error_code m_error;
};

bool isHeaderText(std::string_view text)
{
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

} // namespace

std::string_view HttpResponse::header(std::string_view name) const
{
    for (const auto &[key, value] : headers)
        if (beast::iequals({key.data(), key.size()}, {name.data(), name.size()}))
            return value;
    return {};
}

Result<HttpResponse> ProbeClient::send(const HttpRequest &request)
{
    SIGNALBOX_TRY(const Url url, parseUrl(request.url));
    for (const auto &[name, value] : request.headers)
        if (name.empty() || !isHeaderText(name) || !isHeaderText(value))
            return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                         .message = "A header holds a line break or has no name.",
                                         .field = name});
    const auto began = std::chrono::steady_clock::now();
    Exchange exchange(url, request);
    if (!exchange.run(url))
        return std::unexpected(exchange.error());
    HttpResponse response = exchange.response();
    response.elapsed =
        std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
    return response;
}

} // namespace signalbox::serve
