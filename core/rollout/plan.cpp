#include <algorithm>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/rollout/rollout.h"

namespace signalbox::rollout {

namespace {

std::unexpected<Error> refuse(const char *field, std::string message)
{
    return std::unexpected(
        Error{.code = ErrorCode::InvalidArgument, .message = std::move(message), .field = field});
}

} // namespace

std::string Plan::toJson() const
{
    return Json{{"steps", steps},
                {"settle_ms", settle.count()},
                {"minimum_requests", minimumRequests},
                {"error_rate_limit", errorRateLimit},
                {"probes", probes},
                {"probe_limit_ms", probeLimit.count()}}
        .dump();
}

Result<Plan> Plan::fromJson(std::string_view text)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    Plan plan;
    SIGNALBOX_TRY(plan.steps, member<std::vector<int>>(json, "steps"));
    SIGNALBOX_TRY(const auto settleMs, member<std::int64_t>(json, "settle_ms"));
    SIGNALBOX_TRY(plan.minimumRequests, member<std::int64_t>(json, "minimum_requests"));
    SIGNALBOX_TRY(plan.errorRateLimit, member<double>(json, "error_rate_limit"));
    SIGNALBOX_TRY(plan.probes, member<int>(json, "probes"));
    SIGNALBOX_TRY(const auto probeLimitMs, member<std::int64_t>(json, "probe_limit_ms"));
    plan.settle = std::chrono::milliseconds(settleMs);
    plan.probeLimit = std::chrono::milliseconds(probeLimitMs);
    SIGNALBOX_CHECK(plan.check());
    return plan;
}

Status Plan::check() const
{
    const bool rising = std::ranges::adjacent_find(steps, std::greater_equal<>()) == steps.end();
    if (steps.empty() || !rising || steps.front() < 1 || steps.back() != 100)
        return refuse("steps", "The steps must rise and end with 100, such as 10, 50, 100.");
    if (settle.count() < 0 || settle > std::chrono::hours(24))
        return refuse("settle", "A step settles for 0 seconds to 24 hours.");
    if (minimumRequests < 0)
        return refuse("minimum_requests", "The least number of requests at a step is 0 or more.");
    if (!(errorRateLimit >= 0 && errorRateLimit <= 1))
        return refuse("error_rate_limit", "The error-rate limit is 0 to 1 (0.05 is 5 %).");
    if (probes < 1 || probes > 1000)
        return refuse("probes", "A smoke test has 1 to 1,000 probes.");
    if (probeLimit.count() < 1 || probeLimit > std::chrono::minutes(3))
        return refuse("probe_limit", "A probe's time limit is 1 ms to 3 minutes.");
    return {};
}

double Evidence::greenErrorRate() const
{
    return greenRequests == 0 ? 0.0 : static_cast<double>(greenErrors) / static_cast<double>(greenRequests);
}

std::string Evidence::toJson() const
{
    return Json{{"probes_sent", probesSent},     {"probes_passed", probesPassed},
                {"probe_failure", probeFailure}, {"green_requests", greenRequests},
                {"green_errors", greenErrors},   {"blue_requests", blueRequests},
                {"blue_errors", blueErrors},     {"verdict", verdict}}
        .dump();
}

Result<Evidence> Evidence::fromJson(std::string_view text)
{
    SIGNALBOX_TRY(const Json json, parseJson(text));
    Evidence evidence;
    if (json.empty())
        return evidence;
    SIGNALBOX_TRY(evidence.probesSent, member<int>(json, "probes_sent"));
    SIGNALBOX_TRY(evidence.probesPassed, member<int>(json, "probes_passed"));
    SIGNALBOX_TRY(evidence.probeFailure, member<std::string>(json, "probe_failure"));
    SIGNALBOX_TRY(evidence.greenRequests, member<std::int64_t>(json, "green_requests"));
    SIGNALBOX_TRY(evidence.greenErrors, member<std::int64_t>(json, "green_errors"));
    SIGNALBOX_TRY(evidence.blueRequests, member<std::int64_t>(json, "blue_requests"));
    SIGNALBOX_TRY(evidence.blueErrors, member<std::int64_t>(json, "blue_errors"));
    SIGNALBOX_TRY(evidence.verdict, member<std::string>(json, "verdict"));
    return evidence;
}

} // namespace signalbox::rollout
