// An endpoint's traffic as one bar, blue from the left and green from the right with their labels. A change
// glides in 300 ms unless motion is reduced. Only shows; it cannot be dragged.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

class QVariantAnimation;

namespace signalbox::ui {

struct TrafficShare
{
    QString deployment = {}; // "blue"
    QString version = {};    // "version 4"
    int percent = 0;
    Role role = Role::BlueDeployment;

    friend bool operator==(const TrafficShare &, const TrafficShare &) = default;
};

[[nodiscard]] Role deploymentRole(const QString &deploymentName);

class TrafficBar final : public QWidget
{
    Q_OBJECT

public:
    explicit TrafficBar(const Theme &theme, QWidget *parent = nullptr);

    // Percentages sum to 100, or are all 0: closed.
    void setShares(std::vector<TrafficShare> shares);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    std::vector<TrafficShare> m_shares;
    std::vector<double> m_from;
    std::vector<double> m_shown;
    QVariantAnimation *m_animation;
};

} // namespace signalbox::ui
