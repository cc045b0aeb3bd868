// For whoever is on call at 03:00: one red button that puts everything back, and what it goes back to. GUI
// thread only.
#pragma once

#include <QWidget>

#include "core/store/actor.h"
#include "ui/traffic/traffic_snapshot.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class Card;

class OnCallCard final : public QWidget
{
    Q_OBJECT

public:
    explicit OnCallCard(const Theme &theme, QWidget *parent = nullptr);

    // `snapshot` has a chosen endpoint.
    void display(const TrafficSnapshot &snapshot, store::Role role);

Q_SIGNALS:
    void rollbackRequested();

private:
    Card *m_card;
    QPushButton *m_button;
    QLabel *m_target;
    QLabel *m_promise;
};

} // namespace signalbox::ui
