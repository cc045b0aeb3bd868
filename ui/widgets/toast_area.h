// Short notes in the lower right corner of a window, at most four at a time, each with an optional Undo and a
// countdown that pauses while the note is hovered or focused. The window gives the area its place; pages call
// show().
#pragma once

#include <QString>
#include <QWidget>
#include <chrono>
#include <functional>

#include "ui/widgets/theme.h"

class QVBoxLayout;

namespace signalbox::ui {

struct Toast
{
    QString text = {};
    Role role = Role::Good; // Good, Warning, Danger or Accent
    std::function<void()> undo = {};
    QString undoText = {}; // "Undo" if empty
    std::chrono::milliseconds time = std::chrono::seconds(6);
};

class ToastArea final : public QWidget
{
    Q_OBJECT

public:
    // The area is a child of `window` and follows its size.
    ToastArea(const Theme &theme, QWidget *window);

    void showToast(Toast toast);
    // Keeps clear of this many pixels at the bottom of the window, such as a status bar.
    void setBottomMargin(int pixels);
    [[nodiscard]] int count() const;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    const Theme &m_theme;
    QVBoxLayout *m_layout;
    int m_bottomMargin = 0;
};

} // namespace signalbox::ui
