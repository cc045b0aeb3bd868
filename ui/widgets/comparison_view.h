// Two models side by side: a row for each metric with its difference coloured and worded as better or worse,
// and a sentence with the bootstrap interval and the rows fixed and broken. Gates, runs and versions show it.
#pragma once

#include <QWidget>

#include "core/registry/comparison.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_table_model.h"

class QLabel;

namespace signalbox::ui {

class DataTable;

class ComparisonView final : public QWidget
{
    Q_OBJECT

public:
    ComparisonView(const Theme &theme, const QString &objectName, QWidget *parent = nullptr);

    // The sides are called as the comparison calls them unless titles are given.
    void setComparison(const registry::Comparison &comparison, const QString &baselineTitle = {},
                       const QString &candidateTitle = {});

private:
    ValueTableModel *m_model;
    DataTable *m_table;
    QLabel *m_sentence;
    QLabel *m_note;
};

// "v5" for "diabetes/5", the label itself for a run.
[[nodiscard]] QString sideTitle(const std::string &label);
[[nodiscard]] std::vector<Row> comparisonRows(const registry::Comparison &comparison);
// "Paired bootstrap on the same 3 000 rows of the test set: F1 gain 95 % interval +0.021 … +0.055. 212 rows
// fixed, 98 rows broken."
[[nodiscard]] QString comparisonSentence(const registry::Comparison &comparison);

} // namespace signalbox::ui
