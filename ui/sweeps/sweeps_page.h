// The tab of sweeps: what the workspace knows of how a metric depends on a parameter, over the runs that
// there are. Reads snapshots on the pool; changes nothing.
#pragma once

#include <optional>

#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/shell_services.h"
#include "ui/sweeps/sweep_snapshot.h"
#include "ui/widgets/async.h"

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class TimeChart;
class ValueTableModel;

class SweepsPage final : public Page
{
    Q_OBJECT

public:
    SweepsPage(Session &session, ShellServices services, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override; // "parameter"
    void showObject(const QString &kind, const QString &name) override;
    [[nodiscard]] std::vector<PageObject> objects() const override;

private:
    QWidget *makeChoices();
    QWidget *makeContent();
    QComboBox *makeChoice(const QString &objectName, const QString &accessibleName);
    void take(SweepSnapshot snapshot);
    void showChoices();
    void showGroups();
    void showChart();
    void showEmpty();
    void choose();
    void openRun(const QString &value);

    Session &m_session;
    ShellServices m_services;
    std::optional<SweepSnapshot> m_snapshot;
    SweepChoice m_choice;
    SweepChoice m_asked; // by the latest reading
    bool m_again = false;
    Latest m_reading;

    ErrorBanner *m_error;
    QStackedWidget *m_pages; // content, or why there is none
    EmptyState *m_empty;
    QComboBox *m_experiment;
    QComboBox *m_parameter;
    QComboBox *m_metric;
    QLabel *m_summary;
    QPushButton *m_best;
    ValueTableModel *m_rows;
    DataTable *m_table;
    TimeChart *m_chart;
};

} // namespace signalbox::ui
