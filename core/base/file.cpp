#include "core/base/file.h"

#include <atomic>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "core/base/platform.h"

namespace signalbox {

namespace fs = std::filesystem;

fs::path toPath(std::string_view utf8)
{
    return fs::path(std::u8string(utf8.begin(), utf8.end()));
}

std::string toUtf8(const fs::path &path)
{
    const std::u8string text = path.generic_u8string();
    return {text.begin(), text.end()};
}

Result<std::string> readFile(const fs::path &path, std::uint64_t limitBytes)
{
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("'{}' is a folder, a file is needed.", toUtf8(path)));
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) {
        const bool there = fs::exists(path, ignored);
        return failure(there ? ErrorCode::Io : ErrorCode::NotFound,
                       there ? fmt::format("'{}' cannot be read. Check its permissions.", toUtf8(path))
                             : fmt::format("There is no file '{}'.", toUtf8(path)));
    }
    const auto size = static_cast<std::uint64_t>(in.tellg());
    if (size > limitBytes)
        return failure(ErrorCode::ResourceExhausted, fmt::format("'{}' has {} bytes; at most {} are read.",
                                                                 toUtf8(path), size, limitBytes));
    std::string bytes(size, '\0');
    in.seekg(0);
    in.read(bytes.data(), static_cast<std::streamsize>(size));
    if (static_cast<std::uint64_t>(in.gcount()) != size)
        return failure(ErrorCode::Io, fmt::format("Reading '{}' failed half-way.", toUtf8(path)));
    return bytes;
}

Status writeFile(const fs::path &path, std::string_view bytes)
{
    const auto refuse = [&path](std::string_view why) {
        return failure(ErrorCode::Io, fmt::format("'{}' cannot be written: {}.", toUtf8(path), why));
    };
    std::error_code error;
    if (path.has_parent_path())
        fs::create_directories(path.parent_path(), error);
    if (error)
        return refuse(error.message());
    static std::atomic<std::uint64_t> counter = 0; // two threads may write the same path at the same time
    fs::path sibling = path;
    sibling += fmt::format(".{}-{}.part", processId(), counter.fetch_add(1));
    {
        std::ofstream out(sibling, std::ios::binary | std::ios::trunc);
        out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
        out.close();
        if (!out || !flushToDisk(sibling)) {
            fs::remove(sibling, error);
            return refuse("the disk is full or the folder is read-only");
        }
    }
    fs::rename(sibling, path, error);
    if (error) {
        const std::string why = error.message();
        fs::remove(sibling, error);
        return refuse(why);
    }
    return {};
}

} // namespace signalbox
