#include "ui/registry/compare_versions_dialog.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>

#include <fmt/format.h>

#include "core/registry/comparison.h"
#include "ui/registry/version_rows.h"
#include "ui/widgets/comparison_view.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Version;

namespace {

constexpr int dialogWidth = 520;

Result<registry::Comparison> compareVersions(const store::Store &store, const Version &baseline,
                                             const Version &candidate)
{
    if (baseline.run.empty() || candidate.run.empty())
        return failure(ErrorCode::FailedPrecondition,
                       "A version without a run of this workspace has no recorded numbers to compare.");
    SIGNALBOX_TRY(auto comparison, registry::compareRuns(store, candidate.run, baseline.run));
    comparison.baseline = fmt::format("{}/{}", baseline.model, baseline.number);
    comparison.candidate = fmt::format("{}/{}", candidate.model, candidate.number);
    return comparison;
}

} // namespace

CompareVersionsDialog::CompareVersionsDialog(Session &session, std::vector<Version> versions,
                                             std::int64_t baseline, std::int64_t candidate, QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_versions(std::move(versions))
    , m_baseline(makeChoice(u"compareBaseline"_s, tr("Version to compare with"), baseline))
    , m_candidate(makeChoice(u"compareCandidate"_s, tr("Version to judge"), candidate))
    , m_comparison(new ComparisonView(session.services().theme, u"versionComparison"_s, this))
    , m_problem(makeText({}, Role::Warning, this))
{
    setObjectName(u"compareVersionsDialog"_s);
    const QString title = tr("Compare versions of %1").arg(toQt(m_versions.front().model));
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(dialogWidth);
    m_problem->setObjectName(u"compareProblem"_s);
    m_problem->hide();

    auto *choices = new QHBoxLayout;
    choices->setSpacing(8);
    choices->addWidget(m_baseline, 1);
    choices->addWidget(new QLabel(u"→"_s, this));
    choices->addWidget(m_candidate, 1);
    auto *close = makeButton(tr("Close"), u"compareClose"_s, ButtonKind::Plain, this);
    close->setDefault(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(12);
    layout->addWidget(makeTitle(title, this));
    layout->addLayout(choices);
    layout->addWidget(m_comparison);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addWidget(close, 0, Qt::AlignRight);

    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    for (QComboBox *box : {m_baseline, m_candidate})
        connect(box, &QComboBox::currentIndexChanged, this, &CompareVersionsDialog::load);
    load();
}

QComboBox *CompareVersionsDialog::makeChoice(const QString &objectName, const QString &accessibleName,
                                             std::int64_t number)
{
    auto *box = new QComboBox(this);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    for (const Version &version : m_versions)
        box->addItem(tr("version %1 · %2").arg(version.number).arg(versionWord(version).text));
    const auto found = std::ranges::find(m_versions, number, &Version::number);
    box->setCurrentIndex(found == m_versions.end() ? 0 : static_cast<int>(found - m_versions.begin()));
    return box;
}

void CompareVersionsDialog::load()
{
    const Version &baseline = m_versions[static_cast<std::size_t>(m_baseline->currentIndex())];
    const Version &candidate = m_versions[static_cast<std::size_t>(m_candidate->currentIndex())];
    m_session.read(
        this, m_reading,
        [baseline, candidate](Workspace &workspace) {
            return compareVersions(*workspace.store, baseline, candidate);
        },
        [this](const Result<registry::Comparison> &comparison) {
            m_comparison->setVisible(comparison.has_value());
            m_problem->setVisible(!comparison);
            if (comparison)
                m_comparison->setComparison(*comparison);
            else
                m_problem->setText(toQt(comparison.error().message));
            adjustSize();
        });
}

} // namespace signalbox::ui
