#include "ui/alerts/query_details.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QFrame>
#include <QShowEvent>
#include <vector>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString say(const char *text)
{
    return QCoreApplication::translate("QueryDetails", text);
}

std::vector<KeyValue> detailsOf(const QueryAnswer &answer)
{
    std::size_t rows = 0;
    std::size_t bytes = 0;
    for (const kql::ResultTable &table : answer.result->tables) {
        rows += table.rows;
        for (const kql::Batch &batch : table.batches)
            bytes += batch.bytes();
    }
    return {{.key = say("Read"), .value = fullTimeText(answer.at)},
            {.key = say("Took"),
             .value = durationText(std::chrono::duration<double, std::milli>(answer.elapsed).count())},
            {.key = say("Result"),
             .value = say("%1 rows, %2")
                          .arg(countText(static_cast<std::int64_t>(rows)),
                               byteText(static_cast<std::int64_t>(bytes)))}};
}

} // namespace

QStringList readWords(const QueryAnswer &)
{
    return {};
}

void showQueryDetails(const Theme &theme, const QueryAnswer &answer, QWidget *anchor)
{
    if (!answer.result)
        return;
    auto *popup = new QFrame(anchor, Qt::Popup);
    popup->setObjectName(u"queryDetailsPopup"_s);
    popup->setAccessibleName(say("How the time was spent"));
    popup->setAttribute(Qt::WA_DeleteOnClose);
    popup->setProperty("card", true);
    popup->setFont(theme.bodyFont());
    auto *list = new KeyValueList(popup);
    list->setValues(detailsOf(answer));
    auto *layout = new QVBoxLayout(popup);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->addWidget(list);
    popup->adjustSize();
    popup->move(anchor->mapToGlobal(QPoint(0, anchor->height() + 4)));
    popup->show();
}

} // namespace signalbox::ui
