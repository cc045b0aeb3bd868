// One HTTP request as the scoring server reads it off a connection: only the headers that it acts on are
// kept, in buffers that the next request reuses. Used by Connection; includes Beast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include <boost/beast/http/basic_parser.hpp>

namespace signalbox::serve {

enum class Method : std::uint8_t { Get, Head, Post, Other };

struct Request
{
    Method method = Method::Other;
    std::string target;
    std::string authorization;
    std::string contentType;
    std::string deployment; // azureml-model-deployment
    std::string body;
    bool synthetic = false; // x-signalbox-synthetic, believed only of the agent
    bool expectsContinue = false;
    bool statesLength = false; // Content-Length or chunks
    bool headerDone = false;
    bool keepAlive = false;
    bool oldVersion = false; // HTTP/1.0

    void clear();
};

// Feeds one Request; made anew for each.
class RequestParser final : public boost::beast::http::basic_parser<true>
{
public:
    RequestParser(Request &request, std::size_t bodyLimit, std::uint32_t headerLimit);

private:
    using ErrorCode = boost::beast::error_code;
    using Text = boost::beast::string_view;

    void on_request_impl(boost::beast::http::verb method, Text methodText, Text target, int version,
                         ErrorCode &ec) override;
    void on_response_impl(int code, Text reason, int version, ErrorCode &ec) override;
    void on_field_impl(boost::beast::http::field name, Text nameText, Text value, ErrorCode &ec) override;
    void on_header_impl(ErrorCode &ec) override;
    void on_body_init_impl(const boost::optional<std::uint64_t> &length, ErrorCode &ec) override;
    std::size_t on_body_impl(Text bytes, ErrorCode &ec) override;
    void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode &ec) override;
    std::size_t on_chunk_body_impl(std::uint64_t remain, Text bytes, ErrorCode &ec) override;
    void on_finish_impl(ErrorCode &ec) override;

    Request &m_request;
    std::size_t m_headerBytesLeft;
};

} // namespace signalbox::serve
