// Charts as files: a picture with title and legend as PNG or as SVG, with what it shows in words. GUI thread
// only.
#pragma once

#include <QPixmap>
#include <QSize>
#include <QString>

#include "core/base/result.h"
#include "ui/widgets/plot_scene.h"

namespace signalbox::ui {

// `size` in points; twice as many pixels.
[[nodiscard]] QPixmap plotPicture(const QString &title, const PlotScene &scene, const Theme &theme,
                                  const QSize &size);
// Whole or not at all.
[[nodiscard]] Status savePlotPng(const QPixmap &picture, const QString &path);
[[nodiscard]] Status savePlotSvg(const QString &title, const QString &description, const PlotScene &scene,
                                 const Theme &theme, const QSize &size, const QString &path);

} // namespace signalbox::ui
