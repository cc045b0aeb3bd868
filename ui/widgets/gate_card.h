// The card of a gate: who asks for what, the frozen evidence, a reason and the buttons to approve and reject,
// or how it was decided. Registry and Traffic show it. It only asks: whoever holds it hands the decision to
// registry::decide and sets the view anew. GUI thread only.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/widgets/gate_view.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class Card;
class ComparisonView;

class GateCard final : public QWidget
{
    Q_OBJECT

public:
    explicit GateCard(const Theme &theme, QWidget *parent = nullptr);

    // The same gate again keeps the reason that is being typed.
    void setView(GateView view);
    [[nodiscard]] const std::optional<GateView> &view() const { return m_view; }
    // Both buttons rest while a decision is on its way; setView() does not change that.
    void setBusy(bool busy);
    // Puts the focus where the decision is taken.
    void focusDecision();

Q_SIGNALS:
    void decided(qint64 gate, signalbox::registry::Decision decision, const QString &reason);

private:
    QWidget *makeDecision();
    void showEvidence();
    void showDecision();
    void reject();

    std::optional<GateView> m_view;
    bool m_busy = false;
    Card *m_card;
    QLabel *m_request;
    QLabel *m_plan;
    QLabel *m_problem;
    ComparisonView *m_comparison;
    QLabel *m_smokeTest;
    QLabel *m_outcome;
    QWidget *m_decision;
    QPlainTextEdit *m_reason;
    QLabel *m_reasonError;
    QPushButton *m_approve;
    QPushButton *m_reject;
    QLabel *m_obstacle;
};

} // namespace signalbox::ui
