#include "ui/traffic/on_call_card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/role_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

OnCallCard::OnCallCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(tr("ON CALL"), this))
    , m_button(makeButton({}, u"rollBack"_s, ButtonKind::Danger, this))
    , m_target(makeText({}, Role::Text, this))
    , m_promise(
          makeText(tr("One click. Takes effect in under 0.1 s, then shows Undo for 10 s. Every rollback is "
                      "written to the audit trail."),
                   Role::MutedText, this))
{
    QFont font = m_button->font();
    font.setPixelSize(theme.titleFont().pixelSize());
    m_button->setFont(font);
    m_button->setMinimumHeight(50);
    m_button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_target->setObjectName(u"rollbackTarget"_s);
    m_promise->setFont(theme.smallFont());
    connect(m_button, &QPushButton::clicked, this, &OnCallCard::rollbackRequested);

    m_card->body()->addWidget(m_button);
    m_card->body()->addWidget(m_target);
    m_card->body()->addWidget(m_promise);
    m_card->body()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

void OnCallCard::display(const TrafficSnapshot &snapshot, store::Role role)
{
    const auto &way = snapshot.wayBack;
    const bool any = way.has_value();
    m_card->setBorderRole(any && way->way.ready ? Role::Danger : any ? Role::Warning : Role::Border);
    m_promise->setVisible(any);
    if (!any) {
        m_button->setText(tr("Nothing to roll back"));
        m_button->setEnabled(false);
        m_target->setText(serve::splitOf(*snapshot.endpoint).empty()
                              ? tr("This endpoint takes no traffic.")
                              : tr("There is no earlier deployment to go back to. A rollout or a change of "
                                   "traffic makes one."));
        return;
    }
    const QString mayNot = whyNotAllowed(role, store::Permission::RollBack);
    m_button->setText(tr("Roll back to %1").arg(deploymentLabel(way->way.deployment, way->way.version)));
    m_button->setEnabled(way->way.ready && mayNot.isEmpty());
    m_button->setToolTip(mayNot);
    QStringList lines = wayBackLines(*way, snapshot.readAt);
    lines.prepend(tr("All traffic of %1 goes to %2, away from %3")
                      .arg(toQt(way->way.endpoint), deploymentLabel(way->way.deployment, way->way.version),
                           deploymentLabel(way->way.from, way->way.fromVersion)));
    m_button->setAccessibleDescription(lines.join(u". "_s));
    m_target->setText(lines.join(u'\n'));
}

} // namespace signalbox::ui
