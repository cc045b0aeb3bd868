#include <QCoreApplication>
#include <QLocale>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/kql/results/cell_text.h"
#include "ui/widgets/chart_scale.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plot_scene.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr qsizetype longestName = 60;

QString tr(const char *text)
{
    return QCoreApplication::translate("PlotWords", text);
}

QString shortened(std::string_view utf8)
{
    QString name = toQt(utf8).simplified();
    if (name.size() > longestName)
        name = name.left(longestName - 1) + u'…';
    return name;
}

QString withoutZeros(QString text)
{
    if (!text.contains(u'.'))
        return text;
    while (text.endsWith(u'0'))
        text.chop(1);
    if (text.endsWith(u'.'))
        text.chop(1);
    return text;
}

// "60 k", "1.2 M".
QString shortText(double value)
{
    const QString text = shortCountText(std::abs(value));
    const qsizetype unit = text.indexOf(u' ');
    const QString number = unit < 0 ? text : withoutZeros(text.left(unit)) + text.mid(unit);
    return value < 0 ? QChar(0x2212) + number : number;
}

// As many decimals as it takes to see four digits.
QString amountText(double value)
{
    if (!std::isfinite(value))
        return emDash();
    const double size = std::abs(value);
    if (size >= 1e15 || (size != 0 && size < 1e-4))
        return QString::number(value, 'g', 4);
    if (size >= 1000 || value == std::trunc(value))
        return countText(std::llround(value));
    return withoutZeros(numberText(value, size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4));
}

QString eventText(const ChartEvent &event)
{
    return axisText(ChartAxis::Time, event.x) + u"  "_s + event.label;
}

} // namespace

QString lineName(const kql::ChartLine &line)
{
    const QString name = shortened(line.name);
    return name.isEmpty() ? tr("(no name)") : name;
}

QString categoryName(const PlotScene &scene, double x)
{
    const auto &categories = scene.content->categories;
    const auto number = static_cast<std::size_t>(std::max(0.0, std::round(x)));
    if (number >= categories.size())
        return {};
    const bool rest = scene.plan.kind == kql::ChartKind::Pie && number + 1 == categories.size() &&
                      scene.content->categoriesLeftOut > 0;
    if (rest)
        return tr("%1 others").arg(countText(static_cast<std::int64_t>(scene.content->categoriesLeftOut)));
    const QString name = shortened(categories[number]);
    return name.isEmpty() ? tr("(empty)") : name;
}

QString xText(const PlotScene &scene, double x)
{
    switch (scene.content->axis) {
    case kql::ChartAxisKind::Category:
        return categoryName(scene, x);
    case kql::ChartAxisKind::Time:
        return axisText(ChartAxis::Time, x);
    case kql::ChartAxisKind::Number:
        break;
    }
    return amountText(hasLogarithmicX(scene) ? std::pow(10, x) : x);
}

QString plotValueText(const PlotScene &scene, double value)
{
    if (scene.content->spans)
        return value < 0 ? QChar(0x2212) + durationText(-value) : durationText(value);
    return amountText(value);
}

QString plotAxisText(const PlotScene &scene, double value, int decimals)
{
    if (scene.plan.stacking == kql::Stacking::Hundred)
        return numberText(value, 0) + u" %"_s;
    if (scene.content->spans)
        return plotValueText(scene, value);
    if (std::abs(value) >= 1e15)
        return QString::number(value, 'g', 3);
    if (std::abs(value) >= 10'000)
        return shortText(value);
    if (std::abs(value) < 1e-4 && value != 0)
        return QString::number(value, 'g', 2);
    if (scene.plan.logarithmicY)
        return amountText(value);
    return decimals == 0 ? countText(std::llround(value)) : numberText(value, decimals);
}

std::vector<PlotReading> readingAt(const PlotScene &scene, double x)
{
    const auto nearest = nearestX(scene, x);
    if (!nearest)
        return {};
    std::vector<PlotReading> lines{{.text = xText(scene, *nearest)}};
    for (std::size_t number = 0; number < scene.content->lines.size(); ++number) {
        const kql::ChartLine &line = scene.content->lines[number];
        const auto found = std::ranges::lower_bound(line.x, *nearest);
        if (scene.isHidden(number) || found == line.x.end() || *found != *nearest)
            continue;
        const auto place = static_cast<std::size_t>(found - line.x.begin());
        QString text = plotValueText(scene, line.y[place]);
        if (scene.plan.kind == kql::ChartKind::Pie && line.total > 0)
            text += u" · "_s + percentText(line.y[place] / line.total);
        else
            text = lineName(line) + u"  "_s + text;
        if (!line.marks.empty() && line.marks[place] != 0)
            text += u"  "_s + tr("anomaly");
        lines.push_back({.text = text, .line = number});
    }
    if (scene.content->axis != kql::ChartAxisKind::Time || scene.plan.kind == kql::ChartKind::Pie)
        return lines;
    const PlotRange shown = shownRange(scene);
    for (const ChartEvent &event : scene.events) {
        if (event.x >= shown.low && event.x <= shown.high && nearestX(scene, event.x) == nearest)
            lines.push_back({.text = eventText(event)});
    }
    return lines;
}

QString eventWords(const PlotScene &scene)
{
    if (scene.content->axis != kql::ChartAxisKind::Time)
        return {};
    const PlotRange whole = wholeRange(scene);
    QStringList texts;
    for (const ChartEvent &event : scene.events) {
        if (event.x >= whole.low && event.x <= whole.high)
            texts.append(eventText(event));
    }
    return texts.isEmpty() ? QString() : tr("Changes: %1").arg(texts.join(u"; "_s));
}

QString kindWords(kql::ChartKind kind)
{
    static constexpr std::array words = {
        QT_TRANSLATE_NOOP("PlotWords", "Table"),         QT_TRANSLATE_NOOP("PlotWords", "Card"),
        QT_TRANSLATE_NOOP("PlotWords", "Time chart"),    QT_TRANSLATE_NOOP("PlotWords", "Line chart"),
        QT_TRANSLATE_NOOP("PlotWords", "Column chart"),  QT_TRANSLATE_NOOP("PlotWords", "Bar chart"),
        QT_TRANSLATE_NOOP("PlotWords", "Area chart"),    QT_TRANSLATE_NOOP("PlotWords", "Stacked area chart"),
        QT_TRANSLATE_NOOP("PlotWords", "Pie chart"),     QT_TRANSLATE_NOOP("PlotWords", "Scatter chart"),
        QT_TRANSLATE_NOOP("PlotWords", "Anomaly chart"),
    };
    return tr(words.at(static_cast<std::size_t>(kind)));
}

namespace {

QString describeLine(const PlotScene &scene, const kql::ChartLine &line)
{
    double low = 0;
    double high = 0;
    double last = 0;
    std::size_t count = 0;
    for (const double y : line.y) {
        if (!std::isfinite(y))
            continue;
        low = count == 0 ? y : std::min(low, y);
        high = count == 0 ? y : std::max(high, y);
        last = y;
        ++count;
    }
    if (count == 0)
        return tr("%1: no values").arg(lineName(line));
    const QString text =
        tr("%1: %2 points, from %3 to %4, last %5")
            .arg(lineName(line), countText(static_cast<std::int64_t>(count)), plotValueText(scene, low),
                 plotValueText(scene, high), plotValueText(scene, last));
    const auto marked = std::ranges::count(line.marks, 1);
    return marked == 0 ? text : tr("%1, %2 anomalies").arg(text).arg(marked);
}

} // namespace

QString plotDescription(const kql::ResultTable &table, const PlotScene &scene)
{
    const kql::RenderPlan &plan = scene.plan;
    QStringList parts;
    if (plan.kind == kql::ChartKind::Card) {
        for (const kql::CardNumber &card : scene.content->cards)
            parts.append(u"%1: %2"_s.arg(toQt(card.name), toQt(kql::valueText(card.value))));
    } else if (plan.kind == kql::ChartKind::Pie && !scene.content->lines.empty()) {
        for (const double x : scene.content->lines.front().x) {
            const auto reading = readingAt(scene, x);
            if (reading.size() == 2)
                parts.append(u"%1: %2"_s.arg(reading[0].text, reading[1].text));
        }
    } else {
        for (const kql::ChartLine &line : scene.content->lines)
            parts.append(describeLine(scene, line));
    }
    QString text = kindWords(plan.kind);
    if (plan.x)
        text = tr("%1 over %2").arg(text, toQt(table.schema.fields[*plan.x].name));
    return parts.isEmpty() ? tr("%1: no data").arg(text) : text + u". "_s + parts.join(u"; "_s);
}

} // namespace signalbox::ui
