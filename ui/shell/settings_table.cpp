#include <QCoreApplication>
#include <array>

#include "ui/shell/settings.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

std::span<const SettingSpec> settingTable()
{
    static const std::array table{
        SettingSpec{.setting = Setting::ThemeName,
                    .key = "appearance/theme",
                    .kind = SettingKind::Choice,
                    .standard = u"system"_s,
                    .title = QT_TRANSLATE_NOOP("Settings", "Theme"),
                    .description = QT_TRANSLATE_NOOP("Settings", "Follows the system unless you choose."),
                    .choices = {u"system"_s, u"light"_s, u"dark"_s}},
        SettingSpec{.setting = Setting::DensityName,
                    .key = "appearance/density",
                    .kind = SettingKind::Choice,
                    .standard = u"comfortable"_s,
                    .title = QT_TRANSLATE_NOOP("Settings", "Density"),
                    .description = QT_TRANSLATE_NOOP("Settings", "Compact shows more rows."),
                    .choices = {u"comfortable"_s, u"compact"_s}},
        SettingSpec{.setting = Setting::ReducedMotion,
                    .key = "appearance/reducedMotion",
                    .kind = SettingKind::Switch,
                    .standard = false,
                    .title = QT_TRANSLATE_NOOP("Settings", "Reduce motion"),
                    .description =
                        QT_TRANSLATE_NOOP("Settings", "The traffic bar jumps instead of gliding.")},
        SettingSpec{.setting = Setting::ClipboardSeconds,
                    .key = "security/clipboardSeconds",
                    .kind = SettingKind::Number,
                    .standard = 30,
                    .title = QT_TRANSLATE_NOOP("Settings", "Clear copied keys after"),
                    .description =
                        QT_TRANSLATE_NOOP("Settings", "Only if the clipboard still holds the key."),
                    .minimum = 5,
                    .maximum = 600,
                    .unit = "s"},
        SettingSpec{.setting = Setting::PollMilliseconds,
                    .key = "workspace/pollMilliseconds",
                    .kind = SettingKind::Number,
                    .standard = 200,
                    .title = QT_TRANSLATE_NOOP("Settings", "Look for changes every"),
                    .description = QT_TRANSLATE_NOOP("Settings", "How soon you see what others change."),
                    .minimum = 50,
                    .maximum = 10000,
                    .unit = "ms"},
        SettingSpec{.setting = Setting::StartAgent,
                    .key = "workspace/startAgent",
                    .kind = SettingKind::Switch,
                    .standard = true,
                    .title = QT_TRANSLATE_NOOP("Settings", "Start the agent with the console"),
                    .description = QT_TRANSLATE_NOOP("Settings", "If no other agent holds the workspace.")},
        SettingSpec{.setting = Setting::RecentWorkspaces,
                    .key = "workspace/recent",
                    .kind = SettingKind::List,
                    .standard = QStringList()},
    };
    return table;
}

} // namespace signalbox::ui
