#include "ui/experiments/experiments_page.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <utility>

#include "ui/experiments/job_strip.h"
#include "ui/experiments/run_pane.h"
#include "ui/experiments/run_rows.h"
#include "ui/experiments/train_dialog.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int experimentWidth = 180;
constexpr int detailWidth = 390;
constexpr int narrowPage = 900;
constexpr const char *trainAction = "experiments.train";

} // namespace

ExperimentsPage::ExperimentsPage(Session &session, ShellServices services, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_services(services)
    , m_error(new ErrorBanner(services.theme, this))
    , m_runPages(new QStackedWidget(this))
    , m_empty(new EmptyState(services.theme, u"experiments"_s, this))
    , m_jobs(new JobStrip(services.theme, this))
    , m_experiments(new ObjectList(services.theme, u"experimentList"_s, tr("Experiments"), this))
    , m_runRows(new ValueTableModel(runColumns(), this))
    , m_runTable(new DataTable(services.theme, u"runs"_s, tr("Runs"), this))
    , m_filter(new FilterLine(services.theme, u"runFilter"_s, tr("Filter runs"), this))
    , m_runCount(makeText({}, Role::MutedText, this))
    , m_train(makeButton(tr("Train a model…"), u"trainButton"_s, ButtonKind::Primary, this))
    , m_splitter(new QSplitter(Qt::Horizontal, this))
    , m_pane(new RunPane(session, services, this))
{
    setObjectName(u"experimentsPage"_s);
    auto *left = new QWidget(this);
    auto *middle = new QVBoxLayout(left);
    middle->setContentsMargins(0, 0, 0, 0);
    middle->setSpacing(12);
    middle->addWidget(m_jobs);
    middle->addWidget(makeRunCard(), 1);
    m_splitter->setObjectName(u"experimentsSplitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_pane);
    m_splitter->setStretchFactor(0, 1);

    auto *columns = new QHBoxLayout;
    columns->setSpacing(12);
    columns->addWidget(makeExperimentCard());
    columns->addWidget(m_splitter, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addLayout(columns, 1);

    connect(m_error, &ErrorBanner::retryRequested, this, &ExperimentsPage::refresh);
    connect(m_empty, &EmptyState::actionRequested, this, &ExperimentsPage::openTraining);
    connect(m_train, &QPushButton::clicked, this, &ExperimentsPage::openTraining);
    connect(m_jobs, &JobStrip::cancelRequested, this, &ExperimentsPage::cancelJob);
    connect(m_jobs, &JobStrip::runRequested, this, [this](const QString &run) { showObject(u"run"_s, run); });
    connect(m_jobs, &JobStrip::startAgentRequested, this,
            [this] { m_services.actions.trigger(u"agent.start"_s); });
    connect(m_experiments, &ObjectList::currentIdChanged, this, [this](const QString &experiment) {
        if (std::exchange(m_experiment, experiment) != experiment)
            refresh();
    });
    connect(m_runTable->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &ExperimentsPage::selectionChanged);
    connect(m_pane, &RunPane::pickRequested, m_runTable,
            [this] { m_runTable->setFocus(Qt::OtherFocusReason); });
    connect(m_pane, &RunPane::runRequested, m_runTable, &DataTable::selectId);
    connect(&session, &Session::workspaceChanged, this, [this] {
        updatePermissions();
        if (!isVisible())
            m_session.read(
                this, m_counting, [](Workspace &workspace) { return countActiveJobs(*workspace.store); },
                [this](const Result<int> &running) {
                    if (running)
                        updateNote(*running);
                });
    });
    updatePermissions();
}

QWidget *ExperimentsPage::makeExperimentCard()
{
    auto *card = new Card(tr("EXPERIMENTS"), this);
    card->setFixedWidth(experimentWidth);
    card->body()->addWidget(m_experiments, 1);
    return card;
}

QWidget *ExperimentsPage::makeRunCard()
{
    auto *card = new Card(tr("RUNS"), this);
    m_runTable->setRowsModel(m_runRows);
    m_runTable->setMultiSelect(true);
    m_runTable->setDialogs(&m_services.dialogs);
    m_filter->attachTo(m_runTable);
    m_filter->setMinimumWidth(120);
    m_filter->setMaximumWidth(240);
    m_runCount->setObjectName(u"runCount"_s);
    m_runCount->setWordWrap(false);
    card->addHeadingWidget(m_runCount);
    card->addHeadingWidget(m_filter);
    card->addHeadingWidget(m_train);
    m_runPages->addWidget(m_runTable);
    m_runPages->addWidget(m_empty);
    card->body()->addWidget(m_runPages, 1);
    m_empty->setText(
        tr("No runs yet. Train a model from a CSV file; each training is a run with its parameters, "
           "metrics and files."));
    m_empty->setAction(tr("Train a model…"));
    connect(m_filter, &FilterLine::filterChanged, this, &ExperimentsPage::showExperiments);
    return card;
}

QString ExperimentsPage::id() const
{
    return u"experiments"_s;
}

QString ExperimentsPage::title() const
{
    return tr("Experiments");
}

QString ExperimentsPage::iconName() const
{
    return u"experiments"_s;
}

QStringList ExperimentsPage::kinds() const
{
    return {u"experiment"_s, u"run"_s};
}

std::vector<PageObject> ExperimentsPage::objects() const
{
    std::vector<PageObject> objects;
    if (!m_snapshot)
        return objects;
    for (const tracking::Experiment &experiment : m_snapshot->experiments)
        objects.push_back({.kind = u"experiment"_s,
                           .name = toQt(experiment.name),
                           .title = toQt(experiment.name),
                           .detail = tr("%1 runs").arg(countText(experiment.runs))});
    for (const RunSummary &run : m_snapshot->newest)
        objects.push_back({.kind = u"run"_s, .name = run.id, .title = run.name, .detail = run.detail});
    return objects;
}

void ExperimentsPage::addActions(ActionRegistry &registry)
{
    registry.add({.id = QString::fromLatin1(trainAction),
                  .text = tr("Train a model…"),
                  .group = title(),
                  .shortcut = QKeySequence(u"Ctrl+T"_s),
                  .icon = u"play"_s,
                  .run =
                      [this] {
                          m_services.navigator.showPage(id());
                          openTraining();
                      },
                  .description = tr("Learn from a CSV file in the background")});
    registry.add({.id = u"experiments.register"_s,
                  .text = tr("Register the selected run…"),
                  .group = title(),
                  .icon = u"registry"_s,
                  .run = [this] { m_pane->openRegister(); }});
    registry.add({.id = u"experiments.compare"_s,
                  .text = tr("Compare the selected run…"),
                  .group = title(),
                  .icon = u"compare"_s,
                  .run = [this] { m_pane->startCompare(); }});
    registry.add({.id = u"experiments.filter"_s,
                  .text = tr("Filter runs"),
                  .group = title(),
                  .icon = u"filter"_s,
                  .run = [this] {
                      m_services.navigator.showPage(id());
                      m_filter->setFocus(Qt::ShortcutFocusReason);
                  }});
    updatePermissions();
    selectionChanged();
}

void ExperimentsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const auto orientation = width() < narrowPage ? Qt::Vertical : Qt::Horizontal;
    if (m_splitter->orientation() == orientation && !event->oldSize().isEmpty())
        return;
    m_splitter->setOrientation(orientation);
    if (orientation == Qt::Horizontal)
        m_splitter->setSizes({std::max(1, width() - experimentWidth - detailWidth), detailWidth});
    else
        m_splitter->setSizes({height() / 2, height() / 2});
}

void ExperimentsPage::refresh()
{
    // A workspace that changes faster than it is read must still be shown; another question is asked at once.
    if (m_reading.waiting() && m_asked == m_experiment) {
        m_again = true;
        return;
    }
    m_asked = m_experiment;
    m_session.read(
        this, m_reading,
        [experiment = fromQt(m_experiment)](Workspace &workspace) {
            return readExperiments(*workspace.store, experiment);
        },
        [this](Result<ExperimentsSnapshot> snapshot) {
            if (snapshot) {
                m_error->clear();
                take(*std::move(snapshot));
            } else {
                m_error->showError(errorText(snapshot.error()));
            }
            if (std::exchange(m_again, false))
                refresh();
        });
}

void ExperimentsPage::take(ExperimentsSnapshot snapshot)
{
    m_runRows->setRows(std::exchange(snapshot.runs, {}));
    m_snapshot = std::move(snapshot);
    m_jobs->setJobs(m_snapshot->jobs, m_session.agentAlive());
    updateNote(m_snapshot->running);
    showExperiments();
    if (!m_wanted.isEmpty() && m_runTable->selectId(m_wanted))
        m_wanted.clear();
    if (m_runTable->selectedIds().isEmpty() && m_runTable->shownRows() > 0)
        m_runTable->selectRow(0);
    m_pane->refresh();
}

void ExperimentsPage::showExperiments()
{
    if (!m_snapshot)
        return;
    const auto count = [](std::int64_t runs) {
        return runs == 1 ? tr("1 run") : tr("%1 runs").arg(countText(runs));
    };
    std::vector<ObjectItem> items = {
        {.id = {}, .title = tr("All experiments"), .detail = count(m_snapshot->allRuns)}};
    for (const tracking::Experiment &experiment : m_snapshot->experiments)
        items.push_back(
            {.id = toQt(experiment.name), .title = toQt(experiment.name), .detail = count(experiment.runs)});
    m_experiments->setItems(items);

    const int all = m_runRows->rowCount();
    const int shown = m_runTable->shownRows();
    m_runPages->setCurrentIndex(all == 0 ? 1 : 0);
    m_filter->setVisible(all > 0);
    m_train->setVisible(all > 0);
    if (shown < all)
        m_runCount->setText(tr("%1 of %2").arg(countText(shown), countText(all)));
    else
        m_runCount->setText(m_snapshot->truncated ? tr("the newest %1").arg(countText(all)) : QString());
}

void ExperimentsPage::updateNote(int running)
{
    setNote({.text = running == 0 ? QString() : tr("▸ %1", "jobs under way").arg(running)});
}

void ExperimentsPage::updatePermissions()
{
    const QString reason = whyNotAllowed(m_session.role(), store::Permission::Operate);
    m_train->setEnabled(reason.isEmpty());
    m_train->setToolTip(reason);
    m_train->setAccessibleDescription(reason);
    m_empty->setObstacle(reason);
    m_pane->setWhyNotRegister(reason);
    m_jobs->setMayCancel(reason);
    m_services.actions.setEnabled(QString::fromLatin1(trainAction), reason.isEmpty(), reason);
}

void ExperimentsPage::selectionChanged()
{
    const QStringList chosen = m_runTable->selectedIds();
    const QString nothing = tr("Select a run on the Experiments page first.");
    m_services.actions.setEnabled(u"experiments.register"_s, chosen.size() == 1, nothing);
    m_services.actions.setEnabled(u"experiments.compare"_s, !chosen.isEmpty(), nothing);
    m_pane->setSelection(chosen);
}

void ExperimentsPage::showObject(const QString &kind, const QString &name)
{
    if (kind == u"experiment") {
        m_experiments->selectId(name);
        return;
    }
    m_filter->clear();
    m_runTable->setFilterText({});
    if (m_runTable->selectId(name)) {
        m_runTable->setFocus();
        return;
    }
    m_wanted = name;
    // The run may be of another experiment than the one that is shown.
    if (!m_experiments->selectId({}) || m_experiment.isEmpty())
        refresh();
}

void ExperimentsPage::openTraining()
{
    QStringList experiments;
    if (m_snapshot) {
        for (const tracking::Experiment &experiment : m_snapshot->experiments)
            experiments.append(toQt(experiment.name));
    }
    auto *dialog = new TrainDialog(m_session, experiments, m_experiment, this);
    connect(dialog, &TrainDialog::submitted, this, [this] {
        m_services.toasts.showToast({.text = m_session.agentAlive()
                                                 ? tr("The training is queued; the agent takes it now")
                                                 : tr("The training is queued and waits for an agent"),
                                     .role = m_session.agentAlive() ? Role::Good : Role::Warning});
        refresh();
    });
    dialog->open();
}

void ExperimentsPage::cancelJob(qint64 job)
{
    m_session.command(
        this, [job](Workspace &workspace) { return job::cancelJob(*workspace.store, workspace.actor, job); },
        [this] { refresh(); });
}

} // namespace signalbox::ui
