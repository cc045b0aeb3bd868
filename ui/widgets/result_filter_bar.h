// What is shown of a result: a search over all columns or one, the filters that are set as chips that take
// them away again, and how many rows are left. Only ResultTableView uses this.
#pragma once

#include <QWidget>
#include <vector>

#include "core/kql/results/row_view.h"
#include "ui/widgets/theme.h"

class QBoxLayout;
class QComboBox;
class QLabel;
class QPushButton;

namespace signalbox::ui {

class FilterLine;

class ResultFilterBar final : public QWidget
{
    Q_OBJECT

public:
    ResultFilterBar(const Theme &theme, const QString &objectName, QWidget *parent);

    // Forgets all filters.
    void setSchema(const kql::Schema &schema);
    // Search and filters; the order is not the bar's.
    [[nodiscard]] kql::RowView view() const;
    void setSearch(const QString &text);
    void setColumnFilter(std::size_t column, const QString &text);
    // Moves the focus to the line for that column, or for all columns.
    void askFor(std::optional<std::size_t> column);
    // What stands at the end of the bar: "58 rows", or what is wrong with a filter.
    void setStatus(const QString &text, Role role);

Q_SIGNALS:
    void viewChanged();
    void downPressed(); // out of the line into the rows

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void lineChanged(const QString &text);
    void showChips();
    [[nodiscard]] std::optional<std::size_t> chosenColumn() const;
    [[nodiscard]] QString filterOf(std::size_t column) const;

    const Theme &m_theme;
    kql::Schema m_schema;
    kql::RowView m_view;
    QComboBox *m_column;
    FilterLine *m_line;
    QBoxLayout *m_chipRow;
    QLabel *m_status;
    std::vector<QPushButton *> m_chips;
};

} // namespace signalbox::ui
