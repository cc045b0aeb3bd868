#include "ui/endpoints/endpoints_page.h"

#include <QBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QStackedWidget>
#include <algorithm>

#include "core/agent/lease.h"
#include "ui/endpoints/deployments_card.h"
#include "ui/endpoints/requests_card.h"
#include "ui/endpoints/test_box.h"
#include "ui/shell/action_registry.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/object_list.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/scroll_column.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int listWidth = 224;
constexpr int narrowListWidth = 172;
constexpr int wideFrom = 1080; // width of the page

Environment environmentOf(const serve::Endpoint &endpoint)
{
    return environmentFromName(toQt(serve::environmentName(endpoint.environment)));
}

QString stateWords(const serve::Endpoint &endpoint)
{
    if (endpoint.deployments.empty())
        return EndpointsPage::tr("nothing deployed");
    const auto failed =
        std::ranges::count(endpoint.deployments, serve::DeploymentState::Failed, &serve::Deployment::state);
    QString state =
        serve::splitOf(endpoint).empty() ? EndpointsPage::tr("closed") : EndpointsPage::tr("serving");
    if (failed > 0)
        state = EndpointsPage::tr("%1 failed").arg(failed);
    else if (endpoint.rollout != 0)
        state = EndpointsPage::tr("rolling out");
    return state + u" · "_s + EndpointsPage::tr("%1 deployed").arg(endpoint.deployments.size());
}

Role stateRole(const serve::Endpoint &endpoint)
{
    const bool failed = std::ranges::any_of(endpoint.deployments, [](const serve::Deployment &deployment) {
        return deployment.state == serve::DeploymentState::Failed;
    });
    return failed ? Role::Danger : Role::MutedText;
}

} // namespace

EndpointsPage::EndpointsPage(Session &session, QWidget *parent)
    : Page(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_stack(new QStackedWidget(this))
    , m_empty(new EmptyState(session.services().theme, u"endpoints"_s, this))
{
    m_empty->setObjectName(u"noEndpoints"_s);
    m_empty->setText(
        tr("There is no endpoint yet. An endpoint is a stable address with a model version behind it."));
    m_empty->setAction(tr("Create an endpoint…"));
    connect(m_empty, &EmptyState::actionRequested, this, &EndpointsPage::createEndpoint);
    connect(m_error, &ErrorBanner::retryRequested, this, &EndpointsPage::refresh);
    connect(&session, &Session::environmentChanged, this, &EndpointsPage::chooseByEnvironment);
    connect(&session, &Session::workspaceChanged, this, &EndpointsPage::updateActions);

    m_stack->addWidget(makeContent());
    m_stack->addWidget(m_empty);
    m_stack->setEnabled(false); // nothing can be done before the first reading
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 14, 14, 14);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(m_stack, 1);
}

QString EndpointsPage::id() const
{
    return u"endpoints"_s;
}

QString EndpointsPage::title() const
{
    return tr("Endpoints");
}

QString EndpointsPage::iconName() const
{
    return u"endpoints"_s;
}

QStringList EndpointsPage::kinds() const
{
    return {u"endpoint"_s, u"deployment"_s};
}

QWidget *EndpointsPage::makeContent()
{
    m_deployments = new DeploymentsCard(m_session.services().theme, m_session.services().dialogs, this);
    m_testBox = new TestBox(m_session, this);
    m_requests = new RequestsCard(m_session, this);
    connect(m_deployments, &DeploymentsCard::deployRequested, this, &EndpointsPage::deploy);
    connect(m_deployments, &DeploymentsCard::trafficRequested, this, &EndpointsPage::editTraffic);
    connect(m_deployments, &DeploymentsCard::removeRequested, this, &EndpointsPage::removeDeployment);

    auto *content = new QWidget(this);
    auto *layout = new QHBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(makeList());
    auto *scroll = new ScrollColumn(u"endpointScroll"_s, this);
    scroll->column()->addWidget(makeHead());
    scroll->column()->addWidget(m_deployments);
    scroll->column()->addWidget(m_testBox);
    scroll->column()->addWidget(m_requests, 1);
    layout->addWidget(scroll, 1);
    return content;
}

QWidget *EndpointsPage::makeList()
{
    m_list = new ObjectList(m_session.services().theme, u"endpoints"_s, tr("Endpoints"), this);
    connect(m_list, &ObjectList::currentIdChanged, this, [this](const QString &id) {
        m_wanted = id;
        showChosen();
    });
    m_create = makeButton(tr("New endpoint…"), u"createEndpoint"_s, ButtonKind::Plain, this);
    m_create->setIcon(m_session.services().theme.icon(u"add"_s));
    connect(m_create, &QPushButton::clicked, this, &EndpointsPage::createEndpoint);
    m_listCard = new Card(tr("ENDPOINTS"), this);
    m_listCard->setFixedWidth(listWidth);
    m_listCard->body()->addWidget(m_list, 1);
    m_listCard->body()->addWidget(m_create);
    return m_listCard;
}

QWidget *EndpointsPage::makeHead()
{
    m_title = makeTitle({}, this);
    m_title->setObjectName(u"endpointTitle"_s);
    m_environment = new Badge(this);
    m_environment->setObjectName(u"endpointEnvironment"_s);
    m_detail = makeText({}, Role::MutedText, this);
    m_url = makeText({}, Role::Text, this);
    m_url->setObjectName(u"scoringUrl"_s);
    m_url->setFont(m_session.services().theme.codeFont());
    m_url->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copyUrl = makeButton(tr("Copy URL"), u"copyUrl"_s, ButtonKind::Plain, this);
    m_copyUrl->setIcon(m_session.services().theme.icon(u"copy"_s));
    connect(m_copyUrl, &QPushButton::clicked, this, &EndpointsPage::copyUrl);

    auto *words = new QWidget(this);
    auto *titleLine = new QHBoxLayout(words);
    titleLine->setContentsMargins(0, 0, 0, 0);
    titleLine->setSpacing(8);
    titleLine->addWidget(m_title);
    titleLine->addWidget(m_environment);
    titleLine->addWidget(m_detail, 1);
    auto *head = new ResponsiveRow(620, this);
    head->addWidget(words, 1);
    head->addWidget(makeKeyButtons());
    auto *urlLine = new QHBoxLayout;
    urlLine->addWidget(m_url, 1);
    urlLine->addWidget(m_copyUrl);
    auto *card = new Card({}, this);
    card->body()->addWidget(head);
    card->body()->addLayout(urlLine);
    return card;
}

QWidget *EndpointsPage::makeKeyButtons()
{
    const Theme &theme = m_session.services().theme;
    auto *copy = makeButton(tr("Copy key ▾"), u"copyKey"_s, ButtonKind::Plain, this);
    copy->setIcon(theme.icon(u"key"_s));
    auto *copyMenu = new QMenu(copy);
    copyMenu->addAction(tr("Primary key"), this, [this] { copyKey(serve::KeyKind::Primary); });
    copyMenu->addAction(tr("Secondary key"), this, [this] { copyKey(serve::KeyKind::Secondary); });
    copy->setMenu(copyMenu);
    m_regenerate = makeButton(tr("Regenerate key ▾"), u"regenerateKey"_s, ButtonKind::Plain, this);
    auto *newMenu = new QMenu(m_regenerate);
    newMenu->addAction(tr("Primary key…"), this, [this] { regenerate(serve::KeyKind::Primary); });
    newMenu->addAction(tr("Secondary key…"), this, [this] { regenerate(serve::KeyKind::Secondary); });
    m_regenerate->setMenu(newMenu);
    m_delete = makeButton(tr("Delete…"), u"deleteEndpoint"_s, ButtonKind::Plain, this);
    setRole(m_delete, Role::Danger);
    connect(m_delete, &QPushButton::clicked, this, &EndpointsPage::deleteEndpoint);

    auto *buttons = new QWidget(this);
    auto *layout = new QHBoxLayout(buttons);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    for (QPushButton *button : {copy, m_regenerate, m_delete})
        layout->addWidget(button);
    layout->addStretch();
    return buttons;
}

void EndpointsPage::resizeEvent(QResizeEvent *event)
{
    Page::resizeEvent(event);
    m_listCard->setFixedWidth(event->size().width() >= wideFrom ? listWidth : narrowListWidth);
}

void EndpointsPage::addActions(ActionRegistry &registry)
{
    const QString group = title();
    registry.add({.id = u"endpoints.create"_s,
                  .text = tr("Create an endpoint…"),
                  .group = group,
                  .icon = u"add"_s,
                  .run = [this] { createEndpoint(); }});
    registry.add({.id = u"endpoints.deploy"_s,
                  .text = tr("Deploy a version…"),
                  .group = group,
                  .icon = u"endpoints"_s,
                  .run = [this] { deploy(); }});
    registry.add({.id = u"endpoints.traffic"_s,
                  .text = tr("Set an endpoint's traffic…"),
                  .group = group,
                  .icon = u"traffic"_s,
                  .run = [this] { editTraffic(); }});
    registry.add({.id = u"endpoints.copyUrl"_s,
                  .text = tr("Copy the scoring URL"),
                  .group = group,
                  .icon = u"copy"_s,
                  .run = [this] { copyUrl(); }});
    registry.add({.id = u"endpoints.copyKey"_s,
                  .text = tr("Copy the primary key"),
                  .group = group,
                  .icon = u"key"_s,
                  .run = [this] { copyKey(serve::KeyKind::Primary); }});
    updateActions();
}

void EndpointsPage::refresh()
{
    m_session.read(
        this, m_request, [](Workspace &workspace) { return readEndpoints(workspace); },
        [this](Result<EndpointsSnapshot> snapshot) {
            if (!snapshot) {
                m_error->showError(errorText(snapshot.error()));
                return;
            }
            m_error->clear();
            take(*std::move(snapshot));
        });
}

void EndpointsPage::take(EndpointsSnapshot snapshot)
{
    const bool first = !m_snapshot;
    m_snapshot = std::move(snapshot);
    m_stack->setEnabled(true);
    m_stack->setCurrentIndex(m_snapshot->endpoints.empty() ? 1 : 0);
    showList();
    if (first && m_wanted.isEmpty())
        chooseByEnvironment();
    showChosen();
}

void EndpointsPage::showList()
{
    std::vector<ObjectItem> items;
    for (const serve::Endpoint &endpoint : m_snapshot->endpoints) {
        const Environment environment = environmentOf(endpoint);
        items.push_back({.id = toQt(endpoint.name),
                         .title = toQt(endpoint.name),
                         .detail = stateWords(endpoint),
                         .mark = environmentWord(environment),
                         .markRole = environmentRole(environment),
                         .detailRole = stateRole(endpoint)});
    }
    std::ranges::stable_partition(items, [this](const ObjectItem &item) {
        return item.mark == environmentWord(m_session.environment());
    });
    const QString wanted = m_wanted;
    m_list->setItems(items);
    if (!wanted.isEmpty())
        m_list->selectId(wanted);
}

void EndpointsPage::chooseByEnvironment()
{
    if (!m_snapshot)
        return;
    for (const serve::Endpoint &endpoint : m_snapshot->endpoints) {
        if (environmentOf(endpoint) == m_session.environment()) {
            m_wanted = toQt(endpoint.name);
            break;
        }
    }
    showList();
}

const serve::Endpoint *EndpointsPage::chosen() const
{
    return m_snapshot ? m_snapshot->find(fromQt(m_list->currentId())) : nullptr;
}

void EndpointsPage::showChosen()
{
    updateActions();
    const serve::Endpoint *endpoint = chosen();
    if (endpoint == nullptr)
        return;
    showHead(*endpoint);
    m_deployments->display(*endpoint, m_snapshot->readAt, m_session.role());
    m_testBox->display(*endpoint);
    m_requests->setEndpoint(endpoint->name);
}

void EndpointsPage::showHead(const serve::Endpoint &endpoint)
{
    const Environment environment = environmentOf(endpoint);
    m_title->setText(toQt(endpoint.name));
    m_environment->setWord(environmentWord(environment), environmentRole(environment));
    m_detail->setText(tr("created %1").arg(ageText(endpoint.created, m_snapshot->readAt)));
    const auto lease = m_session.lease();
    m_copyUrl->setEnabled(lease.has_value());
    if (lease)
        m_url->setText(toQt(agent::scoringUrl(*lease, endpoint.name)));
    else
        m_url->setText(tr("The agent has not run yet, so there is no address."));
    const QString mayNot = whyNotAllowed(m_session.role(), store::Permission::Operate);
    m_regenerate->setEnabled(mayNot.isEmpty());
    m_regenerate->setToolTip(mayNot);
    const QString mayNotDelete = whyNotAllowed(m_session.role(), store::Permission::Administer);
    m_delete->setEnabled(mayNotDelete.isEmpty());
    m_delete->setToolTip(mayNotDelete);
}

void EndpointsPage::showObject(const QString &, const QString &name)
{
    m_wanted = name.section(u'/', 0, 0);
    if (!m_list->selectId(m_wanted))
        refresh();
}

std::vector<PageObject> EndpointsPage::objects() const
{
    std::vector<PageObject> objects;
    if (!m_snapshot)
        return objects;
    for (const serve::Endpoint &endpoint : m_snapshot->endpoints)
        objects.push_back(
            {.kind = u"endpoint"_s,
             .name = toQt(endpoint.name),
             .title = toQt(endpoint.name),
             .detail = environmentWord(environmentOf(endpoint)) + u" · "_s + stateWords(endpoint)});
    return objects;
}

QString EndpointsPage::contextOf(const serve::Endpoint &endpoint) const
{
    return u"%1 · %2"_s.arg(toQt(m_session.workspace()->store->info().name),
                            environmentWord(environmentOf(endpoint)));
}

} // namespace signalbox::ui
