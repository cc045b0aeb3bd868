// The steps of a rollout in a row: a coloured line above, then a label, its state and a line of detail for
// each.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

class QGridLayout;

namespace signalbox::ui {

enum class StepState : std::uint8_t { Waiting, Running, Done, Failed, Skipped };

struct StepView
{
    QString label = {}; // "50 %"
    StepState state = StepState::Waiting;
    QString detail = {}; // "settling 9 s of 15 s"
    double progress = 0; // 0 to 1, of a running step

    friend bool operator==(const StepView &, const StepView &) = default;
};

class StepLine final : public QWidget
{
    Q_OBJECT

public:
    explicit StepLine(const Theme &theme, QWidget *parent = nullptr);
    void setSteps(std::vector<StepView> steps);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    std::vector<StepView> m_steps;
};

} // namespace signalbox::ui
