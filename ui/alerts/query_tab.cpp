#include "ui/alerts/query_tab.h"

#include <QBoxLayout>
#include <QRegularExpression>
#include <QShortcut>
#include <QSplitter>
#include <QTextBlock>
#include <utility>

#include "core/kql/windows/query_time.h"
#include "ui/alerts/query_range_picker.h"
#include "ui/alerts/query_tables.h"
#include "ui/alerts/query_toolbar.h"
#include "ui/alerts/result_pane.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/kql_editor.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

// How a query chooses its times.
struct QueryTab::TimeOfText
{
    bool inQuery = false;
    bool comparable = false;
};

namespace {

constexpr qsizetype longestAtOnce = 50'000; // letters

} // namespace

QueryTab::TimeOfText QueryTab::timeOf(const QueryQuestion &question)
{
    return {.inQuery = kql::choosesItsTime(fromQt(question.text)),
            .comparable = comparableWindow(question).has_value()};
}

QueryTab::QueryTab(Session &session, QueryTables &tables, QueryDraftTab draft, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_tables(tables)
    , m_draft(std::move(draft))
    , m_runner(new QueryRunner(session, tables, this))
    , m_toolbar(new QueryToolbar(session.services().theme, this))
    , m_editor(new KqlEditor(session.services().theme, this))
    , m_result(new ResultPane(session, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_editor->setObjectName(u"queryEditor"_s);
    auto *upper = new Card({}, this);
    upper->body()->addWidget(m_toolbar);
    upper->body()->addWidget(m_editor, 1);
    auto *lower = new Card({}, this);
    lower->body()->addWidget(m_result);
    m_splitter->setObjectName(u"querySplitter"_s);
    m_splitter->addWidget(upper);
    m_splitter->addWidget(lower);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(10);
    m_splitter->setStretchFactor(0, 2);
    m_splitter->setStretchFactor(1, 5);
    m_splitter->setSizes({210, 525});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->addWidget(m_splitter);

    m_editor->setPlainText(m_draft.text);
    m_toolbar->range()->setRange(m_draft.range);
    connectParts();
    readText();
    readTables();
}

void QueryTab::connectParts()
{
    connect(m_editor, &QPlainTextEdit::textChanged, this, [this] {
        readText();
        Q_EMIT draftChanged();
    });
    connect(m_editor, &KqlEditor::runRequested, this, &QueryTab::runText);
    connect(m_toolbar->range(), &QueryRangePicker::rangeChanged, this, [this] {
        m_draft.range = m_toolbar->range()->range();
        readText();
        Q_EMIT draftChanged();
        if (m_result->table())
            run();
    });
    connect(m_toolbar, &QueryToolbar::compareChanged, this, [this] {
        if (m_result->table())
            run();
    });
    connect(m_toolbar, &QueryToolbar::runRequested, this, &QueryTab::run);
    connect(m_toolbar, &QueryToolbar::stopRequested, this, &QueryTab::stop);
    connect(m_toolbar, &QueryToolbar::formatRequested, this, &QueryTab::format);
    connect(m_toolbar, &QueryToolbar::saveRequested, this, &QueryTab::saveRequested);
    connect(m_toolbar, &QueryToolbar::pinRequested, this, &QueryTab::pinRequested);
    connect(m_toolbar, &QueryToolbar::shareRequested, this, &QueryTab::shareRequested);
    // Escape is Stop only while there is something to stop; else it belongs to lists and popups.
    auto *escape = new QShortcut(Qt::Key_Escape, this);
    escape->setContext(Qt::WidgetWithChildrenShortcut);
    escape->setEnabled(false);
    connect(escape, &QShortcut::activated, this, &QueryTab::stop);
    connect(m_runner, &QueryRunner::runningChanged, this, [this, escape] {
        m_toolbar->setRunning(m_runner->isRunning());
        escape->setEnabled(m_runner->isRunning());
    });
    connect(m_runner, &QueryRunner::answered, this, &QueryTab::take);
    connect(m_runner, &QueryRunner::stopped, m_result, &ResultPane::showStopped);
    connect(m_result, &ResultPane::placeChosen, this, &QueryTab::goTo);
    connect(m_result, &ResultPane::exampleChosen, this, &QueryTab::openExample);
    connect(m_result, &ResultPane::filterRequested, this, &QueryTab::addCondition);
    connect(m_result, &ResultPane::allTimeRequested, this, [this] {
        setRange(usualRanges().back());
        run();
    });
    connect(&m_tables, &QueryTables::changed, this, &QueryTab::readTables);
}

QueryDraftTab QueryTab::draft() const
{
    QueryDraftTab draft = m_draft;
    draft.text = m_editor->toPlainText();
    draft.range = m_toolbar->range()->range();
    return draft;
}

QString QueryTab::title() const
{
    if (!m_draft.title.isEmpty())
        return m_draft.title;
    constexpr qsizetype longestTitle = 24;
    const QString begin = beginning(200).simplified();
    if (begin.isEmpty())
        return tr("New query");
    return begin.size() <= longestTitle ? begin : begin.left(longestTitle - 1) + u'…';
}

bool QueryTab::isBlank() const
{
    return m_editor->toPlainText().trimmed().isEmpty();
}

QString QueryTab::text() const
{
    return m_editor->toPlainText();
}

QString QueryTab::beginning(qsizetype length) const
{
    QString text;
    for (QTextBlock block = m_editor->document()->begin(); block.isValid() && text.size() < length;
         block = block.next())
        text += block.text() + u'\n';
    return text.left(length);
}

QueryRange QueryTab::range() const
{
    return m_toolbar->range()->range();
}

void QueryTab::setTitle(const QString &title)
{
    m_draft.title = title;
    Q_EMIT draftChanged();
}

void QueryTab::setSaved(qint64 saved)
{
    m_draft.saved = saved;
    Q_EMIT draftChanged();
}

// As an edit, so that Ctrl+Z brings the text before it back.
void QueryTab::setText(const QString &text)
{
    QTextCursor cursor(m_editor->document());
    cursor.select(QTextCursor::Document);
    cursor.insertText(text);
    m_editor->moveCursor(QTextCursor::Start);
}

void QueryTab::setRange(const QueryRange &range)
{
    m_toolbar->range()->setRange(range);
    m_draft.range = range;
    readText();
    Q_EMIT draftChanged();
}

void QueryTab::insertName(const QString &name)
{
    m_editor->insertPlainText(name);
    focusEditor();
}

void QueryTab::focusEditor()
{
    m_editor->setFocus(Qt::OtherFocusReason);
}

void QueryTab::format()
{
    m_editor->format();
}

void QueryTab::run()
{
    m_editor->runStatement();
}

void QueryTab::runAll()
{
    m_editor->runAll();
}

void QueryTab::runText(const QString &text, int from)
{
    if (text.trimmed().isEmpty())
        return;
    const QTextBlock block = m_editor->document()->findBlock(from);
    m_origin = {.line = block.blockNumber() + 1, .column = from - block.position() + 1};
    const bool whole = kql::choosesItsTime(fromQt(text)) || range().kind == QueryRange::Kind::AllTime;
    m_result->showRunning(whole ? QString() : rangeWords(range()));
    m_runner->run({.text = text, .range = range(), .compare = m_toolbar->compares()});
}

void QueryTab::stop()
{
    m_runner->stop();
}

void QueryTab::take(const QueryAnswer &answer)
{
    m_result->showAnswer(answer);
    qint64 rows = -1;
    if (answer.result) {
        rows = 0;
        for (const kql::ResultTable &table : answer.result->tables)
            rows += static_cast<qint64>(table.rows);
    }
    Q_EMIT ran({.text = m_runner->question().text,
                .at = QDateTime::currentDateTimeUtc(),
                .milliseconds = answer.elapsed.count() / 1000,
                .rows = rows});
}

void QueryTab::goTo(int line, int column)
{
    const int absolute = m_origin.line + line - 1;
    const int shifted = line == 1 ? m_origin.column + column - 1 : column;
    const QTextBlock block = m_editor->document()->findBlockByNumber(absolute - 1);
    if (!block.isValid())
        return;
    QTextCursor cursor(block);
    cursor.setPosition(block.position() + std::min(shifted - 1, block.length() - 1));
    m_editor->setTextCursor(cursor);
    focusEditor();
}

// What the text says of time, and whether there is something to run at all. Long texts, which are data, are
// read on the pool, so that typing in them goes on.
void QueryTab::readText()
{
    const QString text = m_editor->toPlainText();
    m_toolbar->setObstacle(text.trimmed().isEmpty() ? tr("There is no query yet") : QString());
    const QueryQuestion question{.text = text, .range = range()};
    if (text.size() <= longestAtOnce) {
        m_timeRequest.cancel();
        showTime(timeOf(question));
        return;
    }
    runOnPool(
        this, m_timeRequest, [question] { return timeOf(question); },
        [this](const TimeOfText &time) { showTime(time); });
}

void QueryTab::showTime(const TimeOfText &time)
{
    m_toolbar->range()->setInQuery(time.inQuery);
    m_toolbar->setCompareObstacle(
        time.comparable
            ? QString()
            : tr("Choose a time range, or look back with ago(), so that there is a window before it"));
}

void QueryTab::readTables()
{
    m_session.read(
        this, m_tablesRequest,
        [extras = m_tables.extras()](Workspace &workspace) {
            return QueryTables::catalog(workspace, extras);
        },
        [this](const Result<std::shared_ptr<const kql::Catalog>> &catalog) {
            if (catalog)
                m_editor->setCatalog(*catalog);
        });
}

// Before `render`, which must stay the last operator.
void QueryTab::addCondition(const QString &condition)
{
    static const QRegularExpression render(u"\\n?\\|\\s*render\\b"_s);
    const QString text = m_editor->toPlainText();
    qsizetype place = text.lastIndexOf(render);
    if (place < 0) {
        place = text.size();
        while (place > 0 && (text.at(place - 1).isSpace() || text.at(place - 1) == u';'))
            --place;
    }
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(static_cast<int>(place));
    cursor.insertText(u"\n| where "_s + condition);
    m_editor->setTextCursor(cursor);
    run();
}

void QueryTab::openExample(const QString &text, const QString &title)
{
    setText(text);
    setTitle(title);
    focusEditor();
    runAll();
}

} // namespace signalbox::ui
