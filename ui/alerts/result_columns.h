// The statistics of every column of a result as a table: nulls, distinct values, range and percentiles.
// Computed on the pool when it is first shown. GUI thread only.
#pragma once

#include <QWidget>
#include <memory>

#include "core/kql/results/column_statistics.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class DataTable;
class Session;
class ValueTableModel;

class ResultColumns final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the widget.
    explicit ResultColumns(Session &session, QWidget *parent = nullptr);

    void setResult(std::shared_ptr<const kql::ResultTable> table);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void compute();

    std::shared_ptr<const kql::ResultTable> m_result;
    bool m_computed = true;
    Latest m_request;
    ValueTableModel *m_model;
    DataTable *m_table;
};

} // namespace signalbox::ui
