#include "ui/shell/settings.h"

#include <QSettings>
#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr qsizetype mostRecent = 10;

const SettingSpec &specOf(Setting setting)
{
    const auto table = settingTable();
    const auto found = std::ranges::find(table, setting, &SettingSpec::setting);
    Q_ASSERT(found != table.end());
    return *found;
}

bool fits(const SettingSpec &spec, const QVariant &value)
{
    switch (spec.kind) {
    case SettingKind::Choice:
        return spec.choices.contains(value.toString());
    case SettingKind::Switch:
        return value.canConvert<bool>();
    case SettingKind::Number: {
        bool isNumber = false;
        const int number = value.toInt(&isNumber);
        return isNumber && number >= spec.minimum && number <= spec.maximum;
    }
    case SettingKind::List:
        return value.canConvert<QStringList>();
    }
    return false;
}

} // namespace

Settings::Settings(std::unique_ptr<QSettings> store, QObject *parent)
    : QObject(parent)
    , m_store(std::move(store))
{
}

Settings::~Settings() = default;

QVariant Settings::value(Setting setting) const
{
    const SettingSpec &spec = specOf(setting);
    const QVariant stored = m_store->value(QLatin1String(spec.key));
    return stored.isValid() && fits(spec, stored) ? stored : spec.standard;
}

void Settings::set(Setting setting, const QVariant &value)
{
    const SettingSpec &spec = specOf(setting);
    if (!fits(spec, value) || value == this->value(setting))
        return;
    m_store->setValue(QLatin1String(spec.key), value);
    Q_EMIT changed(setting);
}

void Settings::rememberWorkspace(const QString &path)
{
    QStringList recent = value(Setting::RecentWorkspaces).toStringList();
    recent.removeAll(path);
    recent.prepend(path);
    set(Setting::RecentWorkspaces, recent.mid(0, mostRecent));
}

void applyAppearance(const Settings &settings, Theme &theme)
{
    const QString name = settings.choice(Setting::ThemeName);
    const ThemeChoice choice = name == u"dark"_s    ? ThemeChoice::Dark
                               : name == u"light"_s ? ThemeChoice::Light
                                                    : ThemeChoice::System;
    const bool compact = settings.choice(Setting::DensityName) == u"compact"_s;
    theme.setAppearance(choice, compact ? Density::Compact : Density::Comfortable,
                        settings.isOn(Setting::ReducedMotion));
}

} // namespace signalbox::ui
