// A search field with a magnifier and a clear button that tells what was typed after a short rest.
// Escape clears it; Down goes to the list that it filters.
#pragma once

#include <QLineEdit>

#include "ui/widgets/theme.h"

class QTimer;

namespace signalbox::ui {

class DataTable;

class FilterLine final : public QLineEdit
{
    Q_OBJECT

public:
    FilterLine(const Theme &theme, const QString &objectName, const QString &placeholder,
               QWidget *parent = nullptr);
    // Filters the table and lets Down move into it.
    void attachTo(DataTable *table);

Q_SIGNALS:
    void filterChanged(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    QTimer *m_rest;
    DataTable *m_table = nullptr;
};

} // namespace signalbox::ui
