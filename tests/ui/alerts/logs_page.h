// The Alerts page on its Logs tab, with shorthands for what tests type and read there.
#pragma once

#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTabWidget>
#include <QTest>
#include <QToolButton>
#include <QTreeWidget>

#include "tests/ui/workspace_window.h"
#include "ui/alerts/alerts_page.h"
#include "ui/alerts/query_tab.h"
#include "ui/alerts/result_pane.h"
#include "ui/widgets/kql_editor.h"

namespace signalbox::ui {

class LogsPage
{
public:
    explicit LogsPage(WorkspaceWindow &w)
        : window(w)
        , page(w.open<AlertsPage>())
    {
        window.window.services().navigator.showObject(QStringLiteral("query"), {});
    }

    [[nodiscard]] QTabWidget *tabs() const
    {
        return page->findChild<QTabWidget *>(QStringLiteral("queryTabs"));
    }
    [[nodiscard]] QueryTab *tab() const { return qobject_cast<QueryTab *>(tabs()->currentWidget()); }
    [[nodiscard]] QTreeWidget *tree() const
    {
        return page->findChild<QTreeWidget *>(QStringLiteral("queryTree"));
    }
    [[nodiscard]] KqlEditor *editor() const { return tab()->editor(); }

    template<typename Widget>
    [[nodiscard]] Widget *inTab(const char *name) const
    {
        return tab()->findChild<Widget *>(QString::fromLatin1(name));
    }
    [[nodiscard]] QString status() const { return inTab<QLabel>("queryStatus")->text(); }
    [[nodiscard]] QString error() const
    {
        auto *text = inTab<QLabel>("queryErrorText");
        return text->isVisible() ? text->text() : QString();
    }

    void type(const QString &text) const { tab()->setText(text); }
    void pressF5() const { QTest::keyClick(editor(), Qt::Key_F5); }
    void run(const QString &text) const
    {
        type(text);
        tab()->run();
    }
    bool trigger(const char *action) const
    {
        return window.window.services().actions.trigger(QString::fromLatin1(action));
    }

    // The item that says `text`, anywhere in the list; null if there is none in sight.
    [[nodiscard]] QTreeWidgetItem *item(const QString &text) const
    {
        for (QTreeWidgetItem *found : tree()->findItems(text, Qt::MatchExactly | Qt::MatchRecursive)) {
            if (!found->isHidden())
                return found;
        }
        return nullptr;
    }
    void activate(const QString &text) const { Q_EMIT tree()->itemActivated(item(text), 0); }

    WorkspaceWindow &window;
    AlertsPage *page;
};

} // namespace signalbox::ui
