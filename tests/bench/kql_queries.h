// The queries of kql_floor.queries that Signalbox runs.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace signalbox::bench {

// Name and text of each, in the order of the file.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> floorQueries();

} // namespace signalbox::bench
