// A table as text for the clipboard or a file. Numbers are written plainly in TSV and CSV, as shown in
// Markdown.
#pragma once

#include <QString>
#include <QStringList>
#include <vector>

#include "ui/widgets/data_table.h"

namespace signalbox::ui {

// Every row has as many cells as there are titles. Lines end with "\n"; CSV quotes as RFC 4180 says.
[[nodiscard]] QString tableText(TableFormat format, const QStringList &titles,
                                const std::vector<QStringList> &rows);

} // namespace signalbox::ui
