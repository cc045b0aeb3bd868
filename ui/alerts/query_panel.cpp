#include "ui/alerts/query_panel.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QSet>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <algorithm>

#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

enum ItemRole {
    TextRole = Qt::UserRole + 1, // of a query
    TitleRole,
    SavedRole,
    NameRole,      // of a table or a column, as it is written in a query
    RemovableRole, // of a table
    HintRole,      // stands for a group that is empty
};

// Names that are no words are quoted.
QString written(const QString &name)
{
    const bool word = !name.isEmpty() && !name.at(0).isDigit() &&
                      std::ranges::all_of(name, [](QChar c) { return c.isLetterOrNumber() || c == u'_'; });
    return word ? name : u"['%1']"_s.arg(QString(name).replace(u'\'', u"\\'"_s));
}

QTreeWidgetItem *queryItem(QTreeWidgetItem *parent, const QString &title, const QString &text)
{
    auto *item = new QTreeWidgetItem(parent, {title});
    item->setData(0, TextRole, text);
    return item;
}

QString oneLine(const QString &text)
{
    return text.simplified();
}

// Every word occurs in what the item says, in what it would open, or in what that answers.
bool matches(const QTreeWidgetItem *item, const QStringList &words)
{
    const QString all = item->text(0) + u'\n' + item->data(0, TextRole).toString() + u'\n' + item->toolTip(0);
    return std::ranges::all_of(words,
                               [&](const QString &word) { return all.contains(word, Qt::CaseInsensitive); });
}

// Whether it or anything below it stays in sight.
bool filter(QTreeWidgetItem *item, const QStringList &words)
{
    const bool own = !item->data(0, HintRole).toBool() && matches(item, words);
    bool below = false;
    for (int i = 0; i < item->childCount(); ++i)
        below = filter(item->child(i), own ? QStringList() : words) || below;
    const bool shown = words.isEmpty() || own || below;
    item->setHidden(!shown);
    return shown;
}

} // namespace

QueryPanel::QueryPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_search(new FilterLine(theme, u"querySearch"_s, tr("Search queries and tables"), this))
    , m_tree(new QTreeWidget(this))
{
    setObjectName(u"queryPanel"_s);
    m_tree->setObjectName(u"queryTree"_s);
    m_tree->setAccessibleName(tr("Queries, tables and history"));
    m_tree->setHeaderHidden(true);
    m_tree->setIndentation(14);
    m_tree->setTextElideMode(Qt::ElideRight);
    m_tree->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->setContextMenuPolicy(Qt::CustomContextMenu);
    m_tree->installEventFilter(this);
    m_search->installEventFilter(this);
    m_saved = makeGroup(tr("Saved queries"), tr("None yet"));
    m_examples = makeGroup(tr("Examples"), {});
    m_history = makeGroup(tr("History"), tr("Nothing was run yet"));
    m_history->setExpanded(false);
    m_tables = makeGroup(tr("Tables"), tr("No table"));
    connect(m_tree, &QTreeWidget::itemActivated, this, &QueryPanel::choose);
    connect(m_tree, &QWidget::customContextMenuRequested, this, &QueryPanel::showMenu);
    connect(m_search, &FilterLine::filterChanged, this, &QueryPanel::search);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_search);
    layout->addWidget(m_tree, 1);
}

QTreeWidgetItem *QueryPanel::makeGroup(const QString &title, const QString &whenEmpty)
{
    auto *group = new QTreeWidgetItem(m_tree, {title});
    group->setData(0, TitleRole, whenEmpty);
    QFont font = m_theme.smallFont();
    font.setWeight(QFont::DemiBold);
    group->setFont(0, font);
    group->setExpanded(true);
    return group;
}

QTreeWidgetItem *QueryPanel::folder(QTreeWidgetItem *group, const QString &name)
{
    if (name.isEmpty())
        return group;
    for (int i = 0; i < group->childCount(); ++i) {
        if (group->child(i)->text(0) == name && group->child(i)->data(0, TextRole).isNull())
            return group->child(i);
    }
    auto *made = new QTreeWidgetItem(group, {name});
    made->setIcon(0, m_theme.icon(u"folder"_s, Role::MutedText));
    return made;
}

// What was open stays open.
void QueryPanel::refill(QTreeWidgetItem *group, const std::function<void()> &fill)
{
    QSet<QString> known;
    QSet<QString> open;
    for (int i = 0; i < group->childCount(); ++i) {
        known.insert(group->child(i)->text(0));
        if (group->child(i)->isExpanded())
            open.insert(group->child(i)->text(0));
    }
    // What people saved is in sight; of the rest only what they opened.
    const auto opensAtOnce = [&, own = group == m_saved](const QString &name) {
        return open.contains(name) || (own && !known.contains(name));
    };
    qDeleteAll(group->takeChildren());
    fill();
    for (int i = 0; i < group->childCount(); ++i)
        group->child(i)->setExpanded(opensAtOnce(group->child(i)->text(0)));
    const QString whenEmpty = group->data(0, TitleRole).toString();
    if (group->childCount() == 0 && !whenEmpty.isEmpty()) {
        auto *hint = new QTreeWidgetItem(group, {whenEmpty});
        hint->setData(0, HintRole, true);
        hint->setFlags(Qt::NoItemFlags);
    }
    search(m_search->text());
}

void QueryPanel::setSaved(const std::vector<kql::SavedQuery> &saved)
{
    refill(m_saved, [&] {
        for (const kql::SavedQuery &query : saved) {
            auto *item = queryItem(folder(m_saved, toQt(query.query.folder)), toQt(query.query.name),
                                   toQt(query.query.text));
            item->setData(0, TitleRole, toQt(query.query.name));
            item->setData(0, SavedRole, qlonglong(query.id));
            const QString saver = tr("saved by %1, %2").arg(toQt(query.savedBy), fullTimeText(query.saved));
            item->setToolTip(
                0, query.query.description.empty() ? saver : toQt(query.query.description) + u'\n' + saver);
        }
    });
}

void QueryPanel::setExamples(const std::vector<kql::QueryDraft> &examples)
{
    refill(m_examples, [&] {
        for (const kql::QueryDraft &example : examples) {
            auto *item =
                queryItem(folder(m_examples, toQt(example.folder)), toQt(example.name), toQt(example.text));
            item->setData(0, TitleRole, toQt(example.name));
            item->setToolTip(0, toQt(example.description));
        }
    });
    // What an incident needs first is in sight at once.
    if (m_examples->childCount() > 0)
        m_examples->child(0)->setExpanded(true);
}

void QueryPanel::setTables(const std::vector<PanelTable> &tables)
{
    refill(m_tables, [&] {
        for (const PanelTable &table : tables) {
            auto *item = new QTreeWidgetItem(m_tables, {table.name});
            item->setIcon(0, m_theme.icon(u"table"_s, Role::MutedText));
            item->setData(0, NameRole, written(table.name));
            item->setData(0, RemovableRole, table.removable);
            item->setToolTip(0, tr("Double click inserts the name; %n column(s)", nullptr,
                                   static_cast<int>(table.schema.fields.size())));
            for (const kql::Field &field : table.schema.fields) {
                auto *column = new QTreeWidgetItem(
                    item, {u"%1  %2"_s.arg(toQt(field.name), toQt(kql::typeName(field.type)))});
                column->setData(0, NameRole, written(toQt(field.name)));
            }
        }
    });
}

void QueryPanel::setHistory(const std::vector<HistoryEntry> &history)
{
    refill(m_history, [&] {
        for (const HistoryEntry &entry : history) {
            auto *item = queryItem(m_history, oneLine(entry.text), entry.text);
            const QString outcome =
                entry.rows < 0
                    ? tr("failed")
                    : tr("%1 rows · %2")
                          .arg(countText(entry.rows), durationText(static_cast<double>(entry.milliseconds)));
            item->setToolTip(
                0, u"%1\n%2 · %3"_s.arg(entry.text.left(2000), entry.at.toString(u"d MMM hh:mm"_s), outcome));
        }
    });
}

void QueryPanel::focusSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void QueryPanel::choose(QTreeWidgetItem *item)
{
    if (item->data(0, HintRole).toBool())
        return;
    if (const QVariant text = item->data(0, TextRole); !text.isNull()) {
        Q_EMIT queryChosen(text.toString(), item->data(0, TitleRole).toString(),
                           item->data(0, SavedRole).toLongLong());
    } else if (const QString name = item->data(0, NameRole).toString(); !name.isEmpty()) {
        Q_EMIT nameChosen(name);
    } else {
        item->setExpanded(!item->isExpanded());
    }
}

void QueryPanel::showMenu(const QPoint &where)
{
    QTreeWidgetItem *item = m_tree->itemAt(where);
    if (item == nullptr)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const qint64 saved = item->data(0, SavedRole).toLongLong();
    const QString name = item->data(0, NameRole).toString();
    if (!item->data(0, TextRole).isNull())
        menu->addAction(tr("Open and run"), this, [this, item] { choose(item); });
    if (saved != 0) {
        menu->addAction(tr("Rename or move…"), this, [this, saved] { Q_EMIT changeRequested(saved); });
        menu->addAction(tr("Delete"), this, [this, saved] { Q_EMIT deleteRequested(saved); });
    }
    if (!name.isEmpty())
        menu->addAction(tr("Insert the name"), this, [this, name] { Q_EMIT nameChosen(name); });
    if (!name.isEmpty() && item->parent() == m_tables) {
        const QString first = name + u"\n| take 100"_s;
        menu->addAction(tr("Show 100 rows"), this,
                        [this, first, title = item->text(0)] { Q_EMIT queryChosen(first, title, 0); });
    }
    if (item->data(0, RemovableRole).toBool())
        menu->addAction(tr("Put this table away"), this,
                        [this, table = item->text(0)] { Q_EMIT removeTableRequested(table); });
    if (item == m_history || item->parent() == m_history)
        menu->addAction(tr("Clear the history"), this, &QueryPanel::clearHistoryRequested);
    if (menu->isEmpty()) {
        delete menu;
        return;
    }
    menu->popup(m_tree->viewport()->mapToGlobal(where));
}

// The first that is in sight.
QTreeWidgetItem *QueryPanel::firstQuery() const
{
    for (QTreeWidgetItemIterator at(m_tree, QTreeWidgetItemIterator::NotHidden); *at != nullptr; ++at) {
        if (!(*at)->data(0, TextRole).isNull())
            return *at;
    }
    return nullptr;
}

// Down goes from the search to what it found, Enter opens the first of it.
bool QueryPanel::searchKey(int key)
{
    if (key != Qt::Key_Down && key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    search(m_search->text()); // also what was typed just now
    QTreeWidgetItem *found = firstQuery();
    if (found == nullptr)
        return true;
    m_tree->setCurrentItem(found);
    m_tree->scrollToItem(found);
    if (key == Qt::Key_Down)
        m_tree->setFocus(Qt::OtherFocusReason);
    else
        choose(found);
    return true;
}

bool QueryPanel::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress &&
        searchKey(static_cast<QKeyEvent *>(event)->key()))
        return true;
    if (watched == m_tree && event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        QTreeWidgetItem *item = m_tree->currentItem();
        const qint64 saved = item == nullptr ? 0 : item->data(0, SavedRole).toLongLong();
        if (key->key() == Qt::Key_Menu && item != nullptr) {
            showMenu(m_tree->visualItemRect(item).center());
            return true;
        }
        if (saved != 0 && key->key() == Qt::Key_Delete) {
            Q_EMIT deleteRequested(saved);
            return true;
        }
        if (saved != 0 && key->key() == Qt::Key_F2) {
            Q_EMIT changeRequested(saved);
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void QueryPanel::search(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        QTreeWidgetItem *group = m_tree->topLevelItem(i);
        bool any = false;
        for (int j = 0; j < group->childCount(); ++j) {
            any = filter(group->child(j), words) || any;
            if (!words.isEmpty() && !group->child(j)->isHidden())
                group->child(j)->setExpanded(group != m_tables);
        }
        group->setHidden(!any);
        if (!words.isEmpty())
            group->setExpanded(true);
    }
}

} // namespace signalbox::ui
