#include "ui/infrastructure/health_card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/infrastructure/infrastructure_snapshot.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

HealthCard::HealthCard(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_file(new StatusDot(session.services().theme, this))
    , m_trail(new StatusDot(session.services().theme, this))
    , m_when(makeText(tr("Reads the whole database; others can work meanwhile."), Role::MutedText, this))
    , m_check(makeButton(tr("Check now"), u"checkHealth"_s, ButtonKind::Plain, this))
    , m_cancel(makeButton(tr("Cancel"), u"cancelCheck"_s, ButtonKind::Plain, this))
{
    m_file->setObjectName(u"fileHealth"_s);
    m_trail->setObjectName(u"trailHealth"_s);
    m_when->setObjectName(u"healthChecked"_s);
    m_file->setState(Role::MutedText, tr("File not checked yet"));
    m_trail->setState(Role::MutedText, tr("Audit trail not checked yet"));
    m_cancel->hide();
    connect(m_check, &QPushButton::clicked, this, &HealthCard::check);
    connect(m_cancel, &QPushButton::clicked, this, &HealthCard::cancel);
    auto *card = new Card(tr("DATABASE HEALTH"), this);
    card->addHeadingWidget(m_check);
    card->addHeadingWidget(m_cancel);
    card->body()->addWidget(m_file);
    card->body()->addWidget(m_trail);
    card->body()->addWidget(m_when);
    card->body()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void HealthCard::check()
{
    if (m_request.waiting())
        return;
    m_check->hide();
    m_cancel->show();
    m_cancel->setFocus();
    m_file->setState(Role::Accent, tr("Checking the file…"));
    m_trail->setState(Role::Accent, tr("Checking the audit trail…"));
    runOnPool(
        this, m_request,
        [workspace = m_session.workspace()](const StopToken &stop) { return checkHealth(*workspace, stop); },
        [this](const Result<HealthReport> &report) { take(report); });
}

void HealthCard::cancel()
{
    m_request.cancel();
    m_cancel->hide();
    m_check->show();
    m_check->setFocus();
    m_file->setState(Role::MutedText, tr("The check was cancelled"));
    m_trail->setState(Role::MutedText, tr("Audit trail not checked"));
}

void HealthCard::take(const Result<HealthReport> &report)
{
    const bool watched = m_cancel->hasFocus();
    m_cancel->hide();
    m_check->show();
    if (watched)
        m_check->setFocus();
    if (!report) {
        m_file->setState(Role::Danger, errorText(report.error()));
        m_trail->setState(Role::MutedText, tr("Audit trail not checked"));
        return;
    }
    m_file->setState(report->fault.empty() ? Role::Good : Role::Danger,
                     report->fault.empty() ? tr("workspace.db is sound") : toQt(report->fault));
    m_trail->setState(report->audit.intact ? Role::Good : Role::Danger, toQt(report->audit.finding));
    m_when->setText(tr("Checked %1").arg(fullTimeText(report->checked)));
}

} // namespace signalbox::ui
