#include "ui/widgets/step_line.h"

#include <QPainter>
#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int lineHeight = 3;
constexpr int gap = 10;
constexpr int between = 12;

QString mark(StepState state)
{
    switch (state) {
    case StepState::Done:
        return u" ✓"_s;
    case StepState::Running:
        return u" ●"_s;
    case StepState::Failed:
        return u" ✕"_s;
    case StepState::Skipped:
        return u" –"_s;
    case StepState::Waiting:
        break;
    }
    return {};
}

Role stateRole(StepState state)
{
    switch (state) {
    case StepState::Done:
        return Role::Good;
    case StepState::Running:
        return Role::Accent;
    case StepState::Failed:
        return Role::Danger;
    case StepState::Waiting:
    case StepState::Skipped:
        break;
    }
    return Role::Border;
}

} // namespace

StepLine::StepLine(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"stepLine"_s);
    setAccessibleName(tr("Steps of the rollout"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StepLine::setSteps(std::vector<StepView> steps)
{
    if (steps == m_steps)
        return;
    m_steps = std::move(steps);
    QStringList spoken;
    for (const StepView &step : m_steps)
        spoken.append(u"%1%2, %3"_s.arg(step.label, mark(step.state), step.detail));
    setAccessibleDescription(spoken.join(u"; "_s));
    updateGeometry();
    update();
}

int StepLine::heightForWidth(int width) const
{
    int detail = fontMetrics().height();
    const auto count = static_cast<int>(std::max<std::size_t>(m_steps.size(), 1));
    const int room = std::max(width / count - between, 40);
    for (const StepView &step : m_steps) {
        const QRect needed =
            fontMetrics().boundingRect(QRect(0, 0, room, 1000), Qt::TextWordWrap, step.detail);
        detail = std::max(detail, needed.height());
    }
    return lineHeight + gap + fontMetrics().height() + 2 + detail + 2;
}

QSize StepLine::sizeHint() const
{
    return {480, heightForWidth(width() > 100 ? width() : 480)};
}

QSize StepLine::minimumSizeHint() const
{
    return {static_cast<int>(m_steps.size()) * 70, heightForWidth(width() > 100 ? width() : 480)};
}

void StepLine::paintEvent(QPaintEvent *)
{
    if (m_steps.empty())
        return;
    QPainter painter(this);
    const double wide = static_cast<double>(width()) / static_cast<double>(m_steps.size());
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const StepView &step = m_steps[i];
        const double left = wide * static_cast<double>(i);
        painter.fillRect(QRectF(left, 0, wide, lineHeight), m_theme.color(Role::Border));
        const double part = step.state == StepState::Running ? std::clamp(step.progress, 0.04, 1.0) : 1.0;
        painter.fillRect(QRectF(left, 0, wide * part, lineHeight), m_theme.color(stateRole(step.state)));

        const QRectF head(left, lineHeight + gap, wide - between, fontMetrics().height() + 2);
        painter.setFont(bold);
        painter.setPen(m_theme.color(step.state == StepState::Failed ? Role::Danger : Role::Text));
        const QString label = step.label + mark(step.state);
        painter.drawText(
            head, Qt::AlignLeft | Qt::AlignVCenter,
            QFontMetrics(bold).elidedText(label, Qt::ElideRight, static_cast<int>(head.width())));
        painter.setFont(font());
        painter.setPen(m_theme.color(Role::MutedText));
        painter.drawText(QRectF(left, head.bottom(), wide - between, height() - head.bottom()),
                         Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, step.detail);
    }
}

} // namespace signalbox::ui
