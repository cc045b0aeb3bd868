#include <QComboBox>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/accessibility_check.h"
#include "ui/shell/settings.h"
#include "ui/shell/settings_dialog.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void everySettingHasItsRow()
    {
        QSet<QString> keys;
        for (const SettingSpec &spec : settingTable()) {
            keys.insert(QLatin1String(spec.key));
            QVERIFY(spec.standard.isValid());
            if (spec.kind == SettingKind::Number)
                QVERIFY(spec.minimum < spec.maximum);
            if (spec.kind == SettingKind::Choice)
                QVERIFY(spec.choices.contains(spec.standard.toString()));
            if (spec.kind != SettingKind::List)
                QVERIFY(qstrlen(spec.title) > 0 && qstrlen(spec.description) > 0);
        }
        QCOMPARE(keys.size(), static_cast<qsizetype>(settingTable().size()));
    }

    void badValuesReadAsTheDefault_data()
    {
        QTest::addColumn<Setting>("setting");
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("stored");
        QTest::addColumn<QVariant>("read");
        QTest::newRow("unknown theme")
            << Setting::ThemeName << u"appearance/theme"_s << QVariant(u"pink"_s) << QVariant(u"system"_s);
        QTest::newRow("dark theme") << Setting::ThemeName << u"appearance/theme"_s << QVariant(u"dark"_s)
                                    << QVariant(u"dark"_s);
        QTest::newRow("text for a number") << Setting::ClipboardSeconds << u"security/clipboardSeconds"_s
                                           << QVariant(u"soon"_s) << QVariant(30);
        QTest::newRow("too small") << Setting::PollMilliseconds << u"workspace/pollMilliseconds"_s
                                   << QVariant(1) << QVariant(200);
        QTest::newRow("too large") << Setting::PollMilliseconds << u"workspace/pollMilliseconds"_s
                                   << QVariant(99999999) << QVariant(200);
    }
    void badValuesReadAsTheDefault()
    {
        QFETCH(Setting, setting);
        QFETCH(QString, key);
        QFETCH(QVariant, stored);
        auto store = std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat);
        store->setValue(key, stored);
        const Settings settings(std::move(store));
        QTEST(settings.value(setting), "read");
    }

    void survivesAndTells()
    {
        const auto make = [this] {
            return std::make_unique<Settings>(
                std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat));
        };
        {
            const auto settings = make();
            QSignalSpy changes(settings.get(), &Settings::changed);
            settings->set(Setting::ReducedMotion, true);
            settings->set(Setting::ReducedMotion, true);
            settings->set(Setting::ClipboardSeconds, 1);
            QCOMPARE(changes.size(), 1);
        }
        const auto again = make();
        QVERIFY(again->isOn(Setting::ReducedMotion));
        QCOMPARE(again->number(Setting::ClipboardSeconds), 30);
    }

    void recentWorkspacesAreShortAndUnique()
    {
        Settings settings(std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat));
        for (int i = 0; i < 14; ++i)
            settings.rememberWorkspace(u"/w/%1"_s.arg(i % 12));
        const QStringList recent = settings.value(Setting::RecentWorkspaces).toStringList();
        QCOMPARE(recent.size(), 10);
        QCOMPARE(recent.first(), u"/w/1"_s);
        QCOMPARE(QSet<QString>(recent.begin(), recent.end()).size(), 10);
    }

    void appearanceReachesTheTheme()
    {
        Theme theme(*qApp);
        Settings settings(std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat));
        settings.set(Setting::ThemeName, u"dark"_s);
        settings.set(Setting::DensityName, u"compact"_s);
        settings.set(Setting::ReducedMotion, true);
        applyAppearance(settings, theme);
        QVERIFY(theme.isDark());
        QCOMPARE(theme.density(), Density::Compact);
        QVERIFY(theme.reducedMotion());
    }

    void dialogChangesAtOnceAndGoesBack()
    {
        Theme theme(*qApp);
        theme.apply();
        Settings settings(std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat));
        SettingsDialog dialog(settings);
        QVERIFY(activate(dialog));
        QCOMPARE(accessibilityProblems(dialog).join(u'\n'), QString());

        auto *seconds = dialog.findChild<QSpinBox *>(u"setting:security/clipboardSeconds"_s);
        seconds->setValue(60);
        QCOMPARE(settings.number(Setting::ClipboardSeconds), 60);
        auto *themes = dialog.findChild<QComboBox *>(u"setting:appearance/theme"_s);
        themes->setFocus();
        QTest::keyClick(themes, Qt::Key_Down);
        QCOMPARE(settings.choice(Setting::ThemeName), u"light"_s);
        dialog.findChild<QPushButton *>(u"restoreDefaultsButton"_s)->click();
        QCOMPARE(settings.choice(Setting::ThemeName), u"system"_s);
        QCOMPARE(seconds->value(), 30);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_MAIN(TestSettings)
#include "tst_settings.moc"
