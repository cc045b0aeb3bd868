// A running scoring server with the sample routes, and requests for it.
#pragma once

#include <QByteArray>

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "core/serve/http_client.h"
#include "core/serve/server.h"
#include "tests/serve/sample_routes.h"

namespace signalbox::serve {

inline std::unique_ptr<ScoringServer> startServer(ServerOptions options = {},
                                                  const RoutingTable &table = sampleRoutes(100, 0))
{
    auto server = ScoringServer::start(std::move(options)).value();
    server->setRoutes(table).value();
    return server;
}

// The bytes of a whole request; `headers` are lines that end with CRLF.
inline QByteArray rawRequest(std::string_view body = sampleBody, std::string_view headers = {},
                             std::string_view key = primaryKey)
{
    return QByteArray::fromStdString(
        fmt::format("POST /endpoints/churn/score HTTP/1.1\r\nHost: localhost\r\n"
                    "Authorization: Bearer {}\r\nContent-Type: application/json\r\n"
                    "{}Content-Length: {}\r\n\r\n{}",
                    key, headers, body.size(), body));
}

inline HttpRequest scoreRequest(const ScoringServer &server, std::string_view deployment = {})
{
    HttpRequest request{.url = fmt::format("http://127.0.0.1:{}/endpoints/churn/score", server.port()),
                        .headers = {{"Authorization", fmt::format("Bearer {}", primaryKey)},
                                    {"Content-Type", "application/json"}},
                        .body = sampleBody,
                        .timeLimit = std::chrono::seconds(20)};
    if (!deployment.empty())
        request.headers.emplace_back("azureml-model-deployment", deployment);
    return request;
}

} // namespace signalbox::serve
