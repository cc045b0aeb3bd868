// How the names of metrics read on the screen, and which way is up. Pure functions.
#pragma once

#include <QString>
#include <string_view>

namespace signalbox::ui {

// "F1" for "f1"; a name that is not known stays as it is.
[[nodiscard]] QString metricTitle(std::string_view metric);
// False for losses and errors.
[[nodiscard]] bool higherIsBetter(std::string_view metric);

} // namespace signalbox::ui
