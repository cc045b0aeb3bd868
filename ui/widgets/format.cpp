#include "ui/widgets/format.h"

#include <QDateTime>
#include <QLocale>
#include <array>
#include <chrono>
#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr QChar narrowSpace(0x202f);
constexpr QChar trueMinus(0x2212);

QDateTime toDateTime(TimePoint time)
{
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, Qt::UTC);
}

QString fixed(double value, int decimals)
{
    return QString::number(std::abs(value), 'f', decimals);
}

// 3 significant digits at most, without a trailing ".0".
QString rounded(double value)
{
    const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    QString text = QString::number(value, 'f', decimals);
    if (decimals == 2 && text.endsWith(u'0'))
        text.chop(1);
    return text;
}

bool isZeroText(const QString &text)
{
    return std::ranges::all_of(text, [](QChar c) { return c == u'0' || c == u'.'; });
}

} // namespace

QString toQt(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

std::string fromQt(const QString &text)
{
    return text.toStdString();
}

QString errorText(const Error &error)
{
    return toQt(error.text());
}

QString emDash()
{
    return u"—"_s;
}

QString literalText(QString text)
{
    return text.replace(u'&', u"&&"_s);
}

QString countText(std::int64_t count)
{
    QString digits = QString::number(count);
    const qsizetype first = count < 0 ? 1 : 0;
    for (qsizetype i = digits.size() - 3; i > first; i -= 3)
        digits.insert(i, narrowSpace);
    if (count < 0)
        digits[0] = trueMinus;
    return digits;
}

QString numberText(double value, int decimals)
{
    if (!std::isfinite(value))
        return emDash();
    const QString text = fixed(value, decimals);
    return value < 0 && !isZeroText(text) ? trueMinus + text : text;
}

QString deltaText(double value, int decimals)
{
    if (!std::isfinite(value))
        return emDash();
    QString text = fixed(value, decimals);
    if (isZeroText(text))
        return text;
    return (value < 0 ? trueMinus : QChar(u'+')) + text;
}

QString percentText(double fraction, int decimals)
{
    if (!std::isfinite(fraction))
        return emDash();
    return numberText(fraction * 100.0, decimals) + QChar(0x00a0) + u'%';
}

QString durationText(double milliseconds)
{
    if (!std::isfinite(milliseconds))
        return emDash();
    if (milliseconds < 0.9995)
        return rounded(milliseconds * 1000.0) + u" µs"_s;
    if (milliseconds < 999.5)
        return QString::number(milliseconds, 'f', milliseconds < 99.95 ? 1 : 0) + u" ms"_s;
    const double seconds = milliseconds / 1000.0;
    if (seconds < 60)
        return QString::number(seconds, 'f', 1) + u" s"_s;
    const auto whole = static_cast<std::int64_t>(seconds);
    return u"%1 min %2 s"_s.arg(whole / 60).arg(whole % 60);
}

QString shortCountText(double count)
{
    if (!std::isfinite(count))
        return emDash();
    if (count < 999.5)
        return QString::number(count, 'f', 0);
    constexpr std::array units{'k', 'M', 'G', 'T'};
    double value = count / 1000.0;
    std::size_t unit = 0;
    while (value >= 999.5 && unit + 1 < units.size()) {
        value /= 1000.0;
        ++unit;
    }
    return QString::number(value, 'f', value < 99.95 ? 1 : 0) + u' ' + QLatin1Char(units.at(unit));
}

QString byteText(std::int64_t bytes)
{
    return bytes < 1000 ? u"%1 B"_s.arg(bytes) : shortCountText(static_cast<double>(bytes)) + u'B';
}

QString clockText(TimePoint time)
{
    return toDateTime(time).toString(u"HH:mm:ss"_s);
}

QString dayText(TimePoint time)
{
    return QLocale::c().toString(toDateTime(time), u"d MMM HH:mm"_s);
}

QString fullTimeText(TimePoint time)
{
    return toQt(toReadable(time)) + u" UTC"_s;
}

QString ageText(TimePoint then, TimePoint now)
{
    using namespace std::chrono;
    const auto age = std::max(now - then, Ticks::zero());
    const auto format = [](auto count, const QString &unit) { return u"%1 %2 ago"_s.arg(count).arg(unit); };
    if (age < seconds(1))
        return format(duration_cast<milliseconds>(age).count(), u"ms"_s);
    if (age < minutes(1))
        return format(duration_cast<seconds>(age).count(), u"s"_s);
    if (age < hours(1))
        return format(duration_cast<minutes>(age).count(), u"min"_s);
    if (age < hours(24))
        return format(duration_cast<hours>(age).count(), u"h"_s);
    return format(duration_cast<hours>(age).count() / 24, u"d"_s);
}

} // namespace signalbox::ui
