#include <algorithm>
#include <string>
#include <system_error>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/tracking/tracking.h"

namespace signalbox::tracking {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t limitBytes = std::uint64_t{16} << 20U;
constexpr int deepestReference = 5; // as git

bool isHash(std::string_view text)
{
    const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    return (text.size() == 40 || text.size() == 64) && std::ranges::all_of(text, hexadecimal);
}

std::string firstLine(const fs::path &file)
{
    const auto text = readFile(file, limitBytes);
    return text ? std::string(trimmed(split(*text, '\n').front())) : std::string();
}

// What follows `prefix`, or "" if `text` does not start with it.
std::string_view after(std::string_view text, std::string_view prefix)
{
    return text.starts_with(prefix) ? trimmed(text.substr(prefix.size())) : std::string_view();
}

// The folder with HEAD: ".git" itself, or what the file ".git" of a worktree or submodule points to.
fs::path headFolder(const fs::path &dotGit)
{
    std::error_code ignored;
    if (fs::is_directory(dotGit, ignored))
        return dotGit;
    const std::string line = firstLine(dotGit);
    const std::string_view target = after(line, "gitdir:");
    return target.empty() ? fs::path() : dotGit.parent_path() / toPath(target);
}

std::string packedReference(const fs::path &folder, std::string_view name)
{
    const auto text = readFile(folder / "packed-refs", limitBytes);
    if (!text)
        return {};
    for (const std::string_view line : split(*text, '\n')) {
        const auto blank = line.find(' ');
        if (blank != std::string_view::npos && trimmed(line.substr(blank + 1)) == name)
            return std::string(line.substr(0, blank));
    }
    return {};
}

std::string resolve(const fs::path &folder, const fs::path &common, const std::string &value, int depth)
{
    if (isHash(value))
        return value;
    const std::string name(after(value, "ref:"));
    if (!name.starts_with("refs/") || name.contains("..") || depth == deepestReference)
        return {};
    for (const fs::path &place : {folder, common}) {
        if (const std::string found = firstLine(place / toPath(name)); !found.empty())
            return resolve(folder, common, found, depth + 1);
    }
    const std::string packed = packedReference(common, name);
    return isHash(packed) ? packed : std::string();
}

} // namespace

std::string gitCommit(const fs::path &folder)
{
    std::error_code error;
    fs::path place = fs::absolute(folder, error).lexically_normal();
    while (!error && !fs::exists(place / ".git", error)) {
        if (!place.has_relative_path())
            return {};
        place = place.parent_path();
    }
    const fs::path head = headFolder(place / ".git");
    if (error || head.empty())
        return {};
    // A worktree keeps branches where its main repository does.
    const std::string commonLine = firstLine(head / "commondir");
    const fs::path common = commonLine.empty() ? head : head / toPath(commonLine);
    return resolve(head, common, firstLine(head / "HEAD"), 0);
}

} // namespace signalbox::tracking
