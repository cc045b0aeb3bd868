#include "ui/registry/registry_page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <algorithm>
#include <utility>

#include "ui/registry/compare_versions_dialog.h"
#include "ui/registry/gate_panel.h"
#include "ui/registry/lineage_strip.h"
#include "ui/registry/version_rows.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/metric_words.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/register_dialog.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Version;

namespace {

constexpr int shownVersions = 12;
constexpr int chartHeight = 210;
constexpr int narrowestGate = 352;
constexpr int widestGate = 430;
constexpr int gateShare = 3; // of the page's width, one part in so many
enum { ContentPage, EmptyPage };

} // namespace

RegistryPage::RegistryPage(Session &session, ShellServices services, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_services(services)
    , m_error(new ErrorBanner(services.theme, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(services.theme, u"registry"_s, this))
    , m_content(new QSplitter(Qt::Horizontal, this))
    , m_name(makeTitle({}, this))
    , m_models(new QComboBox(this))
    , m_compare(makeButton(tr("Compare…"), u"compareVersions"_s, ButtonKind::Plain, this))
    , m_register(makeButton(tr("Register from run…"), u"registerFromRun"_s, ButtonKind::Plain, this))
    , m_rows(new ValueTableModel(versionColumns(), this))
    , m_table(new DataTable(services.theme, u"versions"_s, tr("Versions"), this))
    , m_chart(new TimeChart(services.theme, u"f1ByVersion"_s, tr("F1 BY VERSION"), this))
    , m_lineage(new LineageStrip(services.theme, this))
    , m_gates(new GatePanel(session, services, this))
{
    setObjectName(u"registryPage"_s);
    m_gates->setMinimumWidth(narrowestGate);
    m_content->setObjectName(u"registrySplitter"_s);
    m_content->setChildrenCollapsible(false);
    m_content->setHandleWidth(12);
    m_content->addWidget(makeVersions());
    m_content->addWidget(m_gates);
    m_content->setStretchFactor(0, 1);
    auto *emptyCard = new Card({}, this);
    emptyCard->body()->addWidget(m_empty, 1);
    m_pages->addWidget(m_content);
    m_pages->addWidget(emptyCard);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);

    connect(m_error, &ErrorBanner::retryRequested, this, &RegistryPage::refresh);
    connect(m_empty, &EmptyState::actionRequested, this, [this] {
        if (m_snapshot && m_snapshot->runs.empty())
            m_services.actions.trigger(u"experiments.train"_s);
        else
            openRegister();
    });
    connect(m_models, &QComboBox::currentIndexChanged, this,
            [this] { showObject(u"model"_s, m_models->currentText()); });
    connect(m_compare, &QPushButton::clicked, this, &RegistryPage::openCompare);
    connect(m_register, &QPushButton::clicked, this, &RegistryPage::openRegister);
    connect(m_table, &DataTable::currentIdChanged, this, &RegistryPage::versionChosen);
    connect(m_table, &QTableView::clicked, this, [this](const QModelIndex &index) {
        if (index.column() != VersionRunColumn || !m_snapshot)
            return;
        const auto version =
            std::ranges::find(m_snapshot->versions, m_table->currentId().toLongLong(), &Version::number);
        if (version != m_snapshot->versions.end() && !version->run.empty())
            m_services.navigator.showObject(u"run"_s, toQt(version->run));
    });
    connect(m_lineage, &LineageStrip::chosen, this, &RegistryPage::follow);
    connect(m_gates, &GatePanel::decided, this, &RegistryPage::refresh);
    connect(&session, &Session::workspaceChanged, this, [this] {
        updateActions();
        if (isVisible())
            return;
        m_session.read(
            this, m_counting, [](Workspace &workspace) { return countOpenGates(*workspace.store); },
            [this](const Result<int> &open) {
                if (open)
                    setNote({.count = *open});
            });
    });
    updateActions();
}

QWidget *RegistryPage::makeTitleLine()
{
    auto *line = new QWidget(this);
    m_name->setObjectName(u"modelName"_s);
    m_models->setObjectName(u"modelChoice"_s);
    m_models->setAccessibleName(tr("Model"));
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_name);
    layout->addWidget(m_models);
    layout->addStretch();
    layout->addWidget(m_compare);
    layout->addWidget(m_register);
    return line;
}

QWidget *RegistryPage::makeVersions()
{
    m_table->setRowsModel(m_rows);
    m_table->setFitRows(shownVersions);
    m_table->setStretchColumn(VersionServingColumn);
    m_table->setDialogs(&m_services.dialogs);
    m_chart->setDialogs(&m_services.dialogs);
    m_chart->setMinimumHeight(chartHeight);
    m_chart->setMaximumHeight(chartHeight + 60);
    auto *card = new Card({}, this);
    card->body()->setSpacing(10);
    card->body()->addWidget(makeTitleLine());
    card->body()->addWidget(m_table);
    card->body()->addSpacing(8);
    card->body()->addWidget(m_chart);
    card->body()->addSpacing(8);
    card->body()->addWidget(makeSectionHeading(tr("LINEAGE"), this));
    card->body()->addWidget(m_lineage);
    card->body()->addStretch(1);
    auto *scroll = new ScrollColumn(u"registryScroll"_s, this);
    scroll->column()->addWidget(card, 1);
    return scroll;
}

QString RegistryPage::id() const
{
    return u"registry"_s;
}

QString RegistryPage::title() const
{
    return tr("Registry");
}

QString RegistryPage::iconName() const
{
    return u"registry"_s;
}

QStringList RegistryPage::kinds() const
{
    return {u"model"_s, u"version"_s, u"gate"_s};
}

std::vector<PageObject> RegistryPage::objects() const
{
    std::vector<PageObject> objects;
    if (!m_snapshot)
        return objects;
    for (const registry::Model &model : m_snapshot->models)
        objects.push_back({.kind = u"model"_s,
                           .name = toQt(model.name),
                           .title = toQt(model.name),
                           .detail = tr("%1 versions").arg(model.versions)});
    for (const Version &version : m_snapshot->versions)
        objects.push_back({.kind = u"version"_s,
                           .name = u"%1/%2"_s.arg(toQt(version.model)).arg(version.number),
                           .title = tr("%1 version %2").arg(toQt(version.model)).arg(version.number),
                           .detail = versionWord(version).text});
    return objects;
}

void RegistryPage::addActions(ActionRegistry &registry)
{
    registry.add({.id = u"registry.register"_s,
                  .text = tr("Register a version from a run…"),
                  .group = title(),
                  .icon = u"registry"_s,
                  .run = [this] {
                      m_services.navigator.showPage(id());
                      openRegister();
                  }});
    registry.add({.id = u"registry.compare"_s,
                  .text = tr("Compare versions…"),
                  .group = title(),
                  .icon = u"compare"_s,
                  .run = [this] {
                      m_services.navigator.showPage(id());
                      openCompare();
                  }});
    registry.add({.id = u"registry.decide"_s,
                  .text = tr("Go to the decision of the shown gate"),
                  .group = title(),
                  .shortcut = QKeySequence(u"Ctrl+D"_s),
                  .icon = u"approve"_s,
                  .run = [this] {
                      m_services.navigator.showPage(id());
                      m_gates->focusDecision();
                  }});
    updateActions();
}

void RegistryPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    const int gate = std::clamp(width() / gateShare, narrowestGate, widestGate);
    m_content->setSizes({std::max(1, width() - gate), gate});
}

void RegistryPage::refresh()
{
    // A workspace that changes faster than it is read must still be shown; another question is asked at once.
    if (m_reading.waiting() && m_asked == m_model) {
        m_again = true;
        return;
    }
    m_asked = m_model;
    m_session.read(
        this, m_reading,
        [model = m_model](Workspace &workspace) { return readRegistry(*workspace.store, model); },
        [this](Result<RegistrySnapshot> snapshot) {
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

void RegistryPage::take(RegistrySnapshot snapshot)
{
    const bool sameModel = m_snapshot && m_snapshot->model == snapshot.model;
    m_snapshot = std::move(snapshot);
    setNote({.count = m_snapshot->openGates});
    showEmpty();
    m_pages->setCurrentIndex(m_snapshot->versions.empty() ? EmptyPage : ContentPage);
    showModels();
    std::vector<Row> rows;
    for (const Version &version : m_snapshot->versions)
        rows.push_back(versionRow(version, m_snapshot->readAt));
    if (!sameModel)
        m_rows->setRows({});
    m_rows->setRows(std::move(rows));
    // Of training outside a repository no commit is known, and where it serves needs the room.
    m_table->setColumnHidden(VersionCommitColumn,
                             std::ranges::all_of(m_snapshot->versions, [](const Version &version) {
                                 return version.commit.empty();
                             }));
    showChart();
    updateActions();
    selectWanted();
}

void RegistryPage::showEmpty()
{
    const bool canRegister = !m_snapshot->runs.empty();
    m_empty->setText(canRegister
                         ? tr("No models yet. Register the model of a finished run: it becomes version 1 and "
                              "waits for approval.")
                         : tr("No models yet. Train one first; then register its run as version 1."));
    m_empty->setAction(canRegister ? tr("Register from run…") : tr("Train a model…"));
}

void RegistryPage::showModels()
{
    const QSignalBlocker blocker(m_models);
    m_model = m_snapshot->model;
    m_models->clear();
    for (const registry::Model &model : m_snapshot->models)
        m_models->addItem(toQt(model.name));
    m_models->setCurrentText(toQt(m_model));
    m_models->setVisible(m_snapshot->models.size() > 1);
    m_name->setVisible(m_snapshot->models.size() == 1);
    m_name->setText(toQt(m_model));
}

void RegistryPage::showChart()
{
    ChartSeries f1{.name = metricTitle("f1")};
    for (auto version = m_snapshot->versions.rbegin(); version != m_snapshot->versions.rend(); ++version) {
        if (const auto value = version->metrics.find("f1"); value != version->metrics.end())
            f1.points.push_back({.x = static_cast<double>(version->number), .y = value->second});
    }
    m_chart->setVisible(f1.points.size() > 1);
    m_chart->setData({.series = {std::move(f1)}, .axis = ChartAxis::Count, .decimals = 3});
}

void RegistryPage::selectWanted()
{
    const std::int64_t wanted = std::exchange(m_wantedVersion, 0);
    if (wanted != 0 && m_table->currentId().toLongLong() != wanted &&
        m_table->selectId(QString::number(wanted)))
        return;
    if (m_table->currentId().isEmpty() && !m_snapshot->versions.empty())
        m_table->selectId(QString::number(m_snapshot->versions.front().number));
    else
        versionChosen(m_table->currentId());
}

void RegistryPage::versionChosen(const QString &number)
{
    if (number.isEmpty()) {
        m_gates->setGates({});
        m_lineage->setStops({});
        return;
    }
    m_session.read(
        this, m_readingVersion,
        [model = m_model, number = number.toLongLong()](Workspace &workspace) {
            return readVersion(*workspace.store, model, number);
        },
        [this](const Result<VersionDetails> &details) {
            if (details)
                showVersion(*details);
            else
                m_error->showError(errorText(details.error()));
        });
}

void RegistryPage::showVersion(const VersionDetails &details)
{
    m_lineage->setStops(lineageOf(details));
    m_gates->setGates(details.gates);
    // The version that was selected before may arrive after a gate of another one was asked for.
    if (std::ranges::find(details.gates, m_wantedGate, &GateChoice::id) == details.gates.end())
        return;
    m_gates->choose(std::exchange(m_wantedGate, 0));
    m_gates->focusDecision();
}

void RegistryPage::showObject(const QString &kind, const QString &name)
{
    if (kind == u"gate") {
        showGate(name.toLongLong());
        return;
    }
    if (kind == u"version") {
        const auto version = versionFromSubject(fromQt(name));
        if (!version)
            return;
        m_model = version->model;
        m_wantedVersion = version->number;
    } else {
        m_model = fromQt(name);
    }
    refresh();
}

void RegistryPage::showGate(std::int64_t gate)
{
    m_session.read(
        this, m_findingGate, [gate](Workspace &workspace) { return versionOfGate(*workspace.store, gate); },
        [this, gate](const Result<VersionName> &version) {
            if (!version) {
                m_session.showError(version.error());
                return;
            }
            m_model = version->model;
            m_wantedVersion = version->number;
            m_wantedGate = gate;
            refresh();
        });
}

} // namespace signalbox::ui
