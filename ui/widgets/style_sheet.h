// Turns colours and density into the palette and the one style sheet of the application. Only Theme uses
// this.
#pragma once

#include <QPalette>
#include <QString>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

[[nodiscard]] QString roleName(Role role); // "MutedText", as in console.qss and in object properties
[[nodiscard]] QPalette makePalette(const ColorTable &colors);
[[nodiscard]] QString makeStyleSheet(const ColorTable &colors, bool dark, Density density);

} // namespace signalbox::ui
