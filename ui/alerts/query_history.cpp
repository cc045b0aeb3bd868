#include "ui/alerts/query_history.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSettings>
#include <QStringList>
#include <algorithm>
#include <utility>

#include "core/kql/saved/hidden_text.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr qsizetype longestKeptText = 20'000;

QString lineOf(const HistoryEntry &entry)
{
    const QJsonObject fields{{u"text"_s, entry.text},
                             {u"at"_s, entry.at.toMSecsSinceEpoch()},
                             {u"ms"_s, entry.milliseconds},
                             {u"rows"_s, entry.rows}};
    return QString::fromUtf8(QJsonDocument(fields).toJson(QJsonDocument::Compact));
}

HistoryEntry entryOf(const QString &line)
{
    const QJsonObject fields = QJsonDocument::fromJson(line.toUtf8()).object();
    return {.text = fields.value(u"text"_s).toString(),
            .at = QDateTime::fromMSecsSinceEpoch(fields.value(u"at"_s).toInteger(), Qt::UTC),
            .milliseconds = fields.value(u"ms"_s).toInteger(),
            .rows = fields.value(u"rows"_s).toInteger(-1)};
}

} // namespace

QueryHistory::QueryHistory(QSettings &settings, const QString &group, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_key(group + u"/history"_s)
{
    load();
}

void QueryHistory::add(HistoryEntry entry)
{
    entry.text = toQt(kql::withoutHiddenText(fromQt(entry.text.trimmed())));
    if (entry.text.isEmpty() || entry.text.size() > longestKeptText)
        return;
    load(); // another window of the same workspace may have added to it
    std::erase_if(m_entries, [&](const HistoryEntry &other) { return other.text == entry.text; });
    m_entries.insert(m_entries.begin(), std::move(entry));
    if (m_entries.size() > longestQueryHistory)
        m_entries.resize(longestQueryHistory);
    store();
    Q_EMIT changed();
}

void QueryHistory::clear()
{
    m_entries.clear();
    store();
    Q_EMIT changed();
}

void QueryHistory::load()
{
    m_entries.clear();
    for (const QString &line : m_settings.value(m_key).toStringList()) {
        HistoryEntry entry = entryOf(line);
        if (!entry.text.isEmpty() && m_entries.size() < longestQueryHistory)
            m_entries.push_back(std::move(entry));
    }
}

void QueryHistory::store()
{
    QStringList lines;
    for (const HistoryEntry &entry : m_entries)
        lines << lineOf(entry);
    m_settings.setValue(m_key, lines);
}

} // namespace signalbox::ui
