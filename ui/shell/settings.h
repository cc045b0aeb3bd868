// The console's settings as one table: key, kind, default and what it is for. Stored through the QSettings
// that it was given, so that tests use a file of their own. Values outside their range read as the default.
// GUI thread only.
#pragma once

#include <QObject>
#include <QStringList>
#include <QVariant>
#include <cstdint>
#include <memory>
#include <span>

#include "ui/widgets/theme.h"

class QSettings;

namespace signalbox::ui {

enum class Setting : std::uint8_t {
    ThemeName,        // "system", "light", "dark"
    DensityName,      // "comfortable", "compact"
    ReducedMotion,    // bool
    ClipboardSeconds, // int
    PollMilliseconds, // int
    StartAgent,       // bool
    RecentWorkspaces, // QStringList of paths, latest first
};

enum class SettingKind : std::uint8_t { Choice, Switch, Number, List };

struct SettingSpec
{
    Setting setting = Setting::ThemeName;
    const char *key = "";
    SettingKind kind = SettingKind::Switch;
    QVariant standard;
    const char *title = ""; // translated where it is shown
    const char *description = "";
    QStringList choices = {}; // of a Choice
    int minimum = 0;          // of a Number
    int maximum = 0;
    const char *unit = "";
};

[[nodiscard]] std::span<const SettingSpec> settingTable();

class Settings final : public QObject
{
    Q_OBJECT

public:
    explicit Settings(std::unique_ptr<QSettings> store, QObject *parent = nullptr);
    ~Settings() override;

    [[nodiscard]] QVariant value(Setting setting) const;
    [[nodiscard]] bool isOn(Setting setting) const { return value(setting).toBool(); }
    [[nodiscard]] int number(Setting setting) const { return value(setting).toInt(); }
    [[nodiscard]] QString choice(Setting setting) const { return value(setting).toString(); }
    void set(Setting setting, const QVariant &value);

    // Puts a workspace at the head of the recent ones; at most ten are kept.
    void rememberWorkspace(const QString &path);

    // For geometry, column widths and the like, which are remembered and not set.
    [[nodiscard]] QSettings &store() { return *m_store; }

Q_SIGNALS:
    void changed(signalbox::ui::Setting setting);

private:
    std::unique_ptr<QSettings> m_store;
};

// Theme choice, density and motion.
void applyAppearance(const Settings &settings, Theme &theme);

} // namespace signalbox::ui
