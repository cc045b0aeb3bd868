#include "ui/widgets/traffic_bar.h"

#include <QPainter>
#include <QPainterPath>
#include <QVariantAnimation>
#include <algorithm>
#include <numeric>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int barHeight = 44;
constexpr int inset = 13;

QString longLabel(const TrafficShare &share, bool fromRight)
{
    const QString percent = u"%1 %"_s.arg(share.percent);
    const QString name = share.deployment.toUpper();
    return fromRight ? u"%1 · %2 · %3"_s.arg(percent, share.version, name)
                     : u"%1 · %2 · %3"_s.arg(name, share.version, percent);
}

QString spoken(const std::vector<TrafficShare> &shares)
{
    QStringList parts;
    for (const TrafficShare &share : shares)
        parts.append(longLabel(share, false));
    return parts.join(u", "_s);
}

} // namespace

Role deploymentRole(const QString &deploymentName)
{
    const QString lower = deploymentName.toLower();
    if (lower.startsWith(u"blue"_s))
        return Role::BlueDeployment;
    if (lower.startsWith(u"green"_s))
        return Role::GreenDeployment;
    return Role::OtherDeployment;
}

TrafficBar::TrafficBar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_animation(new QVariantAnimation(this))
{
    setObjectName(u"trafficBar"_s);
    setAccessibleName(tr("Traffic"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_animation->setStartValue(0.0);
    m_animation->setEndValue(1.0);
    m_animation->setDuration(300);
    m_animation->setEasingCurve(QEasingCurve::InOutCubic);
    connect(m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) {
        const double part = value.toDouble();
        for (std::size_t i = 0; i < m_shown.size(); ++i)
            m_shown[i] = m_from[i] + (m_shares[i].percent - m_from[i]) * part;
        update();
    });
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void TrafficBar::setShares(std::vector<TrafficShare> shares)
{
    if (shares == m_shares)
        return;
    const bool same =
        std::ranges::equal(shares, m_shares, {}, &TrafficShare::deployment, &TrafficShare::deployment);
    m_animation->stop();
    m_shares = std::move(shares);
    if (!same) {
        m_shown.clear();
        std::ranges::transform(m_shares, std::back_inserter(m_shown), &TrafficShare::percent);
    }
    m_from = m_shown;
    setAccessibleDescription(spoken(m_shares));
    setToolTip(spoken(m_shares));
    if (same && isVisible() && !m_theme.reducedMotion()) {
        m_animation->start();
        return;
    }
    std::ranges::transform(m_shares, m_shown.begin(), &TrafficShare::percent);
    update();
}

QSize TrafficBar::sizeHint() const
{
    return {320, barHeight};
}

QSize TrafficBar::minimumSizeHint() const
{
    return {160, barHeight};
}

void TrafficBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    const double total = std::accumulate(m_shown.begin(), m_shown.end(), 0.0);
    if (total < 0.5) {
        painter.setPen(m_theme.color(Role::ControlBorder));
        painter.setBrush(m_theme.color(Role::Well));
        painter.drawRoundedRect(whole, 6, 6);
        painter.setPen(m_theme.color(Role::MutedText));
        painter.drawText(rect().adjusted(inset, 0, -inset, 0), Qt::AlignVCenter | Qt::AlignLeft,
                         m_shares.empty() ? tr("No deployment") : tr("Closed: no deployment gets traffic"));
        return;
    }

    QPainterPath clip;
    clip.addRoundedRect(whole, 6, 6);
    painter.setClipPath(clip);
    QFont font = this->font();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    const QFontMetrics metrics(font);
    double left = 0;
    const std::size_t last = m_shares.size() - 1;
    for (std::size_t i = 0; i < m_shares.size(); ++i) {
        const double wide = width() * m_shown[i] / total;
        const QRectF part(left, 0, wide, height());
        painter.fillRect(part, m_theme.color(m_shares[i].role));
        left += wide;

        const bool fromRight = i == last && i > 0;
        const QRectF room = part.adjusted(inset, 0, -inset, 0);
        QString text = longLabel(m_shares[i], fromRight);
        if (metrics.horizontalAdvance(text) > room.width())
            text = u"%1 %"_s.arg(m_shares[i].percent);
        if (metrics.horizontalAdvance(text) > part.width() - 4)
            continue;
        painter.setPen(m_theme.color(Role::DeploymentText));
        const bool tight = metrics.horizontalAdvance(text) > room.width();
        painter.drawText(tight ? part : room,
                         static_cast<int>(Qt::AlignVCenter | (tight       ? Qt::AlignHCenter
                                                              : fromRight ? Qt::AlignRight
                                                                          : Qt::AlignLeft)),
                         text);
    }
}

} // namespace signalbox::ui
