#include "ui/alerts/logs_view.h"

#include <QAction>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QSettings>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <algorithm>
#include <chrono>

#include "core/kql/saved/examples.h"
#include "ui/alerts/query_panel.h"
#include "ui/alerts/query_tab.h"
#include "ui/alerts/query_tables.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/widgets/card.h"
#include "ui/widgets/form_sheet.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int panelWidth = 252;
constexpr auto keepAfter = std::chrono::milliseconds(400);
const QString panelKey = u"logs/panelShown"_s;

// One place in the settings for each workspace and member.
QString groupOf(const Session &session)
{
    const Workspace &workspace = *session.workspace();
    return u"logs/%1/%2"_s.arg(toQt(workspace.store->info().id), toQt(workspace.actor.name));
}

} // namespace

LogsView::LogsView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_drafts(session.services().settings.store(), groupOf(session))
    , m_history(new QueryHistory(session.services().settings.store(), groupOf(session), this))
    , m_tables(new QueryTables(this))
    , m_panel(new QueryPanel(session.services().theme, this))
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_splitter(new QSplitter(this))
    , m_tabs(new QTabWidget(this))
    , m_panelButton(new QToolButton(this))
    , m_keep(new QTimer(this))
{
    setObjectName(u"logsView"_s);
    m_error->setObjectName(u"logsError"_s);
    auto *card = new Card({}, this);
    card->body()->addWidget(m_panel);
    m_panelCard = card;
    m_splitter->setObjectName(u"logsSplitter"_s);
    m_splitter->addWidget(card);
    m_splitter->addWidget(m_tabs);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setSizes({panelWidth, 1000});
    m_panelCard->setMinimumWidth(170);
    m_panelCard->setVisible(session.services().settings.store().value(panelKey, true).toBool());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_error);
    layout->addWidget(m_splitter, 1);

    m_keep->setSingleShot(true);
    m_keep->setInterval(keepAfter);
    connect(m_keep, &QTimer::timeout, this, &LogsView::keepDrafts);
    connect(m_error, &ErrorBanner::retryRequested, this, &LogsView::refresh);
    connect(m_tables, &QueryTables::changed, this, &LogsView::readTables);
    makeTabs();
    connectPanel();
    m_panel->setExamples(kql::exampleQueries());
    m_panel->setHistory(m_history->entries());
    connect(m_history, &QueryHistory::changed, this, [this] { m_panel->setHistory(m_history->entries()); });
    for (const QueryDraftTab &draft : m_drafts.load())
        addTab(draft);
    if (m_tabs->count() == 0)
        newTab();
    m_tabs->setCurrentIndex(0);
    readTables();
}

LogsView::~LogsView()
{
    keepDrafts();
}

void LogsView::makeTabs()
{
    m_tabs->setObjectName(u"queryTabs"_s);
    m_tabs->setMovable(true);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->tabBar()->setObjectName(u"queryTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("Queries"));
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->tabBar()->setExpanding(false);
    connect(m_tabs->tabBar(), &QTabBar::tabBarDoubleClicked, this, &LogsView::renameTab);
    connect(m_tabs->tabBar(), &QTabBar::tabMoved, this, &LogsView::keepLater);

    const Theme &theme = m_session.services().theme;
    auto *corner = new QWidget(m_tabs);
    auto *buttons = new QHBoxLayout(corner);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(2);
    const auto addButton = [&](const QString &name, const QString &icon, const QString &what,
                               const QString &keys) {
        auto *button = new QToolButton(corner);
        button->setObjectName(name);
        button->setIcon(theme.icon(icon));
        button->setAccessibleName(what);
        button->setToolTip(u"%1 (%2)"_s.arg(what, keys));
        buttons->addWidget(button);
        return button;
    };
    connect(addButton(u"newQuery"_s, u"add"_s, tr("New query"), u"Ctrl+T"_s), &QToolButton::clicked, this,
            &LogsView::newTab);
    connect(addButton(u"closeQuery"_s, u"close"_s, tr("Close the query"), u"Ctrl+W"_s), &QToolButton::clicked,
            this, [this] { closeTab(m_tabs->currentIndex()); });
    m_tabs->setCornerWidget(corner, Qt::TopRightCorner);
    m_panelButton->setObjectName(u"togglePanel"_s);
    m_panelButton->setArrowType(m_panelCard->isVisibleTo(this) ? Qt::LeftArrow : Qt::RightArrow);
    m_panelButton->setAccessibleName(tr("Show or hide the list of queries and tables"));
    m_panelButton->setToolTip(tr("Show or hide the list of queries and tables (Ctrl+Shift+L)"));
    connect(m_panelButton, &QToolButton::clicked, this, &LogsView::togglePanel);
    m_tabs->setCornerWidget(m_panelButton, Qt::TopLeftCorner);
}

void LogsView::connectPanel()
{
    connect(m_panel, &QueryPanel::queryChosen, this, &LogsView::chooseQuery);
    connect(m_panel, &QueryPanel::nameChosen, this, [this](const QString &name) {
        if (QueryTab *tab = current())
            tab->insertName(name);
    });
    connect(m_panel, &QueryPanel::changeRequested, this, &LogsView::changeSaved);
    connect(m_panel, &QueryPanel::deleteRequested, this, &LogsView::deleteSaved);
    connect(m_panel, &QueryPanel::removeTableRequested, m_tables, &QueryTables::remove);
    connect(m_panel, &QueryPanel::clearHistoryRequested, m_history, &QueryHistory::clear);
}

void LogsView::refresh()
{
    m_session.read(
        this, m_savedRequest,
        [](const Workspace &workspace) { return kql::listSavedQueries(*workspace.store); },
        [this](Result<std::vector<kql::SavedQuery>> saved) {
            if (!saved) {
                m_error->showError(errorText(saved.error()));
                return;
            }
            m_error->clear();
            m_saved = *std::move(saved);
            m_panel->setSaved(m_saved);
        });
}

void LogsView::readTables()
{
    using Tables = std::vector<PanelTable>;
    m_session.read(
        this, m_tablesRequest,
        [extras = m_tables->extras()](Workspace &workspace) -> Result<Tables> {
            SIGNALBOX_TRY(const auto catalog, QueryTables::catalog(workspace, extras));
            Tables tables;
            for (const std::string &name : catalog->names()) {
                const bool extra = std::ranges::find(extras, name, &QueryTables::Extra::name) != extras.end();
                if (const kql::TablePtr table = catalog->find(name))
                    tables.push_back({.name = toQt(name), .schema = table->schema(), .removable = extra});
            }
            return tables;
        },
        [this](const Result<Tables> &tables) {
            if (tables)
                m_panel->setTables(*tables);
            else
                m_error->showError(errorText(tables.error()));
        });
}

QueryTab *LogsView::current() const
{
    return qobject_cast<QueryTab *>(m_tabs->currentWidget());
}

QueryTab *LogsView::addTab(const QueryDraftTab &draft)
{
    auto *tab = new QueryTab(m_session, *m_tables, draft, m_tabs);
    m_tabs->addTab(tab, literalText(tab->title()));
    connect(tab, &QueryTab::draftChanged, this, [this, tab] {
        showTitle(tab);
        keepLater();
    });
    connect(tab, &QueryTab::ran, m_history, &QueryHistory::add);
    connect(tab, &QueryTab::saveRequested, this, &LogsView::save);
    connect(tab, &QueryTab::pinRequested, this, &LogsView::pin);
    connect(tab, &QueryTab::shareRequested, this, &LogsView::share);
    showTitle(tab);
    return tab;
}

void LogsView::showTitle(QueryTab *tab)
{
    const int index = m_tabs->indexOf(tab);
    m_tabs->setTabText(index, literalText(tab->title()));
    m_tabs->setTabToolTip(index, tab->beginning(1000));
}

void LogsView::newTab()
{
    QueryTab *tab = addTab({.id = newDraftId()});
    m_tabs->setCurrentWidget(tab);
    tab->focusEditor();
    keepLater();
}

void LogsView::closeTab(int index)
{
    auto *tab = qobject_cast<QueryTab *>(m_tabs->widget(index));
    if (tab == nullptr)
        return;
    const QueryDraftTab draft = tab->draft();
    const QString title = tab->title();
    const bool blank = tab->isBlank();
    tab->stop();
    m_tabs->removeTab(index);
    tab->deleteLater();
    m_drafts.forget(draft.id);
    if (m_tabs->count() == 0)
        newTab();
    if (!blank)
        m_session.services().toasts.showToast(
            {.text = tr("Closed “%1”").arg(title), .role = Role::Accent, .undo = [this, draft, index] {
                 QueryTab *again = addTab(draft);
                 m_tabs->tabBar()->moveTab(m_tabs->indexOf(again), index);
                 m_tabs->setCurrentWidget(again);
                 keepLater();
             }});
    keepLater();
}

void LogsView::renameTab(int index)
{
    auto *tab = qobject_cast<QueryTab *>(m_tabs->widget(index));
    if (tab == nullptr)
        return;
    auto *sheet = new FormSheet(m_session.services().theme, u"renameQuery"_s, tr("Rename the tab"),
                                tr("Rename"), {}, window());
    auto *name = new QLineEdit(tab->draft().title, sheet);
    name->setObjectName(u"tabName"_s);
    name->setPlaceholderText(tab->title());
    sheet->addField(tr("Name"), name, tr("Without a name it is called by its first words."));
    name->setFocus();
    connect(sheet, &FormSheet::submitted, tab, [sheet, tab, name] {
        tab->setTitle(name->text().trimmed());
        sheet->accept();
    });
    sheet->open();
}

void LogsView::moveTab(int by)
{
    const int from = m_tabs->currentIndex();
    const int to = from + by;
    if (to >= 0 && to < m_tabs->count())
        m_tabs->tabBar()->moveTab(from, to);
    if (QueryTab *tab = current())
        tab->focusEditor();
}

void LogsView::keepLater()
{
    m_keep->start();
}

void LogsView::keepDrafts()
{
    for (int i = 0; i < m_tabs->count(); ++i) {
        const auto *tab = qobject_cast<QueryTab *>(m_tabs->widget(i));
        QueryDraftTab draft = tab->draft();
        draft.order = i;
        if (tab->isBlank() && draft.title.isEmpty())
            m_drafts.forget(draft.id);
        else
            m_drafts.keep(draft);
    }
}

QAction *LogsView::actionOf(const QKeyEvent &event) const
{
    const QKeySequence keys(event.keyCombination());
    const QList<QAction *> own = actions();
    const auto found = std::ranges::find_if(
        own, [&](const QAction *action) { return action->isEnabled() && action->shortcut() == keys; });
    return found == own.end() ? nullptr : *found;
}

// Keys mean the queries while one is here, also where the window knows another use of them.
bool LogsView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && actionOf(*static_cast<QKeyEvent *>(event)) != nullptr) {
        event->accept();
        return true;
    }
    return QWidget::event(event);
}

void LogsView::keyPressEvent(QKeyEvent *event)
{
    if (QAction *action = actionOf(*event))
        action->trigger();
    else
        QWidget::keyPressEvent(event);
}

void LogsView::togglePanel()
{
    const bool shown = !m_panelCard->isVisibleTo(this);
    m_panelCard->setVisible(shown);
    m_panelButton->setArrowType(shown ? Qt::LeftArrow : Qt::RightArrow);
    m_session.services().settings.store().setValue(panelKey, shown);
}

} // namespace signalbox::ui
