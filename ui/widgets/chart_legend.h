// The names of a chart's lines in their colours; a click hides and shows one. Names flow over as many rows as
// they need. Used by QueryChart.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

class QToolButton;

namespace signalbox::ui {

class ChartLegend final : public QWidget
{
    Q_OBJECT

public:
    struct Entry
    {
        QString name = {};
        Role role = Role::Series1;
        bool on = true;
        bool pale = false; // of the window before another line
    };

    ChartLegend(const Theme &theme, const QString &objectName, QWidget *parent);
    void setEntries(const std::vector<Entry> &entries);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

Q_SIGNALS:
    void toggled(std::size_t entry, bool on);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    // Places the buttons if `place`; returns the height that they need.
    int flow(int width, bool place) const;

    const Theme &m_theme;
    QString m_name;
    std::vector<QToolButton *> m_buttons;
    std::size_t m_shown = 0;
};

} // namespace signalbox::ui
