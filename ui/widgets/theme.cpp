#include "ui/widgets/theme.h"

#include <QApplication>
#include <QEvent>
#include <QFont>
#include <QFontDatabase>
#include <QStyle>
#include <QStyleFactory>
#include <algorithm>

#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QStyleHints>
#endif

#include "ui/widgets/icon_engine.h"
#include "ui/widgets/style_sheet.h"

using namespace Qt::Literals::StringLiterals;

// Q_INIT_RESOURCE declares a function in the namespace where it stands; the resource compiler puts it in the
// global one.
static void loadResources()
{
    Q_INIT_RESOURCE(console);
}

namespace signalbox::ui {

namespace {

bool looksDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

// Before Qt 6.5 the system's choice is only visible in the palette that it gave to the application or the
// style.
bool systemIsDark(const QApplication &application, bool ownPalette)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    Q_UNUSED(ownPalette)
    switch (application.styleHints()->colorScheme()) {
    case Qt::ColorScheme::Dark:
        return true;
    case Qt::ColorScheme::Light:
        return false;
    default:
        return looksDark(application.style()->standardPalette());
    }
#else
    Q_UNUSED(application)
    return looksDark(ownPalette ? QApplication::style()->standardPalette() : QApplication::palette());
#endif
}

QFont sized(const QString &family, int pixels, QFont::Weight weight)
{
    QFont font;
    if (!family.isEmpty())
        font.setFamily(family);
    font.setPixelSize(pixels);
    font.setWeight(weight);
    return font;
}

QString bodyFamily()
{
    const QString inter = u"Inter"_s;
    return QFontDatabase::families().contains(inter) ? inter : QString();
}

} // namespace

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
{
    loadResources();
    m_systemDark = systemIsDark(application, false);
    m_dark = m_systemDark;
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(application.styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { followSystem(); });
#endif
    application.installEventFilter(this);
}

QColor Theme::color(Role role) const
{
    return (m_dark ? darkColors() : lightColors()).at(static_cast<std::size_t>(role));
}

int Theme::rowHeight() const
{
    return m_density == Density::Compact ? 24 : 28;
}

QFont Theme::bodyFont() const
{
    return sized(bodyFamily(), 13, QFont::Normal);
}

QFont Theme::smallFont() const
{
    return sized(bodyFamily(), 12, QFont::Normal);
}

QFont Theme::titleFont() const
{
    return sized(bodyFamily(), 15, QFont::DemiBold);
}

QFont Theme::codeFont() const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(13);
    return font;
}

QIcon Theme::icon(const QString &name, Role role) const
{
    return QIcon(new IconEngine(this, name, role));
}

void Theme::setChoice(ThemeChoice choice)
{
    if (choice == m_choice)
        return;
    m_choice = choice;
    apply();
}

void Theme::setDensity(Density density)
{
    if (density == m_density)
        return;
    m_density = density;
    apply();
}

void Theme::setReducedMotion(bool reduced)
{
    if (reduced == m_reducedMotion)
        return;
    m_reducedMotion = reduced;
    Q_EMIT changed();
}

void Theme::setAppearance(ThemeChoice choice, Density density, bool reducedMotion)
{
    const bool restyle = !m_styled || choice != m_choice || density != m_density;
    m_choice = choice;
    m_density = density;
    if (restyle) {
        m_reducedMotion = reducedMotion;
        apply();
    } else {
        setReducedMotion(reducedMotion);
    }
}

void Theme::apply()
{
    m_dark = m_choice == ThemeChoice::System ? m_systemDark : m_choice == ThemeChoice::Dark;
    const ColorTable &colors = m_dark ? darkColors() : lightColors();
    m_applying = true;
    if (!m_styled)
        QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    m_styled = true;
    QApplication::setPalette(makePalette(colors));
    QApplication::setFont(bodyFont());
    m_application.setStyleSheet(makeStyleSheet(colors, m_dark, m_density));
    m_applying = false;
    Q_EMIT changed();
}

void Theme::followSystem()
{
    const bool dark = systemIsDark(m_application, true);
    if (dark == m_systemDark)
        return;
    m_systemDark = dark;
    if (m_choice == ThemeChoice::System)
        apply();
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ThemeChange && !m_applying)
        followSystem();
    return QObject::eventFilter(watched, event);
}

} // namespace signalbox::ui
