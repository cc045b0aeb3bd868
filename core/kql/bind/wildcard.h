// Names with `*`, as project-away, union and search take them. Pure.
#pragma once

#include <string_view>

namespace signalbox::kql {

// `*` stands for any text, also none; everything else for itself.
[[nodiscard]] bool matchesWildcard(std::string_view pattern, std::string_view name);

} // namespace signalbox::kql
