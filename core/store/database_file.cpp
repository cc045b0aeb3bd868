#include "core/store/database_file.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "core/base/file.h"

namespace signalbox::store {

namespace {

// Offsets in the header of a database file: https://www.sqlite.org/fileformat.html, section 1.3.
constexpr std::size_t headerSize = 100;
constexpr std::size_t userVersionOffset = 60;
constexpr std::size_t applicationIdOffset = 68;
constexpr std::string_view magic("SQLite format 3\0", 16);

// Beyond this size the check of the whole file would be felt at every start.
constexpr std::uint64_t checkedWholeBytes = std::uint64_t{64} << 20U;
constexpr int busyTimeoutMs = 5000;

std::int32_t bigEndian(std::string_view header, std::size_t offset)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(header[offset + i]);
    return static_cast<std::int32_t>(value);
}

enum class Access : std::uint8_t {
    FileAlone,  // takes no lock and makes no side file; sees the state of the last checkpoint
    WithTheLog, // as everybody who has the file open sees it
};

SQLite::Database openReadOnly(const std::filesystem::path &file, Access access)
{
    std::string uri = "file:";
    for (const char c : toUtf8(file)) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    uri += access == Access::FileAlone ? "?mode=ro&immutable=1" : "?mode=ro";
    return SQLite::Database(uri, SQLite::OPEN_READONLY | SQLite::OPEN_URI, busyTimeoutMs);
}

// Through SQLite, which knows the locks of this process: on POSIX, closing a file that was opened past it
// would drop the locks of every connection that the process has on the same file. Shorter if the file is.
std::string readHeader(const std::filesystem::path &file)
{
    const SQLite::Database db = openReadOnly(file, Access::FileAlone);
    sqlite3_file *handle = nullptr;
    sqlite3_int64 size = 0;
    if (sqlite3_file_control(db.getHandle(), nullptr, SQLITE_FCNTL_FILE_POINTER,
                             static_cast<void *>(&handle)) != SQLITE_OK ||
        handle->pMethods->xFileSize(handle, &size) != SQLITE_OK)
        throw SQLite::Exception(db.getHandle());
    std::string header(static_cast<std::size_t>(std::min<sqlite3_int64>(size, headerSize)), '\0');
    const int status =
        header.empty() ? SQLITE_OK
                       : handle->pMethods->xRead(handle, header.data(), static_cast<int>(header.size()), 0);
    if (status != SQLITE_OK)
        throw SQLite::Exception("the header cannot be read", status);
    return header;
}

std::string firstFault(const std::filesystem::path &file, Access access)
{
    try {
        const std::string finding =
            openReadOnly(file, access).execAndGet("PRAGMA quick_check(1)").getString();
        return finding == "ok" ? std::string() : finding;
    } catch (const SQLite::Exception &exception) {
        return exception.what();
    }
}

// Whether somebody has the file open, or was killed with it open.
bool hasLog(const std::filesystem::path &file)
{
    const auto there = [&file](const char *suffix) {
        std::filesystem::path side = file;
        side += suffix;
        std::error_code ignored;
        return std::filesystem::exists(side, ignored);
    };
    return there("-wal") && there("-shm");
}

std::unexpected<Error> refusal(ErrorCode code, std::string message, const std::filesystem::path &file)
{
    return std::unexpected(Error{.code = code, .message = std::move(message), .file = toUtf8(file)});
}

} // namespace

Status inspectDatabaseHeader(const std::filesystem::path &file, const DatabaseKind &kind)
{
    const auto refuse = [&](ErrorCode code, std::string message) {
        return refusal(code, std::move(message), file);
    };
    std::string header;
    try {
        header = readHeader(file);
    } catch (const SQLite::Exception &exception) {
        return std::unexpected(errorOf(exception, file));
    }
    if (header.size() != headerSize || !header.starts_with(magic))
        return refuse(ErrorCode::DataLoss,
                      fmt::format("This is not a {}. It was left as it is; restore it from a "
                                  "backup or choose another folder.",
                                  kind.what));
    if (bigEndian(header, applicationIdOffset) != kind.applicationId)
        return refuse(ErrorCode::DataLoss,
                      fmt::format("This is another program's database, not a {}. It was left "
                                  "as it is; choose another folder.",
                                  kind.what));
    const std::int32_t version = bigEndian(header, userVersionOffset);
    if (version > kind.newestVersion)
        return refuse(
            ErrorCode::FailedPrecondition,
            fmt::format("This {} was written by a newer Signalbox (schema {}, this program knows {}). It was "
                        "left as it is; update Signalbox to open it.",
                        kind.what, version, kind.newestVersion));
    return {};
}

Status inspectDatabaseFile(const std::filesystem::path &file, const DatabaseKind &kind)
{
    SIGNALBOX_CHECK(inspectDatabaseHeader(file, kind));
    std::error_code ignored;
    if (std::filesystem::file_size(file, ignored) <= checkedWholeBytes) {
        std::string fault = firstFault(file, Access::FileAlone);
        // While somebody copies the log into the file, the file alone is half old and half new.
        if (!fault.empty() && hasLog(file))
            fault = firstFault(file, Access::WithTheLog);
        if (!fault.empty())
            return refusal(ErrorCode::DataLoss,
                           fmt::format("This {} is damaged ({}). It was left as it is; restore it "
                                       "from a backup.",
                                       kind.what, fault),
                           file);
    }
    return {};
}

Error errorOf(const SQLite::Exception &exception, const std::filesystem::path &file)
{
    const int code = exception.getErrorCode() & 0xFF;
    const auto error = [&](ErrorCode kind, std::string message) {
        return Error{.code = kind, .message = std::move(message), .file = toUtf8(file), .status = code};
    };
    switch (code) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error(ErrorCode::Unavailable, "Another program kept the workspace busy. Try again.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return error(ErrorCode::DataLoss,
                     fmt::format("The file is damaged ({}). Restore it from a backup.", exception.what()));
    case SQLITE_FULL:
        return error(ErrorCode::ResourceExhausted, "The disk is full. Free some space and try again.");
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return error(ErrorCode::Io,
                     fmt::format("The file cannot be read or written ({}). Check its folder, its "
                                 "permissions and the disk.",
                                 exception.what()));
    case SQLITE_INTERRUPT:
        return error(ErrorCode::Cancelled, "Stopped as asked.");
    default:
        return error(ErrorCode::Internal, fmt::format("SQLite refused: {}.", exception.what()));
    }
}

} // namespace signalbox::store
