#include "ui/sweeps/sweeps_page.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/metric_words.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int chartHeight = 260;
constexpr int shownGroups = 14;
constexpr int choiceWidth = 150;
enum { ContentPage, EmptyPage };

void fill(QComboBox *box, const std::vector<std::string> &names, const std::string &chosen,
          QString (*title)(std::string_view))
{
    const QSignalBlocker blocker(box);
    box->clear();
    for (const std::string &name : names)
        box->addItem(title(name), toQt(name));
    box->setCurrentIndex(box->findData(toQt(chosen)));
    box->setEnabled(!names.empty());
}

const SweepGroup *bestOf(const std::vector<SweepGroup> &groups, bool higher)
{
    const auto less = [higher](const SweepGroup &a, const SweepGroup &b) {
        return higher ? a.best < b.best : a.best > b.best;
    };
    const auto best = std::ranges::max_element(groups, less);
    return best == groups.end() ? nullptr : &*best;
}

} // namespace

SweepsPage::SweepsPage(Session &session, ShellServices services, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_services(services)
    , m_error(new ErrorBanner(services.theme, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new EmptyState(services.theme, u"sweeps"_s, this))
    , m_experiment(makeChoice(u"sweepExperiment"_s, tr("Experiment")))
    , m_parameter(makeChoice(u"sweepParameter"_s, tr("Parameter")))
    , m_metric(makeChoice(u"sweepMetric"_s, tr("Metric")))
    , m_summary(makeText({}, Role::MutedText, this))
    , m_best(makeButton({}, u"sweepBest"_s, ButtonKind::Link, this))
    , m_rows(new ValueTableModel({}, this))
    , m_table(new DataTable(services.theme, u"sweepGroups"_s, tr("Runs grouped by the parameter"), this))
    , m_chart(new TimeChart(services.theme, u"sweepChart"_s, tr("METRIC BY PARAMETER"), this))
{
    setObjectName(u"sweepsPage"_s);
    auto *emptyCard = new Card({}, this);
    emptyCard->body()->addWidget(m_empty, 1);
    m_pages->addWidget(makeContent());
    m_pages->addWidget(emptyCard);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_pages, 1);

    connect(m_error, &ErrorBanner::retryRequested, this, &SweepsPage::refresh);
    connect(m_empty, &EmptyState::actionRequested, this,
            [this] { m_services.actions.trigger(u"experiments.train"_s); });
    connect(m_table, &DataTable::idActivated, this, &SweepsPage::openRun);
    connect(m_best, &QPushButton::clicked, this, [this] {
        if (const SweepGroup *best = bestOf(m_snapshot->groups, higherIsBetter(m_snapshot->choice.metric)))
            m_services.navigator.showObject(u"run"_s, toQt(best->bestRun));
    });
}

QComboBox *SweepsPage::makeChoice(const QString &objectName, const QString &accessibleName)
{
    auto *box = new QComboBox(this);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setMinimumWidth(choiceWidth);
    connect(box, &QComboBox::activated, this, &SweepsPage::choose);
    return box;
}

QWidget *SweepsPage::makeChoices()
{
    auto *line = new QWidget(this);
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    const std::pair<QString, QComboBox *> choices[] = {
        {tr("&Experiment"), m_experiment}, {tr("&Parameter"), m_parameter}, {tr("&Metric"), m_metric}};
    for (const auto &[text, box] : choices) {
        auto *label = new QLabel(text, line);
        label->setBuddy(box);
        layout->addWidget(label);
        layout->addWidget(box);
        layout->addSpacing(8);
    }
    layout->addStretch();
    return line;
}

QWidget *SweepsPage::makeContent()
{
    m_summary->setObjectName(u"sweepSummary"_s);
    m_table->setRowsModel(m_rows);
    m_table->setFitRows(shownGroups);
    m_table->setDialogs(&m_services.dialogs);
    m_chart->setDialogs(&m_services.dialogs);
    m_chart->setMinimumHeight(chartHeight);
    m_chart->setMaximumHeight(chartHeight + 120);

    auto *summary = new QHBoxLayout;
    summary->addWidget(m_summary, 1);
    summary->addWidget(m_best);
    auto *card = new Card(tr("RUNS BY PARAMETER"), this);
    card->body()->setSpacing(10);
    card->body()->addWidget(makeChoices());
    card->body()->addLayout(summary);
    card->body()->addWidget(m_chart, 1);
    card->body()->addWidget(m_table);
    card->body()->addStretch();
    auto *scroll = new ScrollColumn(u"sweepsScroll"_s, this);
    scroll->column()->addWidget(card, 1);
    return scroll;
}

QString SweepsPage::id() const
{
    return u"sweeps"_s;
}

QString SweepsPage::title() const
{
    return tr("Sweeps");
}

QString SweepsPage::iconName() const
{
    return u"sweeps"_s;
}

QStringList SweepsPage::kinds() const
{
    return {u"parameter"_s};
}

std::vector<PageObject> SweepsPage::objects() const
{
    std::vector<PageObject> objects;
    if (!m_snapshot)
        return objects;
    for (const std::string &parameter : m_snapshot->parameters)
        objects.push_back({.kind = u"parameter"_s,
                           .name = toQt(parameter),
                           .title = tr("Runs by %1").arg(toQt(parameter))});
    return objects;
}

void SweepsPage::showObject(const QString &, const QString &name)
{
    m_choice.parameter = fromQt(name);
    refresh();
}

void SweepsPage::choose()
{
    m_choice = {.experiment = fromQt(m_experiment->currentData().toString()),
                .parameter = fromQt(m_parameter->currentData().toString()),
                .metric = fromQt(m_metric->currentData().toString())};
    refresh();
}

void SweepsPage::refresh()
{
    // A workspace that changes faster than it is read must still be shown; another question is asked at once.
    if (m_reading.waiting() && m_asked == m_choice) {
        m_again = true;
        return;
    }
    m_asked = m_choice;
    m_session.read(
        this, m_reading,
        [choice = m_choice](Workspace &workspace) { return readSweep(*workspace.store, choice); },
        [this](Result<SweepSnapshot> snapshot) {
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

void SweepsPage::take(SweepSnapshot snapshot)
{
    m_snapshot = std::move(snapshot);
    const bool nothing = m_snapshot->groups.empty() && m_snapshot->choice.experiment.empty();
    showEmpty();
    m_pages->setCurrentIndex(nothing ? EmptyPage : ContentPage);
    showChoices();
    showGroups();
    showChart();
}

void SweepsPage::showEmpty()
{
    m_empty->setText(
        m_snapshot->runs == 0
            ? tr("Here you see how a metric depends on a parameter. There is no finished run yet.")
            : tr("Here you see how a metric depends on a parameter. All runs so far used the same "
                 "parameters; train again with another C, for example."));
    m_empty->setAction(tr("Train a model…"));
}

void SweepsPage::showChoices()
{
    const auto plain = [](std::string_view name) {
        return name.empty() ? tr("All experiments") : toQt(name);
    };
    std::vector<std::string> experiments = {{}};
    std::ranges::copy(m_snapshot->experiments, std::back_inserter(experiments));
    fill(m_experiment, experiments, m_snapshot->choice.experiment, plain);
    fill(m_parameter, m_snapshot->parameters, m_snapshot->choice.parameter, plain);
    fill(m_metric, m_snapshot->metrics, m_snapshot->choice.metric, metricTitle);

    std::size_t grouped = 0;
    for (const SweepGroup &group : m_snapshot->groups)
        grouped += group.runs;
    m_summary->setText(m_snapshot->groups.empty()
                           ? tr("The runs of this experiment do not differ in any parameter.")
                           : tr("%1 finished runs in %2 groups")
                                 .arg(countText(static_cast<std::int64_t>(grouped)))
                                 .arg(m_snapshot->groups.size()));
    const SweepGroup *best = bestOf(m_snapshot->groups, higherIsBetter(m_snapshot->choice.metric));
    m_best->setVisible(best != nullptr);
    if (best != nullptr)
        m_best->setText(tr("Best: %1 with %2 = %3, %4 %5")
                            .arg(toQt(best->bestRunName), toQt(m_snapshot->choice.parameter),
                                 toQt(best->value), metricTitle(m_snapshot->choice.metric),
                                 numberText(best->best)));
}

void SweepsPage::showGroups()
{
    const QString parameter = toQt(m_snapshot->choice.parameter);
    const QString metric = metricTitle(m_snapshot->choice.metric);
    std::vector<Column> columns = {{.title = parameter, .numeric = true},
                                   {.title = tr("Runs"), .numeric = true},
                                   {.title = tr("Best %1").arg(metric), .numeric = true},
                                   {.title = tr("Mean"), .numeric = true},
                                   {.title = tr("Worst"), .numeric = true},
                                   {.title = tr("Best run")}};
    const auto sameTitle = [](const Column &a, const Column &b) { return a.title == b.title; };
    if (!std::ranges::equal(columns, m_rows->columns(), sameTitle))
        m_rows->setColumns(std::move(columns));

    const SweepGroup *best = bestOf(m_snapshot->groups, higherIsBetter(m_snapshot->choice.metric));
    std::vector<Row> rows;
    for (const SweepGroup &group : m_snapshot->groups) {
        const bool isBest = &group == best;
        rows.push_back(
            {.id = toQt(group.value),
             .cells = {{.text = toQt(group.value),
                        .sortKey = group.number ? QVariant(*group.number) : QVariant(toQt(group.value))},
                       {.text = countText(static_cast<std::int64_t>(group.runs)),
                        .sortKey = static_cast<qulonglong>(group.runs)},
                       {.text = numberText(group.best),
                        .sortKey = group.best,
                        .role = isBest ? Role::Good : Role::Text,
                        .bold = isBest,
                        .toolTip = isBest ? tr("The best of all") : QString()},
                       {.text = numberText(group.mean), .sortKey = group.mean},
                       {.text = numberText(group.worst), .sortKey = group.worst, .role = Role::MutedText},
                       {.text = toQt(group.bestRunName),
                        .role = Role::Accent,
                        .toolTip = tr("Enter or a double click shows this run")}},
             .strong = true});
    }
    m_rows->setRows(std::move(rows));
}

void SweepsPage::showChart()
{
    const auto &groups = m_snapshot->groups;
    const bool numeric = groups.size() > 1 && std::ranges::all_of(groups, [](const SweepGroup &group) {
                             return group.number.has_value();
                         });
    m_chart->setVisible(numeric);
    if (!numeric)
        return;
    const bool logarithmic = spansDecades(groups);
    ChartSeries best{.name = tr("best"), .role = Role::Accent};
    ChartSeries mean{.name = tr("mean"), .role = Role::OtherDeployment};
    for (const SweepGroup &group : groups) {
        const double x = logarithmic ? std::log10(*group.number) : *group.number;
        best.points.push_back({.x = x, .y = group.best});
        mean.points.push_back({.x = x, .y = group.mean});
    }
    const bool several = std::ranges::any_of(groups, [](const SweepGroup &group) { return group.runs > 1; });
    ChartData shown{.series = {std::move(best)},
                    .axis = logarithmic ? ChartAxis::Logarithm : ChartAxis::Number,
                    .decimals = 3};
    if (several)
        shown.series.push_back(std::move(mean));
    m_chart->setData(std::move(shown));
    const QString metric = metricTitle(m_snapshot->choice.metric);
    const QString parameter = toQt(m_snapshot->choice.parameter);
    m_chart->setTitle(logarithmic ? tr("%1 BY %2, logarithmic").arg(metric.toUpper(), parameter)
                                  : tr("%1 BY %2").arg(metric.toUpper(), parameter));
}

void SweepsPage::openRun(const QString &value)
{
    const auto group = std::ranges::find(m_snapshot->groups, fromQt(value), &SweepGroup::value);
    if (group != m_snapshot->groups.end())
        m_services.navigator.showObject(u"run"_s, toQt(group->bestRun));
}

} // namespace signalbox::ui
