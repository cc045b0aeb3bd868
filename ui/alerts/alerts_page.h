// The Alerts tab: queries over everything that was recorded (Logs), the pinned ones (Dashboard), what people
// and the agent did (the audit trail) and what the agent had to say (its log). GUI thread only.
#pragma once

#include "ui/shell/page.h"

class QTabWidget;

namespace signalbox::ui {

class AuditView;
class DashboardView;
class LogView;
class LogsView;
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
    // "query" by its text, which is run ("" shows the queries as they are), "link" by the link, which is only
    // opened, "dashboard", "audit" by subject ("" for the whole trail), "log".
    void showObject(const QString &kind, const QString &name) override;
    void addActions(ActionRegistry &registry) override;

private:
    void updateNote();
    [[nodiscard]] QWidget *viewOf(const QString &kind) const;

    Navigator &m_navigator;
    QTabWidget *m_tabs;
    LogsView *m_logs;
    DashboardView *m_dashboard;
    AuditView *m_audit;
    LogView *m_log;
};

} // namespace signalbox::ui
