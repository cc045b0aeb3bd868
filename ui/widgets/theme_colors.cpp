#include "ui/widgets/theme.h"

#include <cmath>

namespace signalbox::ui {

namespace {

struct RoleColors
{
    Role role;
    QRgb light;
    QRgb dark;
};

constexpr RoleColors table[] = {
    {Role::Window, 0xfff4f5f7, 0xff16191f},         {Role::Card, 0xffffffff, 0xff1e232b},
    {Role::Well, 0xfff7f8fa, 0xff191d24},           {Role::Rail, 0xffeceff3, 0xff1a1e25},
    {Role::Border, 0xffdfe3e8, 0xff313945},         {Role::ControlBorder, 0xff808b9b, 0xff6b7686},
    {Role::Text, 0xff1b2430, 0xffe4e8ee},           {Role::MutedText, 0xff5c687a, 0xff9aa7b8},
    {Role::Accent, 0xff2160d2, 0xff78a6f7},         {Role::AccentText, 0xffffffff, 0xff0e1726},
    {Role::Danger, 0xffc22c28, 0xfff58883},         {Role::DangerText, 0xffffffff, 0xff1b0b0a},
    {Role::Warning, 0xff8b5b0d, 0xffe0a63f},        {Role::Good, 0xff0e7545, 0xff48c588},
    {Role::BlueDeployment, 0xff2b6de0, 0xff6a9cf5}, {Role::GreenDeployment, 0xff12814f, 0xff45c486},
    {Role::DeploymentText, 0xffffffff, 0xff0e1726}, {Role::OtherDeployment, 0xff8a4fc9, 0xffc39bf0},
    {Role::Selection, 0xffdde8fb, 0xff2a3a56},      {Role::Hover, 0xfff1f4f8, 0xff272d37},
    {Role::GridLine, 0xffe6e9ed, 0xff2b323d},       {Role::Series1, 0xff2b6de0, 0xff6a9cf5},
    {Role::Series2, 0xffb45f06, 0xfff0a35a},        {Role::Series3, 0xff0b7f7a, 0xff3ec9bd},
    {Role::Series4, 0xff64172f, 0xff9474af},        {Role::Series5, 0xff2483b7, 0xfffce350},
    {Role::Series6, 0xff6d2201, 0xffbb6b62},        {Role::Series7, 0xff1a3268, 0xff62d7fd},
    {Role::Series8, 0xff32955b, 0xff9ed7a1},        {Role::SyntaxKeyword, 0xff2160d2, 0xff78a6f7},
    {Role::SyntaxFunction, 0xff7a3bb5, 0xffc39bf0}, {Role::SyntaxString, 0xff0e7545, 0xff48c588},
    {Role::SyntaxNumber, 0xff9a4a10, 0xffe0a63f},   {Role::SyntaxComment, 0xff5c687a, 0xff9aa7b8},
    {Role::SyntaxTable, 0xff0b6675, 0xff5cc4d4},
};
static_assert(std::size(table) == roleCount);

ColorTable colorsOf(bool dark)
{
    ColorTable colors;
    for (const RoleColors &entry : table)
        colors.at(static_cast<std::size_t>(entry.role)) = QColor::fromRgb(dark ? entry.dark : entry.light);
    return colors;
}

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

const ColorTable &lightColors()
{
    static const ColorTable colors = colorsOf(false);
    return colors;
}

const ColorTable &darkColors()
{
    static const ColorTable colors = colorsOf(true);
    return colors;
}

double contrastRatio(const QColor &first, const QColor &second)
{
    const double a = luminance(first);
    const double b = luminance(second);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

} // namespace signalbox::ui
