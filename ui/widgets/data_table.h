// A table as the house wants it: row separators instead of a grid, sortable, whole-row selection, everything
// by keyboard, Ctrl+C copies TSV, a context menu copies TSV, CSV or Markdown and saves CSV. Column widths and
// sort order are remembered by the table's object name with saveTables() and restoreTables().
#pragma once

#include <QStringList>
#include <QTableView>
#include <cstdint>
#include <vector>

#include "ui/widgets/theme.h"

class QSettings;

namespace signalbox::ui {

class Dialogs;
class TableProxy;
class ValueTableModel;

enum class TableFormat : std::uint8_t { Tsv, Csv, Markdown };

class DataTable final : public QTableView
{
    Q_OBJECT

public:
    // `objectName` is the key under which widths are remembered; `accessibleName` is what a screen reader
    // says.
    DataTable(const Theme &theme, const QString &objectName, const QString &accessibleName,
              QWidget *parent = nullptr);

    // The model must outlive the table. It is shown through a sorting and filtering proxy.
    void setRowsModel(ValueTableModel *model);
    [[nodiscard]] ValueTableModel *rowsModel() const { return m_rows; }

    // Ids of Row; "" or empty where nothing is selected.
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] QStringList selectedIds() const;
    bool selectId(const QString &id); // false if there is no such row in sight
    void setMultiSelect(bool on);

    // Shows only rows in which every word occurs in some column.
    void setFilterText(const QString &text);
    [[nodiscard]] int shownRows() const;
    // Lets the last column fill the width (the default) or another one.
    void setStretchColumn(int column);
    // Widths until the user changes them, instead of what the first rows need; the last column has the rest.
    void setUsualWidths(std::vector<int> widths);
    // Grows and shrinks with its rows up to `rows` instead of scrolling; for short tables inside a card.
    void setFitRows(int rows);
    // Asks for the width that all its columns need, so that a layout elides none of them.
    void setFitColumns(bool on);

    // The selected rows, or all shown rows if none is selected, with a header line.
    [[nodiscard]] QString text(TableFormat format) const;
    void copy(TableFormat format) const;
    // Enables "Save as CSV…" in the context menu.
    void setDialogs(Dialogs *dialogs) { m_dialogs = dialogs; }

    // Column widths and sort order. False until there were rows to measure or widths to restore.
    [[nodiscard]] bool widthsKnown() const { return m_widthsKnown; }
    void save(QSettings &settings) const;
    void restore(const QSettings &settings);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void currentIdChanged(const QString &id);
    void idActivated(const QString &id); // Enter or double click

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void useDensity();
    void sizeColumnsOnce();
    [[nodiscard]] int neededWidth() const;
    void makeRoomForIndicator(int column);
    void saveAs();

    const Theme &m_theme;
    Dialogs *m_dialogs = nullptr;
    ValueTableModel *m_rows = nullptr;
    TableProxy *m_proxy;
    int m_fitRows = 0;
    bool m_fitColumns = false;
    int m_stretchColumn = -1;
    bool m_widthsKnown = false;
    std::vector<int> m_usualWidths;
};

// Every DataTable below `root` that has an object name, under "tables/<object name>".
void saveTables(const QWidget &root, QSettings &settings);
void restoreTables(QWidget &root, const QSettings &settings);

} // namespace signalbox::ui
