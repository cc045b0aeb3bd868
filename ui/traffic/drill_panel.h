// A rehearsal: sends load to an endpoint and breaks one of its deployments on purpose (latency, errors,
// shifted scores). It only asks; what is on now it reads from the endpoint that it is shown. GUI thread only.
#pragma once

#include <QWidget>

#include "core/serve/endpoints.h"
#include "core/store/actor.h"
#include "ui/widgets/theme.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace signalbox::ui {

// "60 requests a second until 14:40 · green: 200 ms slower, 15 % errors"; "" while no drill is on.
[[nodiscard]] QString drillWords(const serve::Endpoint &endpoint, TimePoint now);

class DrillPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit DrillPanel(const Theme &theme, QWidget *parent = nullptr);

    void display(const serve::Endpoint &endpoint, TimePoint now, store::Role role);

Q_SIGNALS:
    void loadRequested(double requestsPerSecond, std::chrono::minutes duration); // 0: end it
    void faultRequested(const QString &deployment, const signalbox::serve::Fault &fault);

private:
    QWidget *makeLoad();
    QWidget *makeFault();
    void showFault();

    const Theme &m_theme;
    serve::Endpoint m_endpoint;
    QDoubleSpinBox *m_rate;
    QSpinBox *m_minutes;
    QPushButton *m_startLoad;
    QPushButton *m_stopLoad;
    QLabel *m_loadState;
    QComboBox *m_deployment;
    QSpinBox *m_latency;
    QDoubleSpinBox *m_errors;
    QDoubleSpinBox *m_shift;
    QPushButton *m_inject;
    QPushButton *m_heal;
    QLabel *m_faultState;
};

// A line over the page while a drill is on, so that nobody takes it for the real thing.
class DrillBanner final : public QWidget
{
    Q_OBJECT

public:
    explicit DrillBanner(const Theme &theme, QWidget *parent = nullptr);
    void display(const serve::Endpoint &endpoint, TimePoint now);

Q_SIGNALS:
    void endRequested();

private:
    QLabel *m_text;
};

} // namespace signalbox::ui
