#include "tests/project/dependency_lists.h"

#include <algorithm>
#include <regex>

#include <fmt/format.h>

#include "core/base/json.h"
#include "core/base/text.h"

namespace signalbox::project {

std::vector<std::string> cmakePackages(std::string_view cmakeFile)
{
    static const std::regex call(
        R"(find_package\(([\w-]+)|pkg_check_modules\((\w+)|SIGNALBOX_QT ([\w ]+)\))");
    const std::string text(cmakeFile);
    std::vector<std::string> names;
    const auto add = [&names](std::string name) {
        if (std::ranges::find(names, name) == names.end())
            names.push_back(std::move(name));
    };
    for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match) {
        if ((*match)[1].matched)
            add((*match)[1]);
        if ((*match)[2].matched)
            add((*match)[2]);
        const std::string components = (*match)[3];
        for (const std::string_view component : split(components, ' ')) {
            if (!component.empty())
                add(fmt::format("Qt6{}", component));
        }
    }
    return names;
}

Result<std::vector<std::string>> vcpkgPorts(std::string_view manifest)
{
    SIGNALBOX_TRY(const Json json, parseJson(manifest));
    SIGNALBOX_TRY(const auto entries, member<std::vector<Json>>(json, "dependencies"));
    std::vector<std::string> ports;
    for (const Json &entry : entries) {
        SIGNALBOX_TRY(std::string name, member<std::string>(entry, "name"));
        SIGNALBOX_CHECK(member<std::string>(entry, "$comment"));
        ports.push_back(std::move(name));
    }
    return ports;
}

Result<std::vector<InstallerPackage>> installerPackages(std::string_view text)
{
    std::vector<InstallerPackage> packages;
    for (const std::string_view line : split(text, '\n')) {
        if (trimmed(line).empty() || trimmed(line).starts_with('#'))
            continue;
        std::vector<std::string> columns;
        for (const std::string_view column : split(line, '|'))
            columns.emplace_back(trimmed(column));
        if (columns.size() != 4 || std::ranges::any_of(columns, &std::string::empty))
            return failure(ErrorCode::InvalidArgument, fmt::format("'{}' does not have four columns.", line));
        packages.push_back({.kind = std::move(columns[0]),
                            .debian = std::move(columns[1]),
                            .homebrew = std::move(columns[2]),
                            .purpose = std::move(columns[3])});
    }
    return packages;
}

} // namespace signalbox::project
