// One line of the JobStrip: what is trained, how far it is, and what can be done about it.
#pragma once

#include <QWidget>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/widgets/theme.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace signalbox::ui {

class JobRow final : public QWidget
{
    Q_OBJECT

public:
    JobRow(const Theme &theme, std::int64_t job, QWidget *parent);

    void setLine(const JobLine &line, const QString &whyNotCancel);

Q_SIGNALS:
    void cancelRequested();
    void runRequested(const QString &run);
    void dismissed();

private:
    void drawIcon();

    const Theme &m_theme;
    QString m_iconName;
    QString m_run;
    bool m_failed = false;
    QLabel *m_icon;
    QLabel *m_title;
    QProgressBar *m_progress;
    QLabel *m_detail;
    QPushButton *m_show;
    QPushButton *m_cancel;
};

} // namespace signalbox::ui
