// One query of the Logs page: its text, its time range and its result. It keeps no state beyond what is seen;
// LogsView keeps drafts and history. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/alerts/query_drafts.h"
#include "ui/alerts/query_history.h"
#include "ui/alerts/query_runner.h"

class QSplitter;

namespace signalbox::ui {

class KqlEditor;
class QueryTables;
class QueryToolbar;
class ResultPane;
class Session;

class QueryTab final : public QWidget
{
    Q_OBJECT

public:
    // `session` and `tables` outlive the tab.
    QueryTab(Session &session, QueryTables &tables, QueryDraftTab draft, QWidget *parent = nullptr);

    [[nodiscard]] const QString &id() const { return m_draft.id; }
    // What is kept of it, with the text as it stands.
    [[nodiscard]] QueryDraftTab draft() const;
    // The name that it was given, or how its text begins.
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool isBlank() const;
    [[nodiscard]] QString text() const;
    // Its first letters, without the cost of a long text.
    [[nodiscard]] QString beginning(qsizetype length) const;
    [[nodiscard]] QueryRange range() const;
    [[nodiscard]] KqlEditor *editor() const { return m_editor; }
    [[nodiscard]] ResultPane *result() const { return m_result; }
    [[nodiscard]] bool isRunning() const { return m_runner->isRunning(); }

    void setTitle(const QString &title);
    // The saved query that it is, 0 if it is none.
    void setSaved(qint64 saved);
    void setText(const QString &text);
    void setRange(const QueryRange &range);
    void insertName(const QString &name);
    void focusEditor();
    void format();
    // The selection, or the statement at the cursor.
    void run();
    void runAll();
    void stop();
    // The tables that may be named have changed.
    void readTables();

Q_SIGNALS:
    void draftChanged();
    void ran(const signalbox::ui::HistoryEntry &entry);
    void saveRequested();
    void pinRequested();
    void shareRequested();

private:
    struct Origin
    {
        int line = 1; // where in the text that which ran began
        int column = 1;
    };

    struct TimeOfText;

    void connectParts();
    void runText(const QString &text, int from);
    void take(const QueryAnswer &answer);
    void goTo(int line, int column);
    void readText();
    [[nodiscard]] static TimeOfText timeOf(const QueryQuestion &question);
    void showTime(const TimeOfText &time);
    void openExample(const QString &text, const QString &title);
    void addCondition(const QString &condition);

    Session &m_session;
    QueryTables &m_tables;
    QueryDraftTab m_draft;
    QueryRunner *m_runner;
    QueryToolbar *m_toolbar;
    KqlEditor *m_editor;
    ResultPane *m_result;
    QSplitter *m_splitter;
    Latest m_tablesRequest;
    Latest m_timeRequest;
    Origin m_origin;
};

} // namespace signalbox::ui
