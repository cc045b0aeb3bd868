#include "ui/endpoints/deployments_card.h"

#include <QBoxLayout>
#include <QHeaderView>
#include <QPushButton>

#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/traffic_bar.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int ageColumn = 5;

Cell stateCell(const serve::Deployment &deployment)
{
    switch (deployment.state) {
    case serve::DeploymentState::Ready:
        return {.text = DeploymentsCard::tr("● ready"), .role = Role::Good};
    case serve::DeploymentState::Failed:
        return {
            .text = DeploymentsCard::tr("■ failed"), .role = Role::Danger, .toolTip = toQt(deployment.error)};
    case serve::DeploymentState::Starting:
        break;
    }
    return {.text = DeploymentsCard::tr("◌ starting"), .role = Role::Warning};
}

QString faultText(const serve::Fault &fault)
{
    QStringList parts;
    if (fault.latency.count() > 0)
        parts << u"+%1 ms"_s.arg(fault.latency.count());
    if (fault.errorRate > 0)
        parts << DeploymentsCard::tr("%1 errors").arg(percentText(fault.errorRate, 0));
    if (fault.scoreShift != 0)
        parts << DeploymentsCard::tr("scores %1").arg(deltaText(fault.scoreShift, 2));
    return parts.isEmpty() ? emDash() : parts.join(u", "_s);
}

} // namespace

std::vector<Row> deploymentRows(const serve::Endpoint &endpoint, TimePoint now)
{
    std::vector<Row> rows;
    for (const serve::Deployment &deployment : endpoint.deployments) {
        const QString name = toQt(deployment.name);
        rows.push_back(
            {.id = name,
             .cells = {{.text = u"● "_s + name, .role = deploymentRole(name)},
                       {.text = u"%1 v%2"_s.arg(toQt(deployment.model)).arg(deployment.version)},
                       stateCell(deployment),
                       {.text = u"%1 %"_s.arg(deployment.percent), .sortKey = deployment.percent},
                       {.text = toQt(deployment.hash).left(10),
                        .role = Role::MutedText,
                        .toolTip = toQt(deployment.hash)},
                       {.text = ageText(deployment.created, now),
                        .sortKey = qlonglong(deployment.created.time_since_epoch().count()),
                        .role = Role::MutedText,
                        .toolTip = DeploymentsCard::tr("%1 by %2")
                                       .arg(fullTimeText(deployment.created), toQt(deployment.createdBy))},
                       {.text = faultText(deployment.fault),
                        .role = deployment.fault.none() ? Role::MutedText : Role::Warning},
                       {.text = deployment.error.empty() ? emDash() : toQt(deployment.error),
                        .role = deployment.error.empty() ? Role::MutedText : Role::Danger,
                        .toolTip = toQt(deployment.error)}},
             .strong = deployment.percent > 0});
    }
    return rows;
}

DeploymentsCard::DeploymentsCard(const Theme &theme, Dialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueTableModel({{.title = tr("Deployment")},
                                   {.title = tr("Version")},
                                   {.title = tr("State")},
                                   {.title = tr("Traffic"), .numeric = true},
                                   {.title = tr("Hash"), .toolTip = tr("SHA-256 of the artifact")},
                                   {.title = tr("Age")},
                                   {.title = tr("Drill")},
                                   {.title = tr("Error")}},
                                  this))
    , m_table(new DataTable(theme, u"endpointDeployments"_s, tr("Deployments"), this))
    , m_empty(new EmptyState(theme, u"endpoints"_s, this))
    , m_deploy(makeButton(tr("Deploy…"), u"deploy"_s, ButtonKind::Plain, this))
    , m_traffic(makeButton(tr("Traffic…"), u"editTraffic"_s, ButtonKind::Plain, this))
    , m_remove(makeButton(tr("Remove"), u"removeDeployment"_s, ButtonKind::Plain, this))
{
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&dialogs);
    m_table->setFitRows(5);
    // An age grows from "9 s ago" to "10 min ago" while the page is open.
    m_table->horizontalHeader()->setSectionResizeMode(ageColumn, QHeaderView::ResizeToContents);
    m_empty->setText(
        tr("Nothing is deployed here yet. Deploy an approved version; it starts at 0 % of the traffic."));
    m_empty->setAction(tr("Deploy a version…"));
    connect(m_empty, &EmptyState::actionRequested, this, &DeploymentsCard::deployRequested);
    connect(m_table, &DataTable::currentIdChanged, this, &DeploymentsCard::updateButtons);
    connect(m_deploy, &QPushButton::clicked, this, &DeploymentsCard::deployRequested);
    connect(m_traffic, &QPushButton::clicked, this, &DeploymentsCard::trafficRequested);
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(m_table->currentId()); });

    auto *card = new Card(tr("DEPLOYMENTS"), this);
    for (QPushButton *button : {m_deploy, m_traffic, m_remove})
        card->addHeadingWidget(button);
    card->body()->addWidget(m_table);
    card->body()->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void DeploymentsCard::display(const serve::Endpoint &endpoint, TimePoint now, store::Role role)
{
    m_endpoint = endpoint;
    m_mayNot = whyNotAllowed(role, store::Permission::Operate);
    m_model->setRows(deploymentRows(endpoint, now));
    m_table->setVisible(!endpoint.deployments.empty());
    m_empty->setVisible(endpoint.deployments.empty());
    if (m_table->currentId().isEmpty() && !endpoint.deployments.empty())
        m_table->selectId(toQt(endpoint.deployments.front().name));
    updateButtons();
}

void DeploymentsCard::updateButtons()
{
    const auto allow = [](QPushButton *button, const QString &whyNot) {
        button->setEnabled(whyNot.isEmpty());
        button->setToolTip(whyNot);
        button->setAccessibleDescription(whyNot);
    };
    const QString rollingOut = m_endpoint.rollout == 0
                                   ? QString()
                                   : tr("Rollout %1 moves this endpoint's traffic").arg(m_endpoint.rollout);
    allow(m_deploy, m_mayNot);
    m_empty->setObstacle(m_mayNot);
    QString noTraffic = m_mayNot.isEmpty() ? rollingOut : m_mayNot;
    if (noTraffic.isEmpty() && m_endpoint.deployments.empty())
        noTraffic = tr("Deploy a version first");
    allow(m_traffic, noTraffic);

    const serve::Deployment *chosen = m_endpoint.find(fromQt(m_table->currentId()));
    QString noRemoval = m_mayNot.isEmpty() ? rollingOut : m_mayNot;
    if (noRemoval.isEmpty() && chosen == nullptr)
        noRemoval = tr("Choose a deployment first");
    else if (noRemoval.isEmpty() && chosen->percent > 0)
        noRemoval = tr("It takes %1 % of the traffic. Move the traffic away first.").arg(chosen->percent);
    allow(m_remove, noRemoval);
}

} // namespace signalbox::ui
