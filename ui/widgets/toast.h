// One note of a ToastArea: its line of text, its buttons and its countdown. Only ToastArea uses this.
#pragma once

#include <QFrame>

#include "ui/widgets/toast_area.h"

class QVariantAnimation;

namespace signalbox::ui {

class ToastNote final : public QFrame
{
    Q_OBJECT

public:
    ToastNote(const Theme &theme, Toast toast, QWidget *parent);
    [[nodiscard]] bool paused() const;

Q_SIGNALS:
    void finished();

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void pauseOrGoOn();
    void finish();

    const Theme &m_theme;
    Toast m_toast;
    QVariantAnimation *m_countdown;
    bool m_hovered = false;
    bool m_done = false;
};

} // namespace signalbox::ui
