#include <QHash>
#include <algorithm>
#include <iterator>

#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::size_t mostShown = 80;

struct Scored
{
    PaletteEntry entry;
    int score = 0;
    int groupScore = 0;
    std::size_t place = 0; // of equal entries the earlier stays first
};

std::vector<PaletteEntry> recentFirst(std::vector<PaletteEntry> entries, const QStringList &recent,
                                      const QString &recentGroup)
{
    std::vector<PaletteEntry> sorted;
    for (const QString &key : recent) {
        const auto found = std::ranges::find(entries, key, &PaletteEntry::key);
        if (found == entries.end())
            continue;
        PaletteEntry entry = std::move(*found);
        entries.erase(found);
        entry.group = recentGroup;
        sorted.push_back(std::move(entry));
    }
    // Groups stay in the order in which they first came.
    QStringList groups;
    for (const PaletteEntry &entry : entries) {
        if (!groups.contains(entry.group))
            groups.append(entry.group);
    }
    for (const QString &group : groups) {
        for (PaletteEntry &entry : entries) {
            if (entry.group == group)
                sorted.push_back(std::move(entry));
        }
    }
    return sorted;
}

} // namespace

std::vector<PaletteEntry> rankEntries(std::vector<PaletteEntry> entries, const QString &query,
                                      const QStringList &recent, const QString &recentGroup)
{
    if (query.trimmed().isEmpty()) {
        std::vector<PaletteEntry> sorted = recentFirst(std::move(entries), recent, recentGroup);
        if (sorted.size() > mostShown)
            sorted.resize(mostShown);
        return sorted;
    }

    std::vector<Scored> found;
    for (PaletteEntry &entry : entries) {
        const auto title = fuzzyScore(query, entry.title);
        // "reg approve" finds an action by its group as well, but a title always counts more.
        const auto withGroup = fuzzyScore(query, entry.group + u' ' + entry.title);
        const int bonus = recent.contains(entry.key) ? 150 : 0;
        if (title)
            found.push_back({.entry = std::move(entry), .score = *title + bonus, .place = found.size()});
        else if (withGroup)
            found.push_back(
                {.entry = std::move(entry), .score = *withGroup / 2 + bonus, .place = found.size()});
    }
    QHash<QString, int> groupScores;
    for (const Scored &scored : found) {
        const int best = groupScores.value(scored.entry.group, scored.score);
        groupScores.insert(scored.entry.group, std::max(best, scored.score));
    }
    for (Scored &scored : found)
        scored.groupScore = groupScores.value(scored.entry.group);
    std::ranges::sort(found, [](const Scored &a, const Scored &b) {
        if (a.groupScore != b.groupScore)
            return a.groupScore > b.groupScore;
        if (a.entry.group != b.entry.group)
            return a.entry.group < b.entry.group;
        return a.score != b.score ? a.score > b.score : a.place < b.place;
    });
    if (found.size() > mostShown)
        found.resize(mostShown);
    std::vector<PaletteEntry> sorted;
    sorted.reserve(found.size());
    for (Scored &scored : found)
        sorted.push_back(std::move(scored.entry));
    return sorted;
}

} // namespace signalbox::ui
