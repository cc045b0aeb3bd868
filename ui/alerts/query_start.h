// Stands where the result will be while nothing was run yet: one sentence and the queries
// that an incident needs first. GUI thread only.
#pragma once

#include <QWidget>

namespace signalbox::ui {

class QueryStart final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryStart(QWidget *parent = nullptr);

Q_SIGNALS:
    void exampleChosen(const QString &text, const QString &title);
};

} // namespace signalbox::ui
