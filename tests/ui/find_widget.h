// Widgets and cells by the object names and row ids that a page gives them, as tests of pages ask for them.
#pragma once

#include <QPushButton>
#include <QTest>
#include <stdexcept>
#include <string>

#include "ui/widgets/data_table.h"
#include "ui/widgets/value_table_model.h"

namespace signalbox::ui {

// The widget below `page`, or the end of the test with the name that is missing.
template<typename Widget = QPushButton>
Widget *find(const QWidget *page, const char *name)
{
    auto *found = page->findChild<Widget *>(QString::fromLatin1(name));
    if (found == nullptr)
        throw std::runtime_error(std::string("there is no ") + name);
    return found;
}

// By keyboard.
inline void press(const QWidget *page, const char *button)
{
    find(page, button)->setFocus();
    QTest::keyClick(find(page, button), Qt::Key_Space);
}

// "" if there is no such row.
inline QString cell(const QWidget *page, const char *table, const QString &id, std::size_t column)
{
    const ValueTableModel *rows = find<DataTable>(page, table)->rowsModel();
    const auto row = rows->rowOf(id);
    return row ? rows->rows().at(static_cast<std::size_t>(*row)).cells.at(column).text : QString();
}

} // namespace signalbox::ui
