// Whether workspace.db is sound: SQLite's check of the file and the audit trail's check of its chain, on
// request and cancellable. GUI thread only.
#pragma once

#include <QWidget>

#include "core/base/result.h"
#include "ui/widgets/async.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class Session;
class StatusDot;
struct HealthReport;

class HealthCard final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the card.
    explicit HealthCard(Session &session, QWidget *parent = nullptr);

    void check();

private:
    void cancel();
    void take(const Result<HealthReport> &report);

    Session &m_session;
    Latest m_request;
    StatusDot *m_file;
    StatusDot *m_trail;
    QLabel *m_when;
    QPushButton *m_check;
    QPushButton *m_cancel;
};

} // namespace signalbox::ui
