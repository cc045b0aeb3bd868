// What the shell knows of a tab. A page shows a snapshot and sends commands; it never edits what it shows.
// The shell calls refresh() when the page comes to the front and whenever the workspace changed while it is
// there.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class ActionRegistry;

// The space around a page and between its cards, in pixels.
inline constexpr int pageMargin = 14;
inline constexpr int pageGap = 12;

// At the right of a tab: a muted note ("running", "50 %") or a red count of what waits for people.
struct PageNote
{
    QString text = {};
    int count = 0;

    friend bool operator==(const PageNote &, const PageNote &) = default;
};

// Something the palette can go to.
struct PageObject
{
    QString kind = {}; // "endpoint", "model", "run", …: as in Page::kinds()
    QString name = {}; // what showObject() takes
    QString title = {};
    QString detail = {};
};

class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString id() const = 0;       // "registry"
    [[nodiscard]] virtual QString title() const = 0;    // "Registry"
    [[nodiscard]] virtual QString iconName() const = 0; // of resources/icons

    virtual void refresh() = 0;

    // Kinds of object this page shows ("model", "version"); showObject() selects one by name, or does nothing
    // if there is none.
    [[nodiscard]] virtual QStringList kinds() const { return {}; }
    virtual void showObject(const QString &kind, const QString &name) = 0;
    // What the palette lists of this page; a copy of what is already shown, never a read.
    [[nodiscard]] virtual std::vector<PageObject> objects() const { return {}; }
    // Called once, when the page is added to a window.
    virtual void addActions(ActionRegistry &registry) { Q_UNUSED(registry) }
    using QWidget::addActions;

    [[nodiscard]] const PageNote &note() const { return m_note; }

Q_SIGNALS:
    void noteChanged(const signalbox::ui::PageNote &note);

protected:
    void setNote(const PageNote &note);

private:
    PageNote m_note;
};

} // namespace signalbox::ui
