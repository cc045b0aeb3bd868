// What a newcomer sees: the sample workspace, an empty one, or one that exists. Making the sample takes
// seconds, so the page shows progress, and an error with what to do next. It only asks; others do.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/shell/shell_state.h"
#include "ui/widgets/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

class ErrorBanner;

class FirstRunPage final : public QWidget
{
    Q_OBJECT

public:
    explicit FirstRunPage(const Theme &theme, QWidget *parent = nullptr);

    void setRecent(const std::vector<WorkspaceItem> &recent);
    // `fraction` below 0 is unknown. The buttons rest meanwhile.
    void showProgress(const QString &step, double fraction);
    void showError(const QString &sentence);
    // Back to the choices.
    void showChoices();

Q_SIGNALS:
    void sampleRequested();
    void createRequested();
    void openRequested();
    void recentRequested(const QString &path);
    void cancelRequested();

private:
    const Theme &m_theme;
    QWidget *m_choices;
    QWidget *m_progress;
    QVBoxLayout *m_recent;
    QWidget *m_recentBox;
    ErrorBanner *m_error;
    QLabel *m_step;
    QProgressBar *m_bar;
    QPushButton *m_sample;
    QPushButton *m_cancel;
};

} // namespace signalbox::ui
