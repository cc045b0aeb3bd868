#include <QAction>
#include <QSignalSpy>
#include <QTest>

#include "ui/shell/action_registry.h"
#include "ui/shell/settings.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestActionRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void runsByKeyAndById()
    {
        QWidget window;
        ActionRegistry registry(m_theme, &window);
        int runs = 0;
        registry.add(
            {.id = u"a.b"_s, .text = u"Do"_s, .shortcut = Qt::CTRL | Qt::Key_J, .run = [&runs] { ++runs; }});
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(&window, Qt::Key_J, Qt::ControlModifier);
        QCOMPARE(runs, 1);
        QVERIFY(registry.trigger(u"a.b"_s));
        QCOMPARE(runs, 2);
        QVERIFY(!registry.trigger(u"nothing"_s));
    }

    void disabledSaysWhy()
    {
        QWidget window;
        ActionRegistry registry(m_theme, &window);
        int runs = 0;
        registry.add({.id = u"a.b"_s, .text = u"Approve"_s, .run = [&runs] { ++runs; }});
        registry.setEnabled(u"a.b"_s, false, u"you asked for it yourself"_s);
        QVERIFY(!registry.trigger(u"a.b"_s));
        QCOMPARE(runs, 0);
        QCOMPARE(registry.find(u"a.b"_s)->reason, u"you asked for it yourself"_s);
        QVERIFY(registry.action(u"a.b"_s)->toolTip().contains(u"you asked for it yourself"_s));
        registry.setEnabled(u"a.b"_s, true);
        QVERIFY(registry.find(u"a.b"_s)->reason.isEmpty());
        QVERIFY(registry.trigger(u"a.b"_s));
    }

    void theSameIdReplaces()
    {
        QWidget window;
        ActionRegistry registry(m_theme, &window);
        int first = 0;
        int second = 0;
        registry.add({.id = u"a"_s, .text = u"One"_s, .run = [&first] { ++first; }});
        registry.add({.id = u"a"_s, .text = u"Two"_s, .run = [&second] { ++second; }});
        registry.trigger(u"a"_s);
        QCOMPARE(first, 0);
        QCOMPARE(second, 1);
        QCOMPARE(registry.entries().size(), std::size_t{1});
        QCOMPARE(window.actions().size(), 1);
    }

    void anActionMayTakeItselfAway()
    {
        QWidget window;
        ActionRegistry registry(m_theme, &window);
        registry.add({.id = u"a"_s, .text = u"Close"_s, .run = [&registry] { registry.remove(u"a"_s); }});
        QVERIFY(registry.trigger(u"a"_s));
        QVERIFY(registry.entries().empty());
    }

    void keepsTheOrder()
    {
        QWidget window;
        ActionRegistry registry(m_theme, &window);
        QSignalSpy changes(&registry, &ActionRegistry::changed);
        for (const QString &id : {u"z"_s, u"a"_s, u"m"_s})
            registry.add({.id = id, .text = id});
        QStringList ids;
        for (const ActionRegistry::Entry *entry : registry.entries())
            ids.append(entry->spec.id);
        QCOMPARE(ids, (QStringList{u"z"_s, u"a"_s, u"m"_s}));
        QCOMPARE(changes.size(), 3);
    }

private:
    Theme m_theme{*qApp};
};

QTEST_MAIN(TestActionRegistry)
#include "tst_action_registry.moc"
