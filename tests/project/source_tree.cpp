#include "tests/project/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "core/base/file.h"

namespace signalbox::project {

namespace fs = std::filesystem;

namespace {

bool isSkipped(const fs::path &folder)
{
    const std::string name = toUtf8(folder.filename());
    return name == ".git" || name == "build" || name == ".cache" || name == "vcpkg_installed";
}

bool isText(std::string_view bytes)
{
    return bytes.find('\0') == std::string_view::npos;
}

} // namespace

std::vector<SourceFile> sourceFiles(const std::vector<std::string> &folders)
{
    const fs::path root = toPath(SIGNALBOX_SOURCE_DIR);
    std::vector<SourceFile> files;
    for (const std::string &folder : folders) {
        std::error_code error;
        for (fs::recursive_directory_iterator entry(root / toPath(folder), error), end; entry != end;
             entry.increment(error)) {
            if (entry->is_directory() && isSkipped(entry->path())) {
                entry.disable_recursion_pending();
            } else if (entry->is_regular_file()) {
                auto text = readFile(entry->path());
                if (text && isText(*text))
                    files.push_back(
                        {.path = toUtf8(entry->path().lexically_relative(root)), .text = *std::move(text)});
            }
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

bool isCode(std::string_view path)
{
    return path.ends_with(".h") || path.ends_with(".cpp");
}

} // namespace signalbox::project
