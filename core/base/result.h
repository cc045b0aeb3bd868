// How functions of the core report failure: a value, or an Error that a person can act on.
// Every room returns Result<T>; exceptions end where a library threw them.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace signalbox {

enum class ErrorCode : std::uint8_t {
    InvalidArgument,    // what was typed, sent or opened does not fit
    NotFound,           // the named thing does not exist
    AlreadyExists,      // the name is taken
    FailedPrecondition, // the rules do not allow it in the present state
    PermissionDenied,   // the member's role does not allow it
    Unavailable,        // something needed is not there now; trying again may help
    ResourceExhausted,  // a stated limit is reached
    DataLoss,           // a file is damaged or is not what it should be
    Cancelled,          // the caller asked to stop
    DeadlineExceeded,   // a stated time limit is reached
    Io,                 // the operating system refused to read or write
    Internal,           // a defect of Signalbox
};

// A stable lower-case name such as "failed_precondition", for scripts and logs.
[[nodiscard]] std::string_view errorCodeName(ErrorCode code);

struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string message; // a sentence for people that says what to do next
    std::string file = {};
    std::int64_t line = 0; // 1-based line in `file`, 0 where it has no meaning
    int status = 0;        // HTTP or library status, 0 where it has no meaning
    std::string field = {};

    // "file:line: message (field)", with the parts that are set.
    [[nodiscard]] std::string text() const;

    friend bool operator==(const Error &, const Error &) = default;
};

template<typename T>
using Result = std::expected<T, Error>;

using Status = Result<void>;

[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, std::string message)
{
    return std::unexpected(Error{.code = code, .message = std::move(message)});
}

} // namespace signalbox

#define SIGNALBOX_CONCAT_INNER(a, b) a##b
#define SIGNALBOX_CONCAT(a, b) SIGNALBOX_CONCAT_INNER(a, b)

// SIGNALBOX_TRY(auto value, call()); declares `value` or returns the error to the caller. The hidden name is
// numbered, so that a lambda in the call may use the macro too.
#define SIGNALBOX_TRY(declaration, ...)                                                                      \
    SIGNALBOX_TRY_AS(SIGNALBOX_CONCAT(result_, __COUNTER__), declaration, __VA_ARGS__)
#define SIGNALBOX_TRY_AS(name, declaration, ...)                                                             \
    auto name = (__VA_ARGS__);                                                                               \
    if (!name)                                                                                               \
        return std::unexpected(std::move(name).error());                                                     \
    declaration = *std::move(name) // NOLINT(bugprone-macro-parentheses)

// SIGNALBOX_CHECK(call()); returns the error of a call whose value does not matter.
#define SIGNALBOX_CHECK(...) SIGNALBOX_CHECK_AS(SIGNALBOX_CONCAT(checked_, __COUNTER__), __VA_ARGS__)
#define SIGNALBOX_CHECK_AS(name, ...)                                                                        \
    do {                                                                                                     \
        if (auto name = (__VA_ARGS__); !name)                                                                \
            return std::unexpected(std::move(name).error());                                                 \
    } while (false)
