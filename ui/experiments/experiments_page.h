// The tab of experiments: which there are, their runs, all about the selected run or about two side by side,
// and the trainings under way. Reads snapshots on the pool and sends commands through the Session.
#pragma once

#include <optional>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/shell_services.h"
#include "ui/widgets/async.h"

class QLabel;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class FilterLine;
class JobStrip;
class ObjectList;
class RunPane;
class ValueTableModel;

class ExperimentsPage final : public Page
{
    Q_OBJECT

public:
    ExperimentsPage(Session &session, ShellServices services, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override; // "experiment" and "run" (by id or name)
    void showObject(const QString &kind, const QString &name) override;
    [[nodiscard]] std::vector<PageObject> objects() const override;
    void addActions(ActionRegistry &registry) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeExperimentCard();
    QWidget *makeRunCard();

    void take(ExperimentsSnapshot snapshot);
    void showExperiments();
    void updateNote(int running);
    void updatePermissions();
    void selectionChanged();
    void openTraining();
    void cancelJob(qint64 job);

    Session &m_session;
    ShellServices m_services;
    std::optional<ExperimentsSnapshot> m_snapshot;
    QString m_experiment; // "" = all
    QString m_asked;      // the experiment of the latest reading
    QString m_wanted;     // a run to select when it is there
    bool m_again = false;
    Latest m_reading;
    Latest m_counting;

    ErrorBanner *m_error;
    QStackedWidget *m_runPages; // the table, or why it is empty
    EmptyState *m_empty;
    JobStrip *m_jobs;
    ObjectList *m_experiments;
    ValueTableModel *m_runRows;
    DataTable *m_runTable;
    FilterLine *m_filter;
    QLabel *m_runCount;
    QPushButton *m_train;
    QSplitter *m_splitter;
    RunPane *m_pane;
};

} // namespace signalbox::ui
