// The line above the editor: source, time range, comparison, what can be done with the query, and Run, which
// is Stop while it runs. It knows no query; it says what was pressed. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace signalbox::ui {

class QueryRangePicker;

class QueryToolbar final : public QWidget
{
    Q_OBJECT

public:
    explicit QueryToolbar(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QueryRangePicker *range() const { return m_range; }
    [[nodiscard]] bool compares() const;
    // Why there is no window before, "" if there is one.
    void setCompareObstacle(const QString &reason);
    void setRunning(bool running);
    // Why nothing can be run, saved or shared now, "" if it can.
    void setObstacle(const QString &reason);

Q_SIGNALS:
    void runRequested();
    void stopRequested();
    void compareChanged();
    void formatRequested();
    void saveRequested();
    void pinRequested();
    void shareRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QToolButton *makeTool(const QString &name, const QString &icon, const QString &text, const QString &help);
    void fitTexts();

    const Theme &m_theme;
    QLabel *m_source;
    QueryRangePicker *m_range;
    QToolButton *m_compare;
    std::vector<QToolButton *> m_tools;
    QPushButton *m_run;
    bool m_running = false;
};

} // namespace signalbox::ui
