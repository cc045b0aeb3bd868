#include "core/serve/http_request.h"

#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/verb.hpp>

#include "core/serve/http_client.h"

namespace signalbox::serve {

namespace http = boost::beast::http;

void Request::clear()
{
    // One large request must not hold its memory for as long as the connection lives.
    constexpr std::size_t keptBytes = 64 * 1024;
    if (body.capacity() > keptBytes)
        body = {};
    target.clear();
    authorization.clear();
    contentType.clear();
    deployment.clear();
    body.clear();
    method = Method::Other;
    expectsContinue = false;
    statesLength = false;
    headerDone = false;
    keepAlive = false;
    oldVersion = false;
    synthetic = false;
}

RequestParser::RequestParser(Request &request, std::size_t bodyLimit, std::uint32_t headerLimit)
    : m_request(request)
    , m_headerBytesLeft(headerLimit)
{
    eager(true);
    body_limit(bodyLimit);
    header_limit(headerLimit);
}

void RequestParser::on_request_impl(http::verb method, Text, Text target, int version, ErrorCode &)
{
    m_request.method = method == http::verb::post   ? Method::Post
                       : method == http::verb::get  ? Method::Get
                       : method == http::verb::head ? Method::Head
                                                    : Method::Other;
    m_request.target.assign(target.data(), target.size());
    m_request.oldVersion = version < 11;
}

void RequestParser::on_response_impl(int, Text, int, ErrorCode &) {}

void RequestParser::on_field_impl(http::field name, Text nameText, Text value, ErrorCode &ec)
{
    // Beast limits a field, this limits all of them.
    if (nameText.size() + value.size() + 4 > m_headerBytesLeft) {
        ec = http::error::header_limit;
        return;
    }
    m_headerBytesLeft -= nameText.size() + value.size() + 4;
    if (m_request.headerDone)
        return; // a trailer after the last chunk says nothing that we act on
    switch (name) {
    case http::field::authorization:
        m_request.authorization.assign(value.data(), value.size());
        break;
    case http::field::content_type:
        m_request.contentType.assign(value.data(), value.size());
        break;
    case http::field::expect:
        m_request.expectsContinue = boost::beast::iequals(value, "100-continue");
        break;
    case http::field::unknown:
        if (boost::beast::iequals(nameText, "azureml-model-deployment"))
            m_request.deployment.assign(value.data(), value.size());
        else if (boost::beast::iequals(nameText, syntheticHeader))
            m_request.synthetic = true;
        break;
    default:
        break;
    }
}

void RequestParser::on_header_impl(ErrorCode &)
{
    m_request.headerDone = true;
    m_request.keepAlive = keep_alive();
    m_request.statesLength = chunked() || content_length().has_value();
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t> &, ErrorCode &) {}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode &)
{
    m_request.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text, ErrorCode &) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode &)
{
    m_request.body.append(bytes.data(), bytes.size());
    return bytes.size();
}

void RequestParser::on_finish_impl(ErrorCode &) {}

} // namespace signalbox::serve
