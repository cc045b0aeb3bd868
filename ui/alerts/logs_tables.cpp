// Files and results that become tables of this window.
#include <QFileInfo>
#include <QTabWidget>

#include "core/base/file.h"
#include "core/kql/tables/file_table.h"
#include "core/kql/tables/memory_table.h"
#include "ui/alerts/logs_view.h"
#include "ui/alerts/query_tab.h"
#include "ui/alerts/query_tables.h"
#include "ui/alerts/result_pane.h"
#include "ui/shell/session.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

// The name goes into the text of a blank query, so that the next step is seen.
void LogsView::addTable(const QString &wanted, const kql::TablePtr &table)
{
    const QString name = m_tables->freeName(wanted);
    if (const Status added = m_tables->add(name, table); !added) {
        m_session.showError(added.error());
        return;
    }
    openQuery({.text = name + u"\n| take 100"_s, .range = usualRanges().back()}, name)->runAll();
}

void LogsView::openFile()
{
    m_session.services().dialogs.openFile(
        window(),
        {.title = tr("Open a file as a table"), .filter = tr("Tables (*.csv *.json *.jsonl *.ndjson)")},
        [this](const QString &path) {
            if (path.isEmpty())
                return;
            m_session.attempt(
                this, [file = toPath(fromQt(path))](Workspace &) { return kql::openFileTable(file); },
                [this, name = QFileInfo(path).completeBaseName()](const Result<kql::TablePtr> &table) {
                    if (table)
                        addTable(name, *table);
                    else
                        m_session.showError(table.error());
                });
        });
}

void LogsView::useResultAsTable()
{
    const QueryTab *tab = current();
    const auto result = tab == nullptr ? nullptr : tab->result()->table();
    if (result)
        addTable(u"result"_s, kql::resultTable(*result));
}

} // namespace signalbox::ui
