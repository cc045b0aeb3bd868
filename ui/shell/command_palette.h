// One field for every action and object (Ctrl+K): fuzzy, grouped by kind, recent first, by keyboard alone.
// Entries come from the ActionRegistry, from the pages' objects() and from providers; a disabled action says
// why it is.
#pragma once

#include <QFrame>
#include <QPointer>
#include <functional>
#include <vector>

#include "ui/widgets/theme.h"

class QLabel;
class QLineEdit;
class QListView;
class QSettings;

namespace signalbox::ui {

class PaletteModel;

struct PaletteEntry
{
    QString key = {};   // unique; remembered as recent
    QString group = {}; // "Actions", "Go to", "Endpoints", …
    QString title = {};
    QString detail = {};
    QString shortcut = {};
    QString icon = {};
    bool enabled = true;
    QString reason = {}; // why it is not enabled
    std::function<void()> run = {};
};

// The entries that answer `query`, best first within its group, groups in the order of their best entry; with
// an empty query the recent ones come first under "Recent".
[[nodiscard]] std::vector<PaletteEntry> rankEntries(std::vector<PaletteEntry> entries, const QString &query,
                                                    const QStringList &recent, const QString &recentGroup);

class CommandPalette final : public QFrame
{
    Q_OBJECT

public:
    using Provider = std::function<std::vector<PaletteEntry>()>;

    // Opens over `window`; recent keys are kept in `store`.
    CommandPalette(const Theme &theme, QSettings &store, QWidget *window);

    void addProvider(Provider provider);
    void open(const QString &query = {});
    [[nodiscard]] std::vector<PaletteEntry> shown() const { return m_shown; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    void search(const QString &query);
    void select(int row);
    void move(int by);
    void runCurrent();
    void dismiss();

    QSettings &m_store;
    QLineEdit *m_query;
    QListView *m_list;
    QLabel *m_nothing;
    PaletteModel *m_model;
    std::vector<Provider> m_providers;
    std::vector<PaletteEntry> m_all;
    std::vector<PaletteEntry> m_shown;
    QPointer<QWidget> m_focusBefore;
};

} // namespace signalbox::ui
