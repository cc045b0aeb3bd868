// The colours, type and density of the console, by role. One Theme is made at start and handed to whatever
// draws; no widget names a colour itself. Text roles reach 4.5:1 and graphics 3:1 on every ground they are
// used on (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark. GUI thread only.
#pragma once

#include <QColor>
#include <QIcon>
#include <QObject>
#include <array>
#include <cstddef>
#include <cstdint>

class QApplication;
class QFont;

namespace signalbox::ui {

enum class Role : std::uint8_t {
    Window,          // the ground behind cards
    Card,            // cards, top bar, status bar, fields
    Well,            // a sunken field inside a card, such as code
    Rail,            // the ground of the left rail
    Border,          // hairlines around cards and between rows
    ControlBorder,   // the edge of something that can be used
    Text,            // what is read
    MutedText,       // what explains it
    Accent,          // the one blue: links, focus, the primary button
    AccentText,      // text on Accent
    Danger,          // only for harm: errors, firings, rolling back
    DangerText,      // text on Danger
    Warning,         // waiting, attention
    Good,            // healthy, better
    BlueDeployment,  // the deployment named blue
    GreenDeployment, // the deployment named green
    DeploymentText,  // text on either deployment colour
    OtherDeployment, // a third series or deployment
    Selection,       // ground of the selected row, tab or line
    Hover,           // ground under the pointer
    GridLine,        // lines of a chart
    Series1,         // lines of a chart that have no meaning of their own: colours that people who see red
    Series2,         // and green alike can tell apart, in the order in which they are given out
    Series3,
    Series4,
    Series5,
    Series6,
    Series7,
    Series8,
    SyntaxKeyword,  // in the text of a query: operators and words of the language
    SyntaxFunction, // functions, aggregates and plugins
    SyntaxString,   // texts
    SyntaxNumber,   // numbers, times and other literals
    SyntaxComment,  // comments
    SyntaxTable,    // names of tables
};
inline constexpr std::size_t roleCount = static_cast<std::size_t>(Role::SyntaxTable) + 1;

using ColorTable = std::array<QColor, roleCount>;

enum class ThemeChoice : std::uint8_t { System, Light, Dark };
enum class Density : std::uint8_t { Comfortable, Compact };

[[nodiscard]] const ColorTable &lightColors();
[[nodiscard]] const ColorTable &darkColors();

class Theme final : public QObject
{
    Q_OBJECT

public:
    // `application` is styled by apply() and watched for a change of the system's own theme.
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    [[nodiscard]] bool isDark() const { return m_dark; }
    [[nodiscard]] QColor color(Role role) const;
    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    [[nodiscard]] Density density() const { return m_density; }
    [[nodiscard]] bool reducedMotion() const { return m_reducedMotion; }

    // Height in pixels of a table row at the present density; never under 24.
    [[nodiscard]] int rowHeight() const;

    // Type: body 13 px, small 12 px, title 15 px semi-bold, code in the system's fixed font.
    [[nodiscard]] QFont bodyFont() const;
    [[nodiscard]] QFont smallFont() const;
    [[nodiscard]] QFont titleFont() const;
    [[nodiscard]] QFont codeFont() const;

    // An icon of resources/icons by file name ("rollback"), tinted with the role; a disabled state is muted.
    // It follows a later change of theme by itself when it is next drawn.
    [[nodiscard]] QIcon icon(const QString &name, Role role = Role::Text) const;

    void setChoice(ThemeChoice choice);
    void setDensity(Density density);
    void setReducedMotion(bool reduced);

    // The three at once, so that the application is styled once.
    void setAppearance(ThemeChoice choice, Density density, bool reducedMotion);

    // Sets style, palette, font and style sheet of the application. Call once after construction, or give the
    // theme to a MainWindow, which does.
    void apply();

Q_SIGNALS:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void followSystem();

    QApplication &m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    Density m_density = Density::Comfortable;
    bool m_reducedMotion = false;
    bool m_systemDark = false;
    bool m_dark = false;
    bool m_styled = false;
    bool m_applying = false;
};

// (L1 + 0.05) / (L2 + 0.05) of WCAG 2.2, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &first, const QColor &second);

} // namespace signalbox::ui
