// The jobs that are under way, each with its progress and a button to cancel it, and those that failed lately
// with their error. Says so when nobody is there to execute them.
#pragma once

#include <QWidget>
#include <map>
#include <set>
#include <vector>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/widgets/theme.h"

class QVBoxLayout;

namespace signalbox::ui {

class JobRow;

class JobStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit JobStrip(const Theme &theme, QWidget *parent = nullptr);

    // Hidden while there is nothing to tell.
    void setJobs(const std::vector<JobLine> &jobs, bool agentAlive);
    void setMayCancel(const QString &whyNot);

Q_SIGNALS:
    void cancelRequested(qint64 job);
    void runRequested(const QString &run);
    void startAgentRequested();

private:
    void remove(std::int64_t job);

    const Theme &m_theme;
    QString m_whyNotCancel;
    QVBoxLayout *m_lines;
    QWidget *m_waiting;
    std::map<std::int64_t, JobRow *> m_rows;
    std::set<std::int64_t> m_dismissed;
};

} // namespace signalbox::ui
