// Whether the audit trail is as it was written: checks its chain of hashes on request and keeps saying what
// was found. GUI thread only.
#pragma once

#include <QWidget>

#include "core/store/audit.h"
#include "ui/widgets/async.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class Card;
class Session;

class ChainCard final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the card.
    explicit ChainCard(Session &session, QWidget *parent = nullptr);

    void verify();
    // What the last check found.
    [[nodiscard]] bool isBroken() const { return m_broken; }

Q_SIGNALS:
    // `firstBroken` is the sequence where the chain first fails, 0 if it holds.
    void verified(std::int64_t firstBroken);

private:
    void take(const Result<store::AuditVerdict> &verdict);

    Session &m_session;
    Latest m_request;
    bool m_broken = false;
    Card *m_card;
    QLabel *m_verdict;
    QPushButton *m_verify;
};

} // namespace signalbox::ui
