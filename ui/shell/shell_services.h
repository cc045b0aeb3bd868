// What a page is given by the window that holds it. All of it outlives the page.
#pragma once

namespace signalbox::ui {

class ActionRegistry;
class Dialogs;
class Navigator;
class SecretCopier;
class Settings;
class Theme;
class ToastArea;

struct ShellServices
{
    Theme &theme;
    Settings &settings;
    Dialogs &dialogs;
    ActionRegistry &actions;
    Navigator &navigator;
    ToastArea &toasts;
    SecretCopier &secrets;
};

} // namespace signalbox::ui
