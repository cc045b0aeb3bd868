// A catalog that shows only a window of time of another one: what the time-range picker of the Logs page, the
// tiles of the dashboard and comparisons run against. Tables whose first datetime column is `timestamp` show
// the rows inside the window; others, such as the workspace's records, are whole. Immutable; thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/catalog.h"

namespace signalbox::kql {

class WindowedCatalog final : public Catalog
{
public:
    // `window` is half-open.
    WindowedCatalog(std::shared_ptr<const Catalog> inner, telemetry::TimeRange window)
        : m_inner(std::move(inner))
        , m_window(window)
    {
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override;
    [[nodiscard]] std::vector<std::string> names() const override { return m_inner->names(); }
    [[nodiscard]] bool open() const override { return m_inner->open(); }
    [[nodiscard]] std::shared_ptr<const Catalog> snapshot() const override;

private:
    std::shared_ptr<const Catalog> m_inner;
    telemetry::TimeRange m_window;
};

// The column by which a window cuts `schema`; none if the table is always whole.
[[nodiscard]] std::optional<std::size_t> windowColumn(const Schema &schema);

} // namespace signalbox::kql
