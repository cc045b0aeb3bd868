#include "ui/infrastructure/infrastructure_page.h"

#include <QBoxLayout>
#include <QDir>
#include <QLabel>
#include <algorithm>

#include "core/agent/lease.h"
#include "ui/infrastructure/agent_card.h"
#include "ui/infrastructure/health_card.h"
#include "ui/infrastructure/members_card.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr qint64 diskMilliseconds = 5000;

Cell healthCell(const serve::Endpoint &endpoint, bool agentAlive)
{
    if (!agentAlive)
        return {.text = InfrastructurePage::tr("not served"), .role = Role::Danger};
    const auto failed =
        std::ranges::count(endpoint.deployments, serve::DeploymentState::Failed, &serve::Deployment::state);
    if (failed > 0)
        return {.text =
                    InfrastructurePage::tr("%1 of %2 failed").arg(failed).arg(endpoint.deployments.size()),
                .role = Role::Danger};
    if (endpoint.deployments.empty())
        return {.text = InfrastructurePage::tr("nothing deployed"), .role = Role::MutedText};
    if (serve::splitOf(endpoint).empty())
        return {.text = InfrastructurePage::tr("closed"), .role = Role::Warning};
    return {.text = InfrastructurePage::tr("● serving"), .role = Role::Good};
}

} // namespace

InfrastructurePage::InfrastructurePage(Session &session, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_agent(new AgentCard(session, this))
    , m_health(new HealthCard(session, this))
    , m_members(new MembersCard(session, this))
{
    connect(m_error, &ErrorBanner::retryRequested, this, &InfrastructurePage::refresh);
    connect(m_members, &MembersCard::changed, this, &InfrastructurePage::refresh);
    connect(&session, &Session::workspaceChanged, this, &InfrastructurePage::updateActions);
    const auto pair = [this](QWidget *first, QWidget *second) {
        auto *row = new ResponsiveRow(900, this);
        row->addWidget(first, 1);
        row->addWidget(second, 1);
        return row;
    };
    auto *scroll = new ScrollColumn(u"infrastructureScroll"_s, this);
    scroll->column()->addWidget(pair(m_agent, m_health));
    scroll->column()->addWidget(makeEndpoints());
    scroll->column()->addWidget(pair(makeDisk(), makeTelemetry()));
    scroll->column()->addWidget(m_members);
    scroll->column()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(scroll, 1);
}

QString InfrastructurePage::id() const
{
    return u"infrastructure"_s;
}

QString InfrastructurePage::title() const
{
    return tr("Infrastructure");
}

QString InfrastructurePage::iconName() const
{
    return u"infrastructure"_s;
}

QStringList InfrastructurePage::kinds() const
{
    return {u"member"_s, u"agent"_s};
}

QWidget *InfrastructurePage::makeEndpoints()
{
    const ShellServices &services = m_session.services();
    m_endpointModel = new ValueTableModel({{.title = tr("Endpoint")},
                                           {.title = tr("Environment")},
                                           {.title = tr("Health")},
                                           {.title = tr("Deployments"), .numeric = true},
                                           {.title = tr("Scoring URL")}},
                                          this);
    m_endpoints = new DataTable(services.theme, u"infrastructureEndpoints"_s, tr("Endpoints"), this);
    m_endpoints->setRowsModel(m_endpointModel);
    m_endpoints->setDialogs(&services.dialogs);
    m_endpoints->setFitRows(6);
    connect(m_endpoints, &DataTable::idActivated, this,
            [this](const QString &id) { m_session.services().navigator.showObject(u"endpoint"_s, id); });
    m_noEndpoints = new EmptyState(services.theme, u"endpoints"_s, this);
    m_noEndpoints->setObjectName(u"noEndpoints"_s);
    m_noEndpoints->setText(tr("The agent has nothing to serve yet."));
    m_noEndpoints->setAction(tr("Create an endpoint…"));
    connect(m_noEndpoints, &EmptyState::actionRequested, this,
            [this] { m_session.services().actions.trigger(u"endpoints.create"_s); });
    auto *card = new Card(tr("ENDPOINTS"), this);
    card->body()->addWidget(m_endpoints);
    card->body()->addWidget(m_noEndpoints);
    m_endpoints->hide();
    m_noEndpoints->hide();
    return card;
}

QWidget *InfrastructurePage::makeDisk()
{
    const ShellServices &services = m_session.services();
    m_diskModel = new ValueTableModel({{.title = tr("What")},
                                       {.title = tr("Files"), .numeric = true},
                                       {.title = tr("Size"), .numeric = true}},
                                      this);
    m_disk = new DataTable(services.theme, u"disk"_s, tr("Disk"), this);
    m_disk->setRowsModel(m_diskModel);
    m_disk->setDialogs(&services.dialogs);
    m_disk->setStretchColumn(0);
    m_disk->setFitRows(6);
    m_folder = makeText({}, Role::MutedText, this);
    m_folder->setObjectName(u"workspaceFolder"_s);
    auto *card = new Card(tr("DISK"), this);
    card->body()->addWidget(m_disk);
    card->body()->addWidget(m_folder);
    card->body()->addStretch();
    return card;
}

QWidget *InfrastructurePage::makeTelemetry()
{
    const ShellServices &services = m_session.services();
    m_telemetryModel = new ValueTableModel({{.title = tr("Table")},
                                            {.title = tr("Rows"), .numeric = true},
                                            {.title = tr("Size"), .numeric = true},
                                            {.title = tr("Segments"), .numeric = true},
                                            {.title = tr("Newest"), .numeric = true}},
                                           this);
    m_telemetry = new DataTable(services.theme, u"telemetryTables"_s, tr("Telemetry"), this);
    m_telemetry->setRowsModel(m_telemetryModel);
    m_telemetry->setDialogs(&services.dialogs);
    m_telemetry->setStretchColumn(0);
    m_telemetry->setFitRows(6);
    m_telemetryNote = makeText({}, Role::MutedText, this);
    m_telemetryNote->setObjectName(u"telemetryNote"_s);
    auto *card = new Card(tr("TELEMETRY"), this);
    card->body()->addWidget(m_telemetry);
    card->body()->addWidget(m_telemetryNote);
    card->body()->addStretch();
    return card;
}

void InfrastructurePage::addActions(ActionRegistry &registry)
{
    registry.add({.id = u"infrastructure.check"_s,
                  .text = tr("Check the database's health"),
                  .group = title(),
                  .icon = u"check"_s,
                  .run = [this] { m_health->check(); }});
}

void InfrastructurePage::refresh()
{
    m_agent->refresh();
    m_session.read(
        this, m_request, [](Workspace &workspace) { return readInfrastructure(workspace); },
        [this](const Result<InfrastructureSnapshot> &snapshot) {
            if (!snapshot) {
                m_error->showError(errorText(snapshot.error()));
                return;
            }
            m_error->clear();
            showEndpoints(*snapshot);
            m_members->display(*snapshot);
        });
    if (!m_diskAge.isValid() || m_diskAge.elapsed() > diskMilliseconds)
        readDiskUse();
}

void InfrastructurePage::updateActions()
{
    m_noEndpoints->setObstacle(whyNotAllowed(m_session.role(), store::Permission::Operate));
}

void InfrastructurePage::readDiskUse()
{
    m_diskAge.start();
    runOnPool(
        this, m_diskRequest,
        [workspace = m_session.workspace()](const StopToken &stop) { return readDisk(*workspace, stop); },
        [this](const Result<DiskSnapshot> &disk) {
            if (disk)
                showDisk(*disk);
            else
                m_folder->setText(errorText(disk.error()));
        });
}

void InfrastructurePage::showEndpoints(const InfrastructureSnapshot &snapshot)
{
    const auto lease = m_session.lease();
    std::vector<Row> rows;
    for (const serve::Endpoint &endpoint : snapshot.endpoints) {
        const Environment environment =
            environmentFromName(toQt(serve::environmentName(endpoint.environment)));
        rows.push_back(
            {.id = toQt(endpoint.name),
             .cells = {{.text = toQt(endpoint.name)},
                       {.text = environmentWord(environment), .role = environmentRole(environment)},
                       healthCell(endpoint, m_session.agentAlive()),
                       {.text = QString::number(endpoint.deployments.size()),
                        .sortKey = qulonglong(endpoint.deployments.size())},
                       {.text = lease ? toQt(agent::scoringUrl(*lease, endpoint.name)) : emDash(),
                        .role = Role::MutedText}}});
    }
    m_endpointModel->setRows(std::move(rows));
    m_endpoints->setVisible(!snapshot.endpoints.empty());
    m_noEndpoints->setVisible(snapshot.endpoints.empty());
}

void InfrastructurePage::showDisk(const DiskSnapshot &disk)
{
    std::vector<Row> rows;
    std::int64_t total = 0;
    for (const DiskUse &use : disk.uses) {
        total += use.bytes;
        rows.push_back({.id = toQt(use.what),
                        .cells = {{.text = toQt(use.what)},
                                  {.text = countText(use.files), .sortKey = qlonglong(use.files)},
                                  {.text = byteText(use.bytes), .sortKey = qlonglong(use.bytes)}}});
    }
    rows.push_back(
        {.id = u"total"_s,
         .cells = {{.text = tr("Together")}, {.text = QString()}, {.text = byteText(total), .bold = true}},
         .strong = true});
    m_diskModel->setRows(std::move(rows));
    const QString free = disk.freeBytes < 0 ? tr("unknown") : byteText(disk.freeBytes);
    m_folder->setText(
        tr("%1 · %2 free on this volume").arg(QDir::toNativeSeparators(toQt(disk.folder)), free));

    const TimePoint now = m_session.workspace()->clock->now();
    std::vector<Row> tables;
    tables.reserve(disk.tables.size());
    for (const telemetry::TableStatistics &table : disk.tables)
        tables.push_back(
            {.id = toQt(table.table),
             .cells = {
                 {.text = toQt(table.table)},
                 {.text = countText(table.rows), .sortKey = qlonglong(table.rows)},
                 {.text = byteText(table.bytes), .sortKey = qlonglong(table.bytes)},
                 {.text = countText(table.segments), .sortKey = qlonglong(table.segments)},
                 {.text = ageText(table.newest, now),
                  .sortKey = qlonglong(table.newest.time_since_epoch().count()),
                  .toolTip = tr("%1 to %2").arg(fullTimeText(table.oldest), fullTimeText(table.newest))}}});
    m_telemetry->setVisible(!tables.empty());
    m_telemetryModel->setRows(std::move(tables));
    if (!disk.telemetryProblem.empty())
        m_telemetryNote->setText(toQt(disk.telemetryProblem));
    else
        m_telemetryNote->setText(disk.tables.empty()
                                     ? tr("Nothing yet: the agent writes here what it answers.")
                                     : tr("Compressed columns; the charts read them."));
    setRole(m_telemetryNote, disk.telemetryProblem.empty() ? Role::MutedText : Role::Danger);
}

void InfrastructurePage::showObject(const QString &kind, const QString &name)
{
    if (kind == u"member"_s)
        m_members->choose(name);
    refresh();
}

std::vector<PageObject> InfrastructurePage::objects() const
{
    std::vector<PageObject> objects;
    for (const store::Member &member : m_members->members())
        objects.push_back({.kind = u"member"_s,
                           .name = toQt(member.name),
                           .title = toQt(member.name),
                           .detail = toQt(store::roleName(member.role))});
    return objects;
}

} // namespace signalbox::ui
