// Live charts of one endpoint: latency, requests a second and errors for each deployment, and the same as a
// table. Reads telemetry by itself when there is something new. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/shell/request_snapshot.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QComboBox;

namespace signalbox::ui {

class DataTable;
class ErrorBanner;
class Session;
class TimeChart;
class ValueTableModel;

class RequestsCard final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the card.
    explicit RequestsCard(Session &session, QWidget *parent = nullptr);

    void setEndpoint(const std::string &endpoint);

private:
    void read();
    void draw();

    Session &m_session;
    std::string m_endpoint;
    RequestsAnswer m_shown;
    Latest m_request;
    ErrorBanner *m_error;
    QComboBox *m_range;
    QComboBox *m_percentile;
    TimeChart *m_latency;
    TimeChart *m_rate;
    TimeChart *m_errors;
    ValueTableModel *m_model;
    DataTable *m_table;
};

} // namespace signalbox::ui
