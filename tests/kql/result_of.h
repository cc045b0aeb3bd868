// Runs a query without any tables, so that tests of results can write what they need as print, range and
// datatable.
#pragma once

#include <memory>
#include <stdexcept>
#include <string_view>

#include "core/kql/engine.h"

namespace signalbox::kql::test {

class NoTables final : public Catalog
{
public:
    [[nodiscard]] TablePtr find(std::string_view) const override { return nullptr; }
    [[nodiscard]] std::vector<std::string> names() const override { return {}; }
};

// The first table of the answer; throws with the message if there is none.
inline std::shared_ptr<const ResultTable> resultOf(std::string_view query)
{
    QueryOptions options;
    options.limits.rows = 5'000'000;
    options.limits.resultBytes = std::size_t{1} << 30U;
    auto result = runQuery(query, NoTables(), options);
    if (!result)
        throw std::runtime_error(result.error().message);
    return std::make_shared<const ResultTable>(std::move(result->tables.at(0)));
}

} // namespace signalbox::kql::test
