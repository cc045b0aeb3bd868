// What is wrong with a query, in one sentence, with a link to the place in the text and, for limits, what to
// do next. Hidden while nothing is wrong. GUI thread only.
#pragma once

#include <QFrame>

#include "core/base/result.h"
#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;

namespace signalbox::ui {

class QueryBanner final : public QFrame
{
    Q_OBJECT

public:
    explicit QueryBanner(const Theme &theme, QWidget *parent = nullptr);
    void showError(const Error &error);
    void clear();

Q_SIGNALS:
    // Of the text that ran, counted from 1.
    void placeChosen(int line, int column);

private:
    QLabel *m_icon;
    QLabel *m_text;
    QPushButton *m_place;
    int m_line = 0;
    int m_column = 0;
};

} // namespace signalbox::ui
