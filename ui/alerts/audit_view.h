// The audit trail as a table with a filter, the chosen entry in full and the state of its chain. GUI thread
// only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/alerts/alerts_snapshot.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class AuditEntryCard;
class ChainCard;
class DataTable;
class EmptyState;
class ErrorBanner;
class FilterLine;
class Session;
class ValueTableModel;

class AuditView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit AuditView(Session &session, QWidget *parent = nullptr);

    void refresh();
    // Reads only what is about that subject; "" reads the whole trail.
    void showSubject(const QString &subject);
    void verify();
    void exportAll();

    [[nodiscard]] bool isUnreadable() const { return m_unreadable; }
    [[nodiscard]] bool isChainBroken() const;

Q_SIGNALS:
    void healthChanged(); // isUnreadable() or isChainBroken()

private:
    QWidget *makeTable();
    QWidget *makeDetail();
    void take(AuditAnswer answer);
    void showCount();
    void showMore();
    void clearFilters();
    void showBroken(std::int64_t sequence);
    void openSubject();
    [[nodiscard]] const store::AuditEntry *chosen() const;

    Session &m_session;
    AuditAnswer m_answer;
    AuditQuestion m_question;
    AuditQuestion m_asked;
    Latest m_request;
    bool m_again = false;
    bool m_unreadable = false;
    std::int64_t m_wanted = 0; // to be chosen once it is read
    ErrorBanner *m_error;
    FilterLine *m_filter;
    QPushButton *m_subject;
    ValueTableModel *m_model;
    DataTable *m_table;
    EmptyState *m_empty;
    QLabel *m_count;
    QPushButton *m_more;
    AuditEntryCard *m_entry;
    ChainCard *m_chain;
};

} // namespace signalbox::ui
