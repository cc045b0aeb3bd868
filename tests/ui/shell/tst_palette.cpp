#include <QLineEdit>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

PaletteEntry entry(const QString &group, const QString &title, std::function<void()> run = {})
{
    return {.key = group + u'/' + title, .group = group, .title = title, .run = std::move(run)};
}

QStringList titles(const std::vector<PaletteEntry> &entries)
{
    QStringList found;
    for (const PaletteEntry &each : entries)
        found.append(each.title);
    return found;
}

} // namespace

class TestPalette : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<QSettings>(m_folder->filePath(u"s.ini"_s), QSettings::IniFormat);
    }

    void matches_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("better");
        QTest::addColumn<QString>("worse");
        QTest::newRow("initials before the middle of a word") << u"rb"_s << u"Roll back"_s << u"Arbiter"_s;
        QTest::newRow("start before middle") << u"reg"_s << u"Registry"_s << u"Unregister"_s;
        QTest::newRow("run of letters") << u"train"_s << u"Train a model"_s << u"Traffic again"_s;
        QTest::newRow("shorter of two equal") << u"prod"_s << u"prod"_s << u"prod-endpoint"_s;
        QTest::newRow("words of a name") << u"mep"_s << u"my-ml-endpoint-prod"_s << u"temperature"_s;
        QTest::newRow("case does not matter") << u"ENDP"_s << u"Endpoints"_s << u"Extended pipeline"_s;
        QTest::newRow("spaces do not matter")
            << u"roll back"_s << u"Roll back"_s << u"Rolls of tobacco kept"_s;
    }
    void matches()
    {
        QFETCH(QString, query);
        QFETCH(QString, better);
        QFETCH(QString, worse);
        const auto first = fuzzyScore(query, better);
        const auto second = fuzzyScore(query, worse);
        QVERIFY(first);
        QVERIFY(!second || *first > *second);
    }

    void doesNotMatch_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("text");
        QTest::newRow("letter missing") << u"xyz"_s << u"Roll back"_s;
        QTest::newRow("wrong order") << u"kcab"_s << u"back"_s;
        QTest::newRow("longer than the text") << u"rollback"_s << u"roll"_s;
        QTest::newRow("empty text") << u"a"_s << QString();
        QTest::newRow("one letter cannot serve twice") << u"bb"_s << u"back"_s;
    }
    void doesNotMatch()
    {
        QFETCH(QString, query);
        QFETCH(QString, text);
        QVERIFY(!fuzzyScore(query, text));
    }

    void emptyQueryMatchesEverything() { QCOMPARE(fuzzyScore(u" "_s, u"anything"_s), 0); }

    void ranksWithinGroupsAndGroupsByTheirBest()
    {
        const auto ranked =
            rankEntries({entry(u"Actions"_s, u"Arbitrate"_s), entry(u"Actions"_s, u"Read everything back"_s),
                         entry(u"Endpoints"_s, u"rb"_s), entry(u"Actions"_s, u"Roll back"_s)},
                        u"rb"_s, {}, u"Recent"_s);
        QCOMPARE(titles(ranked).first(), u"rb"_s);
        QCOMPARE(titles(ranked).mid(1).first(), u"Roll back"_s);
        QCOMPARE(ranked.size(), std::size_t{4});
        for (std::size_t i = 1; i < ranked.size(); ++i)
            QCOMPARE(ranked[i].group, u"Actions"_s);
    }

    void recentComesFirstWhenNothingIsTyped()
    {
        const auto ranked = rankEntries(
            {entry(u"Actions"_s, u"One"_s), entry(u"Go to"_s, u"Two"_s), entry(u"Actions"_s, u"Three"_s)}, {},
            {u"Actions/Three"_s, u"gone/away"_s}, u"Recent"_s);
        QCOMPARE(titles(ranked), (QStringList{u"Three"_s, u"One"_s, u"Two"_s}));
        QCOMPARE(ranked[0].group, u"Recent"_s);
    }

    void worksByKeyboardAlone()
    {
        QWidget window;
        window.resize(900, 600);
        auto *before = new QLineEdit(&window);
        CommandPalette palette(m_theme, *m_settings, &window);
        QString ran;
        palette.addProvider([&ran] {
            return std::vector<PaletteEntry>{
                entry(u"Actions"_s, u"Approve"_s, [&ran] { ran = u"approve"_s; }),
                entry(u"Actions"_s, u"Archive"_s, [&ran] { ran = u"archive"_s; })};
        });
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        before->setFocus();
        palette.open();
        QVERIFY(palette.isVisible());
        auto *query = palette.findChild<QLineEdit *>(u"paletteQuery"_s);
        QTRY_VERIFY(query->hasFocus());
        QTest::keyClicks(query, u"a"_s);
        QTest::keyClick(query, Qt::Key_Down);
        QTest::keyClick(query, Qt::Key_Up);
        QTest::keyClick(query, Qt::Key_Up);
        QTest::keyClick(query, Qt::Key_Return);
        QCOMPARE(ran, u"archive"_s);
        QVERIFY(!palette.isVisible());
        QVERIFY(before->hasFocus());

        palette.open();
        QCOMPARE(titles(palette.shown()), (QStringList{u"Archive"_s, u"Approve"_s}));
        QTest::keyClick(query, Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
        QVERIFY(before->hasFocus());
    }

    void disabledEntriesStayAndSayWhy()
    {
        QWidget window;
        CommandPalette palette(m_theme, *m_settings, &window);
        bool ran = false;
        palette.addProvider([&ran] {
            PaletteEntry roll = entry(u"Actions"_s, u"Roll back"_s, [&ran] { ran = true; });
            roll.enabled = false;
            roll.reason = u"there is nothing to go back to"_s;
            return std::vector{roll};
        });
        window.show();
        palette.open(u"roll"_s);
        auto *query = palette.findChild<QLineEdit *>(u"paletteQuery"_s);
        QVERIFY(query->accessibleDescription().contains(u"there is nothing to go back to"_s));
        QTest::keyClick(query, Qt::Key_Return);
        QVERIFY(!ran);
        QVERIFY(palette.isVisible());
    }

    void nothingFoundIsSaid()
    {
        QWidget window;
        CommandPalette palette(m_theme, *m_settings, &window);
        window.show();
        palette.open(u"zzz"_s);
        QVERIFY(palette.shown().empty());
        QTest::keyClick(palette.findChild<QLineEdit *>(u"paletteQuery"_s), Qt::Key_Return);
        QTest::keyClick(palette.findChild<QLineEdit *>(u"paletteQuery"_s), Qt::Key_Down);
        QVERIFY(palette.isVisible());
    }

private:
    Theme m_theme{*qApp};
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QSettings> m_settings;
};

QTEST_MAIN(TestPalette)
#include "tst_palette.moc"
