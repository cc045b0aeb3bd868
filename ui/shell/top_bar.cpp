#include "ui/shell/top_bar.h"

#include <QBoxLayout>
#include <QEvent>
#include <QKeySequence>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int widestPlace = 120; // pixels of an endpoint's name on the button

QToolButton *makeMenuButton(const QString &objectName, QMenu *menu, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setProperty("framed", true);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setMenu(menu);
    button->setFocusPolicy(Qt::StrongFocus);
    return button;
}

// A count at the right end of a button, inside its frame.
Badge *addBadge(QPushButton *button)
{
    auto *badge = new Badge(button);
    auto *layout = new QHBoxLayout(button);
    layout->setContentsMargins(0, 0, 9, 0);
    layout->addWidget(badge, 0, Qt::AlignRight | Qt::AlignVCenter);
    badge->setAttribute(Qt::WA_TransparentForMouseEvents);
    return badge;
}

} // namespace

TopBar::TopBar(const Theme &theme, QMenu *userMenu, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_workspaceMenu(new QMenu(this))
    , m_rollbackMenu(new QMenu(this))
{
    setObjectName(u"topBar"_s);
    setProperty("bar", u"top"_s);
    setFixedHeight(48);
    auto *name = new QLabel(u"Signalbox"_s, this);
    QFont bold = theme.bodyFont();
    bold.setPixelSize(14);
    bold.setWeight(QFont::Bold);
    name->setFont(bold);

    m_workspace = makeMenuButton(u"workspaceButton"_s, m_workspaceMenu, this);
    m_workspace->setToolTip(tr("Switch to another workspace"));
    setRole(m_workspace, Role::MutedText);

    m_environment = new EnvironmentChip(theme, this);
    m_environment->setFocusPolicy(Qt::StrongFocus);
    auto *environments = new QMenu(m_environment);
    for (const Environment choice :
         {Environment::Development, Environment::Staging, Environment::Production}) {
        environments->addAction(environmentWord(choice), this,
                                [this, choice] { Q_EMIT environmentChosen(choice); });
    }
    m_environment->setChoices(environments);

    m_search = makeButton(tr("Search or run a command"), u"searchButton"_s, ButtonKind::Plain, this);
    m_search->setProperty("kind", u"command"_s);
    m_search->setAccessibleName(tr("Search or run a command"));
    m_search->setMinimumWidth(130);
    m_search->setMaximumWidth(460);
    m_search->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto *shortcut =
        makeText(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText).replace(u'+', u' '),
                 Role::MutedText, m_search);
    shortcut->setAttribute(Qt::WA_TransparentForMouseEvents);
    shortcut->setWordWrap(false);
    shortcut->setTextInteractionFlags(Qt::NoTextInteraction);
    m_search->installEventFilter(this);
    auto *inSearch = new QHBoxLayout(m_search);
    inSearch->setContentsMargins(0, 0, 11, 0);
    inSearch->addWidget(shortcut, 0, Qt::AlignRight | Qt::AlignVCenter);

    m_rollback = makeButton({}, u"rollbackButton"_s, ButtonKind::Danger, this);
    m_rollback->setIcon(theme.icon(u"rollback"_s, Role::DangerText));
    m_moreRollbacks = makeMenuButton(u"moreRollbacksButton"_s, m_rollbackMenu, this);
    m_moreRollbacks->setIcon(theme.icon(u"chevron-down"_s, Role::MutedText));
    m_moreRollbacks->setAccessibleName(tr("Other endpoints that can be rolled back"));
    m_moreRollbacks->setToolTip(tr("Other endpoints that can be rolled back"));

    m_approvals = makeButton(tr("Approvals"), u"approvalsButton"_s, ButtonKind::Plain, this);
    m_badge = addBadge(m_approvals);
    m_user = makeMenuButton(u"userButton"_s, userMenu, this);
    m_user->setToolTip(tr("Who you are here, settings and help"));

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 0, 14, 1);
    layout->setSpacing(12);
    layout->addWidget(name);
    layout->addWidget(m_workspace);
    layout->addWidget(m_environment);
    layout->addStretch(1);
    layout->addWidget(m_search, 4);
    layout->addStretch(1);
    layout->addWidget(m_rollback);
    layout->addWidget(m_moreRollbacks);
    layout->addWidget(m_approvals);
    layout->addWidget(m_user);

    connect(m_search, &QPushButton::clicked, this, &TopBar::searchChosen);
    connect(m_approvals, &QPushButton::clicked, this, &TopBar::approvalsChosen);
    connect(m_rollback, &QPushButton::clicked, this, [this] {
        if (!m_rollbacks.empty())
            Q_EMIT rollbackChosen(m_rollbacks.front());
    });
    fillRollbacks({});
}

QWidget *TopBar::approvalsButton() const
{
    return m_approvals;
}

bool TopBar::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize) {
        // Room for the text and for the keys beside it.
        const QString full = tr("Search or run a command");
        const bool fits = m_search->fontMetrics().horizontalAdvance(full) + 76 < m_search->width();
        m_search->setText(fits ? full : tr("Search"));
    }
    return QFrame::eventFilter(watched, event);
}

void TopBar::setState(const ShellState &state)
{
    m_workspace->setText(literalText(state.workspaceName) + u" ▾"_s);
    m_workspace->setAccessibleName(tr("Workspace %1").arg(state.workspaceName));
    m_environment->setEnvironment(state.environment);
    if (state.workspaces != m_workspaces || state.workspacePath != m_workspacePath ||
        m_workspaceMenu->isEmpty())
        fillWorkspaceMenu(state);
    if (state.rollbacks != m_rollbacks)
        fillRollbacks(state);

    const auto waiting = static_cast<int>(state.inbox.size());
    m_badge->setCount(waiting);
    // The badge stands inside the button, so the text must leave room for it.
    m_approvals->setText(waiting > 0 ? tr("Approvals") + u"       "_s : tr("Approvals"));
    m_approvals->setAccessibleName(waiting > 0 ? tr("Approvals, %1 waiting").arg(waiting) : tr("Approvals"));
    m_approvals->setToolTip(waiting > 0 ? tr("Decisions that wait for people") : tr("No decision waits"));

    m_user->setText(
        literalText(state.role.isEmpty() ? state.user : u"%1 · %2"_s.arg(state.user, state.role)));
    m_user->setAccessibleName(tr("You are %1, %2").arg(state.user, state.role));
}

void TopBar::fillWorkspaceMenu(const ShellState &state)
{
    m_workspaces = state.workspaces;
    m_workspacePath = state.workspacePath;
    m_workspaceMenu->clear();
    for (const WorkspaceItem &item : state.workspaces) {
        QAction *action = m_workspaceMenu->addAction(
            literalText(item.name), this, [this, path = item.path] { Q_EMIT workspaceChosen(path); });
        action->setToolTip(item.path);
        if (item.path == state.workspacePath)
            action->setIcon(m_theme.icon(u"check"_s, Role::Accent));
    }
    m_workspaceMenu->setToolTipsVisible(true);
    m_workspaceMenu->addSeparator();
    m_workspaceMenu->addAction(tr("Open a workspace…"), this, &TopBar::workspaceOpenChosen);
    m_workspaceMenu->addAction(tr("New empty workspace…"), this, &TopBar::workspaceCreateChosen);
}

void TopBar::fillRollbacks(const ShellState &state)
{
    m_rollbacks = state.rollbacks;
    m_rollback->setVisible(!m_rollbacks.empty());
    m_moreRollbacks->setVisible(m_rollbacks.size() > 1);
    m_rollbackMenu->clear();
    if (m_rollbacks.empty())
        return;
    const RollbackTarget &first = m_rollbacks.front();
    // The icon stands closer to the text than it should; no style sheet can move it.
    const QString place = fontMetrics().elidedText(first.place, Qt::ElideMiddle, widestPlace);
    m_rollback->setText(u' ' + literalText(place.isEmpty()
                                               ? tr("Roll back to %1").arg(first.label)
                                               : tr("Roll back %1 to %2").arg(place, first.label)));
    m_rollback->setAccessibleName(tr("Roll back %1 to %2").arg(first.endpoint, first.label));
    const QString keys = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_B).toString(QKeySequence::NativeText);
    m_rollback->setToolTip(u"%1\n%2\n%3"_s.arg(first.endpoint, first.detail, keys));
    for (const RollbackTarget &target : m_rollbacks) {
        QAction *action = m_rollbackMenu->addAction(
            m_theme.icon(u"rollback"_s, Role::Danger),
            literalText(tr("%1: roll back to %2").arg(target.endpoint, target.label)), this,
            [this, target] { Q_EMIT rollbackChosen(target); });
        action->setToolTip(target.detail);
    }
}

} // namespace signalbox::ui
