// What a page shows in place of content: nothing there yet (EmptyState) or something failed (ErrorBanner).
#pragma once

#include <QFrame>

#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

// An icon, one sentence and at most one action. Emits actionRequested() for its button.
class EmptyState final : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(const Theme &theme, const QString &iconName, QWidget *parent = nullptr);
    void setText(const QString &sentence);
    // An empty text hides the button.
    void setAction(const QString &text);
    // Why the button does not work now, "" if it does.
    void setObstacle(const QString &reason);

Q_SIGNALS:
    void actionRequested();

private:
    const Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_button;
};

// A red-edged line with the sentence of an Error and a button to try again. Hidden while there is no error.
class ErrorBanner final : public QFrame
{
    Q_OBJECT

public:
    explicit ErrorBanner(const Theme &theme, QWidget *parent = nullptr);
    void showError(const QString &sentence, bool canRetry = true);
    void clear();

Q_SIGNALS:
    void retryRequested();

private:
    const Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_retry;
};

} // namespace signalbox::ui
