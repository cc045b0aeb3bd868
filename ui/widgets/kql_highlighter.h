// Colours the text of a query by theme roles, a line at a time: each line keeps what the next must know, so a
// keystroke costs one line. Only KqlEditor uses it. GUI thread.
#pragma once

#include <QSyntaxHighlighter>

#include "core/kql/language/highlight.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class KqlHighlighter final : public QSyntaxHighlighter
{
    Q_OBJECT

public:
    KqlHighlighter(const Theme &theme, QTextDocument *document);

    // Names of tables and columns that are coloured as such.
    void setNames(kql::KnownNames names);
    [[nodiscard]] const kql::KnownNames &names() const { return m_names; }

protected:
    void highlightBlock(const QString &line) override;

private:
    const Theme &m_theme;
    kql::KnownNames m_names;
};

// What stands at `column` of a line that begins in `state` is a comment or a text rather than code.
[[nodiscard]] bool isInsideText(const QString &line, int state, int column);

} // namespace signalbox::ui
