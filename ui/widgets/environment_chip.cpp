#include "ui/widgets/environment_chip.h"

#include "ui/widgets/style_sheet.h"

#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

QString environmentWord(Environment environment)
{
    switch (environment) {
    case Environment::Development:
        return u"DEV"_s;
    case Environment::Staging:
        return u"STAGING"_s;
    case Environment::Production:
        break;
    }
    return u"PROD"_s;
}

Role environmentRole(Environment environment)
{
    switch (environment) {
    case Environment::Development:
        return Role::Good;
    case Environment::Staging:
        return Role::Warning;
    case Environment::Production:
        break;
    }
    return Role::Danger;
}

Environment environmentFromName(const QString &name)
{
    const QString lower = name.toLower();
    if (lower.startsWith(u"dev"_s))
        return Environment::Development;
    if (lower.startsWith(u"st"_s))
        return Environment::Staging;
    return Environment::Production;
}

EnvironmentChip::EnvironmentChip(const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setObjectName(u"environmentChip"_s);
    setProperty("framed", true);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({14, 14});
    setPopupMode(QToolButton::InstantPopup);
    showEnvironment();
}

void EnvironmentChip::setEnvironment(Environment environment)
{
    if (environment == m_environment)
        return;
    m_environment = environment;
    showEnvironment();
}

void EnvironmentChip::setChoices(QMenu *menu)
{
    setMenu(menu);
    showEnvironment();
}

void EnvironmentChip::showEnvironment()
{
    const Environment environment = m_environment;
    const QString word = environmentWord(environment);
    setText(menu() ? word + u" ▾"_s : word);
    // The shape differs as well as the colour: a disc, a triangle, a ring with a tick.
    setIcon(m_theme.icon(environment == Environment::Production ? u"environment"_s
                         : environment == Environment::Staging  ? u"warning"_s
                                                                : u"approve"_s,
                         environmentRole(environment)));
    setAccessibleName(tr("Environment: %1").arg(word));
    setToolTip(tr("You are working on %1.").arg(word));
    setProperty("edge", roleName(environmentRole(environment)));
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace signalbox::ui
