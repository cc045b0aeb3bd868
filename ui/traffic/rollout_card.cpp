#include "ui/traffic/rollout_card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/traffic/rollout_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/environment_chip.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/step_line.h"
#include "ui/widgets/traffic_bar.h"
#include "ui/widgets/verdict_banner.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

void allow(QPushButton *button, const QString &whyNot)
{
    button->setEnabled(whyNot.isEmpty());
    button->setToolTip(whyNot);
    button->setAccessibleDescription(whyNot);
}

} // namespace

RolloutCard::RolloutCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_title(makeTitle({}, this))
    , m_environment(new Badge(this))
    , m_headline(makeText({}, Role::MutedText, this))
    , m_state(new StatusDot(theme, this))
    , m_verdict(new VerdictBanner(theme, this))
    , m_note(makeText({}, Role::Warning, this))
    , m_bar(new TrafficBar(theme, this))
    , m_steps(new StepLine(theme, this))
    , m_start(makeButton(tr("Start rollout…"), u"startRollout"_s, ButtonKind::Primary, this))
    , m_pause(makeButton(tr("Pause"), u"pauseRollout"_s, ButtonKind::Plain, this))
    , m_resume(makeButton(tr("Resume"), u"resumeRollout"_s, ButtonKind::Plain, this))
    , m_promote(makeButton(tr("Promote now"), u"promoteRollout"_s, ButtonKind::Plain, this))
    , m_cancel(makeButton(tr("Cancel rollout"), u"cancelRollout"_s, ButtonKind::Plain, this))
{
    m_title->setObjectName(u"endpointTitle"_s);
    m_headline->setObjectName(u"rolloutHeadline"_s);
    m_note->setObjectName(u"rolloutNote"_s);
    m_verdict->setObjectName(u"verdict"_s);
    m_state->setObjectName(u"rolloutState"_s);
    m_headline->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *rehearse = makeButton(tr("Rehearse"), u"rehearse"_s, ButtonKind::Plain, this);
    rehearse->setIcon(theme.icon(u"drill"_s));
    rehearse->setCheckable(true);
    rehearse->setToolTip(tr("A drill: send load and break a deployment on purpose"));

    connect(m_start, &QPushButton::clicked, this, &RolloutCard::startRequested);
    connect(m_pause, &QPushButton::clicked, this, &RolloutCard::pauseRequested);
    connect(m_resume, &QPushButton::clicked, this, &RolloutCard::resumeRequested);
    connect(m_promote, &QPushButton::clicked, this, &RolloutCard::promoteRequested);
    connect(m_cancel, &QPushButton::clicked, this, &RolloutCard::cancelRequested);
    connect(rehearse, &QPushButton::toggled, this, &RolloutCard::rehearseToggled);

    auto *titleLine = new QHBoxLayout;
    titleLine->setSpacing(8);
    titleLine->addWidget(m_title);
    titleLine->addWidget(m_environment);
    titleLine->addWidget(m_state);
    titleLine->addStretch();
    auto *words = new QWidget(this);
    auto *text = new QVBoxLayout(words);
    text->setContentsMargins(0, 0, 0, 0);
    text->setSpacing(2);
    text->addLayout(titleLine);
    text->addWidget(m_headline);
    auto *moves = new QWidget(this);
    auto *buttons = new QHBoxLayout(moves);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(6);
    for (QPushButton *button : {m_start, m_pause, m_resume, m_promote, m_cancel, rehearse})
        buttons->addWidget(button, 0, Qt::AlignTop);
    buttons->addStretch();
    auto *head = new ResponsiveRow(640, this);
    head->addWidget(words, 1);
    head->addWidget(moves);

    auto *card = new Card({}, this);
    card->body()->setSpacing(10);
    card->body()->addWidget(head);
    card->body()->addWidget(m_verdict);
    card->body()->addWidget(m_bar);
    card->body()->addWidget(m_steps);
    card->body()->addWidget(m_note);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void RolloutCard::display(const TrafficSnapshot &snapshot, store::Role role)
{
    const serve::Endpoint &endpoint = *snapshot.endpoint;
    const rollout::Rollout *rollout = snapshot.rollout();
    m_title->setText(toQt(endpoint.name));
    const Environment environment = environmentFromName(toQt(serve::environmentName(endpoint.environment)));
    m_environment->setWord(environmentWord(environment), environmentRole(environment));
    const rollout::Rollout *underWay = snapshot.active();
    m_state->setState(underWay != nullptr ? rolloutStateRole(underWay->state) : Role::Good,
                      endpointStateWords(endpoint, underWay));
    if (underWay == nullptr && serve::splitOf(endpoint).empty())
        m_state->setState(Role::MutedText, endpointStateWords(endpoint, nullptr));
    if (rollout == nullptr)
        m_headline->setText(tr("No rollout yet. A rollout moves traffic to another version step by step."));
    else if (underWay == nullptr)
        m_headline->setText(rolloutHeadline(*rollout, snapshot.approvedBy) + u" · "_s +
                            rolloutStateWords(*rollout));
    else
        m_headline->setText(rolloutHeadline(*rollout, snapshot.approvedBy));
    m_bar->setShares(trafficShares(endpoint));
    m_steps->setVisible(rollout != nullptr);
    if (rollout != nullptr)
        m_steps->setSteps(stepViews(*rollout, snapshot.readAt));
    const bool noteworthy = underWay != nullptr && !underWay->note.empty() && underWay->note != "settling";
    m_note->setText(noteworthy ? toQt(underWay->note) : QString());
    m_note->setVisible(noteworthy);
    showButtons(snapshot, role);
}

void RolloutCard::showVerdict(const Verdict &verdict)
{
    m_verdict->setVerdict(verdict);
}

void RolloutCard::showButtons(const TrafficSnapshot &snapshot, store::Role role)
{
    const QString mayNot = whyNotAllowed(role, store::Permission::Operate);
    const rollout::Rollout *rollout = snapshot.active();
    m_start->setVisible(rollout == nullptr);
    m_pause->setVisible(rollout != nullptr && canPause(*rollout));
    m_resume->setVisible(rollout != nullptr && canResume(*rollout));
    m_promote->setVisible(rollout != nullptr && canPromote(*rollout));
    m_cancel->setVisible(rollout != nullptr && canCancel(*rollout));
    QString noStart = mayNot;
    if (noStart.isEmpty() && snapshot.approved.empty())
        noStart =
            tr("There is no approved version that does not serve here already. Approve one in Registry.");
    else if (noStart.isEmpty() && serve::splitOf(*snapshot.endpoint).size() > 1)
        noStart = tr("The traffic is split. Give one deployment 100 % first, in Endpoints.");
    allow(m_start, noStart);
    allow(m_pause, mayNot);
    allow(m_resume, mayNot);
    allow(m_promote, mayNot);
    allow(m_cancel, whyNotAllowed(role, store::Permission::RollBack));
}

} // namespace signalbox::ui
