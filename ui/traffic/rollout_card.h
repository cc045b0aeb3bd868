// The head of the Traffic page: what is rolling out and who let it, whether it does harm, the split as a bar,
// the steps with their evidence, and the buttons that move or stop it. It only asks. GUI thread only.
#pragma once

#include <QWidget>

#include "core/store/actor.h"
#include "ui/traffic/traffic_snapshot.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class Badge;
class StatusDot;
class StepLine;
class TrafficBar;
class VerdictBanner;
struct Verdict;

class RolloutCard final : public QWidget
{
    Q_OBJECT

public:
    explicit RolloutCard(const Theme &theme, QWidget *parent = nullptr);

    // `snapshot` has a chosen endpoint.
    void display(const TrafficSnapshot &snapshot, store::Role role);
    void showVerdict(const Verdict &verdict);

Q_SIGNALS:
    void startRequested();
    void pauseRequested();
    void resumeRequested();
    void promoteRequested();
    void cancelRequested();
    void rehearseToggled(bool open);

private:
    void showButtons(const TrafficSnapshot &snapshot, store::Role role);

    QLabel *m_title;
    Badge *m_environment;
    QLabel *m_headline;
    StatusDot *m_state;
    VerdictBanner *m_verdict;
    QLabel *m_note;
    TrafficBar *m_bar;
    StepLine *m_steps;
    QPushButton *m_start;
    QPushButton *m_pause;
    QPushButton *m_resume;
    QPushButton *m_promote;
    QPushButton *m_cancel;
};

} // namespace signalbox::ui
