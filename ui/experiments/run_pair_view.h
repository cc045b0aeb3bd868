// Two runs side by side: every parameter with its differences marked, and the metrics on the same rows.
#pragma once

#include <QWidget>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/widgets/theme.h"

class QLabel;

namespace signalbox::ui {

class ComparisonView;
class DataTable;
class ValueTableModel;

// A row for each parameter of either run, those that differ first.
[[nodiscard]] std::vector<Row> parameterRows(const tracking::Run &baseline, const tracking::Run &candidate);

class RunPairView final : public QWidget
{
    Q_OBJECT

public:
    RunPairView(const Theme &theme, QWidget *parent = nullptr);

    void setPair(const RunPair &pair);

Q_SIGNALS:
    void swapRequested();
    void closed();

private:
    QLabel *m_title;
    ComparisonView *m_comparison;
    QLabel *m_obstacle;
    ValueTableModel *m_parameters;
    DataTable *m_table;
};

} // namespace signalbox::ui
