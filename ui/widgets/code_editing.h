// What the keys of a code editor do to its text: indentation, comments, brackets that close themselves. Each
// is one step to undo. Free functions over QPlainTextEdit; GUI thread.
#pragma once

#include <QPlainTextEdit>

namespace signalbox::ui {

inline constexpr int indentWidth = 4;

// Indents the selected lines, or fills up to the next stop at the cursor.
void indentLines(QPlainTextEdit &edit);
void unindentLines(QPlainTextEdit &edit);

// A new line with the indentation of this one, deeper behind an open bracket.
void breakLine(QPlainTextEdit &edit);

// Puts `//` before the selected lines, or takes it away if all have it.
void toggleComment(QPlainTextEdit &edit);

// Types `typed` the way brackets and quotes are typed: closes what opens, goes over what is there already,
// puts a selection in between. `inText` says that the cursor is in a comment or text. False if it is none of
// these.
[[nodiscard]] bool typePair(QPlainTextEdit &edit, QChar typed, bool inText);
// Removes both brackets if the cursor is between an empty pair.
[[nodiscard]] bool erasePair(QPlainTextEdit &edit);

// Moves the selected lines by one line up or down.
void moveLines(QPlainTextEdit &edit, bool up);

// Replaces the whole text as one step; the cursor stays at the same letter, blanks not counted.
void replaceAllText(QPlainTextEdit &edit, const QString &text);

} // namespace signalbox::ui
