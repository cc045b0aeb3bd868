// Which room may include which, as the house is drawn: the rooms of core stand in order, pages of the console
// do not know each other, and only core/link knows Qt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::project {

struct ForbiddenInclude
{
    int line = 0;
    std::string include;
    std::string reason;
};

// What the file at `path` (from the project's root) may not include. Files outside core/, ui/ and app/ may
// include everything.
[[nodiscard]] std::vector<ForbiddenInclude> forbiddenIncludes(std::string_view path, std::string_view text);

} // namespace signalbox::project
