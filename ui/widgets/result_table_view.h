// A query's result as a table that people can order, search, filter, look into, copy and export, made for
// results of millions of rows: nothing of it is copied, and ordering, filtering, counting and writing run on
// the pool. All of it works by keyboard: Ctrl+F searches, Enter opens the detail, the menu key has the rest.
// GUI thread only.
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "core/kql/results/cell_access.h"
#include "core/kql/results/table_text.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class Dialogs;

class ResultTableView final : public QWidget
{
    Q_OBJECT

public:
    ResultTableView(const Theme &theme, const QString &objectName, QWidget *parent = nullptr);
    ~ResultTableView() override;

    // Enables "Export as …".
    void setDialogs(Dialogs *dialogs);
    // The line that filters and searches; in sight unless a small place leaves it out.
    void setSearchShown(bool shown);
    // Null shows nothing. Order and filters start anew; widths that the reader set stay with the same
    // columns.
    void setTable(kql::SharedResult table);
    [[nodiscard]] const kql::SharedResult &table() const;

    [[nodiscard]] std::size_t shownRows() const;
    void setSearch(const QString &text);
    // As the text of kql::ColumnFilter; "" takes the filter away.
    void setColumnFilter(std::size_t column, const QString &text);
    // Shown rows again in the order that the query gave them, if `column` is none.
    void setOrder(std::optional<std::size_t> column, bool descending = false);

    // The selected cells, or all shown ones, on the clipboard.
    void copy(kql::TextFormat format);
    void exportAs(kql::TextFormat format);

    void showDetail(bool shown);
    [[nodiscard]] bool detailShown() const;

Q_SIGNALS:
    // The reader wants the query to keep such rows only: what to write after `where`.
    void filterRequested(const QString &kqlCondition);
    void shownRowsChanged(qint64 shown, qint64 all);
    void copied();
    void exported(const QString &path);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void refresh();
    void showStatus();
    void askFor(std::optional<std::size_t> column);
    void popupMenu(const QPoint &where, int column, bool header);

    class Parts;
    std::unique_ptr<Parts> m_parts;
};

} // namespace signalbox::ui
