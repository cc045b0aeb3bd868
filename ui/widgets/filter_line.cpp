#include "ui/widgets/filter_line.h"

#include <QKeyEvent>
#include <QTimer>

#include "ui/widgets/data_table.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

FilterLine::FilterLine(const Theme &theme, const QString &objectName, const QString &placeholder,
                       QWidget *parent)
    : QLineEdit(parent)
    , m_rest(new QTimer(this))
{
    setObjectName(objectName);
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    setProperty("filter", true);
    setClearButtonEnabled(true);
    addAction(theme.icon(u"search"_s, Role::MutedText), QLineEdit::LeadingPosition);
    m_rest->setSingleShot(true);
    m_rest->setInterval(120);
    connect(this, &QLineEdit::textChanged, m_rest, qOverload<>(&QTimer::start));
    connect(m_rest, &QTimer::timeout, this, [this] { Q_EMIT filterChanged(text()); });
}

void FilterLine::attachTo(DataTable *table)
{
    m_table = table;
    connect(this, &FilterLine::filterChanged, table, &DataTable::setFilterText);
}

void FilterLine::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && !text().isEmpty()) {
        clear();
        return;
    }
    if (event->key() == Qt::Key_Down && m_table) {
        m_table->setFocus(Qt::TabFocusReason);
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace signalbox::ui
