// The side of a result table that shows one thing whole: the current row as JSON, the current cell, or what
// its column holds. Everything in it can be selected and copied. Only ResultTableView uses this.
#pragma once

#include <QFrame>

#include "core/kql/results/cell_access.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPlainTextEdit;
class QTabBar;

namespace signalbox::ui {

class ResultTableModel;

class ResultDetail final : public QFrame
{
    Q_OBJECT

public:
    enum Page { Row, Cell, ColumnPage };

    ResultDetail(const Theme &theme, const QString &objectName, const ResultTableModel *model,
                 QWidget *parent);

    // A cell of the model, or -1 for none.
    void setCell(int row, int column);
    void setPage(Page page);
    [[nodiscard]] Page page() const;
    // The text that Copy takes.
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void closeRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void showCurrent();
    void showColumn();
    [[nodiscard]] QString rowText() const;

    const Theme &m_theme;
    const ResultTableModel *m_model;
    int m_row = -1;
    int m_column = -1;
    QTabBar *m_tabs;
    QLabel *m_title;
    QPlainTextEdit *m_text;
    Latest m_statistics;
};

} // namespace signalbox::ui
