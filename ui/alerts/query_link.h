// A query as a link that can be sent to a colleague: signalbox://alerts/query?… with the text compressed.
// Opening one fills a tab and never runs anything. Pure functions.
#pragma once

#include <QString>

#include "core/base/result.h"
#include "ui/alerts/query_range.h"

namespace signalbox::ui {

struct LinkedQuery
{
    QString text = {};
    QueryRange range = {};
};

[[nodiscard]] QString linkOf(const LinkedQuery &query);

// InvalidArgument with a sentence for what is no such link, is damaged, or holds more than a query may.
[[nodiscard]] Result<LinkedQuery> queryOfLink(const QString &link);

} // namespace signalbox::ui
