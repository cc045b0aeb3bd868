#include "ui/experiments/run_rows.h"

#include <QCoreApplication>
#include <chrono>

#include "core/base/text.h"
#include "ui/widgets/format.h"

namespace signalbox::ui {

using tracking::Run;
using tracking::RunState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::RunRows)
};

constexpr int shortHash = 7;
constexpr qsizetype longestValue = 28;
constexpr qsizetype valueStart = 6;
constexpr qsizetype valueEnd = 20;

double durationOf(const Run &run, TimePoint now)
{
    return std::chrono::duration<double, std::milli>(run.ended.value_or(now) - run.started).count();
}

Cell metricCell(const Run &run, std::string_view metric)
{
    const auto found = run.metrics.find(metric);
    if (found == run.metrics.end())
        return {.text = emDash(), .role = Role::MutedText};
    return {.text = numberText(found->second), .sortKey = found->second};
}

// What is a number sorts as one.
Cell valueCell(std::string_view value)
{
    if (value.empty())
        return {.text = emDash(), .role = Role::MutedText};
    const auto number = toNumber(value);
    return {.text = toQt(value), .sortKey = number ? QVariant(*number) : QVariant(toQt(value))};
}

std::string_view valueOf(const std::map<std::string, std::string, std::less<>> &values, std::string_view key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::string_view() : std::string_view(found->second);
}

} // namespace

std::vector<Column> runColumns()
{
    return {
        {.title = Words::tr("Run")},
        {.title = Words::tr("State")},
        {.title = Words::tr("Started")},
        {.title = Words::tr("Duration"), .numeric = true},
        {.title = Words::tr("F1"), .numeric = true},
        {.title = Words::tr("Accuracy"), .numeric = true},
        {.title = Words::tr("AUC"), .numeric = true},
        {.title = Words::tr("C"), .numeric = true, .toolTip = Words::tr("Inverse strength of the penalty")},
        {.title = Words::tr("Seed"), .numeric = true},
        {.title = Words::tr("Commit")},
        {.title = Words::tr("Member")},
        {.title = Words::tr("Experiment")}};
}

StateWord runStateWord(RunState state)
{
    switch (state) {
    case RunState::Running:
        return {Words::tr("● running"), Role::Accent};
    case RunState::Finished:
        return {Words::tr("✓ finished"), Role::Good};
    case RunState::Failed:
        return {Words::tr("✕ failed"), Role::Danger};
    case RunState::Killed:
        break;
    }
    return {Words::tr("■ killed"), Role::MutedText};
}

QString shortened(const QString &value)
{
    return value.size() <= longestValue ? value : value.left(valueStart) + u'…' + value.right(valueEnd);
}

QString runDuration(const Run &run, TimePoint now)
{
    return durationText(durationOf(run, now));
}

QString shortCommit(const Run &run)
{
    const std::string_view commit = valueOf(run.tags, tracking::commitTag);
    return commit.empty() ? emDash() : toQt(commit.substr(0, shortHash));
}

std::string_view seedOf(const Run &run)
{
    const std::string_view parameter = valueOf(run.parameters, "seed");
    return parameter.empty() ? valueOf(run.tags, tracking::seedTag) : parameter;
}

Row runRow(const Run &run, TimePoint now)
{
    const StateWord state = runStateWord(run.state);
    const QString commit = shortCommit(run);
    return {.id = toQt(run.id),
            .cells = {{.text = toQt(run.name)},
                      {.text = state.text, .role = state.role, .toolTip = toQt(run.error)},
                      {.text = dayText(run.started),
                       .sortKey = static_cast<qlonglong>(run.started.time_since_epoch().count()),
                       .role = Role::MutedText,
                       .toolTip = fullTimeText(run.started)},
                      {.text = runDuration(run, now), .sortKey = durationOf(run, now)},
                      metricCell(run, "f1"),
                      metricCell(run, "accuracy"),
                      metricCell(run, "roc_auc"),
                      valueCell(valueOf(run.parameters, "C")),
                      valueCell(seedOf(run)),
                      {.text = commit,
                       .role = Role::MutedText,
                       .toolTip = toQt(valueOf(run.tags, tracking::commitTag))},
                      {.text = toQt(run.member)},
                      {.text = toQt(run.experiment), .role = Role::MutedText}},
            .strong = true};
}

} // namespace signalbox::ui
