// Walks a shown window as a screen reader and a keyboard would and lists what is wrong with it: nameless
// controls, targets under 24 pixels, controls that Tab does not reach, keys that two actions claim, an & of a
// name that was taken for one. An empty list is a pass.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QGraphicsView>
#include <QHash>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSet>
#include <QShortcut>
#include <QStringList>
#include <QTabBar>
#include <QTest>
#include <QTextEdit>

namespace signalbox::ui {

inline QString describeWidget(const QWidget *widget)
{
    return QStringLiteral("%1 \"%2\"")
        .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName());
}

// What people operate; not the parts that Qt builds inside of it.
inline bool isControl(const QWidget *widget)
{
    const bool kind =
        qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget) ||
        qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget) ||
        qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget) ||
        qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QAbstractSlider *>(widget) ||
        qobject_cast<const QGraphicsView *>(widget) || qobject_cast<const QTabBar *>(widget);
    if (!kind || qobject_cast<const QHeaderView *>(widget) || qobject_cast<const QScrollBar *>(widget))
        return false;
    const QWidget *parent = widget->parentWidget();
    return !(parent &&
             (qobject_cast<const QComboBox *>(parent) || qobject_cast<const QAbstractSpinBox *>(parent) ||
              qobject_cast<const QLineEdit *>(parent) || qobject_cast<const QAbstractItemView *>(parent)));
}

inline QList<QWidget *> controlsOf(QWidget &window)
{
    QList<QWidget *> controls;
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        if (widget->isVisible() && widget->isEnabled() && widget->window() == window.window() &&
            isControl(widget))
            controls.append(widget);
    }
    return controls;
}

// Where Tab stops although there is nothing that a screen reader could say.
inline QStringList namelessStops(QWidget &window)
{
    QStringList problems;
    const QList<QWidget *> controls = controlsOf(window);
    for (QWidget *widget : window.findChildren<QWidget *>()) {
        const bool stop = widget->isVisible() && widget->isEnabled() && widget->window() == window.window() &&
                          (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && !widget->focusProxy();
        if (!stop || controls.contains(widget) || controls.contains(widget->parentWidget()))
            continue;
        const QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            problems.append(QStringLiteral("Tab stops at a nameless ") + describeWidget(widget));
    }
    return problems;
}

inline QStringList namelessControls(QWidget &window)
{
    QStringList problems;
    for (QWidget *widget : controlsOf(window)) {
        if (widget->objectName().isEmpty() || widget->objectName().startsWith(QStringLiteral("qt_")))
            problems.append(QStringLiteral("no object name: ") + describeWidget(widget));
        QAccessibleInterface *spoken = QAccessible::queryAccessibleInterface(widget);
        if (!spoken || spoken->text(QAccessible::Name).trimmed().isEmpty())
            problems.append(QStringLiteral("no accessible name: ") + describeWidget(widget));
        if (qobject_cast<QAbstractButton *>(widget) && (widget->width() < 24 || widget->height() < 24)) {
            problems.append(QStringLiteral("target under 24 px (%1 x %2): %3")
                                .arg(widget->width())
                                .arg(widget->height())
                                .arg(describeWidget(widget)));
        }
        if (widget->focusPolicy() == Qt::NoFocus && qobject_cast<QAbstractButton *>(widget) &&
            !qobject_cast<QLineEdit *>(widget->parentWidget()))
            problems.append(QStringLiteral("no keyboard focus: ") + describeWidget(widget));
    }
    return problems;
}

// Shows the window and gives it the focus, also where no window manager runs.
inline bool activate(QWidget &window)
{
    window.show();
    window.activateWindow();
    return QTest::qWaitFor([&window] { return window.isActiveWindow(); });
}

inline QStringList unreachableControls(QWidget &window)
{
    if (!activate(window))
        return {QStringLiteral("the window cannot be activated")};
    QSet<QWidget *> wanted;
    QWidget *first = nullptr;
    for (QWidget *widget : controlsOf(window)) {
        if ((widget->focusPolicy() & Qt::TabFocus) != Qt::TabFocus)
            continue;
        wanted.insert(widget);
        first = widget;
    }
    if (!first)
        return {};
    first->setFocus(Qt::TabFocusReason);
    const qsizetype most = 2 * wanted.size() + 20;
    for (qsizetype i = 0; i < most && !wanted.isEmpty(); ++i) {
        QWidget *focus = QApplication::focusWidget();
        if (!focus)
            return {QStringLiteral("the window has no focus; is it active?")};
        for (QWidget *reached = focus; reached; reached = reached->parentWidget())
            wanted.remove(reached);
        QTest::keyClick(focus, Qt::Key_Tab);
        if (QApplication::focusWidget() == focus && wanted.size() > 0)
            return {QStringLiteral("Tab does not leave ") + describeWidget(focus)};
    }
    QStringList problems;
    for (const QWidget *widget : std::as_const(wanted)) {
        // Of a group of which one is chosen, Tab stops at that one and arrows go to the others.
        if ((widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus)
            problems.append(QStringLiteral("Tab does not reach ") + describeWidget(widget));
    }
    return problems;
}

inline QStringList duplicateShortcuts(QWidget &window)
{
    QHash<QString, QString> owners;
    QSet<QAction *> seen;
    QStringList problems;
    QList<QWidget *> widgets = window.findChildren<QWidget *>();
    widgets.append(&window);
    for (const QWidget *widget : widgets) {
        for (QAction *action : widget->actions()) {
            if (seen.contains(action))
                continue;
            seen.insert(action);
            const bool local = action->shortcutContext() == Qt::WidgetShortcut ||
                               action->shortcutContext() == Qt::WidgetWithChildrenShortcut;
            for (const QKeySequence &keys : action->shortcuts()) {
                const QString text = keys.toString();
                if (text.isEmpty() || local)
                    continue;
                if (owners.contains(text))
                    problems.append(QStringLiteral("%1 does both \"%2\" and \"%3\"")
                                        .arg(text, owners.value(text), action->text()));
                owners.insert(text, action->text());
            }
        }
    }
    for (const QShortcut *shortcut : window.findChildren<QShortcut *>()) {
        const QString text = shortcut->key().toString();
        if (owners.contains(text) && shortcut->isEnabled())
            problems.append(
                QStringLiteral("%1 does both \"%2\" and a shortcut").arg(text, owners.value(text)));
        owners.insert(text, QStringLiteral("a shortcut"));
    }
    return problems;
}

// What is shown where Qt makes a key of the letter after an &.
inline QStringList textsWithMnemonics(QWidget &window)
{
    QStringList texts;
    for (const QWidget *widget : window.findChildren<QWidget *>()) {
        if (!widget->isVisible() || widget->window() != window.window())
            continue;
        if (const auto *button = qobject_cast<const QAbstractButton *>(widget))
            texts.append(button->text());
        else if (const auto *label = qobject_cast<const QLabel *>(widget); label && label->buddy())
            texts.append(label->text());
        else if (const auto *bar = qobject_cast<const QTabBar *>(widget)) {
            for (int tab = 0; tab < bar->count(); ++tab)
                texts.append(bar->tabText(tab));
        }
    }
    return texts;
}

inline QStringList duplicateMnemonics(QWidget &window)
{
    QHash<QString, QString> owners;
    QStringList problems;
    for (const QString &text : textsWithMnemonics(window)) {
        const QString keys = QKeySequence::mnemonic(text).toString();
        if (keys.isEmpty())
            continue;
        if (owners.contains(keys))
            problems.append(
                QStringLiteral("%1 goes both to \"%2\" and to \"%3\"").arg(keys, owners.value(keys), text));
        owners.insert(keys, text);
    }
    return problems;
}

// `name` has an & of its own, which must be seen where the name is shown, in menus too.
inline QStringList swallowedAmpersands(QWidget &window, const QString &name)
{
    QStringList texts = textsWithMnemonics(window);
    for (const QAction *action : window.findChildren<QAction *>())
        texts.append(action->text());
    QStringList problems;
    for (const QString &text : std::as_const(texts)) {
        if (text.contains(name))
            problems.append(QStringLiteral("the & is swallowed in \"%1\"").arg(text));
    }
    return problems;
}

// The window is shown and activated for it.
inline QStringList accessibilityProblems(QWidget &window)
{
    return namelessControls(window) + namelessStops(window) + unreachableControls(window) +
           duplicateShortcuts(window) + duplicateMnemonics(window);
}

} // namespace signalbox::ui
