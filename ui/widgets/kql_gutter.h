// The strip at the left of the query editor: numbers of lines, and a bar beside the statement that would run.
// Only KqlEditor uses it. GUI thread.
#pragma once

#include <QWidget>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class KqlEditor;

class KqlGutter final : public QWidget
{
    Q_OBJECT

public:
    KqlGutter(const Theme &theme, KqlEditor *editor);

    // Lines from 0, both ends included; first > last for none.
    void setStatement(int first, int last);
    [[nodiscard]] int firstLine() const { return m_first; }
    [[nodiscard]] int lastLine() const { return m_last; }
    [[nodiscard]] int neededWidth() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    const Theme &m_theme;
    KqlEditor *m_editor;
    int m_first = 0;
    int m_last = -1;
};

} // namespace signalbox::ui
