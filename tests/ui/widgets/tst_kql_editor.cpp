#include <QClipboard>
#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "tests/kql/language_catalog.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/picture.h"
#include "ui/widgets/kql_assistant.h"
#include "ui/widgets/kql_editor.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

// A window with a field before the editor and one behind it.
struct Window
{
    explicit Window(Theme &theme)
    {
        auto *layout = new QVBoxLayout(&widget);
        before = new QLineEdit(&widget);
        before->setObjectName(u"before"_s);
        before->setAccessibleName(u"before"_s);
        editor = new KqlEditor(theme, &widget);
        after = new QLineEdit(&widget);
        after->setObjectName(u"after"_s);
        after->setAccessibleName(u"after"_s);
        layout->addWidget(before);
        layout->addWidget(editor, 1);
        layout->addWidget(after);
        widget.setProperty("ground", true);
        widget.resize(900, 560);
        editor->setCatalog(std::make_shared<const kql::test::LanguageCatalog>());
        widget.show();
        if (!activate(widget))
            qWarning("the window is not active");
        editor->setFocus();
    }

    [[nodiscard]] QWidget *popup() const { return widget.findChild<QWidget *>(u"kqlCompletion"_s); }
    [[nodiscard]] QWidget *hint() const { return widget.findChild<QWidget *>(u"kqlHint"_s); }
    [[nodiscard]] QString chosen() const
    {
        return popup()->findChild<QListView *>()->currentIndex().data().toString();
    }
    [[nodiscard]] bool popupShown() const { return popup()->isVisible(); }
    void put(const QString &text, qsizetype cursor = -1) const
    {
        editor->setPlainText(text);
        QTextCursor at = editor->textCursor();
        at.setPosition(static_cast<int>(cursor < 0 ? text.size() : cursor));
        editor->setTextCursor(at);
    }
    void select(int from, int to) const
    {
        QTextCursor at = editor->textCursor();
        at.setPosition(from);
        at.setPosition(to, QTextCursor::KeepAnchor);
        editor->setTextCursor(at);
    }
    void type(const QString &keys) const { QTest::keyClicks(editor, keys); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) const
    {
        QTest::keyClick(editor, key, modifiers);
    }
    [[nodiscard]] QString text() const { return editor->toPlainText(); }

    QWidget widget;
    QLineEdit *before;
    KqlEditor *editor;
    QLineEdit *after;
};

QColor colorAt(const KqlEditor &editor, int line, int column)
{
    for (const QTextLayout::FormatRange &range :
         editor.document()->findBlockByNumber(line).layout()->formats()) {
        if (range.start <= column && column < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

} // namespace

class TestKqlEditor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_theme.apply(); }

    void coloursFollowTheTheme();
    void replacingLeavesRoomForTheText();
    void completesWhatIsTyped();
    void completionKeys_data();
    void completionKeys();
    void enterEndsALineBehindABar();
    void completionStaysAwayFromTexts();
    void acceptsWithTheMouse();
    void hintsParameters();
    void underlinesMistakes();
    void dropsMistakesThatAreMended();
    void runsTheStatementAtTheCursor();
    void marksTheStatement();
    void closesPairs_data();
    void closesPairs();
    void undoesAClosedPairAtOnce();
    void breaksLines_data();
    void breaksLines();
    void indents();
    void comments();
    void movesLines();
    void finds();
    void findsByExpression();
    void replaces();
    void formats();
    void zooms();
    void tabDoesNotTrap();
    void canBeReadAndReached();
    void keepsUpWithALargeText();
    void pictures();

private:
    Theme m_theme{*qApp};
};

void TestKqlEditor::replacingLeavesRoomForTheText()
{
    Window window(m_theme);
    window.widget.resize(window.widget.minimumSizeHint());
    const int before = window.editor->viewport()->height();
    QVERIFY(before >= 2 * window.editor->fontMetrics().height());
    window.editor->openFind(true);
    QTRY_VERIFY(window.editor->height() >= window.editor->minimumSizeHint().height());
    QTRY_VERIFY(window.editor->viewport()->height() >= before - 2);
    // From what is looked for Tab goes to what takes its place.
    auto *find = window.editor->findChild<QLineEdit *>(u"kqlFind"_s);
    QVERIFY(find);
    QTest::keyClick(find, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"kqlReplace"_s);
}

void TestKqlEditor::coloursFollowTheTheme()
{
    m_theme.setChoice(ThemeChoice::Light);
    Window window(m_theme);
    window.put(u"requests // all\n| where name has \"é\" and duration > 5\nprint ```a\nb``` , 7"_s);
    const auto is = [&](int line, int column, Role role) {
        return colorAt(*window.editor, line, column) == m_theme.color(role);
    };
    QVERIFY(is(0, 0, Role::SyntaxTable));
    QVERIFY(is(0, 10, Role::SyntaxComment));
    QVERIFY(is(1, 2, Role::SyntaxKeyword));
    QVERIFY(is(1, 18, Role::SyntaxString));
    QVERIFY(is(1, 22, Role::SyntaxKeyword)); // behind a letter of two bytes
    QVERIFY(is(3, 0, Role::SyntaxString));
    QVERIFY(is(3, 7, Role::SyntaxNumber));
    m_theme.setChoice(ThemeChoice::Dark);
    QVERIFY(is(0, 0, Role::SyntaxTable));
    m_theme.setChoice(ThemeChoice::Light);
}

void TestKqlEditor::completesWhatIsTyped()
{
    Window window(m_theme);
    window.type(u"req"_s);
    QTRY_VERIFY(window.popupShown());
    QTRY_COMPARE(window.chosen(), u"requests"_s);
    window.key(Qt::Key_Tab);
    QCOMPARE(window.text(), u"requests"_s);
    QVERIFY(!window.popupShown());
    window.type(u" | whe"_s);
    QTRY_COMPARE(window.chosen(), u"where"_s);
    window.key(Qt::Key_Return);
    QCOMPARE(window.text(), u"requests | where "_s);
    // The columns follow by themselves.
    QTRY_VERIFY(window.popupShown());
    QTRY_COMPARE(window.chosen(), u"timestamp"_s);
    window.type(u"dur"_s);
    QTRY_COMPARE(window.chosen(), u"duration"_s);
    window.key(Qt::Key_Tab);
    QCOMPARE(window.text(), u"requests | where duration"_s);
    window.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window.text(), u"requests | where dur"_s);
}

void TestKqlEditor::completionKeys_data()
{
    QTest::addColumn<QList<int>>("keys");
    QTest::addColumn<QString>("expected"); // "" if the list is closed
    QTest::newRow("first") << QList<int>{} << u"where"_s;
    QTest::newRow("down") << QList<int>{Qt::Key_Down} << u"summarize"_s;
    QTest::newRow("down and up") << QList<int>{Qt::Key_Down, Qt::Key_Up} << u"where"_s;
    QTest::newRow("round") << QList<int>{Qt::Key_Up, Qt::Key_Down} << u"where"_s;
    QTest::newRow("page") << QList<int>{Qt::Key_PageDown, Qt::Key_PageUp} << u"where"_s;
    QTest::newRow("escape") << QList<int>{Qt::Key_Escape} << QString();
    QTest::newRow("left") << QList<int>{Qt::Key_Left} << QString();
}

void TestKqlEditor::completionKeys()
{
    QFETCH(QList<int>, keys);
    QFETCH(QString, expected);
    Window window(m_theme);
    window.put(u"requests | "_s);
    window.key(Qt::Key_Space, Qt::ControlModifier);
    QTRY_VERIFY(window.popupShown());
    for (const int key : keys)
        window.key(static_cast<Qt::Key>(key));
    QCOMPARE(window.popupShown() ? window.chosen() : QString(), expected);
    QCOMPARE(window.text(), u"requests | "_s);
}

void TestKqlEditor::enterEndsALineBehindABar()
{
    Window window(m_theme);
    window.put(u"requests "_s);
    window.type(u"|"_s);
    QTRY_VERIFY(window.popupShown());
    window.key(Qt::Key_Return);
    QCOMPARE(window.text(), u"requests |\n"_s);
    window.put(u"requests "_s);
    window.type(u"|"_s);
    QTRY_VERIFY(window.popupShown());
    window.key(Qt::Key_Down);
    window.key(Qt::Key_Return);
    QCOMPARE(window.text(), u"requests | summarize "_s);
}

void TestKqlEditor::completionStaysAwayFromTexts()
{
    Window window(m_theme);
    QSignalSpy asked(window.editor->findChild<KqlAssistant *>(), &KqlAssistant::completed);
    window.put(u"requests | where name == \"\""_s, 26);
    window.type(u"na"_s);
    QTRY_VERIFY(!asked.isEmpty());
    QVERIFY(!window.popupShown());
}

void TestKqlEditor::acceptsWithTheMouse()
{
    Window window(m_theme);
    window.type(u"tr"_s);
    QTRY_VERIFY(window.popupShown());
    QTRY_COMPARE(window.chosen(), u"traces"_s);
    auto *list = window.popup()->findChild<QListView *>();
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->currentIndex()).center());
    QCOMPARE(window.text(), u"traces"_s);
    QVERIFY(window.editor->hasFocus());
}

void TestKqlEditor::hintsParameters()
{
    Window window(m_theme);
    const auto says = [&window](const QString &part) {
        return window.hint()->isVisible() && window.hint()->findChild<QLabel *>()->text().contains(part);
    };
    window.type(u"print substring("_s);
    QTRY_VERIFY(says(u"<b>text</b>"_s));
    QCOMPARE(window.text(), u"print substring()"_s);
    window.type(u"'a,b', "_s);
    QTRY_VERIFY(says(u"<b>start</b>"_s));
    window.key(Qt::Key_Home);
    QTRY_VERIFY(!window.hint()->isVisible());
    window.key(Qt::Key_End);
    window.key(Qt::Key_Left);
    window.type(u"1,"_s);
    QTRY_VERIFY(says(u"<b>[length]</b>"_s));
    window.key(Qt::Key_Escape);
    QVERIFY(!window.hint()->isVisible());
}

void TestKqlEditor::underlinesMistakes()
{
    Window window(m_theme);
    window.type(u"requests | where dration > 5 "_s);
    QTRY_COMPARE(window.editor->mistakes().size(), std::size_t{1});
    const EditorMistake mistake = window.editor->mistakes().front();
    QCOMPARE(window.text().mid(mistake.begin, mistake.end - mistake.begin), u"dration"_s);
    QCOMPARE(mistake.suggestion, u"duration"_s);
    bool underlined = false;
    for (const QTextEdit::ExtraSelection &mark : window.editor->extraSelections())
        underlined = underlined || (mark.format.underlineStyle() == QTextCharFormat::WaveUnderline &&
                                    mark.cursor.selectedText() == u"dration");
    QVERIFY(underlined);
    // The mistake is told where the pointer rests.
    QTextCursor at(window.editor->document());
    at.setPosition(mistake.begin + 2);
    const QPoint place = window.editor->cursorRect(at).center();
    QHelpEvent help(QEvent::ToolTip, place, window.editor->viewport()->mapToGlobal(place));
    QApplication::sendEvent(window.editor->viewport(), &help);
    QTRY_VERIFY(QToolTip::text().contains(u"duration"_s));
    QToolTip::hideText();
}

void TestKqlEditor::dropsMistakesThatAreMended()
{
    Window window(m_theme);
    // Statements between blank lines are checked apart; definitions alone are no mistake.
    window.put(u"requests | where\n\ntraces | take 5\n\nlet a = 1;"_s);
    QTRY_COMPARE(window.editor->mistakes().size(), std::size_t{1});
    window.put(u"requests | where success\n\ntraces | take 5\n\nlet a = 1;"_s);
    QTRY_COMPARE(window.editor->mistakes().size(), std::size_t{0});
}

void TestKqlEditor::runsTheStatementAtTheCursor()
{
    Window window(m_theme);
    QSignalSpy runs(window.editor, &KqlEditor::runRequested);
    const QString text = u"// é\ntraces | take 1\n\nlet a = 5;\nrequests\n| take a\n"_s;
    window.put(text, text.indexOf(u"| take a"_s));
    window.key(Qt::Key_F5);
    QCOMPARE(runs.size(), 1);
    QCOMPARE(runs.at(0).at(0).toString(), u"let a = 5;\nrequests\n| take a"_s);
    QCOMPARE(runs.at(0).at(1).toInt(), text.indexOf(u"let a"_s));
    QCOMPARE(runs.at(0).at(2).toInt(), static_cast<int>(runs.at(0).at(0).toString().size()));
    window.put(text, 6);
    window.key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(runs.at(1).at(0).toString(), u"traces | take 1"_s);
    window.key(Qt::Key_F5, Qt::ShiftModifier);
    QCOMPARE(runs.at(2).at(0).toString(), text);
    window.put({});
    window.key(Qt::Key_F5);
    window.key(Qt::Key_F5, Qt::ShiftModifier);
    QCOMPARE(runs.size(), 3);
}

void TestKqlEditor::marksTheStatement()
{
    Window window(m_theme);
    window.put(u"traces\n| take 1\n\nrequests\n| where success\n| take 2"_s, 0);
    const auto *gutter = window.editor->findChild<QWidget *>(u"kqlGutter"_s);
    const auto barAt = [&](int line) {
        const QTextBlock block = window.editor->document()->findBlockByNumber(line);
        const QImage image = const_cast<QWidget *>(gutter)->grab().toImage(); // NOLINT
        const int y = qRound(window.editor->areaOf(block).center().y());
        return image.pixelColor(gutter->width() - 1, y) == m_theme.color(Role::Accent);
    };
    QTRY_VERIFY(barAt(0));
    QVERIFY(barAt(1));
    QVERIFY(!barAt(3));
    QTextCursor cursor = window.editor->textCursor();
    cursor.movePosition(QTextCursor::End);
    window.editor->setTextCursor(cursor);
    QTRY_VERIFY(barAt(3));
    QVERIFY(barAt(5));
    QVERIFY(!barAt(0));
}

void TestKqlEditor::closesPairs_data()
{
    QTest::addColumn<QString>("before"); // ^ is the cursor
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("after");
    const auto row = [](const char *name, const char *before, const char *typed, const char *after) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(typed)
                            << QString::fromUtf8(after);
    };
    row("bracket", "f^", "(", "f(^)");
    row("over the closing one", "f^", "(1)", "f(1)^");
    row("quote", "print ^", "\"", "print \"^\"");
    row("text", "print ^", "\"a b\"", "print \"a b\"^");
    row("apostrophe in a word", "don^", "'", "don'^");
    row("before a word", "^abc", "(", "(^abc");
    row("inside a text", "print 'a ^'", "(", "print 'a (^'");
    row("inside a comment", "// a ^", "(", "// a (^");
    row("braces", "^", "{[", "{[^]}");
}

void TestKqlEditor::closesPairs()
{
    QFETCH(QString, before);
    QFETCH(QString, typed);
    QFETCH(QString, after);
    Window window(m_theme);
    window.put(QString(before).remove(u'^'), before.indexOf(u'^'));
    window.type(typed);
    QString found = window.text();
    found.insert(window.editor->textCursor().position(), u'^');
    QCOMPARE(found, after);
}

void TestKqlEditor::undoesAClosedPairAtOnce()
{
    Window window(m_theme);
    window.put(u"f"_s);
    window.type(u"("_s);
    QCOMPARE(window.text(), u"f()"_s);
    window.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window.text(), u"f"_s);
    window.type(u"("_s);
    window.key(Qt::Key_Backspace);
    QCOMPARE(window.text(), u"f"_s);
    window.put(u"a b"_s);
    window.select(0, 3);
    window.type(u"("_s);
    QCOMPARE(window.text(), u"(a b)"_s);
    QCOMPARE(window.editor->textCursor().selectedText(), u"a b"_s);
}

void TestKqlEditor::breaksLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("same") << u"    a^"_s << u"    a\n    ^"_s;
    QTest::newRow("bracket") << u"join (^)"_s << u"join (\n    ^\n)"_s;
    QTest::newRow("open") << u"join (^"_s << u"join (\n    ^"_s;
    QTest::newRow("within") << u"  ab^cd"_s << u"  ab\n  ^cd"_s;
}

void TestKqlEditor::breaksLines()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    Window window(m_theme);
    window.put(QString(before).remove(u'^'), before.indexOf(u'^'));
    window.key(Qt::Key_Return);
    QString found = window.text();
    found.insert(window.editor->textCursor().position(), u'^');
    QCOMPARE(found, after);
    window.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window.text(), QString(before).remove(u'^'));
}

void TestKqlEditor::indents()
{
    Window window(m_theme);
    window.put(u"ab"_s, 1);
    window.key(Qt::Key_Tab);
    QCOMPARE(window.text(), u"a   b"_s);
    window.put(u"a\n\n  b\nc"_s);
    window.select(0, 6);
    window.key(Qt::Key_Tab);
    QCOMPARE(window.text(), u"    a\n\n      b\nc"_s);
    window.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(window.text(), u"a\n\n  b\nc"_s);
    window.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QCOMPARE(window.text(), u"a\n\nb\nc"_s);
}

void TestKqlEditor::comments()
{
    Window window(m_theme);
    window.put(u"a\n\n  b\nc"_s);
    window.select(0, 6);
    window.key(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(window.text(), u"// a\n\n//   b\nc"_s);
    window.key(Qt::Key_Slash, Qt::ControlModifier);
    QCOMPARE(window.text(), u"a\n\n  b\nc"_s);
    window.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window.text(), u"// a\n\n//   b\nc"_s);
}

void TestKqlEditor::movesLines()
{
    Window window(m_theme);
    window.put(u"a\nbb\nc"_s, 3);
    window.key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(window.text(), u"bb\na\nc"_s);
    QCOMPARE(window.editor->textCursor().position(), 1);
    window.key(Qt::Key_Up, Qt::AltModifier);
    QCOMPARE(window.text(), u"bb\na\nc"_s);
    window.key(Qt::Key_Down, Qt::AltModifier);
    window.key(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(window.text(), u"a\nc\nbb"_s);
    QCOMPARE(window.editor->textCursor().position(), 5);
}

void TestKqlEditor::finds()
{
    Window window(m_theme);
    window.put(u"name Name\nrename"_s, 0);
    window.key(Qt::Key_F, Qt::ControlModifier);
    auto *find = window.editor->findChild<QLineEdit *>(u"kqlFind"_s);
    QVERIFY(find->isVisible());
    QVERIFY(find->hasFocus());
    QTest::keyClicks(find, u"name"_s);
    const auto *count = window.editor->findChild<QLabel *>(u"kqlFindCount"_s);
    QCOMPARE(count->text(), u"1 of 3"_s);
    QTest::keyClick(find, Qt::Key_Return);
    QCOMPARE(count->text(), u"2 of 3"_s);
    QCOMPARE(window.editor->textCursor().selectedText(), u"Name"_s);
    QTest::keyClick(find, Qt::Key_F3);
    QTest::keyClick(find, Qt::Key_F3);
    QCOMPARE(count->text(), u"1 of 3"_s);
    QTest::keyClick(find, Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(count->text(), u"3 of 3"_s);
    window.editor->findChild<QToolButton *>(u"kqlFindCase"_s)->click();
    QCOMPARE(count->text(), u"2 of 2"_s);
    find->setText(u"nothing"_s);
    QCOMPARE(count->text(), u"Not found"_s);
    QTest::keyClick(find, Qt::Key_Escape);
    QVERIFY(!find->isVisible());
    QVERIFY(window.editor->hasFocus());
    window.key(Qt::Key_F3);
    QVERIFY(find->isVisible());
    QCOMPARE(find->text(), u"name"_s); // what is selected
}

void TestKqlEditor::findsByExpression()
{
    Window window(m_theme);
    window.put(u"a1 b22 (c"_s, 0);
    window.key(Qt::Key_F, Qt::ControlModifier);
    auto *find = window.editor->findChild<QLineEdit *>(u"kqlFind"_s);
    const auto *count = window.editor->findChild<QLabel *>(u"kqlFindCount"_s);
    QTest::keyClicks(find, u"("_s);
    QCOMPARE(count->text(), u"1 of 1"_s);
    window.editor->findChild<QToolButton *>(u"kqlFindRegex"_s)->click();
    QCOMPARE(count->text(), u"Not an expression"_s);
    find->setText(u"[a-z]\\d+"_s);
    QVERIFY(count->text().endsWith(u"of 2"_s));
}

void TestKqlEditor::replaces()
{
    Window window(m_theme);
    window.put(u"a1 a2 a3"_s, 0);
    window.key(Qt::Key_H, Qt::ControlModifier);
    auto *find = window.editor->findChild<QLineEdit *>(u"kqlFind"_s);
    auto *replace = window.editor->findChild<QLineEdit *>(u"kqlReplace"_s);
    QVERIFY(replace->isVisible());
    QTest::keyClicks(find, u"a"_s);
    QTest::keyClicks(replace, u"bb"_s);
    QTest::keyClick(replace, Qt::Key_Return);
    QCOMPARE(window.text(), u"bb1 a2 a3"_s);
    QCOMPARE(window.editor->textCursor().selectionStart(), 4);
    window.editor->findChild<QToolButton *>(u"kqlFindRegex"_s)->click();
    find->setText(u"a(\\d)"_s);
    replace->setText(u"c\\1\\1"_s);
    window.editor->findChild<QPushButton *>(u"kqlReplaceAll"_s)->click();
    QCOMPARE(window.text(), u"bb1 c22 c33"_s);
    window.editor->undo();
    QCOMPARE(window.text(), u"bb1 a2 a3"_s);
}

void TestKqlEditor::formats()
{
    Window window(m_theme);
    const QString text = u"requests|where duration>5|take 10"_s;
    window.put(text, text.indexOf(u"take"_s));
    window.key(Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_COMPARE(window.text(), u"requests\n| where duration > 5\n| take 10"_s);
    QVERIFY(window.editor->textCursor().block().text().startsWith(u"| take"_s));
    window.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window.text(), text);
}

void TestKqlEditor::zooms()
{
    Window window(m_theme);
    const int size = window.editor->font().pixelSize();
    const auto turn = [&window](int angle) {
        const QPoint place(40, 40);
        QWheelEvent event(place, window.editor->viewport()->mapToGlobal(place), {}, QPoint(0, angle),
                          Qt::NoButton, Qt::ControlModifier, Qt::NoScrollPhase, false);
        QApplication::sendEvent(window.editor->viewport(), &event);
    };
    turn(120);
    QCOMPARE(window.editor->font().pixelSize(), size + 1);
    turn(-120);
    turn(-120);
    QCOMPARE(window.editor->font().pixelSize(), size - 1);
    window.key(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(window.editor->font().pixelSize(), size);
}

void TestKqlEditor::tabDoesNotTrap()
{
    Window window(m_theme);
    window.put(u"requests "_s);
    window.before->setFocus();
    QTest::keyClick(window.before, Qt::Key_Tab);
    QVERIFY(window.editor->hasFocus());
    window.key(Qt::Key_Tab);
    QVERIFY(window.after->hasFocus());
    QTest::keyClick(window.after, Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(window.editor->hasFocus());
    window.type(u"5"_s);
    window.key(Qt::Key_Tab);
    QVERIFY(window.editor->hasFocus());
    QVERIFY(window.text().endsWith(u"5  "_s));
    window.key(Qt::Key_Escape);
    window.key(Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY(window.before->hasFocus());
}

void TestKqlEditor::canBeReadAndReached()
{
    Window window(m_theme);
    window.key(Qt::Key_H, Qt::ControlModifier);
    const QStringList problems = accessibilityProblems(window.widget);
    QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u"; "_s)));
}

void TestKqlEditor::keepsUpWithALargeText()
{
    Window window(m_theme);
    QString text;
    while (text.size() < 1'000'000)
        text += u"requests | where duration > 5 and name has \"abc\" // a line like many others\n"_s;
    QApplication::clipboard()->setText(text);
    QElapsedTimer timer;
    timer.start();
    window.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(window.text().size(), text.size());
    const qint64 pasted = timer.restart();
    window.type(u"x"_s);
    const qint64 typed = timer.elapsed();
    qInfo("pasted in %lld ms, a key in %lld ms", static_cast<long long>(pasted),
          static_cast<long long>(typed));
    QVERIFY(pasted < 3000);
    QVERIFY(typed < 200);
}

void TestKqlEditor::pictures()
{
    for (const bool dark : {false, true}) {
        const QString suffix = dark ? u"-dark"_s : u"-light"_s;
        m_theme.setChoice(dark ? ThemeChoice::Dark : ThemeChoice::Light);
        Window window(m_theme);
        QVERIFY(QTest::qWaitForWindowExposed(&window.widget));
        savePicture(window.widget, u"kql-editor-empty"_s + suffix);
        const QString text = u"// what failed in the last half hour\nlet since = ago(30m);\nrequests\n"
                             "| where timestamp > since and name == \"my-ml-endpoint-prod\"\n"
                             "| summarize total = count(), failed = countif(success == false),\n"
                             "    p95 = percentile(duration, 95) by name, bin(timestamp, 1m)\n"
                             "| extend error_rate = 100.0 * failed / total\n| render timechart\n\n"
                             "exceptions\n| where outerMessag has 'timeout'\n| take 10\n"_s;
        window.put(text, text.indexOf(u"countif("_s) + 8);
        QTRY_VERIFY(!window.editor->mistakes().empty());
        savePicture(window.widget, u"kql-editor"_s + suffix);
        window.put(text + u"| extend s = substring(outerMessage, "_s);
        window.type(u","_s);
        QTRY_VERIFY(window.hint()->isVisible());
        savePicture(window.widget, u"kql-editor-hint"_s + suffix);
        window.key(Qt::Key_Escape);
        window.put(text + u"| extend s = "_s);
        window.type(u"st"_s);
        QTRY_VERIFY(window.popupShown());
        savePicture(window.widget, u"kql-editor-completion"_s + suffix);
        window.key(Qt::Key_Escape);
        window.put(text, text.indexOf(u"timestamp"_s));
        window.key(Qt::Key_H, Qt::ControlModifier);
        QTest::keyClicks(window.editor->findChild<QLineEdit *>(u"kqlFind"_s), u"timestamp"_s);
        savePicture(window.widget, u"kql-editor-find"_s + suffix);
    }
}

QTEST_MAIN(TestKqlEditor)
#include "tst_kql_editor.moc"
