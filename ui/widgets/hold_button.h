// A button that acts after it was held down for a while, for acts that must be deliberate and still need no
// dialog. By keyboard or by a screen reader's press: Space twice within three seconds. Emits confirmed(),
// never clicked-through.
#pragma once

#include <QPushButton>
#include <chrono>

#include "ui/widgets/theme.h"

class QTimer;
class QVariantAnimation;

namespace signalbox::ui {

class HoldButton final : public QPushButton
{
    Q_OBJECT

public:
    HoldButton(const Theme &theme, const QString &text, const QString &objectName, QWidget *parent = nullptr);

    void setHoldTime(std::chrono::milliseconds time);
    void setLabel(const QString &text);
    [[nodiscard]] bool armed() const { return m_armed; }

Q_SIGNALS:
    void confirmed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void press();
    void disarm();
    void updateText();

    const Theme &m_theme;
    QString m_label;
    QVariantAnimation *m_hold;
    QTimer *m_armedTime;
    bool m_armed = false;
};

} // namespace signalbox::ui
