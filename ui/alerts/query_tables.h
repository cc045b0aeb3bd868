// Which tables a query of this window may name: the workspace's own, and the files and results that were
// opened as tables here. Files and results last as long as the window. GUI thread only, but for catalog().
#pragma once

#include <QObject>
#include <memory>
#include <string>
#include <vector>

#include "core/kql/catalog.h"

namespace signalbox::ui {

class Session;
struct Workspace;

class QueryTables final : public QObject
{
    Q_OBJECT

public:
    struct Extra
    {
        std::string name = {};
        kql::TablePtr table = {};
    };
    using Extras = std::vector<Extra>;

    using QObject::QObject;

    // Adds `table`, or puts it in the place of the one of that name. InvalidArgument for what is no name of a
    // table.
    [[nodiscard]] Status add(const QString &name, kql::TablePtr table);
    void remove(const QString &name);
    [[nodiscard]] const Extras &extras() const { return m_extras; }

    // A name for a table made of `wanted` that nothing has yet.
    [[nodiscard]] QString freeName(const QString &wanted) const;

    // Everything that a query may name. Thread-safe; `workspace` must outlive it. Fails if telemetry is there
    // but cannot be read.
    [[nodiscard]] static Result<std::shared_ptr<const kql::Catalog>> catalog(Workspace &workspace,
                                                                             const Extras &extras);

Q_SIGNALS:
    void changed();

private:
    Extras m_extras;
};

} // namespace signalbox::ui
