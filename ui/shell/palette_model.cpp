#include "ui/shell/palette_model.h"

#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

void PaletteModel::setEntries(const std::vector<PaletteEntry> &entries)
{
    beginResetModel();
    m_lines.clear();
    QString group;
    for (const PaletteEntry &entry : entries) {
        if (m_lines.empty() || entry.group != group)
            m_lines.push_back({.heading = entry.group});
        group = entry.group;
        m_lines.push_back({.entry = entry});
    }
    endResetModel();
}

const PaletteEntry *PaletteModel::entryAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const auto &entry = m_lines[static_cast<std::size_t>(row)].entry;
    return entry ? &*entry : nullptr;
}

int PaletteModel::step(int row, int by) const
{
    const int count = rowCount();
    for (int tried = 0; tried < count; ++tried) {
        row = (row + by + count) % count;
        if (entryAt(row))
            return row;
    }
    return -1;
}

int PaletteModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

QVariant PaletteModel::data(const QModelIndex &index, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    const PaletteEntry *entry = entryAt(index.row());
    if (!entry)
        return m_lines[static_cast<std::size_t>(index.row())].heading;
    if (role == Qt::DisplayRole)
        return entry->title;
    return u"%1, %2"_s.arg(entry->title, entry->enabled ? entry->detail : entry->reason);
}

Qt::ItemFlags PaletteModel::flags(const QModelIndex &index) const
{
    return entryAt(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

PaletteDelegate::PaletteDelegate(const Theme &theme, const PaletteModel *model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
    , m_model(model)
{
}

void PaletteDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const QRect row = option.rect;
    const PaletteEntry *entry = m_model->entryAt(index.row());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (!entry) {
        QFont font = m_theme.smallFont();
        font.setWeight(QFont::DemiBold);
        painter->setFont(font);
        painter->setPen(m_theme.color(Role::MutedText));
        painter->drawText(row.adjusted(12, 6, -12, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          index.data().toString());
        painter->restore();
        return;
    }
    if (option.state & QStyle::State_Selected) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(m_theme.color(Role::Selection));
        painter->drawRoundedRect(QRectF(row).adjusted(4, 1, -4, -1), 6, 6);
    }
    const int iconSize = 14;
    if (!entry->icon.isEmpty()) {
        m_theme.icon(entry->icon, Role::MutedText)
            .paint(painter, QRect(row.left() + 14, row.center().y() - iconSize / 2 + 1, iconSize, iconSize));
    }
    QRect room = row.adjusted(38, 0, -14, 0);
    painter->setFont(m_theme.smallFont());
    painter->setPen(m_theme.color(Role::MutedText));
    if (!entry->shortcut.isEmpty()) {
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignRight, entry->shortcut);
        room.setRight(room.right() - painter->fontMetrics().horizontalAdvance(entry->shortcut) - 12);
    }
    painter->setFont(m_theme.bodyFont());
    painter->setPen(m_theme.color(entry->enabled ? Role::Text : Role::MutedText));
    const QString title = painter->fontMetrics().elidedText(entry->title, Qt::ElideMiddle, room.width());
    painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft, title);
    room.setLeft(room.left() + painter->fontMetrics().horizontalAdvance(title) + 12);
    const QString detail = entry->enabled ? entry->detail : tr("not now: %1").arg(entry->reason);
    if (!detail.isEmpty() && room.width() > 40) {
        painter->setFont(m_theme.smallFont());
        painter->setPen(m_theme.color(Role::MutedText));
        painter->drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(detail, Qt::ElideRight, room.width()));
    }
    painter->restore();
}

QSize PaletteDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {200, m_model->entryAt(index.row()) ? 32 : 28};
}

} // namespace signalbox::ui
