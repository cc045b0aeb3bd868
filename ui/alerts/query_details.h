// How a query spent its time and what it read, in the words of the line above a result and in the popup below
// it. GUI thread only.
#pragma once

#include <QStringList>
#include <vector>

#include "ui/alerts/query_runner.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/theme.h"

class QWidget;

namespace signalbox::ui {

// "1 204 331 rows scanned", "12 of 40 segments skipped"; nothing if no table was read.
[[nodiscard]] QStringList readWords(const QueryAnswer &answer);

// In full: the stages, the segments, the bytes. `answer` has a result.
[[nodiscard]] std::vector<KeyValue> queryDetails(const QueryAnswer &answer);

// Opens below `anchor` and closes with Escape or a click elsewhere.
void showQueryDetails(const Theme &theme, const QueryAnswer &answer, QWidget *anchor);

} // namespace signalbox::ui
