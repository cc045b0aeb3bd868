// The right side of the Registry page: the gates of the selected version, one of them as a card to decide on,
// and what the audit trail says of it.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/registry/registry_snapshot.h"
#include "ui/shell/session.h"
#include "ui/shell/shell_services.h"
#include "ui/widgets/async.h"
#include "ui/widgets/gate_view.h"

class QComboBox;

namespace signalbox::ui {

class Card;
class DataTable;
class EmptyState;
class ErrorBanner;
class GateCard;
class ValueTableModel;

class GatePanel final : public QWidget
{
    Q_OBJECT

public:
    GatePanel(Session &session, ShellServices services, QWidget *parent = nullptr);

    // Keeps showing the chosen gate while it is among them; else the first.
    void setGates(const std::vector<GateChoice> &gates);
    void choose(std::int64_t gate);
    void focusDecision();
    // 0 if none is shown.
    [[nodiscard]] std::int64_t gate() const { return m_gate; }

Q_SIGNALS:
    void decided();

private:
    void load();
    void show(GateView view);
    void decide(qint64 gate, registry::Decision decision, const QString &reason);

    Session &m_session;
    ShellServices m_services;
    std::int64_t m_gate = 0;
    std::int64_t m_focused = 0; // gate whose decision takes the focus when it is there
    Latest m_reading;

    ErrorBanner *m_error;
    QComboBox *m_choice;
    GateCard *m_card;
    Card *m_historyCard;
    ValueTableModel *m_history;
    DataTable *m_historyTable;
    QWidget *m_none;
};

} // namespace signalbox::ui
