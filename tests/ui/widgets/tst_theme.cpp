#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

#include "ui/widgets/style_sheet.h"
#include "ui/widgets/theme.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

QColor at(bool dark, Role role)
{
    return (dark ? darkColors() : lightColors()).at(static_cast<std::size_t>(role));
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contrast_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<Role>("ink");
        QTest::addColumn<Role>("ground");
        QTest::addColumn<double>("least");
        const auto row = [](bool dark, Role ink, Role ground, double least) {
            QTest::newRow(qPrintable(
                u"%1 on %2, %3"_s.arg(roleName(ink), roleName(ground), dark ? u"dark"_s : u"light"_s)))
                << dark << ink << ground << least;
        };
        for (const bool dark : {false, true}) {
            for (const Role ink :
                 {Role::Text, Role::MutedText, Role::Accent, Role::Danger, Role::Warning, Role::Good}) {
                for (const Role ground :
                     {Role::Window, Role::Card, Role::Well, Role::Rail, Role::Selection, Role::Hover})
                    row(dark, ink, ground, 4.5);
            }
            for (const Role ink : {Role::SyntaxKeyword, Role::SyntaxFunction, Role::SyntaxString,
                                   Role::SyntaxNumber, Role::SyntaxComment, Role::SyntaxTable}) {
                for (const Role ground : {Role::Card, Role::Well, Role::Selection, Role::Hover})
                    row(dark, ink, ground, 4.5);
            }
            row(dark, Role::AccentText, Role::Accent, 4.5);
            row(dark, Role::DangerText, Role::Danger, 4.5);
            row(dark, Role::DeploymentText, Role::BlueDeployment, 4.5);
            row(dark, Role::DeploymentText, Role::GreenDeployment, 4.5);
            for (const Role line :
                 {Role::ControlBorder, Role::BlueDeployment, Role::GreenDeployment, Role::OtherDeployment,
                  Role::Accent, Role::Series1, Role::Series2, Role::Series3, Role::Series4, Role::Series5,
                  Role::Series6, Role::Series7, Role::Series8}) {
                row(dark, line, Role::Card, 3.0);
                row(dark, line, Role::Window, 3.0);
            }
        }
    }

    void contrast()
    {
        QFETCH(bool, dark);
        QFETCH(Role, ink);
        QFETCH(Role, ground);
        QFETCH(double, least);
        const double ratio = contrastRatio(at(dark, ink), at(dark, ground));
        QVERIFY2(ratio >= least, qPrintable(QString::number(ratio)));
    }

    void contrastRatioIsWcags()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        // #777777 on white is the textbook example that just fails.
        QVERIFY(std::abs(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) - 4.478) < 0.001);
    }

    void styleSheetHasNoPlaceholderLeft()
    {
        const Theme theme(*qApp);
        for (const bool dark : {false, true}) {
            for (const Density density : {Density::Comfortable, Density::Compact}) {
                const QString sheet = makeStyleSheet(dark ? darkColors() : lightColors(), dark, density);
                QVERIFY(sheet.size() > 1000);
                const QRegularExpression left(u"[:\\s-]@\\w+"_s);
                // The comment at the top speaks of @names.
                const QString rules = sheet.mid(sheet.indexOf(u"*/"_s));
                QVERIFY2(!left.match(rules).hasMatch(), qPrintable(left.match(rules).captured()));
            }
        }
    }

    void choiceChangesColorsAndTellsOnce()
    {
        Theme theme(*qApp);
        theme.setChoice(ThemeChoice::Light);
        int changes = 0;
        connect(&theme, &Theme::changed, this, [&changes] { ++changes; });
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(changes, 1);
        QVERIFY(theme.isDark());
        QCOMPARE(theme.color(Role::Card), at(true, Role::Card));
        QCOMPARE(QApplication::palette().color(QPalette::Base), at(true, Role::Card));
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(changes, 1);
        theme.setChoice(ThemeChoice::Light);
        QCOMPARE(QApplication::palette().color(QPalette::Base), at(false, Role::Card));
    }

    void rowsAreNeverTooSmallToHit()
    {
        Theme theme(*qApp);
        theme.setDensity(Density::Compact);
        QVERIFY(theme.rowHeight() >= 24);
    }

    void iconsFollowTheTheme()
    {
        Theme theme(*qApp);
        theme.setChoice(ThemeChoice::Light);
        const QIcon icon = theme.icon(u"environment"_s, Role::Danger);
        const QSize size(16, 16);
        QCOMPARE(icon.pixmap(size).toImage().pixelColor(8, 8), at(false, Role::Danger));
        theme.setChoice(ThemeChoice::Dark);
        QCOMPARE(icon.pixmap(size).toImage().pixelColor(8, 8), at(true, Role::Danger));
        QCOMPARE(icon.pixmap(size, QIcon::Disabled).toImage().pixelColor(8, 8), at(true, Role::MutedText));
        QVERIFY(theme.icon(u"no-such-icon"_s).pixmap(size).isNull());
    }

    void noWidgetNamesAColor_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::newRow("widgets") << u"ui/widgets"_s;
        QTest::newRow("shell") << u"ui/shell"_s;
    }

    void noWidgetNamesAColor()
    {
        QFETCH(QString, folder);
        const QDir dir(QStringLiteral(SIGNALBOX_SOURCE_DIR) + u'/' + folder);
        const QStringList files = dir.entryList({u"*.cpp"_s, u"*.h"_s});
        QVERIFY(!files.isEmpty());
        const QRegularExpression literal(
            u"\"#[0-9a-fA-F]{3,8}\"|Qt::(red|blue|green|white|black|gray)\\b|QColor\\(\\d"_s);
        for (const QString &name : files) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto match = literal.match(QString::fromUtf8(file.readAll()));
            QVERIFY2(!match.hasMatch(), qPrintable(name + u": "_s + match.captured()));
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
