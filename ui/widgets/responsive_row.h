// Lays widgets side by side while there is room and one above the other where there is not, so that a small
// window or a large font cuts nothing off.
#pragma once

#include <QWidget>

class QBoxLayout;

namespace signalbox::ui {

class ResponsiveRow final : public QWidget
{
    Q_OBJECT

public:
    // Side by side from `breakpoint` pixels of width on.
    explicit ResponsiveRow(int breakpoint, QWidget *parent = nullptr);

    void addWidget(QWidget *widget, int stretch = 0);
    void setSpacing(int pixels);
    [[nodiscard]] bool isWide() const;

    // The width that it needs when stacked.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    const int m_breakpoint;
    QBoxLayout *m_layout;
};

} // namespace signalbox::ui
