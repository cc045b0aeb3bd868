#include "ui/widgets/plot_export.h"

#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include "core/base/file.h"
#include "ui/widgets/format.h"
#include "ui/widgets/plot_painter.h"

namespace signalbox::ui {

namespace {

Status write(const QByteArray &bytes, const QString &path)
{
    return writeFile(toPath(fromQt(path)),
                     std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace

QPixmap plotPicture(const QString &title, const PlotScene &scene, const Theme &theme, const QSize &size)
{
    constexpr int density = 2;
    QPixmap picture(size * density);
    picture.setDevicePixelRatio(density);
    PlotScene shown = scene;
    shown.crosshair.reset();
    QPainter painter(&picture);
    drawPoster(painter, QRectF(QPointF(), QSizeF(size)), title, shown, theme);
    return picture;
}

Status savePlotPng(const QPixmap &picture, const QString &path)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!picture.save(&buffer, "PNG"))
        return failure(ErrorCode::Internal, "The picture could not be made. Make the chart smaller.");
    return write(bytes, path);
}

Status savePlotSvg(const QString &title, const QString &description, const PlotScene &scene,
                   const Theme &theme, const QSize &size, const QString &path)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(title);
    generator.setDescription(description);
    PlotScene shown = scene;
    shown.crosshair.reset();
    QPainter painter(&generator);
    drawPoster(painter, QRectF(QPointF(), QSizeF(size)), title, shown, theme);
    painter.end();
    return write(bytes, path);
}

} // namespace signalbox::ui
