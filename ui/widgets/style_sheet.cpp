#include "ui/widgets/style_sheet.h"

#include <QFile>
#include <algorithm>
#include <iterator>
#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr const char *roleNames[] = {
    "Window",         "Card",
    "Well",           "Rail",
    "Border",         "ControlBorder",
    "Text",           "MutedText",
    "Accent",         "AccentText",
    "Danger",         "DangerText",
    "Warning",        "Good",
    "BlueDeployment", "GreenDeployment",
    "DeploymentText", "OtherDeployment",
    "Selection",      "Hover",
    "GridLine",       "Series1",
    "Series2",        "Series3",
    "Series4",        "Series5",
    "Series6",        "Series7",
    "Series8",        "SyntaxKeyword",
    "SyntaxFunction", "SyntaxString",
    "SyntaxNumber",   "SyntaxComment",
    "SyntaxTable",
};
static_assert(std::size(roleNames) == roleCount);

QColor at(const ColorTable &colors, Role role)
{
    return colors.at(static_cast<std::size_t>(role));
}

QColor mixed(const QColor &color, const QColor &with, float part)
{
    return QColor::fromRgbF(color.redF() * (1 - part) + with.redF() * part,
                            color.greenF() * (1 - part) + with.greenF() * part,
                            color.blueF() * (1 - part) + with.blueF() * part);
}

struct Token
{
    QString name;
    QString value;
};

QString pixels(int count)
{
    return QString::number(count) + u"px"_s;
}

} // namespace

QString roleName(Role role)
{
    return QString::fromLatin1(roleNames[static_cast<std::size_t>(role)]);
}

QPalette makePalette(const ColorTable &colors)
{
    QPalette palette;
    palette.setColor(QPalette::Window, at(colors, Role::Window));
    palette.setColor(QPalette::WindowText, at(colors, Role::Text));
    palette.setColor(QPalette::Base, at(colors, Role::Card));
    palette.setColor(QPalette::AlternateBase, at(colors, Role::Well));
    palette.setColor(QPalette::Text, at(colors, Role::Text));
    palette.setColor(QPalette::PlaceholderText, at(colors, Role::MutedText));
    palette.setColor(QPalette::Button, at(colors, Role::Card));
    palette.setColor(QPalette::ButtonText, at(colors, Role::Text));
    palette.setColor(QPalette::BrightText, at(colors, Role::DangerText));
    palette.setColor(QPalette::Highlight, at(colors, Role::Accent));
    palette.setColor(QPalette::HighlightedText, at(colors, Role::AccentText));
    palette.setColor(QPalette::Link, at(colors, Role::Accent));
    palette.setColor(QPalette::LinkVisited, at(colors, Role::Accent));
    palette.setColor(QPalette::ToolTipBase, at(colors, Role::Card));
    palette.setColor(QPalette::ToolTipText, at(colors, Role::Text));
    palette.setColor(QPalette::Light, at(colors, Role::Card));
    palette.setColor(QPalette::Midlight, at(colors, Role::Hover));
    palette.setColor(QPalette::Mid, at(colors, Role::Border));
    palette.setColor(QPalette::Dark, at(colors, Role::ControlBorder));
    palette.setColor(QPalette::Shadow, at(colors, Role::ControlBorder));
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, at(colors, Role::MutedText));
    return palette;
}

QString makeStyleSheet(const ColorTable &colors, bool dark, Density density)
{
    QFile file(u":/themes/console.qss"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    QString sheet = QString::fromUtf8(file.readAll());

    std::vector<Token> tokens;
    tokens.reserve(roleCount + 12);
    for (std::size_t i = 0; i < roleCount; ++i)
        tokens.push_back({.name = QString::fromLatin1(roleNames[i]), .value = colors.at(i).name()});
    const QColor text = at(colors, Role::Text);
    tokens.push_back(
        {.name = u"AccentHover"_s, .value = mixed(at(colors, Role::Accent), text, 0.12F).name()});
    tokens.push_back(
        {.name = u"DangerHover"_s, .value = mixed(at(colors, Role::Danger), text, 0.12F).name()});
    tokens.push_back({.name = u"ScrollHandle"_s,
                      .value = mixed(at(colors, Role::Border), at(colors, Role::MutedText), 0.35F).name()});
    tokens.push_back({.name = u"theme"_s, .value = dark ? u"dark"_s : u"light"_s});

    const int pad = density == Density::Compact ? 4 : 7;
    const int field = density == Density::Compact ? 22 : 28;
    tokens.push_back({.name = u"pxPad"_s, .value = pixels(pad)});
    tokens.push_back({.name = u"pxPadFocus"_s, .value = pixels(pad - 1)});
    tokens.push_back({.name = u"pxToolPad"_s, .value = pixels(pad - 2)});
    tokens.push_back({.name = u"pxToolPadFocus"_s, .value = pixels(pad - 3)});
    tokens.push_back({.name = u"pxField"_s, .value = pixels(field)});
    tokens.push_back({.name = u"pxFieldFocus"_s, .value = pixels(field - 2)});
    tokens.push_back({.name = u"pxRow"_s, .value = pixels(field - 2)});

    // Longer names first, so that @AccentText is not read as @Accent.
    std::ranges::sort(tokens, [](const Token &a, const Token &b) { return a.name.size() > b.name.size(); });
    for (const Token &token : tokens)
        sheet.replace(u'@' + token.name, token.value);
    return sheet;
}

} // namespace signalbox::ui
