#include "core/store/database_file.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <fstream>
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

std::int32_t bigEndian(const std::array<char, headerSize> &header, std::size_t offset)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8U | static_cast<unsigned char>(header[offset + i]);
    return static_cast<std::int32_t>(value);
}

// An immutable connection takes no lock and writes no side file. It does not see the write-ahead log, and so
// judges the state of the last checkpoint, which is consistent by itself.
std::string firstFault(const std::filesystem::path &file)
{
    std::string uri = "file:";
    for (const char c : toUtf8(file)) {
        if (c == '?' || c == '#' || c == '%')
            uri += fmt::format("%{:02x}", static_cast<unsigned char>(c));
        else
            uri += c;
    }
    try {
        SQLite::Database db(uri + "?mode=ro&immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
        const std::string finding = db.execAndGet("PRAGMA quick_check(1)").getString();
        return finding == "ok" ? std::string() : finding;
    } catch (const SQLite::Exception &exception) {
        return exception.what();
    }
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
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return refuse(ErrorCode::Io, "The file cannot be read. Check its permissions.");
    std::array<char, headerSize> header{};
    in.read(header.data(), headerSize);
    if (in.gcount() != headerSize || std::string_view(header.data(), magic.size()) != magic)
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
        if (const std::string fault = firstFault(file); !fault.empty())
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
