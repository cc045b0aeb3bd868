// The one list of what can be done: menus, the command palette, the help page, shortcuts and tests all read
// it. A disabled action keeps the reason, which tooltips and the palette show. GUI thread only.
#pragma once

#include <QKeySequence>
#include <QObject>
#include <functional>
#include <map>
#include <vector>

#include "ui/widgets/theme.h"

class QAction;
class QWidget;

namespace signalbox::ui {

struct ActionSpec
{
    QString id = {};    // "registry.approve": group and verb, stable
    QString text = {};  // "Approve version 5"
    QString group = {}; // "Registry": heading in help
    QKeySequence shortcut = {};
    QString icon = {};
    std::function<void()> run = {};
    QString description = {}; // one line more, for tooltips and the palette
    QWidget *scope = nullptr; // where the shortcut works: in it and its children; the window if null
};

class ActionRegistry final : public QObject
{
    Q_OBJECT

public:
    // Shortcuts work in `window` and its children.
    ActionRegistry(const Theme &theme, QWidget *window);

    // A second action of the same id takes the place of the first.
    QAction *add(ActionSpec spec);
    void remove(const QString &id);
    void setText(const QString &id, const QString &text);
    void setEnabled(const QString &id, bool enabled, const QString &reasonIfNot = {});

    struct Entry
    {
        ActionSpec spec;
        QAction *action = nullptr;
        QString reason = {}; // why it is disabled
    };

    // In the order in which they were added.
    [[nodiscard]] std::vector<const Entry *> entries() const;
    [[nodiscard]] const Entry *find(const QString &id) const;
    [[nodiscard]] QAction *action(const QString &id) const;
    // False if there is no such action or it is disabled.
    bool trigger(const QString &id);

Q_SIGNALS:
    void changed();
    void triggered(const QString &id);

private:
    void refreshToolTip(Entry &entry);

    const Theme &m_theme;
    QWidget *m_window;
    std::map<QString, Entry> m_entries;
    std::vector<QString> m_order;
};

} // namespace signalbox::ui
