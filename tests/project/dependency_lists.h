// The three lists of what Signalbox is built with: CMake's, vcpkg's and the installer's. A library belongs to
// all.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::project {

// Names of find_package() and pkg_check_modules(), and "Qt6Charts" for a component of Qt, in order, each
// once.
[[nodiscard]] std::vector<std::string> cmakePackages(std::string_view cmakeFile);

// Ports of a vcpkg.json; an entry without a purpose is an error.
[[nodiscard]] Result<std::vector<std::string>> vcpkgPorts(std::string_view manifest);

struct InstallerPackage
{
    std::string kind; // "run", "test" or "check"
    std::string debian;
    std::string homebrew;
    std::string purpose;
};

// Rows of installer/packages; a row without all four columns is an error.
[[nodiscard]] Result<std::vector<InstallerPackage>> installerPackages(std::string_view text);

} // namespace signalbox::project
