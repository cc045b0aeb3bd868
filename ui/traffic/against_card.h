// Blue against green at this step: what each deployment answered, the difference, and by which rule the
// rollout judges it. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/traffic/rollout_verdict.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_table_model.h"

class QLabel;

namespace signalbox::ui {

class Card;
class DataTable;

[[nodiscard]] std::vector<Row> againstRows(const Sides &sides,
                                           const std::vector<kql::DeploymentSummary> &summaries);

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
    QLabel *m_rule;
};

} // namespace signalbox::ui
