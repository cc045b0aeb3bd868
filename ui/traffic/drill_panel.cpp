#include "ui/traffic/drill_panel.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/role_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString faultWords(const serve::Fault &fault)
{
    QStringList parts;
    if (fault.latency.count() > 0)
        parts << DrillPanel::tr("%1 ms slower").arg(fault.latency.count());
    if (fault.errorRate > 0)
        parts << DrillPanel::tr("%1 errors").arg(percentText(fault.errorRate, 0));
    if (fault.scoreShift != 0)
        parts << DrillPanel::tr("scores shifted by %1").arg(deltaText(fault.scoreShift, 2));
    return parts.join(u", "_s);
}

bool loadIsOn(const serve::Endpoint &endpoint, TimePoint now)
{
    return endpoint.load && endpoint.load->requestsPerSecond > 0 && endpoint.load->until > now;
}

void addField(QFormLayout *form, const QString &label, QWidget *field)
{
    field->setAccessibleName(label);
    auto *text = new QLabel(label);
    text->setBuddy(field);
    form->addRow(text, field);
}

} // namespace

QString drillWords(const serve::Endpoint &endpoint, TimePoint now)
{
    QStringList parts;
    if (loadIsOn(endpoint, now))
        parts << DrillPanel::tr("%1 requests a second until %2 UTC")
                     .arg(numberText(endpoint.load->requestsPerSecond, 0),
                          clockText(endpoint.load->until).left(5));
    for (const serve::Deployment &deployment : endpoint.deployments) {
        if (!deployment.fault.none())
            parts << u"%1: %2"_s.arg(toQt(deployment.name), faultWords(deployment.fault));
    }
    return parts.join(u" · "_s);
}

DrillPanel::DrillPanel(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_rate(new QDoubleSpinBox(this))
    , m_minutes(new QSpinBox(this))
    , m_startLoad(makeButton(tr("Start load"), u"startLoad"_s, ButtonKind::Plain, this))
    , m_stopLoad(makeButton(tr("End load"), u"stopLoad"_s, ButtonKind::Plain, this))
    , m_loadState(makeText({}, Role::MutedText, this))
    , m_deployment(new QComboBox(this))
    , m_latency(new QSpinBox(this))
    , m_errors(new QDoubleSpinBox(this))
    , m_shift(new QDoubleSpinBox(this))
    , m_inject(makeButton(tr("Inject fault"), u"injectFault"_s, ButtonKind::Plain, this))
    , m_heal(makeButton(tr("Heal"), u"healFault"_s, ButtonKind::Plain, this))
    , m_faultState(makeText({}, Role::MutedText, this))
{
    auto *card = new Card(tr("DRILL"), this);
    card->body()->addWidget(
        makeText(tr("Rehearse an incident with real requests: start a load, break a deployment, "
                    "watch the charts, roll back."),
                 Role::MutedText, this));
    auto *halves = new ResponsiveRow(560, this);
    halves->setSpacing(24);
    halves->addWidget(makeLoad(), 1);
    halves->addWidget(makeFault(), 1);
    card->body()->addWidget(halves);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

QWidget *DrillPanel::makeLoad()
{
    auto *half = new QWidget(this);
    auto *form = new QFormLayout(half);
    form->setContentsMargins(0, 0, 0, 0);
    m_rate->setRange(0.1, 10'000);
    m_rate->setDecimals(1);
    m_rate->setValue(50);
    m_rate->setObjectName(u"loadRate"_s);
    m_minutes->setRange(1, 60);
    m_minutes->setValue(10);
    m_minutes->setSuffix(tr(" min"));
    m_minutes->setObjectName(u"loadMinutes"_s);
    m_loadState->setObjectName(u"loadState"_s);
    addField(form, tr("Requests a second"), m_rate);
    addField(form, tr("For"), m_minutes);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_startLoad);
    buttons->addWidget(m_stopLoad);
    buttons->addStretch();
    form->addRow(buttons);
    form->addRow(m_loadState);
    connect(m_startLoad, &QPushButton::clicked, this,
            [this] { Q_EMIT loadRequested(m_rate->value(), std::chrono::minutes(m_minutes->value())); });
    connect(m_stopLoad, &QPushButton::clicked, this,
            [this] { Q_EMIT loadRequested(0, std::chrono::minutes(0)); });
    return half;
}

QWidget *DrillPanel::makeFault()
{
    auto *half = new QWidget(this);
    auto *form = new QFormLayout(half);
    form->setContentsMargins(0, 0, 0, 0);
    m_deployment->setObjectName(u"faultDeployment"_s);
    m_latency->setRange(0, 30'000);
    m_latency->setSingleStep(50);
    m_latency->setSuffix(u" ms"_s);
    m_latency->setObjectName(u"faultLatency"_s);
    m_errors->setRange(0, 100);
    m_errors->setDecimals(1);
    m_errors->setSuffix(u" %"_s);
    m_errors->setObjectName(u"faultErrors"_s);
    m_shift->setRange(-20, 20);
    m_shift->setSingleStep(0.5);
    m_shift->setObjectName(u"faultShift"_s);
    m_shift->setToolTip(tr("Added to the log-odds of every row"));
    m_faultState->setObjectName(u"faultState"_s);
    addField(form, tr("Deployment"), m_deployment);
    addField(form, tr("Added latency"), m_latency);
    addField(form, tr("Answered with an error"), m_errors);
    addField(form, tr("Score shift"), m_shift);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_inject);
    buttons->addWidget(m_heal);
    buttons->addStretch();
    form->addRow(buttons);
    form->addRow(m_faultState);
    connect(m_inject, &QPushButton::clicked, this, [this] {
        Q_EMIT faultRequested(m_deployment->currentText(),
                              {.latency = std::chrono::milliseconds(m_latency->value()),
                               .errorRate = m_errors->value() / 100,
                               .scoreShift = m_shift->value()});
    });
    connect(m_heal, &QPushButton::clicked, this,
            [this] { Q_EMIT faultRequested(m_deployment->currentText(), serve::Fault{}); });
    connect(m_deployment, &QComboBox::currentIndexChanged, this, &DrillPanel::showFault);
    return half;
}

void DrillPanel::display(const serve::Endpoint &endpoint, TimePoint now, store::Role role)
{
    const bool another = m_endpoint.name != endpoint.name;
    m_endpoint = endpoint;
    const QString chosen = another ? QString() : m_deployment->currentText();
    QStringList names;
    for (const serve::Deployment &deployment : endpoint.deployments)
        names << toQt(deployment.name);
    QStringList shown;
    for (int i = 0; i < m_deployment->count(); ++i)
        shown << m_deployment->itemText(i);
    if (names != shown) {
        m_deployment->clear();
        m_deployment->addItems(names);
        m_deployment->setCurrentText(chosen);
    }
    const QString mayNot = whyNotAllowed(role, store::Permission::Operate);
    const bool on = loadIsOn(endpoint, now);
    const QString nothing = names.isEmpty() ? tr("Deploy a version first.") : QString();
    for (QPushButton *button : {m_startLoad, m_stopLoad, m_inject, m_heal}) {
        button->setEnabled(mayNot.isEmpty() && nothing.isEmpty());
        button->setToolTip(mayNot.isEmpty() ? nothing : mayNot);
    }
    m_stopLoad->setEnabled(m_stopLoad->isEnabled() && on);
    m_startLoad->setText(on ? tr("Change load") : tr("Start load"));
    if (on)
        m_loadState->setText(tr("%1 a second by %2 · %3 sent · %4 failed · until %5 UTC")
                                 .arg(numberText(endpoint.load->requestsPerSecond, 0),
                                      toQt(endpoint.load->startedBy), countText(endpoint.load->sent),
                                      countText(endpoint.load->failed), clockText(endpoint.load->until)));
    else
        m_loadState->setText(tr("No load"));
    showFault();
}

void DrillPanel::showFault()
{
    const serve::Deployment *deployment = m_endpoint.find(fromQt(m_deployment->currentText()));
    const bool broken = deployment != nullptr && !deployment->fault.none();
    m_faultState->setText(broken ? tr("%1 is %2").arg(toQt(deployment->name), faultWords(deployment->fault))
                                 : tr("No fault"));
    m_heal->setEnabled(broken && m_inject->isEnabled());
}

DrillBanner::DrillBanner(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_text(makeText({}, Role::Warning, this))
{
    auto *card = new Card({}, this);
    card->setBorderRole(Role::Warning);
    card->layout()->setContentsMargins(12, 6, 8, 6);
    auto *icon = new QLabel(this);
    icon->setPixmap(theme.icon(u"drill"_s, Role::Warning).pixmap(16, 16));
    connect(&theme, &Theme::changed, icon,
            [icon, &theme] { icon->setPixmap(theme.icon(u"drill"_s, Role::Warning).pixmap(16, 16)); });
    m_text->setObjectName(u"drillText"_s);
    auto *end = makeButton(tr("End drill"), u"endDrill"_s, ButtonKind::Plain, this);
    connect(end, &QPushButton::clicked, this, &DrillBanner::endRequested);
    auto *line = new QHBoxLayout;
    line->addWidget(icon);
    line->addWidget(m_text, 1);
    line->addWidget(end);
    card->body()->addLayout(line);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    hide();
}

void DrillBanner::display(const serve::Endpoint &endpoint, TimePoint now)
{
    const QString words = drillWords(endpoint, now);
    m_text->setText(tr("A drill is on: %1").arg(words));
    setVisible(!words.isEmpty());
}

} // namespace signalbox::ui
