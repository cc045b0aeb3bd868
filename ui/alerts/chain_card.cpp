#include "ui/alerts/chain_card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

ChainCard::ChainCard(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_card(new Card(tr("CHAIN OF HASHES"), this))
    , m_verdict(makeText(tr("Not checked yet"), Role::MutedText, this))
    , m_verify(makeButton(tr("Verify the chain"), u"verifyChain"_s, ButtonKind::Plain, this))
{
    m_verdict->setObjectName(u"chainVerdict"_s);
    m_verify->setToolTip(
        tr("Each entry holds the hash of the one before it, so that an edited, removed or moved "
           "entry is found."));
    m_verify->setAccessibleDescription(m_verify->toolTip());
    connect(m_verify, &QPushButton::clicked, this, &ChainCard::verify);
    m_card->body()->addWidget(m_verdict);
    m_card->body()->addWidget(m_verify, 0, Qt::AlignLeft);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

void ChainCard::verify()
{
    m_verify->setEnabled(false);
    setRole(m_verdict, Role::MutedText);
    m_verdict->setText(tr("Checking every entry…"));
    m_session.read(
        this, m_request, [](Workspace &workspace) { return store::verifyAudit(*workspace.store); },
        [this](const Result<store::AuditVerdict> &verdict) { take(verdict); });
}

void ChainCard::take(const Result<store::AuditVerdict> &verdict)
{
    m_verify->setEnabled(true);
    m_broken = verdict && !verdict->intact;
    const bool intact = verdict && verdict->intact;
    setRole(m_verdict, intact ? Role::Good : Role::Danger);
    m_card->setBorderRole(m_broken ? Role::Danger : Role::Border);
    if (!verdict)
        m_verdict->setText(tr("The chain could not be checked. %1").arg(errorText(verdict.error())));
    else if (intact)
        m_verdict->setText(
            tr("✓ Intact: all %1 entries are as they were written, checked %2 UTC.")
                .arg(countText(verdict->entries), clockText(m_session.workspace()->clock->now())));
    else
        m_verdict->setText(tr("✕ Not intact. %1").arg(toQt(verdict->finding)));
    if (verdict)
        Q_EMIT verified(verdict->firstBroken);
}

} // namespace signalbox::ui
