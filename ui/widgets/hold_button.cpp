#include "ui/widgets/hold_button.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTimer>
#include <QVariantAnimation>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

HoldButton::HoldButton(const Theme &theme, const QString &text, const QString &objectName, QWidget *parent)
    : QPushButton(text, parent)
    , m_theme(theme)
    , m_label(text)
    , m_hold(new QVariantAnimation(this))
    , m_armedTime(new QTimer(this))
{
    setObjectName(objectName);
    setAutoDefault(false);
    setProperty("kind", u"danger"_s);
    m_hold->setStartValue(0.0);
    m_hold->setEndValue(1.0);
    m_hold->setDuration(1200);
    m_armedTime->setSingleShot(true);
    m_armedTime->setInterval(3000);
    updateText();

    connect(m_hold, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(m_hold, &QVariantAnimation::finished, this, [this] {
        disarm();
        Q_EMIT confirmed();
    });
    connect(m_armedTime, &QTimer::timeout, this, &HoldButton::disarm);
    // Only a screen reader's press arrives here: mouse and keys are handled below.
    connect(this, &QPushButton::clicked, this, &HoldButton::press);
}

void HoldButton::setHoldTime(std::chrono::milliseconds time)
{
    m_hold->setDuration(static_cast<int>(time.count()));
}

void HoldButton::setLabel(const QString &text)
{
    m_label = text;
    updateText();
}

void HoldButton::press()
{
    if (m_armed) {
        disarm();
        Q_EMIT confirmed();
        return;
    }
    m_armed = true;
    m_armedTime->start();
    updateText();
}

void HoldButton::disarm()
{
    m_armed = false;
    m_armedTime->stop();
    m_hold->stop();
    setDown(false);
    updateText();
    update();
}

void HoldButton::updateText()
{
    setText(m_armed ? tr("Press again: %1").arg(m_label) : m_label);
    setToolTip(tr("Hold the button, or press Space twice."));
    setAccessibleName(m_label);
    setAccessibleDescription(m_armed ? tr("Press again to confirm") : tr("Hold, or press twice, to confirm"));
}

void HoldButton::paintEvent(QPaintEvent *event)
{
    QPushButton::paintEvent(event);
    if (m_hold->state() != QAbstractAnimation::Running)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath clip;
    clip.addRoundedRect(QRectF(rect()), 6, 6);
    painter.setClipPath(clip);
    QColor fill = m_theme.color(Role::DangerText);
    fill.setAlphaF(0.3F);
    painter.fillRect(QRectF(0, 0, width() * m_hold->currentValue().toDouble(), height()), fill);
}

void HoldButton::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    setDown(true);
    m_hold->start();
    event->accept();
}

void HoldButton::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton && m_hold->state() == QAbstractAnimation::Running)
        disarm();
    event->accept();
}

void HoldButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Space) {
        if (!event->isAutoRepeat())
            press();
        return;
    }
    if (event->key() == Qt::Key_Escape && m_armed) {
        disarm();
        return;
    }
    // Enter is left alone, so that nobody types through it.
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        return;
    QPushButton::keyPressEvent(event);
}

void HoldButton::keyReleaseEvent(QKeyEvent *event)
{
    if (event->key() != Qt::Key_Space)
        QPushButton::keyReleaseEvent(event);
}

void HoldButton::focusOutEvent(QFocusEvent *event)
{
    QPushButton::focusOutEvent(event);
    disarm();
}

} // namespace signalbox::ui
