// The list beside the queries: saved ones in their folders, examples, tables with their columns, and what ran
// before, with one search over all. Enter or a double click opens a query or inserts a name. GUI thread only.
#pragma once

#include <QWidget>
#include <functional>
#include <vector>

#include "core/kql/saved/saved_queries.h"
#include "core/kql/values/schema.h"
#include "ui/alerts/query_history.h"
#include "ui/widgets/theme.h"

class QTreeWidget;
class QTreeWidgetItem;

namespace signalbox::ui {

class FilterLine;

struct PanelTable
{
    QString name = {};
    kql::Schema schema = {};
    bool removable = false; // a file or a result that was opened as a table
};

class QueryPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryPanel(const Theme &theme, QWidget *parent = nullptr);

    void setSaved(const std::vector<kql::SavedQuery> &saved);
    void setExamples(const std::vector<kql::QueryDraft> &examples);
    void setTables(const std::vector<PanelTable> &tables);
    void setHistory(const std::vector<HistoryEntry> &history);
    void focusSearch();

Q_SIGNALS:
    // `saved` is 0 for an example and for what ran before; these have a title only as examples.
    void queryChosen(const QString &text, const QString &title, qint64 saved);
    void nameChosen(const QString &name);
    void changeRequested(qint64 saved);
    void deleteRequested(qint64 saved);
    void removeTableRequested(const QString &table);
    void clearHistoryRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QTreeWidgetItem *makeGroup(const QString &title, const QString &whenEmpty);
    QTreeWidgetItem *folder(QTreeWidgetItem *group, const QString &name);
    void refill(QTreeWidgetItem *group, const std::function<void()> &fill);
    void choose(QTreeWidgetItem *item);
    void showMenu(const QPoint &where);
    void search(const QString &words);
    [[nodiscard]] QTreeWidgetItem *firstQuery() const;
    bool searchKey(int key);

    const Theme &m_theme;
    FilterLine *m_search;
    QTreeWidget *m_tree;
    QTreeWidgetItem *m_saved;
    QTreeWidgetItem *m_examples;
    QTreeWidgetItem *m_tables;
    QTreeWidgetItem *m_history;
};

} // namespace signalbox::ui
