// What the Logs tab does: opening, saving, pinning, sharing, and its entries in the list of actions.
#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QPointer>
#include <QTabWidget>
#include <algorithm>

#include "core/kql/saved/dashboard.h"
#include "core/kql/saved/hidden_text.h"
#include "core/kql/windows/query_time.h"
#include "ui/alerts/logs_view.h"
#include "ui/alerts/query_panel.h"
#include "ui/alerts/query_sheets.h"
#include "ui/alerts/query_tab.h"
#include "ui/alerts/query_tables.h"
#include "ui/alerts/result_pane.h"
#include "ui/alerts/sheet_command.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/session.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

QueryTab *LogsView::openQuery(const LinkedQuery &query, const QString &title, qint64 saved)
{
    QueryTab *tab = current();
    if (tab == nullptr || !tab->isBlank())
        tab = addTab({.id = newDraftId()});
    tab->setText(query.text);
    tab->setRange(query.range);
    tab->setTitle(title);
    tab->setSaved(saved);
    m_tabs->setCurrentWidget(tab);
    tab->focusEditor();
    return tab;
}

// A query that is open already is shown again, unless its text was changed meanwhile.
void LogsView::chooseQuery(const QString &text, const QString &title, qint64 saved)
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        auto *tab = qobject_cast<QueryTab *>(m_tabs->widget(i));
        if (tab->text() == text) {
            m_tabs->setCurrentIndex(i);
            tab->runAll();
            return;
        }
    }
    const QueryRange range = current() == nullptr ? QueryRange() : current()->range();
    openQuery({.text = text, .range = range}, title, saved)->runAll();
}

void LogsView::showQuery(const QString &text)
{
    if (!text.isEmpty())
        chooseQuery(text, {}, 0);
    else if (QueryTab *tab = current())
        tab->focusEditor();
}

void LogsView::openLink(const QString &link)
{
    const Result<LinkedQuery> query = queryOfLink(link);
    if (!query) {
        m_session.showError(query.error());
        return;
    }
    openQuery(*query);
    m_session.services().toasts.showToast(
        {.text = tr("The link is open. Press F5 to run its query."), .role = Role::Accent});
}

void LogsView::openLinkOfClipboard()
{
    openLink(QGuiApplication::clipboard()->text());
}

const kql::SavedQuery *LogsView::findSaved(qint64 id) const
{
    const auto found = std::ranges::find(m_saved, id, &kql::SavedQuery::id);
    return id == 0 || found == m_saved.end() ? nullptr : &*found;
}

QStringList LogsView::folders() const
{
    QStringList names;
    for (const kql::SavedQuery &query : m_saved)
        names << toQt(query.query.folder);
    names.removeAll(QString());
    names.removeDuplicates();
    return names;
}

QString LogsView::context() const
{
    return toQt(m_session.workspace()->store->info().name);
}

// What was saved before is saved again under its name; the text before it stays in the trail and in Undo.
void LogsView::save()
{
    QueryTab *tab = current();
    const kql::SavedQuery *saved = tab == nullptr ? nullptr : findSaved(tab->draft().saved);
    if (saved == nullptr) {
        saveAs();
        return;
    }
    const kql::QueryDraft before = saved->query;
    kql::QueryDraft draft = before;
    draft.text = fromQt(tab->text());
    if (draft == before)
        return;
    const auto put = [this, id = saved->id](const kql::QueryDraft &text, const QString &done,
                                            std::function<void()> undo) {
        m_session.command(
            this,
            [id, text](Workspace &workspace) {
                return kql::changeQuery(*workspace.store, workspace.actor, id, text);
            },
            [this, done, undo = std::move(undo)] {
                refresh();
                m_session.services().toasts.showToast({.text = done, .undo = undo});
            });
    };
    put(draft, tr("Saved “%1”").arg(toQt(draft.name)),
        [put, before] { put(before, tr("The text before is saved again"), {}); });
}

void LogsView::saveAs()
{
    QueryTab *tab = current();
    if (tab == nullptr || tab->isBlank())
        return;
    auto *sheet = new SaveQuerySheet(m_session.services().theme, tr("Save the query"), tr("Save"),
                                     {.name = fromQt(tab->draft().title), .text = fromQt(tab->text())},
                                     folders(), context(), window());
    openForCommand(
        m_session, sheet, this,
        [](Workspace &workspace, const kql::QueryDraft &draft) {
            return kql::saveQuery(*workspace.store, workspace.actor, draft);
        },
        [this, tab = QPointer(tab)](const kql::QueryDraft &draft, const Result<std::int64_t> &id) {
            if (tab) {
                tab->setTitle(toQt(draft.name));
                tab->setSaved(*id);
            }
            refresh();
        });
}

void LogsView::changeSaved(qint64 id)
{
    const kql::SavedQuery *saved = findSaved(id);
    if (saved == nullptr)
        return;
    auto *sheet = new SaveQuerySheet(m_session.services().theme, tr("Rename or move the query"), tr("Change"),
                                     saved->query, folders(), context(), window());
    openForCommand(
        m_session, sheet, this,
        [id](Workspace &workspace, const kql::QueryDraft &draft) {
            return kql::changeQuery(*workspace.store, workspace.actor, id, draft);
        },
        [this](const kql::QueryDraft &, const Status &) { refresh(); });
}

void LogsView::deleteSaved(qint64 id)
{
    const kql::SavedQuery *saved = findSaved(id);
    if (saved == nullptr)
        return;
    m_session.command(
        this, [id](Workspace &workspace) { return kql::deleteQuery(*workspace.store, workspace.actor, id); },
        [this, draft = saved->query] {
            refresh();
            const auto again = [this, draft] {
                m_session.command(
                    this,
                    [draft](Workspace &workspace) {
                        return kql::saveQuery(*workspace.store, workspace.actor, draft);
                    },
                    [this](std::int64_t) { refresh(); });
            };
            m_session.services().toasts.showToast(
                {.text = tr("Deleted “%1”").arg(toQt(draft.name)), .undo = again});
        });
}

void LogsView::pin()
{
    QueryTab *tab = current();
    if (tab == nullptr || tab->isBlank())
        return;
    const QString text = tab->text();
    kql::TileDraft draft{.title = fromQt(tab->title()),
                         .text = fromQt(text),
                         .range = kql::choosesItsTime(fromQt(text)) ? Ticks::zero() : lengthOf(tab->range()),
                         .refresh = std::chrono::minutes(1)};
    auto *sheet = new TileSheet(m_session.services().theme, tr("Pin to the dashboard"), tr("Pin"),
                                std::move(draft), context(), window());
    openForCommand(
        m_session, sheet, this,
        [](Workspace &workspace, const kql::TileDraft &tile) {
            return kql::pinTile(*workspace.store, workspace.actor, tile);
        },
        [this](const kql::TileDraft &, const Result<std::int64_t> &) {
            m_session.services().toasts.showToast({.text = tr("Pinned to the dashboard")});
            Q_EMIT pinned();
        });
}

void LogsView::share()
{
    const QueryTab *tab = current();
    if (tab == nullptr || tab->isBlank())
        return;
    if (kql::hasHiddenText(fromQt(tab->text()))) {
        m_session.showError({.code = ErrorCode::InvalidArgument,
                             .message = "The query has a hidden text (h\"…\"), which whoever gets the link "
                                        "could read. Take it out first."});
        return;
    }
    QGuiApplication::clipboard()->setText(linkOf({.text = tab->text(), .range = tab->range()}));
    m_session.services().toasts.showToast(
        {.text = tr("The link is in the clipboard. Whoever opens it sees the "
                    "query; it runs only when they press F5.")});
}

void LogsView::addActions(ActionRegistry &registry)
{
    addRunActions(registry);
    addTabActions(registry);
    addQueryActions(registry);
}

void LogsView::addRunActions(ActionRegistry &registry)
{
    const QString group = tr("Logs");
    const auto add = [&](const QString &id, const QString &text, const QKeySequence &keys,
                         void (QueryTab::*deed)()) {
        registry.add({.id = id,
                      .text = text,
                      .group = group,
                      .shortcut = keys,
                      .icon = u"play"_s,
                      .run =
                          [this, deed] {
                              if (QueryTab *tab = current())
                                  (tab->*deed)();
                          },
                      .scope = this});
    };
    add(u"logs.run"_s, tr("Run the statement at the cursor"), Qt::Key_F5, &QueryTab::run);
    add(u"logs.runAll"_s, tr("Run the whole query"), Qt::CTRL | Qt::Key_F5, &QueryTab::runAll);
    add(u"logs.stop"_s, tr("Stop the query"), {}, &QueryTab::stop);
    add(u"logs.format"_s, tr("Format the query"), Qt::CTRL | Qt::SHIFT | Qt::Key_F, &QueryTab::format);
}

void LogsView::addTabActions(ActionRegistry &registry)
{
    const QString group = tr("Logs");
    const auto add = [&](const QString &id, const QString &text, const QKeySequence &keys,
                         std::function<void()> deed) {
        registry.add({.id = id,
                      .text = text,
                      .group = group,
                      .shortcut = keys,
                      .run = std::move(deed),
                      .scope = this});
    };
    add(u"logs.newTab"_s, tr("New query tab"), Qt::CTRL | Qt::Key_T, [this] { newTab(); });
    add(u"logs.closeTab"_s, tr("Close the query tab"), Qt::CTRL | Qt::Key_W,
        [this] { closeTab(m_tabs->currentIndex()); });
    add(u"logs.renameTab"_s, tr("Rename the query tab…"), {}, [this] { renameTab(m_tabs->currentIndex()); });
    add(u"logs.nextTab"_s, tr("Next query tab"), Qt::CTRL | Qt::Key_PageDown,
        [this] { m_tabs->setCurrentIndex((m_tabs->currentIndex() + 1) % m_tabs->count()); });
    add(u"logs.previousTab"_s, tr("Previous query tab"), Qt::CTRL | Qt::Key_PageUp, [this] {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + m_tabs->count() - 1) % m_tabs->count());
    });
    add(u"logs.moveLeft"_s, tr("Move the query tab to the left"), Qt::CTRL | Qt::SHIFT | Qt::Key_PageUp,
        [this] { moveTab(-1); });
    add(u"logs.moveRight"_s, tr("Move the query tab to the right"), Qt::CTRL | Qt::SHIFT | Qt::Key_PageDown,
        [this] { moveTab(1); });
}

void LogsView::addQueryActions(ActionRegistry &registry)
{
    const QString group = tr("Logs");
    const auto add = [&](const QString &id, const QString &text, const QKeySequence &keys,
                         const QString &icon, std::function<void()> deed) {
        registry.add({.id = id,
                      .text = text,
                      .group = group,
                      .shortcut = keys,
                      .icon = icon,
                      .run = std::move(deed),
                      .scope = this});
    };
    add(u"logs.save"_s, tr("Save the query"), Qt::CTRL | Qt::Key_S, u"download"_s, [this] { save(); });
    add(u"logs.saveAs"_s, tr("Save the query under another name…"), Qt::CTRL | Qt::SHIFT | Qt::Key_S, {},
        [this] { saveAs(); });
    add(u"logs.pin"_s, tr("Pin the query to the dashboard…"), {}, u"chart"_s, [this] { pin(); });
    add(u"logs.share"_s, tr("Copy a link to the query"), {}, u"link"_s, [this] { share(); });
    add(u"logs.openLink"_s, tr("Open the query link of the clipboard"), {}, u"link"_s,
        [this] { openLinkOfClipboard(); });
    add(u"logs.openFile"_s, tr("Open a CSV or JSON file as a table…"), {}, u"folder"_s,
        [this] { openFile(); });
    add(u"logs.useResult"_s, tr("Use the result as a table"), {}, u"table"_s, [this] { useResultAsTable(); });
    add(u"logs.details"_s, tr("Show how the query spent its time"), {}, u"info"_s, [this] {
        if (QueryTab *tab = current())
            tab->result()->showDetails();
    });
    add(u"logs.search"_s, tr("Search queries, tables and history"), Qt::CTRL | Qt::SHIFT | Qt::Key_H,
        u"search"_s, [this] {
            if (!m_panelCard->isVisibleTo(this))
                togglePanel();
            m_panel->focusSearch();
        });
    add(u"logs.panel"_s, tr("Show or hide the list of queries and tables"), Qt::CTRL | Qt::SHIFT | Qt::Key_L,
        {}, [this] { togglePanel(); });
}

} // namespace signalbox::ui
