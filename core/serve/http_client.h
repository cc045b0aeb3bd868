// One HTTP request and its answer, for those who test an endpoint as a caller would: probes, drills, the test
// box. HttpClient is the seam that a test replaces; ProbeClient is the real one, for this machine only.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.h"

namespace signalbox::serve {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

// Header that marks a request as a test: telemetry keeps it apart from what users send.
inline constexpr const char *syntheticHeader = "x-signalbox-synthetic";

struct HttpRequest
{
    std::string method = "POST";
    std::string url = {}; // "http://127.0.0.1:8350/endpoints/churn/score"
    HttpHeaders headers = {};
    std::string body = {};
    std::chrono::milliseconds timeLimit{5000}; // for everything from connecting to the last byte
};

struct HttpResponse
{
    int status = 0;
    HttpHeaders headers;
    std::string body;
    std::chrono::microseconds elapsed{0}; // from before connecting to the last byte

    // The first header of that name in any case, "" if there is none.
    [[nodiscard]] std::string_view header(std::string_view name) const;
};

// Any status is an answer; an error means that there was none: InvalidArgument for a URL that cannot be used,
// Unavailable if nobody listens or the connection broke, DeadlineExceeded, ResourceExhausted for more than
// 16 MiB.
class HttpClient
{
public:
    HttpClient() = default;
    HttpClient(const HttpClient &) = delete;
    HttpClient &operator=(const HttpClient &) = delete;
    virtual ~HttpClient() = default;

    [[nodiscard]] virtual Result<HttpResponse> send(const HttpRequest &request) = 0;
};

// Blocks its caller; a connection a request. Takes http:// and a numeric address or "localhost". Thread-safe.
class ProbeClient final : public HttpClient
{
public:
    [[nodiscard]] Result<HttpResponse> send(const HttpRequest &request) override;
};

} // namespace signalbox::serve
