// The rows of the command palette, with a heading before each group, and how they are drawn.
// Only CommandPalette uses this.
#pragma once

#include <QAbstractListModel>
#include <QStyledItemDelegate>
#include <optional>
#include <vector>

#include "ui/shell/command_palette.h"

namespace signalbox::ui {

class PaletteModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    void setEntries(const std::vector<PaletteEntry> &entries);
    // Nothing for a heading.
    [[nodiscard]] const PaletteEntry *entryAt(int row) const;
    // The nearest row with an entry from `row` in the direction of `by`, around the ends; -1 if there is
    // none.
    [[nodiscard]] int step(int row, int by) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Line
    {
        QString heading = {};
        std::optional<PaletteEntry> entry = {};
    };
    std::vector<Line> m_lines;
};

class PaletteDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    PaletteDelegate(const Theme &theme, const PaletteModel *model, QObject *parent);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Theme &m_theme;
    const PaletteModel *m_model;
};

} // namespace signalbox::ui
