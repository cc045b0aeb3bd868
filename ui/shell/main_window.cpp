#include "ui/shell/main_window.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QGuiApplication>
#include <QMenu>
#include <QSet>
#include <QSettings>
#include <QStackedWidget>
#include <chrono>

#include "ui/shell/action_registry.h"
#include "ui/shell/approvals_popup.h"
#include "ui/shell/banner_area.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/first_run_page.h"
#include "ui/shell/help_dialog.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"
#include "ui/shell/page_scroll.h"
#include "ui/shell/rail.h"
#include "ui/shell/settings.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shell_actions.h"
#include "ui/shell/status_bar.h"
#include "ui/shell/top_bar.h"
#include "ui/widgets/copy_secret.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

class MainWindow::Parts
{
public:
    Parts(MainWindow &window, Theme &theTheme, Settings &theSettings, Dialogs &theDialogs)
        : theme(theTheme)
        , settings(theSettings)
        , dialogs(theDialogs)
        , registry(new ActionRegistry(theme, &window))
        , navigator(new Navigator(&window))
        , secrets(new SecretCopier(QGuiApplication::clipboard(), &window))
        , userMenu(new QMenu(&window))
        , stack(new QStackedWidget(&window))
        , workspace(new QWidget(stack))
        , top(new TopBar(theme, userMenu, workspace))
        , banners(new BannerArea(theme, workspace))
        , rail(new Rail(theme, workspace))
        , pages(new QStackedWidget(workspace))
        , status(new StatusBar(theme, workspace))
        , firstRun(new FirstRunPage(theme, stack))
        , toasts(new ToastArea(theme, &window))
        , palette(new CommandPalette(theme, settings.store(), &window))
        , inbox(new ApprovalsPopup(theme, &window))
    {
    }

    Theme &theme;
    Settings &settings;
    Dialogs &dialogs;
    ActionRegistry *registry;
    Navigator *navigator;
    SecretCopier *secrets;
    QMenu *userMenu;
    QStackedWidget *stack;
    QWidget *workspace;
    TopBar *top;
    BannerArea *banners;
    Rail *rail;
    QStackedWidget *pages;
    StatusBar *status;
    FirstRunPage *firstRun;
    ToastArea *toasts;
    CommandPalette *palette;
    ApprovalsPopup *inbox;
    ShellState state;
    QSet<QString> ownActions;
};

MainWindow::MainWindow(Theme &theme, Settings &settings, Dialogs &dialogs)
    : m_parts(std::make_unique<Parts>(*this, theme, settings, dialogs))
{
    Parts &p = *m_parts;
    setObjectName(u"mainWindow"_s);
    setMinimumSize(880, 540);
    resize(1440, 900);

    auto *middle = new QHBoxLayout;
    middle->setSpacing(0);
    middle->addWidget(p.rail);
    middle->addWidget(p.pages, 1);
    auto *column = new QVBoxLayout(p.workspace);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(p.top);
    column->addWidget(p.banners);
    column->addLayout(middle, 1);
    column->addWidget(p.status);
    p.stack->addWidget(p.workspace);
    p.stack->addWidget(p.firstRun);
    setCentralWidget(p.stack);
    p.toasts->setBottomMargin(p.status->height());

    addShellActions(*this, *p.registry, *p.navigator);
    for (const ActionRegistry::Entry *entry : p.registry->entries())
        p.ownActions.insert(entry->spec.id);
    p.palette->addProvider([this] { return actionEntries(*m_parts->registry); });
    p.palette->addProvider([this] { return objectEntries(*m_parts->navigator); });
    connectParts();

    applyAppearance(settings, theme);
    const auto useClipboardTime = [this] {
        m_parts->secrets->setClearTime(
            std::chrono::seconds(m_parts->settings.number(Setting::ClipboardSeconds)));
    };
    useClipboardTime();
    connect(&settings, &Settings::changed, this, [this, useClipboardTime] {
        applyAppearance(m_parts->settings, m_parts->theme);
        useClipboardTime();
    });
    restoreGeometry(settings.store().value(u"window/geometry"_s).toByteArray());
    setState({});
}

MainWindow::~MainWindow()
{
    clearPages();
}

void MainWindow::connectParts()
{
    Parts &p = *m_parts;
    connect(p.userMenu, &QMenu::aboutToShow, this,
            [this] { fillMenu(*m_parts->userMenu, *m_parts->registry); });
    connect(p.top, &TopBar::searchChosen, this, &MainWindow::openPalette);
    connect(p.top, &TopBar::approvalsChosen, this, &MainWindow::openInbox);
    connect(p.top, &TopBar::workspaceChosen, this, &MainWindow::workspaceSwitchRequested);
    connect(p.top, &TopBar::workspaceOpenChosen, this, &MainWindow::workspaceOpenRequested);
    connect(p.top, &TopBar::workspaceCreateChosen, this, &MainWindow::workspaceCreateRequested);
    connect(p.top, &TopBar::environmentChosen, this, &MainWindow::environmentChosen);
    connect(p.top, &TopBar::rollbackChosen, this, &MainWindow::rollbackRequested);
    connect(p.banners, &BannerArea::rollbackChosen, this, &MainWindow::rollbackRequested);
    connect(p.banners, &BannerArea::startAgentChosen, this, &MainWindow::startAgentRequested);
    connect(p.banners, &BannerArea::investigateChosen, this, [this] {
        if (const auto &incident = m_parts->state.incident)
            m_parts->navigator->showObject(incident->kind, incident->name);
    });
    connect(p.firstRun, &FirstRunPage::sampleRequested, this, &MainWindow::sampleWorkspaceRequested);
    connect(p.firstRun, &FirstRunPage::createRequested, this, &MainWindow::workspaceCreateRequested);
    connect(p.firstRun, &FirstRunPage::openRequested, this, &MainWindow::workspaceOpenRequested);
    connect(p.firstRun, &FirstRunPage::recentRequested, this, &MainWindow::workspaceSwitchRequested);
    connect(p.rail, &Rail::pageChosen, p.navigator, &Navigator::showPage);
    connect(p.inbox, &ApprovalsPopup::opened, this, [this](const InboxEntry &entry) {
        m_parts->navigator->showObject(entry.kind, entry.name);
        Q_EMIT approvalOpened(entry);
    });
    connect(p.navigator, &Navigator::pageShown, this, [this](const QString &id) {
        const std::vector<Page *> &pages = m_parts->navigator->pages();
        const auto found = std::ranges::find(pages, id, &Page::id);
        m_parts->pages->setCurrentIndex(static_cast<int>(found - pages.begin()));
        m_parts->rail->setCurrent(id);
        (*found)->refresh();
    });
}

ShellServices MainWindow::services()
{
    Parts &p = *m_parts;
    return {.theme = p.theme,
            .settings = p.settings,
            .dialogs = p.dialogs,
            .actions = *p.registry,
            .navigator = *p.navigator,
            .toasts = *p.toasts,
            .secrets = *p.secrets};
}

void MainWindow::addPage(Page *page)
{
    Parts &p = *m_parts;
    page->setObjectName(u"page-"_s + page->id());
    page->setAccessibleName(page->title());
    auto *scroll = new PageScroll(page, p.pages);
    p.pages->addWidget(scroll);
    p.rail->addPage(page);
    p.navigator->addPage(page);
    addPageAction(page->id(), page->title(), page->iconName(), static_cast<int>(p.navigator->pages().size()),
                  *p.registry, *p.navigator);
    page->addActions(*p.registry);
    restoreTables(*page, p.settings.store());
}

void MainWindow::clearPages()
{
    Parts &p = *m_parts;
    if (p.pages->count() > 0)
        saveTables(*p.pages, p.settings.store());
    p.navigator->clear();
    p.rail->clear();
    while (QWidget *page = p.pages->widget(0)) {
        p.pages->removeWidget(page);
        delete page;
    }
    for (const ActionRegistry::Entry *entry : p.registry->entries()) {
        const QString id = entry->spec.id;
        if (!p.ownActions.contains(id))
            p.registry->remove(id);
    }
}

Page *MainWindow::currentPage() const
{
    return m_parts->navigator->page(m_parts->navigator->currentPage());
}

void MainWindow::setState(const ShellState &state)
{
    Parts &p = *m_parts;
    p.state = state;
    p.top->setState(state);
    p.banners->setState(state);
    p.status->setState(state);
    p.inbox->setEntries(state.inbox);
    updateShellActions(state, *p.registry);
    setWindowTitle(
        state.workspaceName.isEmpty()
            ? u"Signalbox"_s
            : u"%1 · %2 · Signalbox"_s.arg(state.workspaceName, environmentWord(state.environment)));
}

const ShellState &MainWindow::state() const
{
    return m_parts->state;
}

FirstRunPage &MainWindow::firstRun()
{
    return *m_parts->firstRun;
}

void MainWindow::showFirstRun()
{
    m_parts->stack->setCurrentWidget(m_parts->firstRun);
}

void MainWindow::showWorkspace()
{
    m_parts->stack->setCurrentWidget(m_parts->workspace);
}

void MainWindow::restorePage()
{
    Navigator &navigator = *m_parts->navigator;
    if (navigator.pages().empty())
        return;
    if (!navigator.showPage(m_parts->settings.store().value(u"window/page"_s).toString()))
        navigator.showPage(navigator.pages().front()->id());
}

CommandPalette &MainWindow::commandPalette()
{
    return *m_parts->palette;
}

void MainWindow::openPalette()
{
    m_parts->palette->open();
}

void MainWindow::openInbox()
{
    m_parts->inbox->openBelow(m_parts->top->approvalsButton());
}

void MainWindow::openSettings()
{
    auto *dialog = new SettingsDialog(m_parts->settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::openHelp()
{
    auto *dialog = new HelpDialog(m_parts->theme, *m_parts->registry, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Parts &p = *m_parts;
    p.settings.store().setValue(u"window/geometry"_s, saveGeometry());
    if (!p.navigator->currentPage().isEmpty())
        p.settings.store().setValue(u"window/page"_s, p.navigator->currentPage());
    saveTables(*p.pages, p.settings.store());
    Q_EMIT closing();
    event->accept();
}

} // namespace signalbox::ui
