#include <QClipboard>
#include <QGuiApplication>
#include <QPushButton>

#include "core/agent/lease.h"
#include "ui/endpoints/endpoint_sheets.h"
#include "ui/endpoints/endpoints_page.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/copy_secret.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

// The commands of the Endpoints page; what it shows is in endpoints_page.cpp.
namespace signalbox::ui {

namespace {

serve::Environment toServe(Environment environment)
{
    switch (environment) {
    case Environment::Development:
        return serve::Environment::Dev;
    case Environment::Staging:
        return serve::Environment::Staging;
    case Environment::Production:
        break;
    }
    return serve::Environment::Production;
}

} // namespace

void EndpointsPage::updateActions()
{
    const auto allow = [this](const QString &action, const QString &whyNot) {
        m_session.services().actions.setEnabled(action, whyNot.isEmpty(), whyNot);
    };
    const serve::Endpoint *endpoint = chosen();
    const QString mayNot = whyNotAllowed(m_session.role(), store::Permission::Operate);
    m_create->setEnabled(mayNot.isEmpty());
    m_create->setToolTip(mayNot);
    m_create->setAccessibleDescription(mayNot);
    m_empty->setObstacle(mayNot);
    allow(u"endpoints.create"_s, mayNot);

    QString none;
    if (endpoint == nullptr)
        none = m_snapshot ? tr("There is no endpoint yet") : tr("Open Endpoints and choose one first");
    const QString noChange = mayNot.isEmpty() ? none : mayNot;
    allow(u"endpoints.deploy"_s, noChange);
    QString noTraffic = noChange;
    if (noTraffic.isEmpty() && endpoint->rollout != 0)
        noTraffic = tr("A rollout moves its traffic");
    else if (noTraffic.isEmpty() && endpoint->deployments.empty())
        noTraffic = tr("Nothing is deployed there");
    allow(u"endpoints.traffic"_s, noTraffic);
    const bool noAddress = none.isEmpty() && !m_session.lease();
    allow(u"endpoints.copyUrl"_s, noAddress ? tr("The agent has not run yet, so there is no address") : none);
    allow(u"endpoints.copyKey"_s, none);
}

void EndpointsPage::createEndpoint()
{
    const QString context = toQt(m_session.workspace()->store->info().name);
    auto *sheet =
        new CreateEndpointSheet(m_session.services().theme, toServe(m_session.environment()), context, this);
    connect(sheet, &FormSheet::submitted, this, [this, sheet] { submitCreation(sheet); });
    sheet->open();
}

void EndpointsPage::submitCreation(CreateEndpointSheet *sheet)
{
    sheet->setBusy(true);
    // Answered to the page: the keys must be shown even if the sheet was closed meanwhile.
    m_session.attempt(
        this,
        [name = fromQt(sheet->name()), environment = sheet->environment()](Workspace &workspace) {
            return createEndpointWithKeys(workspace, name, environment);
        },
        [this, sheet = QPointer(sheet), name = sheet->name()](const Result<MadeKeys> &keys) {
            if (sheet)
                sheet->setBusy(false);
            if (!keys) {
                if (sheet)
                    sheet->showProblem(errorText(keys.error()));
                else
                    m_session.showError(keys.error());
                return;
            }
            if (sheet)
                sheet->accept();
            m_wanted = name;
            refresh();
            showKeys(name, *keys);
        });
}

void EndpointsPage::showKeys(const QString &endpoint, const MadeKeys &keys)
{
    const ShellServices &services = m_session.services();
    auto *sheet = new KeysSheet(services.theme, services.secrets, endpoint, keys, this);
    sheet->open();
}

void EndpointsPage::copyKey(serve::KeyKind kind)
{
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    m_session.read(
        this, m_keyRequest,
        [name = endpoint->name, kind](Workspace &workspace) {
            return keyFromKeychain(workspace, name, kind);
        },
        [this](const Result<std::string> &key) {
            if (!key) {
                m_session.showError(key.error());
                return;
            }
            const ShellServices &services = m_session.services();
            services.secrets.copy(toQt(*key));
            services.toasts.showToast({.text = tr("Key copied. It leaves the clipboard in %1 s")
                                                   .arg(services.secrets.clearTime().count()),
                                       .role = Role::Accent});
        });
}

void EndpointsPage::regenerate(serve::KeyKind kind)
{
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    const bool primary = kind == serve::KeyKind::Primary;
    const QString name = toQt(endpoint->name);
    const QString which = primary ? tr("primary") : tr("secondary");
    const Consequence consequence{
        .title = tr("Regenerate the %1 key of %2").arg(which, name),
        .text = tr("Whoever calls with the present %1 key is refused from then on.").arg(which),
        .points = {tr("The %1 key stops working within a second.").arg(which),
                   tr("The %1 key goes on working.").arg(primary ? tr("secondary") : tr("primary")),
                   tr("The new key is shown once.")},
        .verb = tr("Regenerate key"),
        .context = contextOf(*endpoint),
        .danger = true};
    m_session.services().dialogs.confirm(this, consequence, [this, name, kind](const Confirmation &) {
        m_session.command(
            this,
            [endpoint = fromQt(name), kind](Workspace &workspace) {
                return signalbox::ui::regenerateKey(workspace, endpoint, kind);
            },
            [this, name](const MadeKeys &keys) { showKeys(name, keys); });
    });
}

void EndpointsPage::copyUrl()
{
    const serve::Endpoint *endpoint = chosen();
    const auto lease = m_session.lease();
    if (endpoint == nullptr || !lease)
        return;
    QGuiApplication::clipboard()->setText(toQt(agent::scoringUrl(*lease, endpoint->name)));
    m_session.services().toasts.showToast({.text = tr("Scoring URL copied"), .role = Role::Accent});
}

void EndpointsPage::deploy()
{
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    auto *sheet = new DeploySheet(m_session.services().theme, *endpoint, m_snapshot->approved,
                                  contextOf(*endpoint), this);
    connect(sheet, &FormSheet::submitted, this, [this, sheet, name = endpoint->name] {
        sheet->setBusy(true);
        m_session.attempt(
            sheet,
            [name, deployment = fromQt(sheet->deployment()),
             version = sheet->version()](Workspace &workspace) {
                return serve::deploy(*workspace.store, workspace.actor, name, deployment, version.model,
                                     version.number);
            },
            [this, sheet](const Status &deployed) {
                sheet->setBusy(false);
                if (!deployed) {
                    sheet->showProblem(errorText(deployed.error()));
                    return;
                }
                sheet->accept();
                refresh();
            });
    });
    sheet->open();
}

void EndpointsPage::editTraffic()
{
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    auto *sheet = new TrafficSheet(m_session.services().theme, *endpoint, contextOf(*endpoint), this);
    connect(sheet, &FormSheet::submitted, this, [this, sheet, name = endpoint->name] {
        sheet->setBusy(true);
        m_session.attempt(
            sheet,
            [name, split = sheet->split(), reason = fromQt(sheet->reason())](Workspace &workspace) {
                return serve::setTraffic(*workspace.store, workspace.actor, name, split, reason);
            },
            [this, sheet](const Status &moved) {
                sheet->setBusy(false);
                if (!moved) {
                    sheet->showProblem(errorText(moved.error()));
                    return;
                }
                sheet->accept();
                refresh();
            });
    });
    sheet->open();
}

void EndpointsPage::removeDeployment(const QString &deployment)
{
    const serve::Endpoint *endpoint = chosen();
    const serve::Deployment *existing = endpoint == nullptr ? nullptr : endpoint->find(fromQt(deployment));
    if (existing == nullptr)
        return;
    const QString name = toQt(endpoint->name);
    const bool wayBack = endpoint->fallback == existing->name;
    Consequence consequence{
        .title = tr("Remove %1 from %2").arg(deployment, name),
        .text = tr("%1 serves %2 v%3 at 0 % of the traffic.")
                    .arg(deployment, toQt(existing->model))
                    .arg(existing->version),
        .points = {tr("Requests that ask for %1 by the header are refused.").arg(deployment),
                   tr("The version stays in the registry and can be deployed again.")},
        .verb = tr("Remove 1 deployment"),
        .context = contextOf(*endpoint),
        .danger = true};
    if (wayBack)
        consequence.points.prepend(
            tr("It is what one click rolls back to; afterwards there is no way back."));
    m_session.services().dialogs.confirm(this, consequence, [this, name, deployment](const Confirmation &) {
        m_session.command(
            this,
            [endpoint = fromQt(name), deployment = fromQt(deployment)](Workspace &workspace) {
                return serve::removeDeployment(*workspace.store, workspace.actor, endpoint, deployment);
            },
            [this] { refresh(); });
    });
}

void EndpointsPage::deleteEndpoint()
{
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    const QString name = toQt(endpoint->name);
    const bool serving = !serve::splitOf(*endpoint).empty();
    const auto count = static_cast<qsizetype>(endpoint->deployments.size());
    Consequence consequence{.title = tr("Delete the endpoint %1").arg(name),
                            .text = tr("This cannot be undone."),
                            .points = {count == 1 ? tr("1 deployment is removed with it.")
                                                  : tr("%1 deployments are removed with it.").arg(count),
                                       tr("Both keys stop working; callers get 404."),
                                       tr("Its audit trail and its telemetry stay.")},
                            .verb = tr("Delete 1 endpoint"),
                            .context = contextOf(*endpoint),
                            .danger = true};
    if (serving)
        consequence.points.prepend(tr("It takes traffic now."));
    if (endpoint->environment == serve::Environment::Production || serving)
        consequence.typeToConfirm = name;
    m_session.services().dialogs.confirm(this, consequence, [this, name](const Confirmation &) {
        m_session.command(
            this,
            [endpoint = fromQt(name)](Workspace &workspace) {
                return deleteEndpointWithKeys(workspace, endpoint);
            },
            [this, name] {
                m_session.services().toasts.showToast(
                    {.text = tr("%1 is deleted").arg(name), .role = Role::Accent});
                m_wanted.clear();
                refresh();
            });
    });
}

} // namespace signalbox::ui
