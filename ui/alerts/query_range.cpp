#include "ui/alerts/query_range.h"

#include <QCoreApplication>
#include <QStringList>
#include <array>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr QueryRange last(Ticks length)
{
    return {.kind = QueryRange::Kind::Last, .length = length};
}

constexpr std::array<QueryRange, 8> usual = {
    last(std::chrono::minutes(5)),     last(std::chrono::minutes(30)),
    last(std::chrono::hours(1)),       last(std::chrono::hours(4)),
    last(std::chrono::hours(24)),      last(std::chrono::hours(24 * 7)),
    last(std::chrono::hours(24 * 30)), QueryRange{.kind = QueryRange::Kind::AllTime, .length = Ticks::zero()},
};

QString say(const char *text)
{
    return QCoreApplication::translate("QueryRange", text);
}

QString lastWords(Ticks length)
{
    const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(length).count();
    if (minutes < 60)
        return say("Last %1 min").arg(minutes);
    if (minutes < 48 * 60)
        return minutes == 60 ? say("Last hour") : say("Last %1 h").arg(minutes / 60);
    return say("Last %1 days").arg(minutes / (24 * 60));
}

} // namespace

std::span<const QueryRange> usualRanges()
{
    return usual;
}

QString rangeWords(const QueryRange &range)
{
    switch (range.kind) {
    case QueryRange::Kind::AllTime:
        return say("All time");
    case QueryRange::Kind::Last:
        return lastWords(range.length);
    case QueryRange::Kind::Between:
        break;
    }
    const QString from = dayText(range.from);
    const QString to = dayText(range.to);
    const bool sameDay = from.left(from.size() - 5) == to.left(to.size() - 5);
    return say("%1 to %2").arg(from, sameDay ? to.right(5) : to);
}

QString rangeKey(const QueryRange &range)
{
    switch (range.kind) {
    case QueryRange::Kind::AllTime:
        return u"all"_s;
    case QueryRange::Kind::Last:
        return u"last:%1"_s.arg(std::chrono::duration_cast<std::chrono::seconds>(range.length).count());
    case QueryRange::Kind::Between:
        break;
    }
    return u"between:%1:%2"_s.arg(range.from.time_since_epoch().count())
        .arg(range.to.time_since_epoch().count());
}

QueryRange rangeFromKey(const QString &key)
{
    const QStringList parts = key.split(u':');
    if (key == u"all")
        return usual.back();
    if (parts.size() == 2 && parts[0] == u"last") {
        constexpr qlonglong longest = 100LL * 366 * 86400;
        const qlonglong seconds = parts[1].toLongLong();
        if (seconds > 0 && seconds <= longest)
            return last(std::chrono::seconds(seconds));
    }
    if (parts.size() == 3 && parts[0] == u"between") {
        const QueryRange range{.kind = QueryRange::Kind::Between,
                               .length = Ticks::zero(),
                               .from = TimePoint(Ticks(parts[1].toLongLong())),
                               .to = TimePoint(Ticks(parts[2].toLongLong()))};
        if (range.from < range.to)
            return range;
    }
    return {};
}

telemetry::TimeRange windowAt(const QueryRange &range, TimePoint now)
{
    switch (range.kind) {
    case QueryRange::Kind::AllTime:
        return {};
    case QueryRange::Kind::Last:
        return {.from = now - range.length, .to = now};
    case QueryRange::Kind::Between:
        break;
    }
    return {.from = range.from, .to = range.to};
}

Ticks lengthOf(const QueryRange &range)
{
    switch (range.kind) {
    case QueryRange::Kind::AllTime:
        return Ticks::zero();
    case QueryRange::Kind::Last:
        return range.length;
    case QueryRange::Kind::Between:
        break;
    }
    return range.to - range.from;
}

} // namespace signalbox::ui
