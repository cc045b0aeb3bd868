#include "tests/bench/kql_queries.h"

#include <fstream>
#include <string_view>

namespace signalbox::bench {

std::vector<std::pair<std::string, std::string>> floorQueries()
{
    std::vector<std::pair<std::string, std::string>> queries;
    std::ifstream file(SIGNALBOX_FLOOR_QUERIES);
    bool kql = false;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("== "))
            queries.emplace_back(line.substr(3), "");
        else if (line.starts_with("-- "))
            kql = line == "-- kql";
        else if (kql)
            queries.back().second += line + '\n';
    }
    return queries;
}

} // namespace signalbox::bench
