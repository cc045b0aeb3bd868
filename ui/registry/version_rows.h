// Versions of a model as rows of a table. Pure functions.
#pragma once

#include <QString>
#include <vector>

#include "core/registry/registry.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

enum VersionColumn {
    VersionNumberColumn,
    VersionStateColumn,
    VersionF1Column,
    VersionAccuracyColumn,
    VersionAucColumn,
    VersionRunColumn,
    VersionCommitColumn,
    VersionServingColumn,
    VersionTimeColumn
};

[[nodiscard]] std::vector<Column> versionColumns();
// Row ids are the numbers.
[[nodiscard]] Row versionRow(const registry::Version &version, TimePoint now);

struct VersionWord
{
    QString text;
    Role role = Role::Text;
};

// Where an approved version serves, else its state: "production", "staging", "waiting for approval" …
[[nodiscard]] VersionWord versionWord(const registry::Version &version);
// "prod blue 100 %", "—" if it serves nowhere.
[[nodiscard]] QString servingText(const registry::Version &version);
// "my-endpoint blue 100 %", one a line.
[[nodiscard]] QString servingDetail(const registry::Version &version);
// "today 02:01", "20 Nov".
[[nodiscard]] QString registeredText(TimePoint registered, TimePoint now);

} // namespace signalbox::ui
