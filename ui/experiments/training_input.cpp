#include "ui/experiments/training_input.h"

#include <QCoreApplication>
#include <QSettings>
#include <limits>

#include "core/base/text.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::TrainingInput)
};

std::unexpected<Error> refuse(const char *field, const QString &sentence)
{
    return std::unexpected(
        Error{.code = ErrorCode::InvalidArgument, .message = fromQt(sentence), .field = field});
}

Result<double> number(const char *field, const QString &text)
{
    const auto value = toNumber(fromQt(text.trimmed()));
    if (!value)
        return refuse(field, Words::tr("This is no number. Write it like 0.01 or 1e-4."));
    return *value;
}

Result<std::int64_t> wholeNumber(const char *field, const QString &text, std::int64_t lowest,
                                 std::int64_t highest)
{
    const auto value = toInteger(fromQt(text.trimmed()));
    if (!value || *value < lowest || *value > highest)
        return refuse(field, highest == std::numeric_limits<std::int64_t>::max()
                                 ? Words::tr("Give a whole number, %1 or more.").arg(lowest)
                                 : Words::tr("Give a whole number from %1 to %2.").arg(lowest).arg(highest));
    return *value;
}

Status checkedName(const char *field, const char *what, const QString &name)
{
    const Status status = checkName(what, fromQt(name));
    if (!status)
        return refuse(field, toQt(status.error().message));
    return {};
}

// Core's sentences name its settings; beside a field these are shorter.
Status checkRanges(const learn::TrainingSpec &spec)
{
    if (spec.testFraction <= 0 || spec.testFraction >= 1)
        return refuse("testFraction", Words::tr("Give a number between 0 and 1, such as 0.3."));
    if (spec.C <= 0)
        return refuse("C", Words::tr("Give a number above 0."));
    if (spec.tolerance <= 0)
        return refuse("tolerance", Words::tr("Give a number above 0."));
    if (spec.threshold < 0 || spec.threshold > 1)
        return refuse("threshold", Words::tr("Give a number from 0 to 1."));
    return learn::checkTrainingSpec(spec);
}

} // namespace

Result<job::TrainingJob> trainingJob(const TrainingInput &input)
{
    job::TrainingJob job{.experiment = fromQt(input.experiment.trimmed()),
                         .runName = fromQt(input.runName.trimmed()),
                         .training = {.dataPath = fromQt(input.dataPath.trimmed()),
                                      .label = fromQt(input.label),
                                      .ignoredColumns = {},
                                      .standardise = input.standardise,
                                      .balancedClasses = input.balancedClasses}};
    learn::TrainingSpec &spec = job.training;
    if (spec.dataPath.empty())
        return refuse("dataPath", Words::tr("Choose a CSV file to learn from."));
    SIGNALBOX_CHECK(checkedName("experiment", "experiment", input.experiment.trimmed()));
    if (!job.runName.empty())
        SIGNALBOX_CHECK(checkedName("runName", "run", input.runName.trimmed()));
    if (spec.label.empty())
        return refuse("label", Words::tr("Choose the column to predict."));
    for (const QString &column : input.ignoredColumns)
        spec.ignoredColumns.push_back(fromQt(column));
    SIGNALBOX_TRY(spec.C, number("C", input.C));
    SIGNALBOX_TRY(spec.tolerance, number("tolerance", input.tolerance));
    SIGNALBOX_TRY(const std::int64_t iterations,
                  wholeNumber("maximumIterations", input.maximumIterations, 1, 1'000'000));
    spec.maximumIterations = static_cast<int>(iterations);
    SIGNALBOX_TRY(spec.testFraction, number("testFraction", input.testFraction));
    SIGNALBOX_TRY(const std::int64_t seed,
                  wholeNumber("seed", input.seed, 0, std::numeric_limits<std::int64_t>::max()));
    spec.seed = static_cast<std::uint64_t>(seed);
    SIGNALBOX_TRY(spec.threshold, number("threshold", input.threshold));
    SIGNALBOX_CHECK(checkRanges(spec));
    return job;
}

TrainingInput rememberedTraining(const QSettings &settings)
{
    const TrainingInput standard;
    const auto text = [&settings](const QString &key, const QString &otherwise) {
        return settings.value(u"training/"_s + key, otherwise).toString();
    };
    const auto flag = [&settings](const QString &key, bool otherwise) {
        return settings.value(u"training/"_s + key, otherwise).toBool();
    };
    return {.dataPath = text(u"dataPath"_s, {}),
            .experiment = text(u"experiment"_s, {}),
            .label = text(u"label"_s, {}),
            .ignoredColumns = settings.value(u"training/ignoredColumns"_s).toStringList(),
            .C = text(u"C"_s, standard.C),
            .tolerance = text(u"tolerance"_s, standard.tolerance),
            .maximumIterations = text(u"maximumIterations"_s, standard.maximumIterations),
            .testFraction = text(u"testFraction"_s, standard.testFraction),
            .seed = text(u"seed"_s, standard.seed),
            .threshold = text(u"threshold"_s, standard.threshold),
            .standardise = flag(u"standardise"_s, standard.standardise),
            .balancedClasses = flag(u"balancedClasses"_s, standard.balancedClasses)};
}

void rememberTraining(QSettings &settings, const TrainingInput &input)
{
    settings.beginGroup(u"training"_s);
    settings.setValue(u"dataPath"_s, input.dataPath);
    settings.setValue(u"experiment"_s, input.experiment);
    settings.setValue(u"label"_s, input.label);
    settings.setValue(u"ignoredColumns"_s, input.ignoredColumns);
    settings.setValue(u"C"_s, input.C);
    settings.setValue(u"tolerance"_s, input.tolerance);
    settings.setValue(u"maximumIterations"_s, input.maximumIterations);
    settings.setValue(u"testFraction"_s, input.testFraction);
    settings.setValue(u"seed"_s, input.seed);
    settings.setValue(u"threshold"_s, input.threshold);
    settings.setValue(u"standardise"_s, input.standardise);
    settings.setValue(u"balancedClasses"_s, input.balancedClasses);
    settings.endGroup();
}

} // namespace signalbox::ui
