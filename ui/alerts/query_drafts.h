// The open tabs of the Logs page as they are kept on this machine, so that no text is lost by a restart. Each
// tab is kept on its own: windows that show the same workspace do not take each other's tabs away. Hidden
// texts (h"…") are not kept. GUI thread only.
#pragma once

#include <QString>
#include <vector>

#include "ui/alerts/query_range.h"

class QSettings;

namespace signalbox::ui {

struct QueryDraftTab
{
    QString id = {};    // unique; made by newDraftId()
    QString title = {}; // given by the member, "" if none was
    QString text = {};
    QueryRange range = {};
    qint64 saved = 0; // the saved query that it came from, 0 if none
    int order = 0;

    friend bool operator==(const QueryDraftTab &, const QueryDraftTab &) = default;
};

[[nodiscard]] QString newDraftId();

class QueryDrafts final
{
public:
    // `settings` outlives the drafts; `group` is where in it this workspace and member are.
    QueryDrafts(QSettings &settings, const QString &group);

    [[nodiscard]] std::vector<QueryDraftTab> load() const; // in their order
    void keep(const QueryDraftTab &tab);
    void forget(const QString &id);

private:
    QSettings &m_settings;
    QString m_group;
};

} // namespace signalbox::ui
