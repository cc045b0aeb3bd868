// The actions that every window has, whatever its pages: going places, the palette, settings, help, rolling
// back. Also what the palette and the user's menu make of a registry.
#pragma once

#include <vector>

#include "ui/shell/command_palette.h"

class QMenu;

namespace signalbox::ui {

class ActionRegistry;
class MainWindow;
class Navigator;
struct ShellState;

void addShellActions(MainWindow &window, ActionRegistry &registry, Navigator &navigator);
// Enables what the state allows, with a reason where it does not.
void updateShellActions(const ShellState &state, ActionRegistry &registry);
// "page.registry" on Ctrl+<number>.
void addPageAction(const QString &pageId, const QString &title, const QString &icon, int number,
                   ActionRegistry &registry, Navigator &navigator);

[[nodiscard]] std::vector<PaletteEntry> actionEntries(ActionRegistry &registry);
[[nodiscard]] std::vector<PaletteEntry> objectEntries(Navigator &navigator);

// One submenu for each group.
void fillMenu(QMenu &menu, const ActionRegistry &registry);

} // namespace signalbox::ui
