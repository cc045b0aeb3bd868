#include "ui/endpoints/endpoint_sheets.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <array>

#include "core/base/text.h"
#include "ui/shell/deployable.h"
#include "ui/widgets/copy_secret.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array environments = {serve::Environment::Dev, serve::Environment::Staging,
                                     serve::Environment::Production};

QString environmentTitle(serve::Environment environment)
{
    switch (environment) {
    case serve::Environment::Dev:
        return CreateEndpointSheet::tr("Development");
    case serve::Environment::Staging:
        return CreateEndpointSheet::tr("Staging");
    case serve::Environment::Production:
        break;
    }
    return CreateEndpointSheet::tr("Production");
}

// What is wrong with a name, "" if nothing; an empty one is only not there yet.
QString nameProblem(std::string_view what, const QString &name)
{
    const Status checked = checkName(what, fromQt(name));
    return checked ? QString() : toQt(checked.error().message);
}

} // namespace

CreateEndpointSheet::CreateEndpointSheet(const Theme &theme, serve::Environment environment,
                                         const QString &context, QWidget *parent)
    : FormSheet(theme, u"createEndpointSheet"_s, tr("Create an endpoint"), tr("Create endpoint"), context,
                parent)
    , m_name(new QLineEdit(this))
    , m_environment(new QComboBox(this))
{
    m_name->setObjectName(u"name"_s);
    m_name->setPlaceholderText(u"my-ml-endpoint-prod"_s);
    m_environment->setObjectName(u"environment"_s);
    for (const serve::Environment one : environments)
        m_environment->addItem(environmentTitle(one));
    m_environment->setCurrentIndex(static_cast<int>(environment));
    addField(tr("Name"), m_name, tr("Part of the scoring URL; letters, digits and - _ ."));
    addField(tr("Environment"), m_environment,
             tr("In production only a version that passed the production gate takes traffic"));
    addText(tr("Two keys are made. They are shown once and kept in this computer's keychain."));
    connect(m_name, &QLineEdit::textChanged, this, &CreateEndpointSheet::check);
    check();
}

QString CreateEndpointSheet::name() const
{
    return m_name->text().trimmed();
}

serve::Environment CreateEndpointSheet::environment() const
{
    return environments.at(static_cast<std::size_t>(m_environment->currentIndex()));
}

void CreateEndpointSheet::check()
{
    const QString problem = nameProblem("endpoint", name());
    showProblem(name().isEmpty() ? QString() : problem);
    setObstacle(problem);
}

DeploySheet::DeploySheet(const Theme &theme, const serve::Endpoint &endpoint,
                         std::vector<registry::Version> versions, const QString &context, QWidget *parent)
    : FormSheet(theme, u"deploySheet"_s, tr("Deploy a version to %1").arg(toQt(endpoint.name)),
                tr("Deploy at 0 %"), context, parent)
    , m_endpoint(endpoint)
    , m_versions(std::move(versions))
    , m_version(new QComboBox(this))
    , m_deployment(new QComboBox(this))
{
    m_version->setObjectName(u"version"_s);
    for (const registry::Version &version : m_versions)
        m_version->addItem(versionTitle(version));
    m_deployment->setObjectName(u"deployment"_s);
    m_deployment->setEditable(true);
    m_deployment->addItems({u"blue"_s, u"green"_s});
    const serve::Deployment *blue = endpoint.find("blue");
    m_deployment->setCurrentText(blue == nullptr || blue->percent == 0 ? u"blue"_s : u"green"_s);
    addField(tr("Version"), m_version, tr("Only approved versions can be deployed"));
    addField(tr("Deployment"), m_deployment, tr("One of that name at 0 % is replaced"));
    addText(tr("It takes no traffic until you move some to it. The agent loads it in a moment."));
    connect(m_deployment, &QComboBox::editTextChanged, this, &DeploySheet::check);
    connect(m_version, &QComboBox::currentIndexChanged, this, &DeploySheet::check);
    check();
}

const registry::Version &DeploySheet::version() const
{
    return m_versions.at(static_cast<std::size_t>(m_version->currentIndex()));
}

QString DeploySheet::deployment() const
{
    return m_deployment->currentText().trimmed();
}

void DeploySheet::check()
{
    QString problem = nameProblem("deployment", deployment());
    const serve::Deployment *existing = m_endpoint.find(fromQt(deployment()));
    if (m_version->currentIndex() < 0)
        problem = tr("There is no approved version. Approve one in Registry first.");
    else if (existing != nullptr && existing->percent > 0)
        problem =
            tr("%1 takes %2 % of the traffic. Choose another name.").arg(deployment()).arg(existing->percent);
    showProblem(deployment().isEmpty() ? QString() : problem);
    setObstacle(problem);
}

TrafficSheet::TrafficSheet(const Theme &theme, const serve::Endpoint &endpoint, const QString &context,
                           QWidget *parent)
    : FormSheet(theme, u"trafficSheet"_s, tr("Traffic of %1").arg(toQt(endpoint.name)), tr("Move traffic"),
                context, parent)
    , m_sum(makeText({}, Role::MutedText, this))
    , m_reason(new QLineEdit(this))
{
    m_sum->setObjectName(u"sum"_s);
    for (const serve::Deployment &deployment : endpoint.deployments) {
        auto *share = new QSpinBox(this);
        share->setRange(0, 100);
        share->setSuffix(u" %"_s);
        share->setValue(deployment.percent);
        share->setObjectName(u"share-"_s + toQt(deployment.name));
        const bool ready = deployment.state == serve::DeploymentState::Ready;
        share->setEnabled(ready);
        addField(u"%1 · v%2"_s.arg(toQt(deployment.name)).arg(deployment.version), share,
                 ready ? QString() : tr("Not ready, so it can take no traffic"));
        connect(share, &QSpinBox::valueChanged, this, &TrafficSheet::check);
        m_shares[deployment.name] = share;
    }
    m_reason->setObjectName(u"reason"_s);
    addField(tr("Reason"), m_reason, tr("For the audit trail"));
    body()->addWidget(m_sum);
    check();
}

serve::Split TrafficSheet::split() const
{
    serve::Split split;
    for (const auto &[name, share] : m_shares) {
        if (share->value() > 0)
            split[name] = share->value();
    }
    return split;
}

QString TrafficSheet::reason() const
{
    return m_reason->text().trimmed();
}

void TrafficSheet::check()
{
    int sum = 0;
    for (const auto &[name, share] : m_shares)
        sum += share->value();
    if (sum == 0)
        m_sum->setText(tr("Sum 0 %: the endpoint is closed and answers every request with 503."));
    else
        m_sum->setText(tr("Sum %1 %").arg(sum));
    const bool fits = sum == 100 || sum == 0;
    setRole(m_sum, fits ? Role::MutedText : Role::Danger);
    setObstacle(fits ? QString()
                     : tr("The shares sum to %1 %. They must sum to 100 %, or to 0 % to close the endpoint.")
                           .arg(sum));
    showProblem(fits ? QString() : tr("The shares must sum to 100 %, or to 0 % to close the endpoint."));
}

KeysSheet::KeysSheet(const Theme &theme, SecretCopier &copier, const QString &endpoint, const MadeKeys &keys,
                     QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"keysSheet"_s);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Keys of %1").arg(endpoint));
    setAccessibleName(windowTitle());
    setMinimumWidth(560);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(makeTitle(windowTitle(), this));
    layout->addWidget(
        makeText(tr("This is the only time that they are shown: the workspace keeps only their hashes."),
                 Role::MutedText, this));

    const auto addKey = [&](const QString &label, const QString &name, const std::string &key) {
        if (key.empty())
            return;
        auto *field = new QLineEdit(toQt(key), this);
        field->setObjectName(name);
        field->setAccessibleName(label);
        field->setReadOnly(true);
        field->setFont(theme.codeFont());
        field->setCursorPosition(0);
        auto *copy = makeButton(tr("Copy"), u"copy-"_s + name, ButtonKind::Plain, this);
        copy->setAccessibleName(tr("Copy %1").arg(label));
        copy->setIcon(theme.icon(u"copy"_s));
        const auto seconds = copier.clearTime().count();
        copy->setToolTip(tr("Taken off the clipboard again after %1 s").arg(seconds));
        connect(copy, &QPushButton::clicked, this, [field, &copier] { copier.copy(field->text()); });
        layout->addWidget(makeSectionHeading(label, this));
        auto *line = new QHBoxLayout;
        line->addWidget(field, 1);
        line->addWidget(copy);
        layout->addLayout(line);
    };
    addKey(tr("Primary key"), u"primaryKey"_s, keys.primary);
    addKey(tr("Secondary key"), u"secondaryKey"_s, keys.secondary);

    auto *kept =
        keys.keychainProblem.empty()
            ? makeText(tr("Kept in this computer's keychain: “Copy key” finds it there."), Role::Good, this)
            : makeText(tr("Not kept anywhere: %1 Copy now what you need.").arg(toQt(keys.keychainProblem)),
                       Role::Warning, this);
    kept->setObjectName(u"keychainState"_s);
    layout->addWidget(kept);
    auto *close = makeButton(tr("Done"), u"done"_s, ButtonKind::Primary, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(close);
    layout->addLayout(buttons);
}

} // namespace signalbox::ui
