// Draws an icon of resources/icons in the colours that the theme has at that moment, at any size and scale.
// Theme::icon() hands these out.
#pragma once

#include <QIconEngine>
#include <QPointer>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class IconEngine final : public QIconEngine
{
public:
    IconEngine(const Theme *theme, QString name, Role role);

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine *clone() const override;

private:
    [[nodiscard]] QPixmap drawn(const QSize &size, QIcon::Mode mode) const;

    QPointer<const Theme> m_theme;
    QString m_name;
    Role m_role;
};

} // namespace signalbox::ui
