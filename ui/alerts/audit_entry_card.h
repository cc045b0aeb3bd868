// One entry of the audit trail in full: who did what and why, what it changed, its hashes, and where it
// leads. GUI thread only.
#pragma once

#include <QWidget>

#include "core/store/audit.h"
#include "ui/widgets/theme.h"

class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class KeyValueList;

class AuditEntryCard final : public QWidget
{
    Q_OBJECT

public:
    explicit AuditEntryCard(const Theme &theme, QWidget *parent = nullptr);

    // Null while none is chosen.
    void setEntry(const store::AuditEntry *entry);

Q_SIGNALS:
    void subjectRequested();

private:
    KeyValueList *m_facts;
    QPushButton *m_open;
    QPlainTextEdit *m_change;
};

} // namespace signalbox::ui
