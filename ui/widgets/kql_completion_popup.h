// The list of completion below the cursor with the help of the chosen item. It never takes the focus: the
// editor hands it the keys that it understands. A child of the editor's window. GUI thread.
#pragma once

#include <QFrame>

#include "core/kql/language/completion.h"
#include "ui/widgets/theme.h"

class QKeyEvent;
class QLabel;
class QListView;

namespace signalbox::ui {

class KqlCompletionModel;

class KqlCompletionPopup final : public QFrame
{
    Q_OBJECT

public:
    KqlCompletionPopup(const Theme &theme, QWidget *editor);

    // Shows the items below `anchor`, a line's rectangle in global coordinates, or above it if there is more
    // room. The first item is chosen.
    void present(std::vector<kql::CompletionItem> items, const QRect &anchor);
    [[nodiscard]] int count() const;
    // Up, Down and pages move; true if the key was one of these.
    bool navigate(const QKeyEvent &event);
    // Whether somebody chose an item by moving to it.
    [[nodiscard]] bool navigated() const { return m_navigated; }
    [[nodiscard]] const kql::CompletionItem *chosen() const;

Q_SIGNALS:
    void clicked();

private:
    void showHelp();
    void place(const QRect &anchor);

    QWidget *m_editor;
    KqlCompletionModel *m_model;
    QListView *m_list;
    QLabel *m_help;
    bool m_navigated = false;
};

} // namespace signalbox::ui
