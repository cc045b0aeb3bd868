#include "ui/endpoints/test_box.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

#include "core/agent/lease.h"
#include "core/base/json.h"
#include "ui/endpoints/endpoints_snapshot.h"
#include "ui/shell/session.h"
#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int textHeight = 190;

Result<serve::HttpResponse> sendRequest(Workspace &workspace, const std::string &endpoint,
                                        serve::HttpRequest request, std::string key)
{
    if (key.empty()) {
        SIGNALBOX_TRY(key, keyFromKeychain(workspace, endpoint, serve::KeyKind::Primary));
    }
    request.headers.emplace_back("Authorization", "Bearer " + key);
    return serve::ProbeClient().send(request);
}

QString reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return u"OK"_s;
    case 400:
        return u"Bad Request"_s;
    case 401:
        return u"Unauthorized"_s;
    case 404:
        return u"Not Found"_s;
    case 408:
        return u"Request Timeout"_s;
    case 413:
        return u"Payload Too Large"_s;
    case 415:
        return u"Unsupported Media Type"_s;
    case 429:
        return u"Too Many Requests"_s;
    case 500:
        return u"Internal Server Error"_s;
    case 503:
        return u"Service Unavailable"_s;
    default:
        return {};
    }
}

} // namespace

TestBox::TestBox(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_body(new QPlainTextEdit(this))
    , m_bodyProblem(makeText({}, Role::Warning, this))
    , m_deployment(new QComboBox(this))
    , m_key(new QLineEdit(this))
    , m_send(makeButton(tr("Send request"), u"sendRequest"_s, ButtonKind::Primary, this))
    , m_status(new StatusDot(session.services().theme, this))
    , m_headers(makeText({}, Role::MutedText, this))
    , m_text(new QPlainTextEdit(this))
{
    auto *card = new Card(tr("TEST BOX"), this);
    auto *request = new QWidget(this);
    auto *answer = new QWidget(this);
    buildRequest(request);
    buildAnswer(answer);
    auto *halves = new ResponsiveRow(620, this);
    halves->setSpacing(16);
    halves->addWidget(request, 1);
    halves->addWidget(answer, 1);
    card->body()->addWidget(halves);

    auto *snippets = makeButton(tr("Copy as ▾"), u"copySnippet"_s, ButtonKind::Plain, this);
    auto *menu = new QMenu(snippets);
    menu->addAction(tr("curl"), this, [this] { copySnippet(SnippetKind::Curl); });
    menu->addAction(tr("PowerShell"), this, [this] { copySnippet(SnippetKind::PowerShell); });
    menu->addAction(tr("Python"), this, [this] { copySnippet(SnippetKind::Python); });
    snippets->setMenu(menu);
    snippets->setAccessibleName(tr("Copy the request as code"));
    card->addHeadingWidget(snippets);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(&session, &Session::workspaceChanged, this, &TestBox::updateSend);
    updateSend();
}

void TestBox::buildRequest(QWidget *half)
{
    const Theme &theme = m_session.services().theme;
    m_body->setObjectName(u"requestBody"_s);
    m_body->setAccessibleName(tr("Body of the request, JSON"));
    m_body->setProperty("well", true);
    m_body->setFont(theme.codeFont());
    m_body->setFixedHeight(textHeight);
    m_body->setTabChangesFocus(true);
    m_bodyProblem->setObjectName(u"bodyProblem"_s);
    m_bodyProblem->hide();
    m_deployment->setObjectName(u"testDeployment"_s);
    m_deployment->setAccessibleName(tr("Which deployment answers"));
    m_key->setObjectName(u"testKey"_s);
    m_key->setAccessibleName(tr("Key; empty takes the one of the keychain"));
    m_key->setPlaceholderText(tr("Key from the keychain, or paste one"));
    m_key->setEchoMode(QLineEdit::Password);
    auto *example = makeButton(tr("Another example"), u"anotherExample"_s, ButtonKind::Plain, half);

    auto *who = new QHBoxLayout;
    who->addWidget(m_deployment, 1);
    who->addWidget(m_key, 2);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_send);
    buttons->addWidget(example);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(half);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_body);
    layout->addWidget(m_bodyProblem);
    layout->addLayout(who);
    layout->addLayout(buttons);
    layout->addStretch();
    connect(m_body, &QPlainTextEdit::textChanged, this, &TestBox::checkBody);
    connect(m_send, &QPushButton::clicked, this, &TestBox::send);
    connect(example, &QPushButton::clicked, this, [this] { loadExample(true); });
    connect(m_deployment, &QComboBox::activated, this, [this] { loadExample(false); });
}

void TestBox::buildAnswer(QWidget *half)
{
    m_text->setObjectName(u"answerText"_s);
    m_text->setAccessibleName(tr("Body of the answer"));
    m_text->setProperty("well", true);
    m_text->setReadOnly(true);
    m_text->setFont(m_session.services().theme.codeFont());
    m_text->setFixedHeight(textHeight);
    m_text->setTabChangesFocus(true);
    m_text->setPlaceholderText(tr("The answer appears here as it came."));
    m_status->setObjectName(u"answerStatus"_s);
    m_status->setState(Role::MutedText, tr("Nothing sent yet"));
    m_headers->setObjectName(u"answerHeaders"_s);
    m_headers->setFont(m_session.services().theme.smallFont());
    auto *layout = new QVBoxLayout(half);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_text);
    layout->addWidget(m_status);
    layout->addWidget(m_headers);
    layout->addStretch();
}

void TestBox::display(const serve::Endpoint &endpoint)
{
    const bool another = endpoint.name != m_endpoint.name;
    m_endpoint = endpoint;
    const QString chosen = another ? QString() : chosenDeployment();
    QStringList names;
    for (const serve::Deployment &deployment : endpoint.deployments)
        names << toQt(deployment.name);
    QStringList shown;
    for (int i = 1; i < m_deployment->count(); ++i)
        shown << m_deployment->itemData(i).toString();
    if (names != shown || m_deployment->count() == 0) {
        m_deployment->clear();
        m_deployment->addItem(tr("By traffic"));
        for (const QString &name : names)
            m_deployment->addItem(tr("Only %1").arg(name), name);
        m_deployment->setCurrentIndex(std::max(0, m_deployment->findData(chosen)));
    }
    if (another) {
        m_answer.cancel();
        m_key->clear();
        m_text->clear();
        m_headers->clear();
        m_status->setState(Role::MutedText, tr("Nothing sent yet"));
    }
    loadExample(false);
    updateSend();
}

QString TestBox::chosenDeployment() const
{
    return m_deployment->currentData().toString();
}

QString TestBox::url() const
{
    const auto lease = m_session.lease();
    return lease ? toQt(agent::scoringUrl(*lease, m_endpoint.name)) : QString();
}

const serve::Deployment *TestBox::exampleDeployment() const
{
    if (const serve::Deployment *chosen = m_endpoint.find(fromQt(chosenDeployment())))
        return chosen;
    const auto busiest = std::ranges::max_element(m_endpoint.deployments, {}, &serve::Deployment::percent);
    return busiest == m_endpoint.deployments.end() ? nullptr : &*busiest;
}

void TestBox::loadExample(bool another)
{
    const serve::Deployment *deployment = exampleDeployment();
    if (deployment == nullptr) {
        if (m_exampleOf != toQt(m_endpoint.name))
            m_body->clear();
        m_exampleOf = toQt(m_endpoint.name);
        return;
    }
    const QString of = toQt(m_endpoint.name + '/' + deployment->hash);
    if (of == m_exampleOf && !another)
        return;
    m_exampleOf = of;
    m_seed += another ? 1 : 0;
    m_session.read(
        this, m_example,
        [deployment = *deployment, seed = m_seed](Workspace &workspace) {
            return exampleRequest(workspace, deployment, seed);
        },
        [this](const Result<std::string> &body) {
            if (body)
                m_body->setPlainText(toQt(*body));
            else
                m_body->setPlaceholderText(errorText(body.error()));
        });
}

void TestBox::checkBody()
{
    const QString text = m_body->toPlainText();
    const auto json = parseJson(fromQt(text));
    const bool odd = !text.trimmed().isEmpty() && !json;
    m_bodyProblem->setVisible(odd);
    // Sent all the same: what the endpoint makes of broken JSON is worth a test.
    m_bodyProblem->setText(odd ? toQt(json.error().text()) : QString());
}

void TestBox::updateSend()
{
    QString obstacle;
    if (m_endpoint.name.empty())
        obstacle = tr("Choose an endpoint first");
    else if (!m_session.agentAlive())
        obstacle = tr("The agent does not run, so nobody would answer");
    m_send->setEnabled(obstacle.isEmpty() && !m_answer.waiting());
    m_send->setToolTip(obstacle);
    m_send->setAccessibleDescription(m_send->toolTip());
}

void TestBox::send()
{
    if (url().isEmpty())
        return;
    serve::HttpRequest request{.url = fromQt(url()),
                               .headers = {{"Content-Type", "application/json"}},
                               .body = fromQt(m_body->toPlainText())};
    if (!chosenDeployment().isEmpty())
        request.headers.emplace_back("azureml-model-deployment", fromQt(chosenDeployment()));
    m_status->setState(Role::MutedText, tr("Waiting for the answer…"));
    m_session.read(
        this, m_answer,
        [request = std::move(request), endpoint = m_endpoint.name, key = fromQt(m_key->text().trimmed())](
            Workspace &workspace) { return sendRequest(workspace, endpoint, request, key); },
        [this](const Result<serve::HttpResponse> &answer) {
            showAnswer(answer);
            updateSend();
        });
    updateSend();
}

void TestBox::showAnswer(const Result<serve::HttpResponse> &answer)
{
    if (!answer) {
        m_status->setState(Role::Danger, tr("No answer"));
        m_headers->clear();
        m_text->setPlainText(errorText(answer.error()));
        return;
    }
    const double milliseconds = static_cast<double>(answer->elapsed.count()) / 1000;
    QString status =
        u"%1 %2 · %3"_s.arg(answer->status).arg(reasonPhrase(answer->status), durationText(milliseconds));
    const QString deployment = toQt(answer->header("azureml-model-deployment"));
    const QString version = toQt(answer->header("x-signalbox-model-version"));
    if (!deployment.isEmpty())
        status += tr(" · answered by %1 v%2").arg(deployment, version);
    m_status->setState(answer->status == 200 ? Role::Good : Role::Danger, status);
    QStringList headers;
    for (const auto &[name, value] : answer->headers)
        headers << u"%1: %2"_s.arg(toQt(name), toQt(value));
    m_headers->setText(headers.join(u'\n'));
    m_text->setPlainText(prettyJson(answer->body));
}

void TestBox::copySnippet(SnippetKind kind)
{
    const QString address =
        url().isEmpty() ? u"http://127.0.0.1:8350/endpoints/%1/score"_s.arg(toQt(m_endpoint.name)) : url();
    QGuiApplication::clipboard()->setText(
        codeSnippet(kind, {.url = address, .deployment = chosenDeployment(), .body = m_body->toPlainText()}));
    m_session.services().toasts.showToast(
        {.text = tr("Copied. The code reads the key from the environment variable SIGNALBOX_KEY"),
         .role = Role::Accent});
}

} // namespace signalbox::ui
