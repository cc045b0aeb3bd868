#include "ui/registry/version_rows.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>
#include <chrono>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Version;
using registry::VersionState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::VersionRows)
};

constexpr std::size_t shortHash = 7;

Cell metricCell(const Version &version, std::string_view metric)
{
    const auto found = version.metrics.find(metric);
    if (found == version.metrics.end())
        return {.text = emDash(), .role = Role::MutedText};
    return {.text = numberText(found->second), .sortKey = found->second};
}

QString environmentText(const std::string &environment)
{
    return environment == "production" ? Words::tr("prod") : toQt(environment);
}

bool serves(const Version &version, std::string_view environment)
{
    return std::ranges::any_of(version.serving, [environment](const registry::Serving &serving) {
        return serving.environment == environment && serving.percent > 0;
    });
}

} // namespace

std::vector<Column> versionColumns()
{
    return {{.title = Words::tr("Version")},
            {.title = Words::tr("State")},
            {.title = Words::tr("F1"), .numeric = true},
            {.title = Words::tr("Accuracy"), .numeric = true},
            {.title = Words::tr("AUC"), .numeric = true},
            {.title = Words::tr("Run")},
            {.title = Words::tr("Commit")},
            {.title = Words::tr("Serving")},
            {.title = Words::tr("Registered")}};
}

VersionWord versionWord(const Version &version)
{
    switch (version.state) {
    case VersionState::Waiting:
        return {Words::tr("waiting for approval"), Role::Warning};
    case VersionState::Rejected:
        return {Words::tr("rejected"), Role::Danger};
    case VersionState::Archived:
        return {Words::tr("archived"), Role::MutedText};
    case VersionState::Approved:
        break;
    }
    if (serves(version, "production"))
        return {Words::tr("production"), Role::Good};
    if (serves(version, "staging"))
        return {Words::tr("staging"), Role::Accent};
    return {Words::tr("approved"), Role::Text};
}

QString servingText(const Version &version)
{
    QStringList parts;
    for (const registry::Serving &serving : version.serving)
        parts.append(u"%1 %2 %3 %"_s.arg(environmentText(serving.environment), toQt(serving.deployment))
                         .arg(serving.percent));
    return parts.isEmpty() ? emDash() : parts.join(u", "_s);
}

QString servingDetail(const Version &version)
{
    QStringList lines;
    for (const registry::Serving &serving : version.serving)
        lines.append(
            u"%1 %2 %3 %"_s.arg(toQt(serving.endpoint), toQt(serving.deployment)).arg(serving.percent));
    return lines.join(u'\n');
}

QString registeredText(TimePoint registered, TimePoint now)
{
    const bool today =
        std::chrono::floor<std::chrono::days>(registered) == std::chrono::floor<std::chrono::days>(now);
    return today ? Words::tr("today %1").arg(clockText(registered).left(5))
                 : dayText(registered).section(u' ', 0, 1);
}

Row versionRow(const Version &version, TimePoint now)
{
    const VersionWord word = versionWord(version);
    const QString serving = servingText(version);
    return {.id = QString::number(version.number),
            .cells = {{.text = QString::number(version.number),
                       .sortKey = static_cast<qlonglong>(version.number)},
                      {.text = word.text, .role = word.role},
                      metricCell(version, "f1"),
                      metricCell(version, "accuracy"),
                      metricCell(version, "roc_auc"),
                      {.text = version.runName.empty() ? emDash() : toQt(version.runName),
                       .role = version.runName.empty() ? Role::MutedText : Role::Accent,
                       .toolTip = version.runName.empty() ? QString() : Words::tr("Show this run")},
                      {.text = version.commit.empty() ? emDash() : toQt(version.commit.substr(0, shortHash)),
                       .role = version.commit.empty() ? Role::MutedText : Role::Text,
                       .toolTip = toQt(version.commit)},
                      {.text = serving,
                       .role = version.serving.empty() ? Role::MutedText : Role::Text,
                       .toolTip = servingDetail(version)},
                      {.text = registeredText(version.registered, now),
                       .sortKey = static_cast<qlonglong>(version.registered.time_since_epoch().count()),
                       .role = Role::MutedText,
                       .toolTip = fullTimeText(version.registered)}},
            .strong = true};
}

} // namespace signalbox::ui
