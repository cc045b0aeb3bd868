// The audit trail as a table with a filter, and the chosen entry in full: what it changed, its hashes, where
// it leads. Checks the chain on request. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "core/store/audit.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class FilterLine;
class KeyValueList;
class Session;
class StatusDot;
class ValueTableModel;

class AuditView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit AuditView(Session &session, QWidget *parent = nullptr);

    void refresh();
    // Shows what is about that subject only; the filter line says so and can be cleared.
    void showSubject(const QString &subject);
    void verify();
    void exportAll();

private:
    QWidget *makeTable();
    QWidget *makeDetail();
    void take(std::vector<store::AuditEntry> entries);
    void showChosen();
    void openSubject();

    Session &m_session;
    std::vector<store::AuditEntry> m_entries;
    Latest m_request;
    Latest m_verification;
    ErrorBanner *m_error;
    FilterLine *m_filter;
    ValueTableModel *m_model;
    DataTable *m_table;
    QLabel *m_count;
    StatusDot *m_verdict;
    QPushButton *m_verify;
    KeyValueList *m_facts;
    QPushButton *m_open;
    QPlainTextEdit *m_change;
};

} // namespace signalbox::ui
