// What a member's role keeps them from, as a sentence for the tooltip of a greyed button.
#pragma once

#include <QString>

#include "core/store/actor.h"

namespace signalbox::ui {

// "" if the role allows it.
[[nodiscard]] QString whyNotAllowed(store::Role role, store::Permission permission);

} // namespace signalbox::ui
