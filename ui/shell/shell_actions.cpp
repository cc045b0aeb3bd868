#include "ui/shell/shell_actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>
#include <algorithm>
#include <map>

#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::size_t mostObjectsOfPage = 5000;

QString say(const char *text)
{
    return QCoreApplication::translate("ShellActions", text);
}

// "endpoint" is listed under "Endpoints".
QString groupOfKind(const QString &kind)
{
    const std::map<QString, QString> words{
        {u"endpoint"_s, say("Endpoints")}, {u"deployment"_s, say("Deployments")},
        {u"model"_s, say("Models")},       {u"version"_s, say("Versions")},
        {u"run"_s, say("Runs")},           {u"experiment"_s, say("Experiments")},
        {u"gate"_s, say("Gates")},         {u"rollout"_s, say("Rollouts")},
        {u"job"_s, say("Jobs")},           {u"member"_s, say("Members")},
    };
    const auto found = words.find(kind);
    return found == words.end() ? say("Objects") : found->second;
}

} // namespace

void addShellActions(MainWindow &window, ActionRegistry &registry, Navigator &navigator)
{
    const QString general = say("General");
    const QString workspace = say("Workspace");
    registry.add({.id = u"shell.palette"_s,
                  .text = say("Search or run a command"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::Key_K,
                  .icon = u"search"_s,
                  .run = [&window] { window.openPalette(); }});
    registry.add({.id = u"shell.approvals"_s,
                  .text = say("Show what waits for a decision"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_A,
                  .icon = u"approve"_s,
                  .run = [&window] { window.openInbox(); }});
    registry.add({.id = u"shell.rollback"_s,
                  .text = say("Roll back"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::SHIFT | Qt::Key_B,
                  .icon = u"rollback"_s,
                  .run =
                      [&window] {
                          if (!window.state().rollbacks.empty())
                              Q_EMIT window.rollbackRequested(window.state().rollbacks.front());
                      },
                  .description = say("At once, with Undo for a while")});
    registry.add({.id = u"shell.refresh"_s,
                  .text = say("Read everything again"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::Key_R,
                  .icon = u"refresh"_s,
                  .run = [&window] {
                      Q_EMIT window.refreshRequested();
                      if (Page *page = window.currentPage())
                          page->refresh();
                  }});
    registry.add({.id = u"shell.back"_s,
                  .text = say("Back"),
                  .group = general,
                  .shortcut = Qt::ALT | Qt::Key_Left,
                  .run = [&navigator] { navigator.goBack(); }});
    registry.add({.id = u"shell.forward"_s,
                  .text = say("Forward"),
                  .group = general,
                  .shortcut = Qt::ALT | Qt::Key_Right,
                  .run = [&navigator] { navigator.goForward(); }});
    registry.add({.id = u"workspace.open"_s,
                  .text = say("Open a workspace…"),
                  .group = workspace,
                  .shortcut = Qt::CTRL | Qt::Key_O,
                  .icon = u"folder"_s,
                  .run = [&window] { Q_EMIT window.workspaceOpenRequested(); }});
    registry.add({.id = u"workspace.create"_s,
                  .text = say("New empty workspace…"),
                  .group = workspace,
                  .icon = u"add"_s,
                  .run = [&window] { Q_EMIT window.workspaceCreateRequested(); }});
    registry.add({.id = u"workspace.sample"_s,
                  .text = say("Open the sample workspace"),
                  .group = workspace,
                  .icon = u"sample"_s,
                  .run = [&window] { Q_EMIT window.sampleWorkspaceRequested(); }});
    registry.add({.id = u"agent.start"_s,
                  .text = say("Start the agent"),
                  .group = workspace,
                  .icon = u"agent"_s,
                  .run = [&window] { Q_EMIT window.startAgentRequested(); }});
    registry.add({.id = u"shell.settings"_s,
                  .text = say("Settings…"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::Key_Comma,
                  .icon = u"settings"_s,
                  .run = [&window] { window.openSettings(); }});
    registry.add({.id = u"shell.help"_s,
                  .text = say("Help"),
                  .group = general,
                  .shortcut = Qt::Key_F1,
                  .icon = u"help"_s,
                  .run = [&window] { window.openHelp(); }});
    registry.add({.id = u"shell.shortcuts"_s,
                  .text = say("Keyboard shortcuts"),
                  .group = general,
                  .shortcut = Qt::Key_Question,
                  .icon = u"key"_s,
                  .run = [&window] { window.openHelp(); }});
    registry.add({.id = u"shell.quit"_s,
                  .text = say("Close the window"),
                  .group = general,
                  .shortcut = Qt::CTRL | Qt::Key_Q,
                  .icon = u"close"_s,
                  .run = [&window] { window.close(); }});
    const auto history = [&registry, &navigator] {
        registry.setEnabled(u"shell.back"_s, navigator.canGoBack(), say("nowhere was visited before"));
        registry.setEnabled(u"shell.forward"_s, navigator.canGoForward(), say("you are at the latest place"));
    };
    QObject::connect(&navigator, &Navigator::historyChanged, &registry, history);
    history();
}

void updateShellActions(const ShellState &state, ActionRegistry &registry)
{
    const bool canGoBack = !state.rollbacks.empty();
    registry.setText(
        u"shell.rollback"_s,
        canGoBack
            ? say("Roll back %1 to %2").arg(state.rollbacks.front().endpoint, state.rollbacks.front().label)
            : say("Roll back"));
    registry.setEnabled(u"shell.rollback"_s, canGoBack,
                        say("no endpoint has an earlier deployment to go back to"));
    registry.setEnabled(u"agent.start"_s, state.agent == AgentState::Stopped,
                        state.agent == AgentState::Running ? say("an agent is running already")
                                                           : say("it is starting"));
}

void addPageAction(const QString &pageId, const QString &title, const QString &icon, int number,
                   ActionRegistry &registry, Navigator &navigator)
{
    QKeySequence keys;
    if (number <= 9)
        keys = QKeySequence(u"Ctrl+%1"_s.arg(number));
    registry.add({.id = u"page."_s + pageId,
                  .text = title,
                  .group = say("Go to"),
                  .shortcut = keys,
                  .icon = icon,
                  .run = [&navigator, pageId] { navigator.showPage(pageId); }});
}

std::vector<PaletteEntry> actionEntries(ActionRegistry &registry)
{
    std::vector<PaletteEntry> entries;
    for (const ActionRegistry::Entry *entry : registry.entries()) {
        const QString id = entry->spec.id;
        if (id == u"shell.palette"_s)
            continue;
        entries.push_back({.key = id,
                           .group = id.startsWith(u"page."_s) ? entry->spec.group : say("Actions"),
                           .title = entry->spec.text,
                           .detail = id.startsWith(u"page."_s) ? QString() : entry->spec.group,
                           .shortcut = entry->spec.shortcut.toString(QKeySequence::NativeText),
                           .icon = entry->spec.icon,
                           .enabled = entry->action->isEnabled(),
                           .reason = entry->reason,
                           .run = [&registry, id] { registry.trigger(id); }});
    }
    return entries;
}

std::vector<PaletteEntry> objectEntries(Navigator &navigator)
{
    std::vector<PaletteEntry> entries;
    for (const Page *page : navigator.pages()) {
        std::vector<PageObject> objects = page->objects();
        if (objects.size() > mostObjectsOfPage)
            objects.resize(mostObjectsOfPage);
        for (const PageObject &object : objects) {
            entries.push_back({.key = u"object:%1:%2"_s.arg(object.kind, object.name),
                               .group = groupOfKind(object.kind),
                               .title = object.title,
                               .detail = object.detail,
                               .icon = page->iconName(),
                               .run = [&navigator, kind = object.kind, name = object.name] {
                                   navigator.showObject(kind, name);
                               }});
        }
    }
    return entries;
}

void fillMenu(QMenu &menu, const ActionRegistry &registry)
{
    menu.clear();
    std::map<QString, QMenu *> groups;
    for (const ActionRegistry::Entry *entry : registry.entries()) {
        QMenu *&group = groups[entry->spec.group];
        if (!group) {
            group = menu.addMenu(entry->spec.group);
            group->setToolTipsVisible(true);
        }
        group->addAction(entry->action);
    }
}

} // namespace signalbox::ui
