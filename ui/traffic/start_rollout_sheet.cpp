#include "ui/traffic/start_rollout_sheet.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QSpinBox>

#include "ui/shell/deployable.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

Result<std::vector<int>> parseSteps(const QString &text)
{
    std::vector<int> steps;
    for (const QString &part : text.split(u',', Qt::SkipEmptyParts)) {
        QString word = part.trimmed();
        if (word.endsWith(u'%'))
            word = word.chopped(1).trimmed();
        bool whole = false;
        const int step = word.toInt(&whole);
        if (!whole)
            return failure(ErrorCode::InvalidArgument,
                           "'" + fromQt(part.trimmed()) + "' is not a whole number of percent.");
        steps.push_back(step);
    }
    return steps;
}

StartRolloutSheet::StartRolloutSheet(const Theme &theme, const QString &endpoint, bool production,
                                     std::vector<registry::Version> versions, const QString &context,
                                     QWidget *parent)
    : FormSheet(theme, u"startRolloutSheet"_s, tr("Start a rollout of %1").arg(endpoint), tr("Start rollout"),
                context, parent)
    , m_versions(std::move(versions))
    , m_version(new QComboBox(this))
    , m_steps(new QLineEdit(this))
    , m_settle(new QSpinBox(this))
    , m_requests(new QSpinBox(this))
    , m_errorLimit(new QDoubleSpinBox(this))
    , m_probes(new QSpinBox(this))
{
    const rollout::Plan usual;
    for (const registry::Version &version : m_versions)
        m_version->addItem(versionTitle(version));
    m_version->setObjectName(u"version"_s);
    QStringList steps;
    for (const int step : usual.steps)
        steps << QString::number(step);
    m_steps->setText(steps.join(u", "_s));
    m_steps->setObjectName(u"steps"_s);
    m_settle->setRange(0, 24 * 3600);
    m_settle->setValue(
        static_cast<int>(std::chrono::duration_cast<std::chrono::seconds>(usual.settle).count()));
    m_settle->setSuffix(tr(" s"));
    m_settle->setObjectName(u"settle"_s);
    m_requests->setRange(0, 1'000'000);
    m_requests->setValue(static_cast<int>(usual.minimumRequests));
    m_requests->setObjectName(u"requests"_s);
    m_errorLimit->setRange(0, 100);
    m_errorLimit->setDecimals(2);
    m_errorLimit->setValue(usual.errorRateLimit * 100);
    m_errorLimit->setSuffix(u" %"_s);
    m_errorLimit->setObjectName(u"errorLimit"_s);
    m_probes->setRange(1, 1000);
    m_probes->setValue(usual.probes);
    m_probes->setObjectName(u"probes"_s);

    addField(tr("Version"), m_version);
    addField(tr("Steps, % of the traffic"), m_steps, tr("Rising, and ending with 100"));
    addField(tr("Settle at each step for"), m_settle);
    addField(tr("Requests before errors are judged"), m_requests);
    addField(tr("Goes back above an error rate of"), m_errorLimit);
    addField(tr("Smoke test, requests"), m_probes, tr("In isolation first, and again at every step"));
    addText(production
                ? tr("The new version is loaded and tested alone first. Then the production gate opens, and "
                     "traffic moves only after it was approved.")
                : tr("The new version is loaded and tested alone first, before any traffic moves."));
    connect(m_steps, &QLineEdit::textChanged, this, &StartRolloutSheet::check);
    connect(m_version, &QComboBox::currentIndexChanged, this, &StartRolloutSheet::check);
    check();
}

Result<RolloutRequest> StartRolloutSheet::request() const
{
    const int chosen = m_version->currentIndex();
    if (chosen < 0)
        return failure(ErrorCode::InvalidArgument, "Choose a version.");
    const registry::Version &version = m_versions.at(static_cast<std::size_t>(chosen));
    RolloutRequest request{.model = version.model, .version = version.number, .plan = {}};
    SIGNALBOX_TRY(request.plan.steps, parseSteps(m_steps->text()));
    request.plan.settle = std::chrono::seconds(m_settle->value());
    request.plan.minimumRequests = m_requests->value();
    request.plan.errorRateLimit = m_errorLimit->value() / 100;
    request.plan.probes = m_probes->value();
    SIGNALBOX_CHECK(request.plan.check());
    return request;
}

void StartRolloutSheet::check()
{
    const auto typed = request();
    showProblem(typed ? QString() : toQt(typed.error().message));
    setObstacle(typed ? QString() : toQt(typed.error().message));
}

} // namespace signalbox::ui
