// The inbox under the approvals button: decisions that wait, one line each. Up, Down and Enter; Escape
// closes. MainWindow owns it.
#pragma once

#include <QFrame>
#include <vector>

#include "ui/shell/shell_state.h"
#include "ui/widgets/theme.h"

class QListWidget;
class QLabel;

namespace signalbox::ui {

class ApprovalsPopup final : public QFrame
{
    Q_OBJECT

public:
    ApprovalsPopup(const Theme &theme, QWidget *parent);

    void setEntries(const std::vector<InboxEntry> &entries);
    void openBelow(const QWidget *button);

Q_SIGNALS:
    void opened(const signalbox::ui::InboxEntry &entry);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void choose();

    std::vector<InboxEntry> m_entries;
    QListWidget *m_list;
    QLabel *m_nothing;
};

} // namespace signalbox::ui
