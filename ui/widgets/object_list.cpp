#include "ui/widgets/object_list.h"

#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>

namespace signalbox::ui {

namespace {

enum ItemRole { IdRole = Qt::UserRole + 1, DetailRole, DetailColorRole, MarkRole, MarkColorRole };

constexpr int side = 8;
constexpr int above = 6;

class ObjectDelegate final : public QStyledItemDelegate
{
public:
    ObjectDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        const bool selected = (option.state & QStyle::State_Selected) != 0;
        const QRect rect = option.rect;
        painter->save();
        if (selected)
            painter->fillRect(rect, m_theme.color(Role::Selection));
        else if ((option.state & QStyle::State_MouseOver) != 0)
            painter->fillRect(rect, m_theme.color(Role::Hover));
        painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), m_theme.color(Role::Border));
        if (selected && (option.state & QStyle::State_HasFocus) != 0)
            painter->fillRect(QRect(rect.left(), rect.top() + 2, 3, rect.height() - 5),
                              m_theme.color(Role::Accent));

        QFont title = m_theme.bodyFont();
        title.setWeight(selected ? QFont::DemiBold : QFont::Normal);
        const QFont small = m_theme.smallFont();
        const QFontMetrics titleMetrics(title);
        const QFontMetrics smallMetrics(small);
        const QRect room = rect.adjusted(side, above, -side, -above);

        painter->setFont(title);
        painter->setPen(m_theme.color(Role::Text));
        painter->drawText(
            room, Qt::AlignLeft | Qt::AlignTop,
            titleMetrics.elidedText(index.data(Qt::DisplayRole).toString(), Qt::ElideMiddle, room.width()));

        QRect below(room.left(), room.top() + titleMetrics.height() + 1, room.width(), smallMetrics.height());
        painter->setFont(small);
        if (const QString mark = index.data(MarkRole).toString(); !mark.isEmpty()) {
            painter->setPen(m_theme.color(static_cast<Role>(index.data(MarkColorRole).toInt())));
            painter->drawText(below, Qt::AlignLeft, mark);
            below.setLeft(below.left() + smallMetrics.horizontalAdvance(mark) + 6);
        }
        painter->setPen(m_theme.color(static_cast<Role>(index.data(DetailColorRole).toInt())));
        painter->drawText(
            below, Qt::AlignLeft,
            smallMetrics.elidedText(index.data(DetailRole).toString(), Qt::ElideRight, below.width()));
        painter->restore();
    }

    QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        const int lines =
            QFontMetrics(m_theme.bodyFont()).height() + QFontMetrics(m_theme.smallFont()).height();
        return {120, lines + 2 * above + 2};
    }

private:
    const Theme &m_theme;
};

void fill(QListWidgetItem &item, const ObjectItem &object)
{
    item.setText(object.title);
    item.setData(IdRole, object.id);
    item.setData(DetailRole, object.detail);
    item.setData(DetailColorRole, static_cast<int>(object.detailRole));
    item.setData(MarkRole, object.mark);
    item.setData(MarkColorRole, static_cast<int>(object.markRole));
    QStringList spoken{object.title, object.mark, object.detail};
    spoken.removeAll(QString());
    item.setData(Qt::AccessibleTextRole, spoken.join(QStringLiteral(", ")));
    item.setToolTip(object.title + QLatin1Char('\n') + object.detail);
}

} // namespace

ObjectList::ObjectList(const Theme &theme, const QString &objectName, const QString &accessibleName,
                       QWidget *parent)
    : QListWidget(parent)
{
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setItemDelegate(new ObjectDelegate(theme, this));
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setUniformItemSizes(true);
    setMouseTracking(true);
    connect(this, &QListWidget::currentItemChanged, this, &ObjectList::tellIfChanged);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ObjectList::setItems(const std::vector<ObjectItem> &items)
{
    if (items == m_shown)
        return;
    const QString chosen = currentId();
    const int scrolled = verticalScrollBar()->value();
    m_shown = items;
    m_filling = true;
    while (count() > static_cast<int>(items.size()))
        delete takeItem(count() - 1);
    while (count() < static_cast<int>(items.size()))
        addItem(new QListWidgetItem);
    for (int i = 0; i < count(); ++i)
        fill(*item(i), items[static_cast<std::size_t>(i)]);
    if (!selectId(chosen) && count() > 0)
        setCurrentRow(0);
    m_filling = false;
    verticalScrollBar()->setValue(scrolled);
    tellIfChanged();
}

QString ObjectList::currentId() const
{
    const QListWidgetItem *chosen = currentItem();
    return chosen == nullptr ? QString() : chosen->data(IdRole).toString();
}

bool ObjectList::selectId(const QString &id)
{
    for (int i = 0; i < count(); ++i) {
        if (item(i)->data(IdRole).toString() == id) {
            setCurrentRow(i);
            return true;
        }
    }
    return false;
}

void ObjectList::tellIfChanged()
{
    if (m_filling || currentId() == m_told)
        return;
    m_told = currentId();
    Q_EMIT currentIdChanged(m_told);
}

} // namespace signalbox::ui
