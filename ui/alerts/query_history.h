// The queries that a member ran in a workspace, latest first, kept in the console's own settings on this
// machine and nowhere else. A text that ran again moves to the front. Hidden texts (h"…") are never kept. GUI
// thread only.
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <vector>

class QSettings;

namespace signalbox::ui {

struct HistoryEntry
{
    QString text = {};
    QDateTime at = {};
    qint64 milliseconds = 0;
    qint64 rows = -1; // -1: it failed

    friend bool operator==(const HistoryEntry &, const HistoryEntry &) = default;
};

inline constexpr std::size_t longestQueryHistory = 200;

class QueryHistory final : public QObject
{
    Q_OBJECT

public:
    // `settings` outlives the history; `group` is where in it this workspace and member are.
    QueryHistory(QSettings &settings, const QString &group, QObject *parent = nullptr);

    void add(HistoryEntry entry);
    void clear();
    [[nodiscard]] const std::vector<HistoryEntry> &entries() const { return m_entries; }

Q_SIGNALS:
    void changed();

private:
    void load();
    void store();

    QSettings &m_settings;
    QString m_key;
    std::vector<HistoryEntry> m_entries;
};

} // namespace signalbox::ui
