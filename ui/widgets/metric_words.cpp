#include "ui/widgets/metric_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "core/learn/metrics.h"
#include "ui/widgets/format.h"

namespace signalbox::ui {

namespace {

struct MetricWord
{
    std::string_view metric;
    const char *title;
};

constexpr std::array<MetricWord, 10> words = {{
    {"f1", QT_TRANSLATE_NOOP("MetricWords", "F1")},
    {"accuracy", QT_TRANSLATE_NOOP("MetricWords", "Accuracy")},
    {"precision", QT_TRANSLATE_NOOP("MetricWords", "Precision")},
    {"recall", QT_TRANSLATE_NOOP("MetricWords", "Recall")},
    {"roc_auc", QT_TRANSLATE_NOOP("MetricWords", "AUC")},
    {"average_precision", QT_TRANSLATE_NOOP("MetricWords", "Average precision")},
    {"log_loss", QT_TRANSLATE_NOOP("MetricWords", "Log loss")},
    {"brier", QT_TRANSLATE_NOOP("MetricWords", "Brier score")},
    {"objective", QT_TRANSLATE_NOOP("MetricWords", "Objective")},
    {"iterations", QT_TRANSLATE_NOOP("MetricWords", "Iterations")},
}};

} // namespace

QString metricTitle(std::string_view metric)
{
    const auto found = std::ranges::find(words, metric, &MetricWord::metric);
    return found == words.end() ? toQt(metric) : QCoreApplication::translate("MetricWords", found->title);
}

bool higherIsBetter(std::string_view metric)
{
    const auto known = learn::namedMetrics({});
    const auto found = std::ranges::find(known, metric, &learn::NamedMetric::name);
    if (found != known.end())
        return found->higherIsBetter;
    return metric != "objective" && !metric.contains("loss") && !metric.contains("error");
}

} // namespace signalbox::ui
