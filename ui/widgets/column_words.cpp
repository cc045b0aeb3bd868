#include "ui/widgets/column_words.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("ColumnWords", text);
}

QString counted(std::size_t count, std::size_t all)
{
    QString text = countText(static_cast<std::int64_t>(count));
    if (count > 0 && all > 0)
        text += u" (%1)"_s.arg(percentText(static_cast<double>(count) / static_cast<double>(all)));
    return text;
}

QString amount(double value, kql::Type type, const ResultFormat &format)
{
    if (type == kql::Type::TimeSpan)
        return format.text(kql::Value::of(kql::TimeSpan{std::llround(value)}), type);
    return format.text(kql::Value::ofReal(value), kql::Type::Real);
}

QString shown(const kql::Value &value, kql::Type type, const ResultFormat &format)
{
    constexpr qsizetype longest = 48;
    QString text = format.text(value, type);
    if (text.size() > longest)
        text = text.left(longest - 1) + u'…';
    return text;
}

} // namespace

std::vector<StatisticsLine> statisticsLines(const kql::ColumnStatistics &statistics, kql::Type type,
                                            const ResultFormat &format)
{
    std::vector<StatisticsLine> lines;
    lines.push_back({tr("Rows"), countText(static_cast<std::int64_t>(statistics.rows))});
    lines.push_back(
        {type == kql::Type::String ? tr("Empty") : tr("Null"), counted(statistics.nulls, statistics.rows)});
    const QString distinct = countText(static_cast<std::int64_t>(statistics.distinct));
    lines.push_back(
        {tr("Distinct"), statistics.distinctCapped ? tr("more than %1").arg(distinct) : distinct});
    if (!statistics.minimum.isNull()) {
        lines.push_back({tr("Minimum"), shown(statistics.minimum, type, format)});
        lines.push_back({tr("Maximum"), shown(statistics.maximum, type, format)});
    }
    if (statistics.numbers) {
        const kql::NumberSummary &numbers = *statistics.numbers;
        lines.push_back({tr("Mean"), amount(numbers.mean, type, format)});
        lines.push_back({tr("Deviation"), amount(numbers.deviation, type, format)});
        lines.push_back({u"P5"_s, amount(numbers.p5, type, format)});
        lines.push_back({u"P25"_s, amount(numbers.p25, type, format)});
        lines.push_back({u"P50"_s, amount(numbers.p50, type, format)});
        lines.push_back({u"P75"_s, amount(numbers.p75, type, format)});
        lines.push_back({u"P95"_s, amount(numbers.p95, type, format)});
        lines.push_back({u"P99"_s, amount(numbers.p99, type, format)});
    }
    return lines;
}

std::vector<StatisticsLine> frequentLines(const kql::ColumnStatistics &statistics, kql::Type type,
                                          const ResultFormat &format)
{
    std::vector<StatisticsLine> lines;
    // Where every value is its own, none is frequent.
    if (statistics.top.empty() || statistics.top.front().count < 2)
        return lines;
    for (const kql::FrequentValue &value : statistics.top)
        lines.push_back({shown(value.value, type, format), counted(value.count, statistics.rows)});
    return lines;
}

QString statisticsText(const kql::ColumnStatistics &statistics, kql::Type type, const ResultFormat &format)
{
    const auto lines = statisticsLines(statistics, type, format);
    const auto frequent = frequentLines(statistics, type, format);
    qsizetype wide = 0;
    for (const StatisticsLine &line : lines)
        wide = std::max(wide, line.name.size());
    QStringList texts;
    for (const StatisticsLine &line : lines)
        texts.append(line.name.leftJustified(wide + 2) + line.value);
    if (frequent.empty())
        return texts.join(u'\n');
    texts.append({QString(), tr("Most frequent")});
    wide = 0;
    for (const StatisticsLine &line : frequent)
        wide = std::max(wide, line.name.size());
    for (const StatisticsLine &line : frequent)
        texts.append(line.name.leftJustified(wide + 2) + line.value);
    return texts.join(u'\n');
}

QString statisticsHtml(const QString &column, const kql::ColumnStatistics &statistics, kql::Type type,
                       const ResultFormat &format)
{
    const auto rows = [](const std::vector<StatisticsLine> &lines, std::size_t most) {
        QString html;
        for (std::size_t i = 0; i < std::min(most, lines.size()); ++i)
            html += u"<tr><td>%1&nbsp;&nbsp;</td><td align='right'>%2</td></tr>"_s.arg(
                lines[i].name.toHtmlEscaped(), lines[i].value.toHtmlEscaped());
        return html;
    };
    QString html = u"<b>%1</b> · %2<table>"_s.arg(column.toHtmlEscaped(), typeWords(type).toHtmlEscaped());
    html += rows(statisticsLines(statistics, type, format), 20);
    const auto frequent = frequentLines(statistics, type, format);
    if (!frequent.empty())
        html += u"<tr><td colspan='2'><b>%1</b></td></tr>"_s.arg(tr("Most frequent")) + rows(frequent, 5);
    return html + u"</table>"_s;
}

} // namespace signalbox::ui
