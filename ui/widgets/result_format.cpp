#include "ui/widgets/result_format.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/kql/results/cell_text.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::size_t rowsLookedAt = 300;
constexpr int mostDecimals = 4;
constexpr qsizetype longestLine = 400; // what a cell can show; the detail has it all

int decimalsOf(double value)
{
    if (!std::isfinite(value))
        return 0;
    for (int decimals = 0; decimals < mostDecimals; ++decimals) {
        const double scaled = value * std::pow(10.0, decimals);
        if (std::abs(scaled - std::round(scaled)) <= 1e-9 * std::max(1.0, std::abs(scaled)))
            return decimals;
    }
    return mostDecimals;
}

int fractionOf(std::int64_t ticks)
{
    const std::int64_t fraction = ((ticks % kql::ticksPerSecond) + kql::ticksPerSecond) % kql::ticksPerSecond;
    if (fraction == 0)
        return 0;
    return fraction % 10'000 == 0 ? 3 : 7;
}

QString realText(double value, int decimals)
{
    if (!std::isfinite(value))
        return toQt(kql::toGridText(value));
    const double size = std::abs(value);
    const bool tooSmall = size != 0 && size < std::pow(10.0, -decimals) / 2;
    if (size >= 1e15 || tooSmall)
        return QString::number(value, 'g', 4).replace(u'-', QChar(0x2212));
    const QString text = numberText(value, decimals);
    const qsizetype point = text.indexOf(u'.');
    // Rounding may carry into the whole part, so it is taken from the text.
    QString digits = text.left(point < 0 ? text.size() : point);
    if (digits.size() > 3) {
        const bool negative = digits.startsWith(QChar(0x2212));
        const QString grouped = countText(digits.mid(negative ? 1 : 0).toLongLong());
        digits = negative ? QChar(0x2212) + grouped : grouped;
    }
    return point < 0 ? digits : digits + text.mid(point);
}

QString timeText(std::int64_t ticks, int fraction)
{
    QString text = toQt(kql::toText(kql::DateTime{ticks}));
    text[10] = u' ';
    const int digits = std::max(fraction, fractionOf(ticks));
    constexpr qsizetype seconds = 19;
    return digits == 0 ? text.left(seconds) : text.left(seconds + 1 + digits);
}

QString spanText(std::int64_t ticks)
{
    QString text = toQt(kql::toText(kql::TimeSpan{ticks}));
    if (text.lastIndexOf(u'.') > text.lastIndexOf(u':')) {
        while (text.endsWith(u'0'))
            text.chop(1);
    }
    return text;
}

QString oneLine(std::string_view utf8)
{
    // Four bytes are one character at most; what is cut off is not seen anyway.
    QString text = toQt(utf8.substr(0, 4 * longestLine));
    text.truncate(longestLine);
    for (QChar &c : text) {
        if (c == u'\n')
            c = QChar(0x21b5);
        else if (c == u'\r' || c == u'\t')
            c = u' ';
    }
    return text;
}

QString translated(const char *text)
{
    return QCoreApplication::translate("ResultFormat", text);
}

} // namespace

ResultFormat::ResultFormat(const kql::CellAccess &cells, std::size_t column)
{
    const std::size_t rows = std::min(cells.rows(), rowsLookedAt);
    for (std::size_t row = 0; row < rows; ++row) {
        const kql::CellPlace cell = cells.at(row, column);
        if (cell.isNull())
            continue;
        if (cell.column->type() == kql::Type::Real)
            m_decimals = std::max(m_decimals, decimalsOf(kql::cellNumber(cell)));
        else if (cell.column->type() == kql::Type::DateTime)
            m_fraction =
                std::max(m_fraction, fractionOf(cell.column->wholes()[cell.column->stored(cell.row)]));
        else
            break;
    }
}

QString ResultFormat::text(const kql::CellPlace &cell) const
{
    if (cell.column->type() == kql::Type::String)
        return oneLine(cell.column->text(cell.row));
    return text(cell.value(), cell.column->type());
}

QString ResultFormat::text(const kql::Value &value, kql::Type type) const
{
    if (value.isNull())
        return type == kql::Type::String ? QString() : u"null"_s;
    switch (type) {
    case kql::Type::Int:
    case kql::Type::Long:
        return countText(value.whole());
    case kql::Type::Real:
        return realText(value.real(), std::max(m_decimals, std::min(decimalsOf(value.real()), 2)));
    case kql::Type::DateTime:
        return timeText(value.whole(), m_fraction);
    case kql::Type::TimeSpan:
        return spanText(value.whole());
    default:
        return oneLine(kql::valueText(value));
    }
}

bool standsRight(kql::Type type)
{
    return kql::isNumeric(type) || type == kql::Type::TimeSpan;
}

QString wholeText(const kql::Value &value)
{
    if (value.isNull())
        return u"null"_s;
    if (value.isArray() || value.isBag())
        return toQt(kql::toIndentedJsonText(value));
    return toQt(kql::valueText(value));
}

QString typeWords(kql::Type type)
{
    static constexpr std::array words = {
        QT_TRANSLATE_NOOP("ResultFormat", "true or false"),
        QT_TRANSLATE_NOOP("ResultFormat", "whole number, 32 bits"),
        QT_TRANSLATE_NOOP("ResultFormat", "whole number"),
        QT_TRANSLATE_NOOP("ResultFormat", "number"),
        QT_TRANSLATE_NOOP("ResultFormat", "decimal number"),
        QT_TRANSLATE_NOOP("ResultFormat", "text"),
        QT_TRANSLATE_NOOP("ResultFormat", "time, UTC"),
        QT_TRANSLATE_NOOP("ResultFormat", "span of time"),
        QT_TRANSLATE_NOOP("ResultFormat", "GUID"),
        QT_TRANSLATE_NOOP("ResultFormat", "JSON"),
    };
    return translated(words.at(static_cast<std::size_t>(type)));
}

} // namespace signalbox::ui
