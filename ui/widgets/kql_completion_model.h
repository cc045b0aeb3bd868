// The items of a completion as rows: the label, what kind of thing it is, its detail and help. Only the popup
// and its delegate use it. GUI thread.
#pragma once

#include <QAbstractListModel>
#include <vector>

#include "core/kql/language/completion.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class KqlCompletionModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum DataRole { DetailRole = Qt::UserRole + 1, HelpRole, MarkRole, MarkColorRole };

    explicit KqlCompletionModel(QObject *parent)
        : QAbstractListModel(parent)
    {
    }

    void setItems(std::vector<kql::CompletionItem> items);
    [[nodiscard]] const kql::CompletionItem &item(int row) const
    {
        return m_items[static_cast<std::size_t>(row)];
    }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    std::vector<kql::CompletionItem> m_items;
};

} // namespace signalbox::ui
