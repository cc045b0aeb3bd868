// The Infrastructure tab: the agent, the endpoints it serves, disk, database health, telemetry, members and
// rules. GUI thread only.
#pragma once

#include <QElapsedTimer>
#include <optional>

#include "ui/infrastructure/infrastructure_snapshot.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"

class QLabel;

namespace signalbox::ui {

class AgentCard;
class DataTable;
class EmptyState;
class ErrorBanner;
class HealthCard;
class MembersCard;
class ValueTableModel;

class InfrastructurePage final : public Page
{
    Q_OBJECT

public:
    // `session` outlives the page.
    explicit InfrastructurePage(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override;
    void showObject(const QString &kind, const QString &name) override; // "member" by name, "agent"
    [[nodiscard]] std::vector<PageObject> objects() const override;
    void addActions(ActionRegistry &registry) override;

private:
    QWidget *makeEndpoints();
    QWidget *makeDisk();
    QWidget *makeTelemetry();
    void updateActions();
    void showEndpoints(const InfrastructureSnapshot &snapshot);
    void readDiskUse();
    void showDisk(const DiskSnapshot &disk);

    Session &m_session;
    Latest m_request;
    Latest m_diskRequest;
    QElapsedTimer m_diskAge; // counting files is not for every change of the workspace
    ErrorBanner *m_error;
    AgentCard *m_agent;
    HealthCard *m_health;
    MembersCard *m_members;
    ValueTableModel *m_endpointModel;
    DataTable *m_endpoints;
    EmptyState *m_noEndpoints;
    ValueTableModel *m_diskModel;
    DataTable *m_disk;
    QLabel *m_folder;
    ValueTableModel *m_telemetryModel;
    DataTable *m_telemetry;
    QLabel *m_telemetryNote;
};

} // namespace signalbox::ui
