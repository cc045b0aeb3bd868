// The Logs tab: a list of queries, tables and history beside tabs of queries. Tabs and their text survive a
// restart; opening a link fills a tab and never runs it. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/saved/saved_queries.h"
#include "ui/alerts/query_drafts.h"
#include "ui/alerts/query_history.h"
#include "ui/alerts/query_link.h"
#include "ui/widgets/async.h"

class QAction;
class QSplitter;
class QTabWidget;
class QTimer;
class QToolButton;

namespace signalbox::ui {

class ActionRegistry;
class ErrorBanner;
class QueryPanel;
class QueryTab;
class QueryTables;
class Session;

class LogsView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit LogsView(Session &session, QWidget *parent = nullptr);
    ~LogsView() override;

    void refresh();
    void addActions(ActionRegistry &registry);
    [[nodiscard]] QueryTab *current() const;
    // In the current tab if that is blank, else in a new one; with the keyboard in its text.
    QueryTab *openQuery(const LinkedQuery &query, const QString &title = {}, qint64 saved = 0);
    // A query of another page, such as that behind a chart: opened and run. "" only goes to the keyboard's
    // place.
    void showQuery(const QString &text);
    // Says in a toast what is wrong with a link that cannot be opened.
    void openLink(const QString &link);

Q_SIGNALS:
    void pinned();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    [[nodiscard]] QAction *actionOf(const QKeyEvent &event) const;
    void makeTabs();
    void connectPanel();
    void addRunActions(ActionRegistry &registry);
    void addTabActions(ActionRegistry &registry);
    void addQueryActions(ActionRegistry &registry);

    QueryTab *addTab(const QueryDraftTab &draft);
    void newTab();
    void closeTab(int index);
    void renameTab(int index);
    void moveTab(int by);
    void showTitle(QueryTab *tab);
    void keepLater();
    void keepDrafts();
    void togglePanel();
    void readTables();

    void chooseQuery(const QString &text, const QString &title, qint64 saved);
    void save();
    void saveAs();
    void changeSaved(qint64 id);
    void deleteSaved(qint64 id);
    void pin();
    void share();
    void openLinkOfClipboard();
    void addTable(const QString &wanted, const kql::TablePtr &table);
    void openFile();
    void useResultAsTable();
    [[nodiscard]] const kql::SavedQuery *findSaved(qint64 id) const;
    [[nodiscard]] QStringList folders() const;
    [[nodiscard]] QString context() const;

    Session &m_session;
    QueryDrafts m_drafts;
    QueryHistory *m_history;
    QueryTables *m_tables;
    QueryPanel *m_panel;
    QWidget *m_panelCard;
    ErrorBanner *m_error;
    QSplitter *m_splitter;
    QTabWidget *m_tabs;
    QToolButton *m_panelButton;
    QTimer *m_keep;
    std::vector<kql::SavedQuery> m_saved;
    Latest m_savedRequest;
    Latest m_tablesRequest;
};

} // namespace signalbox::ui
