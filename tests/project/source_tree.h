// The files of the checkout as the tests of the project read them: no build output, no git, nothing binary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::project {

struct SourceFile
{
    std::string path; // from the project's root, with slashes
    std::string text;
};

// Files below the named folders of the checkout, or all of it for {""}, sorted by path.
[[nodiscard]] std::vector<SourceFile> sourceFiles(const std::vector<std::string> &folders);

[[nodiscard]] bool isCode(std::string_view path); // .h or .cpp

} // namespace signalbox::project
