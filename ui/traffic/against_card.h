// Blue against green at this step: what each deployment answered, the difference, and what the rollout makes
// of it. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/traffic/traffic_snapshot.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_table_model.h"

class QLabel;

namespace signalbox::ui {

class Card;
class DataTable;
class StatusDot;

struct Verdict
{
    Role role = Role::MutedText;
    QString word = {};
    QString reason = {};
};

// The two sides of an endpoint: who served before and who is new, or who serves and who waits.
struct Sides
{
    std::string first = {}; // "blue"
    std::int64_t firstVersion = 0;
    std::string second = {};
    std::int64_t secondVersion = 0;
};

[[nodiscard]] Sides sidesOf(const TrafficSnapshot &snapshot);
[[nodiscard]] std::vector<Row> againstRows(const Sides &sides,
                                           const std::vector<telemetry::DeploymentSummary> &summaries);
[[nodiscard]] Verdict verdictOf(const TrafficSnapshot &snapshot, const Sides &sides,
                                const std::vector<telemetry::DeploymentSummary> &summaries);

class AgainstCard final : public QWidget
{
    Q_OBJECT

public:
    explicit AgainstCard(const Theme &theme, QWidget *parent = nullptr);

    void display(const TrafficSnapshot &snapshot, const RequestsAnswer &answer);
    [[nodiscard]] DataTable *table() const { return m_table; }

private:
    void showColumns(const std::vector<Column> &columns);

    Card *m_card;
    ValueTableModel *m_model;
    DataTable *m_table;
    StatusDot *m_verdict;
    QLabel *m_reason;
    Sides m_sides;
};

} // namespace signalbox::ui
