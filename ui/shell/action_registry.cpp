#include "ui/shell/action_registry.h"

#include <QAction>
#include <QWidget>
#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

ActionRegistry::ActionRegistry(const Theme &theme, QWidget *window)
    : QObject(window)
    , m_theme(theme)
    , m_window(window)
{
}

QAction *ActionRegistry::add(ActionSpec spec)
{
    remove(spec.id);
    const QString id = spec.id;
    auto *action = new QAction(spec.text, this);
    action->setObjectName(id);
    action->setShortcut(spec.shortcut);
    action->setShortcutContext(spec.scope == nullptr ? Qt::WindowShortcut : Qt::WidgetWithChildrenShortcut);
    // The window has a menu of its own on macOS; Qt must not guess places there from texts.
    action->setMenuRole(QAction::NoRole);
    if (!spec.icon.isEmpty())
        action->setIcon(m_theme.icon(spec.icon, Role::MutedText));
    connect(action, &QAction::triggered, this, [this, id] {
        const Entry *entry = find(id);
        if (!entry)
            return;
        // A copy, because what runs may take its own action away.
        const auto run = entry->spec.run;
        if (run)
            run();
        Q_EMIT triggered(id);
    });
    (spec.scope == nullptr ? m_window : spec.scope)->addAction(action);
    Entry &entry = m_entries[id];
    entry = Entry{.spec = std::move(spec), .action = action};
    m_order.push_back(id);
    refreshToolTip(entry);
    Q_EMIT changed();
    return action;
}

void ActionRegistry::remove(const QString &id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    QAction *action = found->second.action;
    for (QObject *object : action->associatedObjects()) {
        if (auto *widget = qobject_cast<QWidget *>(object))
            widget->removeAction(action);
    }
    action->deleteLater();
    m_entries.erase(found);
    std::erase(m_order, id);
    Q_EMIT changed();
}

void ActionRegistry::setText(const QString &id, const QString &text)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end() || found->second.spec.text == text)
        return;
    found->second.spec.text = text;
    found->second.action->setText(text);
    refreshToolTip(found->second);
    Q_EMIT changed();
}

void ActionRegistry::setEnabled(const QString &id, bool enabled, const QString &reasonIfNot)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    Entry &entry = found->second;
    const QString reason = enabled ? QString() : reasonIfNot;
    if (entry.action->isEnabled() == enabled && entry.reason == reason)
        return;
    entry.action->setEnabled(enabled);
    entry.reason = reason;
    refreshToolTip(entry);
    Q_EMIT changed();
}

std::vector<const ActionRegistry::Entry *> ActionRegistry::entries() const
{
    std::vector<const Entry *> all;
    all.reserve(m_order.size());
    for (const QString &id : m_order)
        all.push_back(&m_entries.at(id));
    return all;
}

const ActionRegistry::Entry *ActionRegistry::find(const QString &id) const
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : &found->second;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const Entry *entry = find(id);
    return entry ? entry->action : nullptr;
}

bool ActionRegistry::trigger(const QString &id)
{
    QAction *found = action(id);
    if (!found || !found->isEnabled())
        return false;
    found->trigger();
    return true;
}

void ActionRegistry::refreshToolTip(Entry &entry)
{
    QStringList lines{entry.spec.text};
    if (!entry.spec.description.isEmpty())
        lines.append(entry.spec.description);
    if (!entry.reason.isEmpty())
        lines.append(tr("Not now: %1").arg(entry.reason));
    entry.action->setToolTip(lines.join(u'\n'));
    entry.action->setStatusTip(entry.reason);
}

} // namespace signalbox::ui
