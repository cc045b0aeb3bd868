#include "ui/alerts/alerts_page.h"

#include <QBoxLayout>
#include <QTabBar>
#include <QTabWidget>

#include "ui/alerts/audit_view.h"
#include "ui/alerts/dashboard_view.h"
#include "ui/alerts/log_view.h"
#include "ui/alerts/logs_view.h"
#include "ui/alerts/query_tab.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/shell/session.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

AlertsPage::AlertsPage(Session &session, QWidget *parent)
    : Page(parent)
    , m_navigator(session.services().navigator)
    , m_tabs(new QTabWidget(this))
    , m_logs(new LogsView(session, m_tabs))
    , m_dashboard(new DashboardView(session, m_tabs))
    , m_audit(new AuditView(session, m_tabs))
    , m_log(new LogView(session, m_tabs))
{
    m_tabs->setObjectName(u"alertTabs"_s);
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(m_logs, tr("Logs"));
    m_tabs->addTab(m_dashboard, tr("Dashboard"));
    m_tabs->addTab(m_audit, tr("Audit trail"));
    m_tabs->addTab(m_log, tr("Agent's log"));
    m_tabs->tabBar()->setObjectName(u"alertTabBar"_s);
    m_tabs->tabBar()->setAccessibleName(tr("What to look at"));
    m_tabs->tabBar()->setDrawBase(false);
    connect(m_tabs, &QTabWidget::currentChanged, this, &AlertsPage::refresh);
    connect(m_audit, &AuditView::healthChanged, this, &AlertsPage::updateNote);
    connect(m_log, &LogView::healthChanged, this, &AlertsPage::updateNote);
    connect(m_logs, &LogsView::pinned, m_dashboard, &DashboardView::refresh);
    connect(m_dashboard, &DashboardView::queryOpened, this,
            [this](const LinkedQuery &query, const QString &title) {
                m_navigator.showObject(u"query"_s, {});
                m_logs->openQuery(query, title)->runAll();
            });
    connect(m_dashboard, &DashboardView::logsRequested, this,
            [this] { m_navigator.showObject(u"query"_s, {}); });
    for (QWidget *view : {static_cast<QWidget *>(m_logs), static_cast<QWidget *>(m_dashboard),
                          static_cast<QWidget *>(m_audit), static_cast<QWidget *>(m_log)})
        view->layout()->setContentsMargins(0, 12, 0, 0);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 8, 14, 14);
    layout->addWidget(m_tabs);
}

QString AlertsPage::id() const
{
    return u"alerts"_s;
}

QString AlertsPage::title() const
{
    return tr("Alerts");
}

QString AlertsPage::iconName() const
{
    return u"alerts"_s;
}

QStringList AlertsPage::kinds() const
{
    return {u"query"_s, u"link"_s, u"dashboard"_s, u"audit"_s, u"log"_s};
}

void AlertsPage::refresh()
{
    const QWidget *shown = m_tabs->currentWidget();
    if (shown == m_logs)
        m_logs->refresh();
    else if (shown == m_dashboard)
        m_dashboard->refresh();
    else if (shown == m_audit)
        m_audit->refresh();
    else
        m_log->refresh();
}

// Said in the rail too, because a trail that is broken or cannot be read concerns whoever is on another tab.
void AlertsPage::updateNote()
{
    const bool unreadable = m_audit->isUnreadable() || m_log->isUnreadable();
    setNote({.text = unreadable ? tr("unreadable") : QString(), .count = m_audit->isChainBroken() ? 1 : 0});
}

QWidget *AlertsPage::viewOf(const QString &kind) const
{
    if (kind == u"log")
        return m_log;
    if (kind == u"audit")
        return m_audit;
    return kind == u"dashboard" ? static_cast<QWidget *>(m_dashboard) : m_logs;
}

void AlertsPage::showObject(const QString &kind, const QString &name)
{
    m_tabs->setCurrentWidget(viewOf(kind));
    if (kind == u"audit")
        m_audit->showSubject(name);
    else if (kind == u"link")
        m_logs->openLink(name);
    else if (kind == u"query")
        m_logs->showQuery(name);
}

void AlertsPage::addActions(ActionRegistry &registry)
{
    m_logs->addActions(registry);
    const QString group = title();
    registry.add({.id = u"alerts.logs"_s,
                  .text = tr("Ask the logs"),
                  .group = group,
                  .shortcut = Qt::CTRL | Qt::Key_L,
                  .icon = u"search"_s,
                  .run = [this] { m_navigator.showObject(u"query"_s, {}); }});
    registry.add({.id = u"alerts.dashboard"_s,
                  .text = tr("Show the dashboard"),
                  .group = group,
                  .icon = u"chart"_s,
                  .run = [this] { m_navigator.showObject(u"dashboard"_s, {}); }});
    registry.add({.id = u"alerts.readDashboard"_s,
                  .text = tr("Read every tile of the dashboard again"),
                  .group = group,
                  .icon = u"refresh"_s,
                  .run = [this] {
                      m_navigator.showObject(u"dashboard"_s, {});
                      m_dashboard->readAgain();
                  }});
    registry.add({.id = u"alerts.verify"_s,
                  .text = tr("Verify the audit trail"),
                  .group = group,
                  .icon = u"check"_s,
                  .run = [this] {
                      m_navigator.showObject(u"audit"_s, {});
                      m_audit->verify();
                  }});
    registry.add({.id = u"alerts.export"_s,
                  .text = tr("Export the audit trail…"),
                  .group = group,
                  .icon = u"download"_s,
                  .run = [this] { m_audit->exportAll(); }});
}

} // namespace signalbox::ui
