// Runs as rows of a table: which columns there are and how each value reads and sorts. Pure functions, called
// on the pool for thousands of runs.
#pragma once

#include <QString>
#include <string_view>
#include <vector>

#include "core/tracking/tracking.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

[[nodiscard]] std::vector<Column> runColumns();
// Row ids are run ids.
[[nodiscard]] Row runRow(const tracking::Run &run, TimePoint now);

struct StateWord
{
    QString text; // with its mark: "✓ finished"
    Role role = Role::Text;
};

[[nodiscard]] StateWord runStateWord(tracking::RunState state);
// Paths and hashes with only their two ends; short values as they are.
[[nodiscard]] QString shortened(const QString &value);
// "1.2 s"; of a run under way, until now.
[[nodiscard]] QString runDuration(const tracking::Run &run, TimePoint now);
// The first seven digits of the commit that the run was made from, "—" if unknown.
[[nodiscard]] QString shortCommit(const tracking::Run &run);
// From the parameter or else from the tag that Signalbox writes; "" if neither is there.
[[nodiscard]] std::string_view seedOf(const tracking::Run &run);

} // namespace signalbox::ui
