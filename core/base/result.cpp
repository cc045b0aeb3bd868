#include "core/base/result.h"

#include <fmt/format.h>

namespace signalbox {

std::string_view errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidArgument:
        return "invalid_argument";
    case ErrorCode::NotFound:
        return "not_found";
    case ErrorCode::AlreadyExists:
        return "already_exists";
    case ErrorCode::FailedPrecondition:
        return "failed_precondition";
    case ErrorCode::PermissionDenied:
        return "permission_denied";
    case ErrorCode::Unavailable:
        return "unavailable";
    case ErrorCode::ResourceExhausted:
        return "resource_exhausted";
    case ErrorCode::DataLoss:
        return "data_loss";
    case ErrorCode::Cancelled:
        return "cancelled";
    case ErrorCode::DeadlineExceeded:
        return "deadline_exceeded";
    case ErrorCode::Io:
        return "io";
    case ErrorCode::Internal:
        return "internal";
    }
    return "internal";
}

std::string Error::text() const
{
    std::string out;
    if (!file.empty())
        out = line > 0 ? fmt::format("{}:{}: ", file, line) : fmt::format("{}: ", file);
    else if (line > 0)
        out = fmt::format("line {}: ", line);
    out += message;
    if (!field.empty())
        out += fmt::format(" (field: {})", field);
    if (status != 0)
        out += fmt::format(" (status {})", status);
    return out;
}

} // namespace signalbox
