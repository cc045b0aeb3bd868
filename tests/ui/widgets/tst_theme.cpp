#include <QDir>
#include <QFile>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>
#include <array>
#include <cmath>

#include "ui/widgets/style_sheet.h"
#include "ui/widgets/theme.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

QColor at(bool dark, Role role)
{
    return (dark ? darkColors() : lightColors()).at(static_cast<std::size_t>(role));
}

using Triple = std::array<double, 3>;

// CIE L*a*b* of what an eye makes of a colour.
Triple seen(const QColor &color, int eye)
{
    static constexpr double eyes[3][3][3] = {
        {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
        {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}};
    const auto linear = [](double c) {
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    const Triple rgb = {linear(color.redF()), linear(color.greenF()), linear(color.blueF())};
    Triple out{};
    for (std::size_t i = 0; i < 3; ++i) {
        for (std::size_t j = 0; j < 3; ++j)
            out.at(i) += eyes[eye][i][j] * rgb.at(j);
    }
    const auto f = [](double t) {
        return t > 0.008856 ? std::cbrt(t) : 7.787 * std::max(t, 0.0) + 16.0 / 116;
    };
    const double x = f((0.4124 * out[0] + 0.3576 * out[1] + 0.1805 * out[2]) / 0.95047);
    const double y = f(0.2126 * out[0] + 0.7152 * out[1] + 0.0722 * out[2]);
    const double z = f((0.0193 * out[0] + 0.1192 * out[1] + 0.9505 * out[2]) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double seenDistance(const QColor &first, const QColor &second, int eye)
{
    const Triple a = seen(first, eye);
    const Triple b = seen(second, eye);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
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

    void placeholdersAreReadable_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void placeholdersAreReadable()
    {
        QFETCH(const bool, dark);
        Theme theme(*qApp);
        theme.setChoice(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        theme.apply();
        QLineEdit line;
        QPlainTextEdit text;
        for (QWidget *field : {static_cast<QWidget *>(&line), static_cast<QWidget *>(&text)}) {
            field->ensurePolished();
            const QColor ink = field->palette().color(QPalette::PlaceholderText);
            QCOMPARE(ink.alpha(), 255);
            QVERIFY(contrastRatio(ink, at(dark, Role::Card)) >= 4.5);
            QVERIFY(contrastRatio(ink, at(dark, Role::Well)) >= 4.5);
            QCOMPARE(field->palette().color(QPalette::Text), at(dark, Role::Text));
        }
    }

    // As people without cones for red or green see them (Machado, Oliveira and Fernandes 2009), and all
    // others.
    void seriesDifferForEveryEye_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<int>("eye");
        for (const bool dark : {false, true}) {
            QTest::addRow("every cone, %s", dark ? "dark" : "light") << dark << 0;
            QTest::addRow("no red cones, %s", dark ? "dark" : "light") << dark << 1;
            QTest::addRow("no green cones, %s", dark ? "dark" : "light") << dark << 2;
        }
    }
    void seriesDifferForEveryEye()
    {
        QFETCH(const bool, dark);
        QFETCH(const int, eye);
        const int first = static_cast<int>(Role::Series1);
        for (int a = 0; a < 8; ++a) {
            for (int b = 0; b < a; ++b) {
                const double distance = seenDistance(at(dark, static_cast<Role>(first + a)),
                                                     at(dark, static_cast<Role>(first + b)), eye);
                QVERIFY2(
                    distance > 20,
                    qPrintable(u"Series%1 and Series%2 differ by %3"_s.arg(a + 1).arg(b + 1).arg(distance)));
            }
        }
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
