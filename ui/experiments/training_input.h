// What was typed into the training dialog, as text, and how it becomes a training job. The last input is
// remembered in the console's settings.
#pragma once

#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "core/job/job.h"

class QSettings;

namespace signalbox::ui {

struct TrainingInput
{
    QString dataPath = {};
    QString experiment = {};
    QString runName = {};
    QString label = {};
    QStringList ignoredColumns = {};
    QString C = QStringLiteral("1");
    QString tolerance = QStringLiteral("0.0001");
    QString maximumIterations = QStringLiteral("100");
    QString testFraction = QStringLiteral("0.3");
    QString seed = QStringLiteral("0");
    QString threshold = QStringLiteral("0.5");
    bool standardise = true;
    bool balancedClasses = false;

    friend bool operator==(const TrainingInput &, const TrainingInput &) = default;
};

// InvalidArgument whose field is the member's name, with a sentence for people.
[[nodiscard]] Result<job::TrainingJob> trainingJob(const TrainingInput &input);

[[nodiscard]] TrainingInput rememberedTraining(const QSettings &settings);
void rememberTraining(QSettings &settings, const TrainingInput &input);

} // namespace signalbox::ui
