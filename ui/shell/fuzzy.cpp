#include "ui/shell/fuzzy.h"

#include <algorithm>
#include <vector>

namespace signalbox::ui {

namespace {

constexpr int impossible = -1'000'000;

bool startsWord(const QString &text, qsizetype at)
{
    if (at == 0)
        return true;
    const QChar before = text[at - 1];
    return !before.isLetterOrNumber() || (before.isLower() && text[at].isUpper());
}

} // namespace

std::optional<int> fuzzyScore(const QString &query, const QString &text)
{
    QString wanted;
    for (const QChar c : query) {
        if (!c.isSpace())
            wanted.append(c.toCaseFolded());
    }
    if (wanted.isEmpty())
        return 0;
    const QString folded = text.toCaseFolded();
    if (wanted.size() > folded.size() || folded.size() != text.size())
        return std::nullopt;

    // best[j]: the best score with the letters so far and the last of them at j (as Smith and Waterman align
    // texts).
    const auto count = static_cast<std::size_t>(folded.size());
    std::vector<int> best(count, impossible);
    for (qsizetype i = 0; i < wanted.size(); ++i) {
        std::vector<int> next(count, impossible);
        int before =
            impossible; // best of all places left of j - 1, for a letter that does not follow at once
        for (qsizetype j = i; j < folded.size(); ++j) {
            const auto at = static_cast<std::size_t>(j);
            if (j >= 2)
                before = std::max(before, best[at - 2]);
            if (folded[j] != wanted[i])
                continue;
            const int place = startsWord(text, j) ? 8 : 0;
            if (i == 0) {
                next[at] = 1 + place - static_cast<int>(std::min<qsizetype>(j, 4));
                continue;
            }
            const int run = j >= 1 && best[at - 1] > impossible ? best[at - 1] + 1 + 8 : impossible;
            const int jump = before > impossible ? before + 1 + place - 2 : impossible;
            next[at] = std::max(run, jump);
        }
        best = std::move(next);
    }
    const int score = *std::ranges::max_element(best);
    if (score <= impossible)
        return std::nullopt;
    // Of two equal matches the shorter text is the nearer one.
    return score * 100 - static_cast<int>(std::min<qsizetype>(text.size(), 99));
}

} // namespace signalbox::ui
