#include "ui/shell/banner_area.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

BannerArea::BannerArea(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"bannerArea"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);

    m_incident = makeBanner(u"incidentBanner"_s, u"incident"_s, u"alerts"_s, Role::DangerText);
    m_investigate =
        makeButton(tr("Investigate"), u"investigateButton"_s, ButtonKind::Plain, m_incident.frame);
    m_rollback = makeButton({}, u"bannerRollbackButton"_s, ButtonKind::Plain, m_incident.frame);
    m_rollback->setProperty("banner", u"action"_s);
    m_incident.frame->layout()->addWidget(m_investigate);
    m_incident.frame->layout()->addWidget(m_rollback);

    m_agent = makeBanner(u"agentBanner"_s, u"notice"_s, u"agent"_s, Role::Warning);
    m_start = makeButton(tr("Start the agent"), u"startAgentButton"_s, ButtonKind::Primary, m_agent.frame);
    m_agent.frame->layout()->addWidget(m_start);

    m_problem = makeBanner(u"problemBanner"_s, u"notice"_s, u"warning"_s, Role::Warning);

    connect(m_investigate, &QPushButton::clicked, this, &BannerArea::investigateChosen);
    connect(m_start, &QPushButton::clicked, this, &BannerArea::startAgentChosen);
    connect(m_rollback, &QPushButton::clicked, this, [this] {
        if (m_wayBack)
            Q_EMIT rollbackChosen(*m_wayBack);
    });
    setState({});
}

BannerArea::Banner BannerArea::makeBanner(const QString &objectName, const QString &kind, const QString &icon,
                                          Role role)
{
    Banner banner{.frame = new QFrame(this), .icon = nullptr, .text = nullptr};
    banner.frame->setObjectName(objectName);
    banner.frame->setProperty("banner", kind);
    banner.icon = new QLabel(banner.frame);
    banner.text = makeText({}, Role::Text, banner.frame);
    auto *line = new QHBoxLayout(banner.frame);
    line->setContentsMargins(14, 8, 14, 8);
    line->setSpacing(12);
    line->addWidget(banner.icon);
    line->addWidget(banner.text, 1);
    layout()->addWidget(banner.frame);

    QLabel *label = banner.icon;
    const auto draw = [this, label, icon, role] {
        label->setPixmap(m_theme.icon(icon, role).pixmap(16, 16));
    };
    draw();
    connect(&m_theme, &Theme::changed, label, draw);
    return banner;
}

void BannerArea::setState(const ShellState &state)
{
    m_incident.frame->setVisible(state.incident.has_value());
    if (state.incident) {
        m_incident.text->setText(state.incident->text);
        m_incident.frame->setAccessibleName(state.incident->text);
        m_investigate->setVisible(!state.incident->kind.isEmpty());
    }
    showWayBack(state);
    showAgent(state);
    m_problem.frame->setVisible(!state.problem.isEmpty());
    m_problem.text->setText(state.problem);
    m_problem.frame->setAccessibleName(state.problem);
}

// A button beside an incident must not move the traffic of another endpoint.
void BannerArea::showWayBack(const ShellState &state)
{
    const QString endpoint = state.incident ? state.incident->name : QString();
    const auto found = std::ranges::find(state.rollbacks, endpoint, &RollbackTarget::endpoint);
    m_wayBack = found == state.rollbacks.end() ? std::nullopt : std::optional(*found);
    m_rollback->setVisible(m_wayBack.has_value());
    if (m_wayBack) {
        m_rollback->setText(tr("Roll back to %1").arg(m_wayBack->label));
        m_rollback->setToolTip(m_wayBack->endpoint + u'\n' + m_wayBack->detail);
    }
}

void BannerArea::showAgent(const ShellState &state)
{
    const bool starting = state.agent == AgentState::Starting;
    const bool stopped = state.agent == AgentState::Stopped;
    m_agent.frame->setVisible(starting || stopped);
    m_start->setVisible(stopped);
    const QString text = starting ? tr("The agent is starting.")
                                  : tr("No agent is running: endpoints do not answer and nothing moves.");
    m_agent.text->setText(stopped && !state.agentDetail.isEmpty() ? text + u' ' + state.agentDetail : text);
    m_agent.frame->setAccessibleName(m_agent.text->text());
}

} // namespace signalbox::ui
