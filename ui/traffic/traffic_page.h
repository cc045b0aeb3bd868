// The Traffic tab: which deployment answers how much of an endpoint, the rollout that moves it, its gate, the
// way back, and what blue and green answer. GUI thread only.
#pragma once

#include <optional>

#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/traffic/traffic_snapshot.h"

class QComboBox;
class QGridLayout;
class QStackedWidget;

namespace signalbox::registry {
enum class Decision : std::uint8_t;
}

namespace signalbox::ui {

class AgainstCard;
class Card;
class DataTable;
class DrillBanner;
class DrillPanel;
class EmptyState;
class ErrorBanner;
class GateCard;
class ObjectList;
class OnCallCard;
class RolloutCard;
class StartRolloutSheet;
class TimeChart;
class ValueTableModel;

class TrafficPage final : public Page
{
    Q_OBJECT

public:
    // `session` outlives the page.
    explicit TrafficPage(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override;
    // "traffic" by the endpoint's name, "rollout" by "my-endpoint/18".
    void showObject(const QString &kind, const QString &name) override;
    [[nodiscard]] std::vector<PageObject> objects() const override;
    void addActions(ActionRegistry &registry) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeCharts();
    QWidget *makeAudit();
    void connectCards();
    void arrange(bool wide);

    void choose(const QString &endpoint);
    void chooseByEnvironment();
    void take(TrafficSnapshot snapshot);
    void readAnswers();
    void showList();
    void showChosen();
    void showAudit();
    void showCharts();
    void updateNote();
    void updateActions();

    void startRollout();
    void submitRollout(StartRolloutSheet *sheet);
    void pause();
    void resume();
    void promote();
    void cancel();
    void rollBack();
    void decide(qint64 gate, registry::Decision decision, const QString &reason);
    void setLoad(double requestsPerSecond, std::chrono::minutes duration);
    void setFault(const QString &deployment, const serve::Fault &fault);
    void endDrill();
    void afterDrillConsent(const QString &deed, const std::function<void()> &act);
    void say(const QString &deed);
    [[nodiscard]] QString context() const;
    [[nodiscard]] bool isProduction() const;
    [[nodiscard]] const rollout::Rollout *active() const;

    Session &m_session;
    std::optional<TrafficSnapshot> m_snapshot;
    RequestsAnswer m_answer;
    QString m_wanted; // chosen by the user or by the Navigator, before it is read
    QString m_asked;  // what the snapshot that is being read is about
    bool m_again = false;
    Latest m_snapshotRequest;
    Latest m_answerRequest;

    ErrorBanner *m_error;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    Card *m_listCard;
    ObjectList *m_list;
    QGridLayout *m_grid;
    QWidget *m_head;
    QWidget *m_charts;
    bool m_wide = true;
    DrillBanner *m_drillBanner;
    RolloutCard *m_rollout;
    OnCallCard *m_onCall;
    GateCard *m_gate;
    DrillPanel *m_drill;
    AgainstCard *m_against;
    QComboBox *m_range;
    TimeChart *m_latency;
    TimeChart *m_errors;
    ValueTableModel *m_auditModel;
    DataTable *m_audit;
};

} // namespace signalbox::ui
