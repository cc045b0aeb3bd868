#include "ui/widgets/toast.h"

#include <QAccessible>
#include <QApplication>
#include <QBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVariantAnimation>
#include <utility>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

ToastNote::ToastNote(const Theme &theme, Toast toast, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_toast(std::move(toast))
    , m_countdown(new QVariantAnimation(this))
{
    setObjectName(u"toast"_s);
    setProperty("floating", true);
    setAccessibleName(m_toast.text);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 8, 11);
    layout->setSpacing(8);
    layout->addWidget(makeText(m_toast.text, Role::Text, this), 1);

    if (m_toast.undo) {
        auto *undo = makeButton(m_toast.undoText.isEmpty() ? tr("Undo") : m_toast.undoText, u"toastUndo"_s,
                                ButtonKind::Plain, this);
        undo->installEventFilter(this);
        connect(undo, &QPushButton::clicked, this, [this] {
            if (m_done)
                return;
            const auto act = m_toast.undo;
            finish();
            act();
        });
        layout->addWidget(undo);
    }
    auto *close = makeButton({}, u"toastClose"_s, ButtonKind::Quiet, this);
    close->setIcon(theme.icon(u"close"_s, Role::MutedText));
    close->setAccessibleName(tr("Dismiss"));
    close->setToolTip(tr("Dismiss"));
    close->installEventFilter(this);
    connect(close, &QPushButton::clicked, this, &ToastNote::finish);
    layout->addWidget(close);

    m_countdown->setStartValue(1.0);
    m_countdown->setEndValue(0.0);
    m_countdown->setDuration(static_cast<int>(m_toast.time.count()));
    connect(m_countdown, &QVariantAnimation::valueChanged, this, qOverload<>(&QWidget::update));
    connect(m_countdown, &QVariantAnimation::finished, this, &ToastNote::finish);
    m_countdown->start();

    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

bool ToastNote::paused() const
{
    return m_countdown->state() == QAbstractAnimation::Paused;
}

void ToastNote::finish()
{
    if (std::exchange(m_done, true))
        return;
    Q_EMIT finished();
    deleteLater();
}

void ToastNote::pauseOrGoOn()
{
    const QWidget *focus = QApplication::focusWidget();
    if (m_hovered || (focus && isAncestorOf(focus)))
        m_countdown->pause();
    else if (paused())
        m_countdown->resume();
}

void ToastNote::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_toast.role));
    painter.drawRoundedRect(QRectF(6, 9, 3, height() - 18), 1.5, 1.5);
    const double left = m_countdown->currentValue().toDouble();
    painter.setBrush(m_theme.color(Role::ControlBorder));
    painter.drawRect(QRectF(16, height() - 5, (width() - 32) * left, 2));
}

void ToastNote::enterEvent(QEnterEvent *event)
{
    QFrame::enterEvent(event);
    m_hovered = true;
    pauseOrGoOn();
}

void ToastNote::leaveEvent(QEvent *event)
{
    QFrame::leaveEvent(event);
    m_hovered = false;
    pauseOrGoOn();
}

bool ToastNote::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        QMetaObject::invokeMethod(this, &ToastNote::pauseOrGoOn, Qt::QueuedConnection);
    return QFrame::eventFilter(watched, event);
}

} // namespace signalbox::ui
