// The Endpoints tab: stable addresses, what is deployed behind them, their keys, a box to test them and what
// they have answered lately. GUI thread only.
#pragma once

#include <optional>

#include "ui/endpoints/endpoints_snapshot.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace signalbox::ui {

class Badge;
class Card;
class CreateEndpointSheet;
class DeploymentsCard;
class EmptyState;
class ErrorBanner;
class ObjectList;
class RequestsCard;
class TestBox;

class EndpointsPage final : public Page
{
    Q_OBJECT

public:
    // `session` outlives the page.
    explicit EndpointsPage(Session &session, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    [[nodiscard]] QStringList kinds() const override;
    // "endpoint" by name; "my-endpoint/green" shows the endpoint.
    void showObject(const QString &kind, const QString &name) override;
    [[nodiscard]] std::vector<PageObject> objects() const override;
    void addActions(ActionRegistry &registry) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeContent();
    QWidget *makeList();
    QWidget *makeHead();
    QWidget *makeKeyButtons();
    void take(EndpointsSnapshot snapshot);
    void showList();
    void showChosen();
    void showHead(const serve::Endpoint &endpoint);
    void chooseByEnvironment();
    void updateActions();

    void createEndpoint();
    void submitCreation(CreateEndpointSheet *sheet);
    void copyKey(serve::KeyKind kind);
    void regenerate(serve::KeyKind kind);
    void showKeys(const QString &endpoint, const MadeKeys &keys);
    void copyUrl();
    void deploy();
    void editTraffic();
    void removeDeployment(const QString &deployment);
    void deleteEndpoint();
    [[nodiscard]] const serve::Endpoint *chosen() const;
    [[nodiscard]] QString contextOf(const serve::Endpoint &endpoint) const;

    Session &m_session;
    std::optional<EndpointsSnapshot> m_snapshot;
    QString m_wanted; // chosen before it is in the list
    Latest m_request;
    Latest m_keyRequest;

    ErrorBanner *m_error;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    Card *m_listCard;
    ObjectList *m_list;
    QPushButton *m_create;
    QLabel *m_title;
    Badge *m_environment;
    QLabel *m_detail;
    QLabel *m_url;
    QPushButton *m_copyUrl;
    QPushButton *m_regenerate;
    QPushButton *m_delete;
    DeploymentsCard *m_deployments;
    TestBox *m_testBox;
    RequestsCard *m_requests;
};

} // namespace signalbox::ui
