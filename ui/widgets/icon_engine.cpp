#include "ui/widgets/icon_engine.h"

#include <QFile>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

IconEngine::IconEngine(const Theme *theme, QString name, Role role)
    : m_theme(theme)
    , m_name(std::move(name))
    , m_role(role)
{
}

QPixmap IconEngine::drawn(const QSize &size, QIcon::Mode mode) const
{
    if (!m_theme || size.isEmpty())
        return {};
    const QString color = m_theme->color(mode == QIcon::Disabled ? Role::MutedText : m_role).name();
    const QString key = u"signalbox/%1/%2/%3x%4"_s.arg(m_name, color).arg(size.width()).arg(size.height());
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;

    QFile file(u":/icons/%1.svg"_s.arg(m_name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QSvgRenderer renderer(file.readAll().replace("currentColor", color.toLatin1()));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    pixmap = QPixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    painter.end();
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

void IconEngine::paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State)
{
    const qreal ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
    QPixmap pixmap = drawn((QSizeF(rect.size()) * ratio).toSize(), mode);
    pixmap.setDevicePixelRatio(ratio);
    painter->drawPixmap(rect, pixmap);
}

QPixmap IconEngine::pixmap(const QSize &size, QIcon::Mode mode, QIcon::State)
{
    return drawn(size, mode);
}

QIconEngine *IconEngine::clone() const
{
    return new IconEngine(*this);
}

} // namespace signalbox::ui
