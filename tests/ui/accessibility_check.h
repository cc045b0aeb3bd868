// Walks a shown window as a screen reader and a keyboard would and lists what is wrong with it: nameless
// controls, targets under 24 pixels, controls that Tab does not reach, keys that two actions claim. An empty
// list is a pass.
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
#include <QStringList>
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
        qobject_cast<const QGraphicsView *>(widget);
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
    for (const QWidget *widget : std::as_const(wanted))
        problems.append(QStringLiteral("Tab does not reach ") + describeWidget(widget));
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
    return problems;
}

// The window is shown and activated for it.
inline QStringList accessibilityProblems(QWidget &window)
{
    return namelessControls(window) + unreachableControls(window) + duplicateShortcuts(window);
}

} // namespace signalbox::ui
