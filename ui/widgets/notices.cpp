#include "ui/widgets/notices.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

EmptyState::EmptyState(const Theme &theme, const QString &iconName, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_iconName(iconName)
    , m_icon(new QLabel(this))
    , m_text(makeText({}, Role::MutedText, this))
    , m_button(makeButton({}, u"emptyStateAction"_s, ButtonKind::Primary, this))
{
    m_icon->setAlignment(Qt::AlignCenter);
    m_text->setAlignment(Qt::AlignCenter);
    m_button->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(12);
    layout->addStretch(2);
    layout->addWidget(m_icon);
    layout->addWidget(m_text);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(3);

    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionRequested);
    const auto draw = [this] { m_icon->setPixmap(m_theme.icon(m_iconName, Role::MutedText).pixmap(28, 28)); };
    draw();
    connect(&theme, &Theme::changed, this, draw);
}

void EmptyState::setText(const QString &sentence)
{
    m_text->setText(sentence);
    setAccessibleName(sentence);
}

void EmptyState::setAction(const QString &text)
{
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

void EmptyState::setObstacle(const QString &reason)
{
    m_button->setEnabled(reason.isEmpty());
    m_button->setToolTip(reason);
    m_button->setAccessibleDescription(reason);
}

ErrorBanner::ErrorBanner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_text(makeText({}, Role::Danger, this))
    , m_retry(makeButton(tr("Try again"), u"retryButton"_s, ButtonKind::Plain, this))
{
    setProperty("banner", u"error"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_retry, 0, Qt::AlignVCenter);
    hide();

    connect(m_retry, &QPushButton::clicked, this, &ErrorBanner::retryRequested);
    const auto draw = [this] { m_icon->setPixmap(m_theme.icon(u"error"_s, Role::Danger).pixmap(16, 16)); };
    draw();
    connect(&theme, &Theme::changed, this, draw);
}

void ErrorBanner::showError(const QString &sentence, bool canRetry)
{
    m_text->setText(sentence);
    setAccessibleName(tr("Error: %1").arg(sentence));
    m_retry->setVisible(canRetry);
    show();
}

void ErrorBanner::clear()
{
    hide();
}

} // namespace signalbox::ui
