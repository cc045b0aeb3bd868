// Says which environment is being worked on by word, icon and colour: DEV, STAGING or PROD. A button, so that
// it can carry a menu; without a menu it is only a label to look at.
#pragma once

#include <QToolButton>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

enum class Environment : std::uint8_t { Development, Staging, Production };

[[nodiscard]] QString environmentWord(Environment environment); // "PROD"
[[nodiscard]] Role environmentRole(Environment environment);
// From a name as core keeps it ("dev", "staging", "production", …); anything unknown counts as Production,
// the careful one.
[[nodiscard]] Environment environmentFromName(const QString &name);

class EnvironmentChip final : public QToolButton
{
    Q_OBJECT

public:
    explicit EnvironmentChip(const Theme &theme, QWidget *parent = nullptr);
    void setEnvironment(Environment environment);
    // Sets the menu and marks that there is one.
    void setChoices(QMenu *menu);
    [[nodiscard]] Environment environment() const { return m_environment; }

private:
    void showEnvironment();

    const Theme &m_theme;
    Environment m_environment = Environment::Development;
};

} // namespace signalbox::ui
