// The Alerts tab: what people and the agent did (the audit trail) and what the agent had to say (its log).
// GUI thread only.
#pragma once

#include "ui/shell/page.h"

class QTabWidget;

namespace signalbox::ui {

class AuditView;
class LogView;
class Navigator;
class Session;

class AlertsPage final : public Page
{
    Q_OBJECT

public:
    // `session` outlives the page.
    explicit AlertsPage(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override;
    // "audit" by subject ("" for the whole trail), "log".
    void showObject(const QString &kind, const QString &name) override;
    void addActions(ActionRegistry &registry) override;

private:
    void updateNote();

    Navigator &m_navigator;
    QTabWidget *m_tabs;
    AuditView *m_audit;
    LogView *m_log;
};

} // namespace signalbox::ui
