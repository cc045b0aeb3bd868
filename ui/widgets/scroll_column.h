// A column of cards that scrolls when the window is small. Tab moves what has the focus into sight.
#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace signalbox::ui {

class ScrollColumn final : public QScrollArea
{
    Q_OBJECT

public:
    explicit ScrollColumn(const QString &objectName, QWidget *parent = nullptr);
    [[nodiscard]] QVBoxLayout *column() const { return m_column; }

private:
    QVBoxLayout *m_column;
};

} // namespace signalbox::ui
