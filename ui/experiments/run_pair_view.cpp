#include "ui/experiments/run_pair_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <set>

#include "ui/experiments/run_rows.h"
#include "ui/widgets/comparison_view.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using tracking::Run;

namespace {

constexpr int shownParameters = 16;

QString valueOf(const Run &run, const std::string &key)
{
    const auto found = run.parameters.find(key);
    return found == run.parameters.end() ? emDash() : toQt(found->second);
}

} // namespace

std::vector<Row> parameterRows(const Run &baseline, const Run &candidate)
{
    std::set<std::string> keys;
    for (const Run *run : {&baseline, &candidate})
        for (const auto &[key, value] : run->parameters)
            keys.insert(key);
    std::vector<Row> rows;
    for (const std::string &key : keys) {
        const QString before = valueOf(baseline, key);
        const QString after = valueOf(candidate, key);
        const bool differs = before != after;
        const Role role = differs ? Role::Accent : Role::MutedText;
        rows.push_back({.id = toQt(key),
                        .cells = {{.text = toQt(key)},
                                  {.text = shortened(before), .role = role, .toolTip = before},
                                  {.text = shortened(after), .role = role, .bold = differs, .toolTip = after},
                                  {.text = differs ? u"≠"_s : QString(),
                                   .role = role,
                                   .toolTip = differs ? RunPairView::tr("differs") : QString()}}});
    }
    std::ranges::stable_partition(rows, [](const Row &row) { return row.cells[2].bold; });
    return rows;
}

RunPairView::RunPairView(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_title(makeTitle({}, this))
    , m_comparison(new ComparisonView(theme, u"runComparison"_s, this))
    , m_obstacle(makeText({}, Role::Warning, this))
    , m_parameters(new ValueTableModel(
          {{.title = tr("Parameter")}, {.title = tr("From")}, {.title = tr("To")}, {.title = {}}}, this))
    , m_table(new DataTable(theme, u"runParametersCompared"_s, tr("Parameters side by side"), this))
{
    setObjectName(u"runPair"_s);
    m_title->setObjectName(u"pairTitle"_s);
    m_title->setWordWrap(true);
    m_obstacle->setObjectName(u"pairObstacle"_s);
    m_table->setRowsModel(m_parameters);
    m_table->setFitRows(shownParameters);
    m_table->setStretchColumn(2);
    auto *swap = makeButton(tr("Swap"), u"pairSwap"_s, ButtonKind::Plain, this);
    swap->setAccessibleName(tr("Swap the two runs"));
    auto *close = makeButton(tr("Back to the run"), u"pairClose"_s, ButtonKind::Plain, this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(swap);
    buttons->addWidget(close);
    buttons->addStretch();

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_title);
    layout->addLayout(buttons);
    layout->addSpacing(6);
    layout->addWidget(makeSectionHeading(tr("METRICS"), this));
    layout->addWidget(m_comparison);
    layout->addWidget(m_obstacle);
    layout->addSpacing(6);
    layout->addWidget(makeSectionHeading(tr("PARAMETERS"), this));
    layout->addWidget(m_table);
    layout->addStretch();

    connect(swap, &QPushButton::clicked, this, &RunPairView::swapRequested);
    connect(close, &QPushButton::clicked, this, &RunPairView::closed);
}

void RunPairView::setPair(const RunPair &pair)
{
    const QString baseline = toQt(pair.baseline.name);
    const QString candidate = toQt(pair.candidate.name);
    m_title->setText(tr("%1 → %2").arg(baseline, candidate));
    m_comparison->setVisible(pair.comparison.has_value());
    if (pair.comparison)
        m_comparison->setComparison(*pair.comparison, tr("From"), tr("To"));
    m_obstacle->setText(toQt(pair.obstacle));
    m_obstacle->setVisible(!pair.obstacle.empty());
    m_parameters->setRows(parameterRows(pair.baseline, pair.candidate));
}

} // namespace signalbox::ui
