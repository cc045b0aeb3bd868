// The agent of the workspace: whether it lives, where, since when; starts it and asks it to stop. GUI thread
// only.
#pragma once

#include <QWidget>

class QPushButton;

namespace signalbox::ui {

class KeyValueList;
class Session;
class StatusDot;

class AgentCard final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the card.
    explicit AgentCard(Session &session, QWidget *parent = nullptr);

    void refresh();

private:
    void stopAgent();

    Session &m_session;
    StatusDot *m_state;
    KeyValueList *m_facts;
    QPushButton *m_start;
    QPushButton *m_stop;
};

} // namespace signalbox::ui
