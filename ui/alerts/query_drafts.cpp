#include "ui/alerts/query_drafts.h"

#include <QSettings>
#include <QUuid>
#include <algorithm>

#include "core/kql/saved/hidden_text.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

QString newDraftId()
{
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

QueryDrafts::QueryDrafts(QSettings &settings, const QString &group)
    : m_settings(settings)
    , m_group(group + u"/tabs"_s)
{
}

std::vector<QueryDraftTab> QueryDrafts::load() const
{
    std::vector<QueryDraftTab> tabs;
    m_settings.beginGroup(m_group);
    for (const QString &id : m_settings.childGroups()) {
        const auto value = [&](const QString &key) { return m_settings.value(id + u'/' + key); };
        tabs.push_back({.id = id,
                        .title = value(u"title"_s).toString(),
                        .text = value(u"text"_s).toString(),
                        .range = rangeFromKey(value(u"range"_s).toString()),
                        .saved = value(u"saved"_s).toLongLong(),
                        .order = value(u"order"_s).toInt()});
    }
    m_settings.endGroup();
    std::ranges::stable_sort(tabs, {}, &QueryDraftTab::order);
    return tabs;
}

void QueryDrafts::keep(const QueryDraftTab &tab)
{
    m_settings.beginGroup(m_group + u'/' + tab.id);
    m_settings.setValue(u"title"_s, tab.title);
    m_settings.setValue(u"text"_s, toQt(kql::withoutHiddenText(fromQt(tab.text))));
    m_settings.setValue(u"range"_s, rangeKey(tab.range));
    m_settings.setValue(u"saved"_s, tab.saved);
    m_settings.setValue(u"order"_s, tab.order);
    m_settings.endGroup();
}

void QueryDrafts::forget(const QString &id)
{
    m_settings.remove(m_group + u'/' + id);
}

} // namespace signalbox::ui
