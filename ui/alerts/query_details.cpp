#include "ui/alerts/query_details.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFrame>
#include <QScreen>
#include <algorithm>
#include <chrono>
#include <cstdint>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("QueryDetails", text);
}

QString count(std::uint64_t number)
{
    return countText(static_cast<std::int64_t>(number));
}

QString timeWords(std::chrono::nanoseconds time)
{
    return durationText(std::chrono::duration<double, std::milli>(time).count());
}

QString resultWords(const kql::QueryResult &result)
{
    std::size_t rows = 0;
    std::size_t bytes = 0;
    for (const kql::ResultTable &table : result.tables) {
        rows += table.rows;
        for (const kql::Batch &batch : table.batches)
            bytes += batch.bytes();
    }
    return say("%1 rows, %2").arg(count(rows), byteText(static_cast<std::int64_t>(bytes)));
}

QString segmentWords(const kql::ScanCounts &scanned)
{
    if (scanned.segmentsSkipped == 0)
        return say("%1 read, none skipped").arg(count(scanned.segments));
    return say("%1 read, %2 skipped").arg(count(scanned.segments), count(scanned.segmentsSkipped));
}

} // namespace

QStringList readWords(const QueryAnswer &answer)
{
    if (!answer.result)
        return {};
    const kql::ScanCounts &scanned = answer.result->statistics.scanned;
    if (scanned.segments + scanned.segmentsSkipped == 0)
        return {};
    QStringList words{scanned.rows == 1 ? say("1 row scanned")
                                        : say("%1 rows scanned").arg(count(scanned.rows))};
    if (scanned.segmentsSkipped > 0)
        words << say("%1 of %2 segments skipped")
                     .arg(count(scanned.segmentsSkipped), count(scanned.segments + scanned.segmentsSkipped));
    return words;
}

std::vector<KeyValue> queryDetails(const QueryAnswer &answer)
{
    const kql::QueryStatistics &statistics = answer.result->statistics;
    const kql::ScanCounts &scanned = statistics.scanned;
    const auto accounted = statistics.parsing + statistics.binding + statistics.running;
    const auto rest = std::max<std::chrono::nanoseconds>(answer.elapsed - accounted, {});
    std::vector<KeyValue> details{
        {.key = say("As of"), .value = fullTimeText(answer.at)},
        {.key = say("Result"), .value = resultWords(*answer.result)},
        {.key = say("Took"), .value = timeWords(answer.elapsed)},
        {.key = say("Parsing"), .value = timeWords(statistics.parsing)},
        {.key = say("Binding names"),
         .value = timeWords(statistics.binding),
         .toolTip = say("With toscalar() and what else runs while names are resolved")},
        {.key = say("Running"), .value = timeWords(statistics.running)},
        {.key = say("Opening tables"), .value = timeWords(rest)},
        {.key = say("Rows scanned"),
         .value = count(scanned.rows),
         .toolTip = say("Rows of the segments that were read, before any filter")},
        {.key = say("Segments"),
         .value = segmentWords(scanned),
         .toolTip = say("A segment is skipped when its statistics say that it holds no row of the answer")},
    };
    // Tables of records have neither.
    if (scanned.columns > 0) {
        details.push_back({.key = say("Columns decoded"),
                           .value = count(scanned.columns),
                           .toolTip = say("Counted once for each segment")});
        details.push_back(
            {.key = say("Read from disk"), .value = byteText(static_cast<std::int64_t>(scanned.bytes))});
    }
    return details;
}

void showQueryDetails(const Theme &theme, const QueryAnswer &answer, QWidget *anchor)
{
    if (!answer.result)
        return;
    const std::vector<KeyValue> details = queryDetails(answer);
    auto *popup = new QFrame(anchor, Qt::Popup);
    popup->setObjectName(u"queryDetailsPopup"_s);
    popup->setAccessibleName(say("How the time was spent"));
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setProperty("floating", true);
    popup->setFont(theme.bodyFont());
    QStringList spoken;
    for (const KeyValue &detail : details)
        spoken << detail.key + u": "_s + detail.value;
    popup->setAccessibleDescription(spoken.join(u", "_s));
    auto *list = new KeyValueList(popup);
    list->setValues(details);
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    layout->addWidget(makeSectionHeading(say("HOW THE TIME WAS SPENT"), popup));
    layout->addWidget(list);
    popup->setMinimumWidth(330);
    popup->adjustSize();
    const QRect room = anchor->screen()->availableGeometry();
    const QPoint below = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    popup->move(std::clamp(below.x(), room.left(), std::max(room.left(), room.right() - popup->width())),
                std::clamp(below.y(), room.top(), std::max(room.top(), room.bottom() - popup->height())));
    popup->show();
    popup->setFocus(Qt::PopupFocusReason);
}

} // namespace signalbox::ui
