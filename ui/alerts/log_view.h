// The agent's log as it stands in telemetry: by severity, filtered, and following new lines on request. GUI
// thread only.
#pragma once

#include <QWidget>

#include "ui/alerts/alerts_snapshot.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QCheckBox;
class QComboBox;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class FilterLine;
class Session;
class ValueTableModel;

class LogView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit LogView(Session &session, QWidget *parent = nullptr);

    void refresh();

private:
    void take(const std::vector<TraceLine> &lines);

    Session &m_session;
    Latest m_request;
    ErrorBanner *m_error;
    QComboBox *m_severity;
    QCheckBox *m_follow;
    FilterLine *m_filter;
    ValueTableModel *m_model;
    DataTable *m_table;
    EmptyState *m_empty;
};

} // namespace signalbox::ui
