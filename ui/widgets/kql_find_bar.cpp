#include "ui/widgets/kql_find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr qsizetype mostPlaces = 10'000; // counted
constexpr qsizetype mostMarks = 1'000;   // drawn

QLineEdit *makeLine(const QString &objectName, const QString &name, QWidget *parent)
{
    auto *line = new QLineEdit(parent);
    line->setObjectName(objectName);
    line->setPlaceholderText(name);
    line->setAccessibleName(name);
    line->setClearButtonEnabled(true);
    return line;
}

QRegularExpression expressionFor(const QString &text, bool regex, bool caseMatters)
{
    QRegularExpression expression(regex ? text : QRegularExpression::escape(text));
    QRegularExpression::PatternOptions options = QRegularExpression::MultilineOption;
    if (!caseMatters)
        options |= QRegularExpression::CaseInsensitiveOption;
    expression.setPatternOptions(options);
    return expression;
}

} // namespace

KqlFindBar::KqlFindBar(const Theme &theme, QPlainTextEdit *edit)
    : QFrame(edit)
    , m_theme(theme)
    , m_edit(edit)
    , m_find(makeLine(u"kqlFind"_s, tr("Find"), this))
    , m_replace(makeLine(u"kqlReplace"_s, tr("Replace with"), this))
    , m_case(addButton(u"Aa"_s, u"kqlFindCase"_s, tr("Match case"), true))
    , m_regex(addButton(u".*"_s, u"kqlFindRegex"_s, tr("Regular expression"), true))
    , m_count(new QLabel(this))
    , m_replaceRow(new QWidget(this))
{
    setObjectName(u"kqlFindBar"_s);
    setProperty("bar", u"top"_s);
    setCursor(Qt::ArrowCursor);
    m_count->setObjectName(u"kqlFindCount"_s);
    setRole(m_count, Role::MutedText);
    m_count->setMinimumWidth(m_count->fontMetrics().horizontalAdvance(u"10000 of 10000"_s));
    QToolButton *previous = addButton({}, u"kqlFindPrevious"_s, tr("Previous place (Shift+F3)"), false);
    previous->setIcon(theme.icon(u"control-up"_s));
    QToolButton *next = addButton({}, u"kqlFindNext"_s, tr("Next place (F3)"), false);
    next->setIcon(theme.icon(u"control-down"_s));
    QToolButton *shut = addButton({}, u"kqlFindClose"_s, tr("Close (Esc)"), false);
    shut->setIcon(theme.icon(u"close"_s));

    auto *findRow = new QHBoxLayout;
    findRow->setSpacing(4);
    findRow->addWidget(m_find, 1);
    for (QWidget *widget :
         {static_cast<QWidget *>(m_case), static_cast<QWidget *>(m_regex), static_cast<QWidget *>(m_count),
          static_cast<QWidget *>(previous), static_cast<QWidget *>(next), static_cast<QWidget *>(shut)})
        findRow->addWidget(widget);
    auto *one = makeButton(tr("Replace"), u"kqlReplaceOne"_s, ButtonKind::Plain, m_replaceRow);
    auto *all = makeButton(tr("Replace all"), u"kqlReplaceAll"_s, ButtonKind::Plain, m_replaceRow);
    auto *replaceRow = new QHBoxLayout(m_replaceRow);
    replaceRow->setContentsMargins(0, 0, 0, 0);
    replaceRow->setSpacing(4);
    replaceRow->addWidget(m_replace, 1);
    replaceRow->addWidget(one);
    replaceRow->addWidget(all);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 6, 8, 6);
    layout->setSpacing(6);
    layout->addLayout(findRow);
    layout->addWidget(m_replaceRow);
    // From what is looked for to what takes its place, as people type them; the row above comes after.
    QWidget *order[] = {m_find, m_replace, one, all, m_case, m_regex, previous, next, shut};
    for (std::size_t i = 0; i + 1 < std::size(order); ++i)
        setTabOrder(order[i], order[i + 1]);
    hide();

    connect(m_find, &QLineEdit::textChanged, this, [this] {
        search();
        if (!m_places.isEmpty() && currentPlace() < 0)
            findNext(false);
    });
    connect(m_case, &QToolButton::toggled, this, &KqlFindBar::search);
    connect(m_regex, &QToolButton::toggled, this, &KqlFindBar::search);
    connect(previous, &QToolButton::clicked, this, [this] { findNext(true); });
    connect(next, &QToolButton::clicked, this, [this] { findNext(false); });
    connect(shut, &QToolButton::clicked, this, &KqlFindBar::close);
    connect(one, &QPushButton::clicked, this, &KqlFindBar::replaceOne);
    connect(all, &QPushButton::clicked, this, &KqlFindBar::replaceAll);
    connect(edit->document(), &QTextDocument::contentsChanged, this, [this] {
        if (isVisible())
            search();
    });
    connect(edit, &QPlainTextEdit::cursorPositionChanged, this, &KqlFindBar::showCount);
    connect(&theme, &Theme::changed, this, &KqlFindBar::search);
    m_find->installEventFilter(this);
    m_replace->installEventFilter(this);
}

QToolButton *KqlFindBar::addButton(const QString &text, const QString &objectName, const QString &help,
                                   bool checkable)
{
    auto *button = new QToolButton(this);
    button->setObjectName(objectName);
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(help);
    button->setCheckable(checkable);
    button->setMinimumSize(28, 28);
    return button;
}

void KqlFindBar::open(bool replace)
{
    const QString selected = m_edit->textCursor().selectedText();
    m_replaceRow->setVisible(replace);
    show();
    Q_EMIT resized();
    if (!selected.isEmpty() && !selected.contains(QChar::ParagraphSeparator))
        m_find->setText(selected);
    search();
    m_find->selectAll();
    m_find->setFocus(Qt::ShortcutFocusReason);
}

void KqlFindBar::close()
{
    hide();
    m_places.clear();
    m_marks.clear();
    Q_EMIT marksChanged();
    Q_EMIT resized();
    Q_EMIT closed();
}

void KqlFindBar::search()
{
    m_places.clear();
    m_marks.clear();
    const QRegularExpression expression =
        expressionFor(m_find->text(), m_regex->isChecked(), m_case->isChecked());
    if (isVisible() && !m_find->text().isEmpty() && expression.isValid()) {
        auto matches = expression.globalMatch(m_edit->toPlainText());
        while (matches.hasNext() && m_places.size() < mostPlaces) {
            const QRegularExpressionMatch match = matches.next();
            if (match.capturedLength() > 0)
                m_places.append({.begin = static_cast<int>(match.capturedStart()),
                                 .length = static_cast<int>(match.capturedLength())});
        }
    }
    for (qsizetype i = 0; i < std::min(m_places.size(), mostMarks); ++i) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(m_edit->document());
        mark.cursor.setPosition(m_places.at(i).begin);
        mark.cursor.setPosition(m_places.at(i).begin + m_places.at(i).length, QTextCursor::KeepAnchor);
        mark.format.setBackground(m_theme.color(Role::Selection));
        m_marks.append(mark);
    }
    Q_EMIT marksChanged();
    showCount();
}

void KqlFindBar::showCount()
{
    if (!isVisible())
        return;
    const QRegularExpression expression =
        expressionFor(m_find->text(), m_regex->isChecked(), m_case->isChecked());
    const bool broken = !expression.isValid();
    setRole(m_count, broken ? Role::Danger : Role::MutedText);
    m_count->setToolTip(broken ? expression.errorString() : QString());
    const int current = currentPlace();
    if (broken)
        m_count->setText(tr("Not an expression"));
    else if (m_find->text().isEmpty())
        m_count->clear();
    else if (m_places.isEmpty())
        m_count->setText(tr("Not found"));
    else if (current < 0)
        m_count->setText(tr("%n found", nullptr, static_cast<int>(m_places.size())));
    else
        m_count->setText(tr("%1 of %2").arg(current + 1).arg(m_places.size()));
}

int KqlFindBar::currentPlace() const
{
    const QTextCursor cursor = m_edit->textCursor();
    for (qsizetype i = 0; i < m_places.size(); ++i) {
        if (m_places.at(i).begin == cursor.selectionStart() &&
            m_places.at(i).begin + m_places.at(i).length == cursor.selectionEnd())
            return static_cast<int>(i);
    }
    return -1;
}

void KqlFindBar::choose(const Place &place)
{
    QTextCursor cursor(m_edit->document());
    cursor.setPosition(place.begin);
    cursor.setPosition(place.begin + place.length, QTextCursor::KeepAnchor);
    m_edit->setTextCursor(cursor);
    m_edit->ensureCursorVisible();
}

void KqlFindBar::findNext(bool backward)
{
    if (m_places.isEmpty())
        return;
    const QTextCursor cursor = m_edit->textCursor();
    if (backward) {
        const auto before = std::ranges::find_if(m_places.rbegin(), m_places.rend(), [&](const Place &place) {
            return place.begin < cursor.selectionStart();
        });
        choose(before != m_places.rend() ? *before : m_places.back());
        return;
    }
    const int from = currentPlace() >= 0 ? cursor.selectionEnd() : cursor.selectionStart();
    const auto after =
        std::ranges::find_if(m_places, [&](const Place &place) { return place.begin >= from; });
    choose(after != m_places.end() ? *after : m_places.front());
}

QString KqlFindBar::replacementFor(const Place &place, const QString &text) const
{
    if (!m_regex->isChecked())
        return m_replace->text();
    // \1 stands for the first group, as Qt's replace() reads it.
    QString found = text.mid(place.begin, place.length);
    return found.replace(expressionFor(m_find->text(), true, m_case->isChecked()), m_replace->text());
}

void KqlFindBar::replaceOne()
{
    const int current = currentPlace();
    if (current < 0) {
        findNext(false);
        return;
    }
    QTextCursor cursor = m_edit->textCursor();
    cursor.insertText(replacementFor(m_places.at(current), m_edit->toPlainText()));
    m_edit->setTextCursor(cursor);
    findNext(false);
}

void KqlFindBar::replaceAll()
{
    QTextCursor cursor(m_edit->document());
    const QList<Place> places = m_places;
    const QString text = m_edit->toPlainText();
    cursor.beginEditBlock();
    // From the end, so that places before stay where they are.
    for (auto place = places.rbegin(); place != places.rend(); ++place) {
        cursor.setPosition(place->begin);
        cursor.setPosition(place->begin + place->length, QTextCursor::KeepAnchor);
        cursor.insertText(replacementFor(*place, text));
    }
    cursor.endEditBlock();
}

void KqlFindBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else if (event->key() == Qt::Key_F3)
        findNext(event->modifiers().testFlag(Qt::ShiftModifier));
    else
        QFrame::keyPressEvent(event);
    event->accept(); // keys of the bar are no keys of the editor behind it
}

bool KqlFindBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) {
            if (watched == m_replace)
                replaceOne();
            else
                findNext(key->modifiers().testFlag(Qt::ShiftModifier));
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace signalbox::ui
