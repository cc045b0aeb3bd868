// How well a text answers what was typed into the command palette. Pure, no Qt types in the rules beyond
// QString.
#pragma once

#include <QString>
#include <optional>

namespace signalbox::ui {

// Nothing if some letter of `query` does not occur in order; otherwise higher is better. Starts of words and
// runs of letters count most, so "rb" finds "Roll back" before "Arbiter". An empty query scores 0 for
// everything.
[[nodiscard]] std::optional<int> fuzzyScore(const QString &query, const QString &text);

} // namespace signalbox::ui
