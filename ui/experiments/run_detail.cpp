#include "ui/experiments/run_detail.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/experiments/run_rows.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/metric_words.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using tracking::Run;
using tracking::RunState;

namespace {

constexpr int chartHeight = 170;
constexpr int shownFiles = 8;
constexpr double largestShownPlain = 1e6;

// Counts stay whole; measures get three decimals.
QString metricText(double value)
{
    const bool whole =
        value == std::floor(value) && std::abs(value) < largestShownPlain && std::abs(value) > 1;
    return whole ? countText(static_cast<std::int64_t>(value)) : numberText(value);
}

KeyValue textValue(const std::string &key, const std::string &value)
{
    const QString text = toQt(value);
    return {.key = toQt(key), .value = shortened(text), .toolTip = text};
}

Role stateRole(RunState state)
{
    return runStateWord(state).role;
}

} // namespace

RunDetail::RunDetail(const Theme &theme, Dialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_name(makeTitle({}, this))
    , m_state(new StatusDot(theme, this))
    , m_summary(makeText({}, Role::MutedText, this))
    , m_error(makeText({}, Role::Danger, this))
    , m_register(makeButton(tr("Register…"), u"runRegister"_s, ButtonKind::Plain, this))
    , m_versions(new QVBoxLayout)
    , m_metrics(new KeyValueList(this))
    , m_parameters(new KeyValueList(this))
    , m_tags(new KeyValueList(this))
    , m_files(new ValueTableModel({{.title = tr("File")}, {.title = tr("Size"), .numeric = true}}, this))
    , m_fileTable(new DataTable(theme, u"runFiles"_s, tr("Files of the run"), this))
    , m_noFiles(makeText(tr("The run left no files."), Role::MutedText, this))
    , m_objective(new TimeChart(theme, u"runObjective"_s, tr("OBJECTIVE BY ITERATION"), this))
{
    setObjectName(u"runDetail"_s);
    m_name->setObjectName(u"runName"_s);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_error->setObjectName(u"runError"_s);
    m_metrics->setObjectName(u"runMetrics"_s);
    m_parameters->setObjectName(u"runParameters"_s);
    m_tags->setObjectName(u"runTags"_s);
    auto *compare = makeButton(tr("Compare…"), u"runCompare"_s, ButtonKind::Plain, this);
    m_fileTable->setRowsModel(m_files);
    m_fileTable->setFitRows(shownFiles);
    m_fileTable->setStretchColumn(0);
    m_fileTable->setDialogs(&dialogs);
    m_objective->setDialogs(&dialogs);
    m_objective->setMinimumHeight(chartHeight);

    auto *title = new QHBoxLayout;
    title->addWidget(m_name, 1);
    title->addWidget(m_state, 0, Qt::AlignVCenter);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_register);
    buttons->addWidget(compare);
    buttons->addStretch();
    m_versions->setSpacing(0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addLayout(title);
    layout->addWidget(m_summary);
    layout->addWidget(m_error);
    layout->addLayout(buttons);
    layout->addLayout(m_versions);
    addSection(layout, tr("METRICS"), m_metrics);
    addSection(layout, tr("PARAMETERS"), m_parameters);
    layout->addSpacing(6);
    layout->addWidget(m_objective);
    addSection(layout, tr("TAGS"), m_tags);
    addSection(layout, tr("FILES"), m_fileTable);
    layout->addWidget(m_noFiles);
    layout->addStretch();

    connect(m_register, &QPushButton::clicked, this, &RunDetail::registerRequested);
    connect(compare, &QPushButton::clicked, this, &RunDetail::compareRequested);
}

void RunDetail::addSection(QVBoxLayout *layout, const QString &title, QWidget *content)
{
    content->setAccessibleName(title);
    layout->addSpacing(6);
    layout->addWidget(makeSectionHeading(title, this));
    layout->addWidget(content);
}

void RunDetail::setDetails(RunDetails details)
{
    m_details = std::move(details);
    const Run &run = m_details->run;
    const StateWord state = runStateWord(run.state);
    m_name->setText(toQt(run.name));
    m_name->setToolTip(toQt(run.id));
    m_state->setState(stateRole(run.state), state.text.section(u' ', 1));
    m_summary->setText(tr("%1 · started %2 by %3 · took %4")
                           .arg(toQt(run.experiment), dayText(run.started), toQt(run.member),
                                runDuration(run, m_details->readAt)));
    m_error->setText(toQt(run.error));
    m_error->setVisible(!run.error.empty());
    updateRegister();
    showVersions();
    showLists();
    showFiles();
}

void RunDetail::setWhyNotRegister(const QString &reason)
{
    m_whyNotRegister = reason;
    updateRegister();
}

void RunDetail::updateRegister()
{
    QString reason = m_whyNotRegister;
    if (reason.isEmpty() && m_details && m_details->run.state != RunState::Finished)
        reason = tr("Only the model of a finished run can be registered.");
    m_register->setEnabled(reason.isEmpty());
    m_register->setToolTip(reason);
    m_register->setAccessibleDescription(reason);
}

void RunDetail::showVersions()
{
    while (QLayoutItem *item = m_versions->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const std::string &version : m_details->versions) {
        const QString name = toQt(version);
        auto *link =
            makeButton(tr("Registered as %1 version %2").arg(name.section(u'/', 0, 0), name.section(u'/', 1)),
                       u"runVersion-%1"_s.arg(name), ButtonKind::Link, this);
        m_versions->addWidget(link, 0, Qt::AlignLeft);
        connect(link, &QPushButton::clicked, this, [this, name] { Q_EMIT versionRequested(name); });
    }
}

void RunDetail::showLists()
{
    const Run &run = m_details->run;
    std::vector<KeyValue> metrics;
    metrics.reserve(run.metrics.size());
    for (const auto &[key, value] : run.metrics)
        metrics.push_back({.key = metricTitle(key),
                           .value = metricText(value),
                           .toolTip = QString::number(value, 'g', 17)});
    if (metrics.empty())
        metrics.push_back({.key = tr("None yet"), .value = {}});
    m_metrics->setValues(metrics);

    std::vector<KeyValue> parameters;
    parameters.reserve(run.parameters.size());
    for (const auto &[key, value] : run.parameters)
        parameters.push_back(textValue(key, value));
    if (parameters.empty())
        parameters.push_back({.key = tr("None"), .value = {}});
    m_parameters->setValues(parameters);

    std::vector<KeyValue> tags;
    tags.reserve(run.tags.size());
    for (const auto &[key, value] : run.tags)
        tags.push_back(textValue(key, value));
    if (tags.empty())
        tags.push_back({.key = tr("None"), .value = {}});
    m_tags->setValues(tags);
}

void RunDetail::showFiles()
{
    std::vector<Row> rows;
    for (const tracking::Artifact &file : m_details->artifacts)
        rows.push_back({.id = toQt(file.path),
                        .cells = {{.text = toQt(file.path), .toolTip = toQt(file.path)},
                                  {.text = byteText(static_cast<std::int64_t>(file.bytes)),
                                   .sortKey = static_cast<qulonglong>(file.bytes),
                                   .role = Role::MutedText}}});
    m_fileTable->setVisible(!rows.empty());
    m_noFiles->setVisible(rows.empty());
    m_files->setRows(std::move(rows));

    ChartSeries series{.name = metricTitle("objective"), .role = Role::Accent, .points = {}};
    for (const tracking::MetricPoint &point : m_details->objective)
        series.points.push_back({.x = static_cast<double>(point.step), .y = point.value});
    m_objective->setVisible(!series.points.empty());
    m_objective->setData({.series = {std::move(series)}, .axis = ChartAxis::Count, .decimals = 2});
}

} // namespace signalbox::ui
