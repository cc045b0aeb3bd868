// The way of a version as a row of stops with arrows: data, run, version, gates, where it serves. A stop that
// leads somewhere is a button.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/registry/registry_snapshot.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

struct LineageStop
{
    QString name;        // "run brave-signal-20"
    QString detail = {}; // "F1 0.781"
    QString kind = {};   // for the Navigator, "" if it leads nowhere
    QString target = {};
    QString toolTip = {};

    friend bool operator==(const LineageStop &, const LineageStop &) = default;
};

[[nodiscard]] std::vector<LineageStop> lineageOf(const VersionDetails &details);

class LineageStrip final : public QWidget
{
    Q_OBJECT

public:
    explicit LineageStrip(const Theme &theme, QWidget *parent = nullptr);
    void setStops(std::vector<LineageStop> stops);

Q_SIGNALS:
    void chosen(const QString &kind, const QString &target);

private:
    void rebuild();
    void addStop(const LineageStop &stop, int index);

    const Theme &m_theme;
    std::vector<LineageStop> m_stops;
};

} // namespace signalbox::ui
