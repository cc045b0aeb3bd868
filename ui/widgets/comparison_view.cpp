#include "ui/widgets/comparison_view.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QLabel>
#include <cmath>

#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/metric_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

// Differences below what three decimals show are none.
constexpr double visibleDifference = 0.0005;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::ComparisonView)
};

std::vector<Cell> differenceCells(const registry::MetricDifference &difference)
{
    if (!difference.baseline)
        return {{.text = emDash(), .role = Role::MutedText}, {}};
    const double delta = difference.candidate - *difference.baseline;
    if (std::abs(delta) < visibleDifference)
        return {{.text = deltaText(delta), .role = Role::MutedText},
                {.text = Words::tr("same"), .role = Role::MutedText}};
    const bool better = (delta > 0) == difference.higherIsBetter;
    const Role role = better ? Role::Good : Role::Danger;
    return {{.text = deltaText(delta), .sortKey = delta, .role = role, .bold = true},
            {.text = better ? Words::tr("better") : Words::tr("worse"), .role = role}};
}

} // namespace

QString sideTitle(const std::string &label)
{
    const auto slash = label.rfind('/');
    return slash == std::string::npos ? toQt(label) : u"v"_s + toQt(label.substr(slash + 1));
}

std::vector<Row> comparisonRows(const registry::Comparison &comparison)
{
    std::vector<Row> rows;
    for (const registry::MetricDifference &difference : comparison.metrics) {
        Row row{.id = toQt(difference.metric),
                .cells = {{.text = metricTitle(difference.metric)},
                          {.text = difference.baseline ? numberText(*difference.baseline) : emDash()},
                          {.text = numberText(difference.candidate)}}};
        std::ranges::move(differenceCells(difference), std::back_inserter(row.cells));
        rows.push_back(std::move(row));
    }
    return rows;
}

QString comparisonSentence(const registry::Comparison &comparison)
{
    if (!comparison.sameRows)
        return {};
    QString sentence;
    if (comparison.f1Gain)
        sentence =
            Words::tr("Paired bootstrap on the same %1 rows of the test set: F1 gain 95 % interval %2 … %3.")
                .arg(countText(comparison.rows), deltaText(comparison.f1Gain->low),
                     deltaText(comparison.f1Gain->high)) +
            u' ';
    return sentence + Words::tr("%1 rows fixed, %2 rows broken.")
                          .arg(countText(comparison.fixed), countText(comparison.broken));
}

ComparisonView::ComparisonView(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_model(new ValueTableModel({}, this))
    , m_table(new DataTable(theme, objectName, tr("Metrics side by side"), this))
    , m_sentence(makeText({}, Role::MutedText, this))
    , m_note(makeText({}, Role::MutedText, this))
{
    m_table->setRowsModel(m_model);
    m_table->setFitRows(10);
    m_sentence->setObjectName(objectName + u"Sentence"_s);
    m_note->setObjectName(objectName + u"Note"_s);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_table);
    layout->addWidget(m_sentence);
    layout->addWidget(m_note);
}

void ComparisonView::setComparison(const registry::Comparison &comparison, const QString &baselineTitle,
                                   const QString &candidateTitle)
{
    const QString baseline = !baselineTitle.isEmpty()      ? baselineTitle
                             : comparison.baseline.empty() ? tr("Before")
                                                           : sideTitle(comparison.baseline);
    const QString candidate = candidateTitle.isEmpty() ? sideTitle(comparison.candidate) : candidateTitle;
    std::vector<Column> columns = {{.title = tr("Metric")},
                                   {.title = baseline, .numeric = true},
                                   {.title = candidate, .numeric = true},
                                   {.title = tr("Δ"), .numeric = true},
                                   {.title = {}}};
    const auto sameTitle = [](const Column &a, const Column &b) { return a.title == b.title; };
    if (!std::ranges::equal(columns, m_model->columns(), sameTitle)) {
        m_model->setColumns(std::move(columns));
        m_table->setStretchColumn(0);
    }
    m_model->setRows(comparisonRows(comparison));
    m_sentence->setText(comparisonSentence(comparison));
    m_sentence->setVisible(!m_sentence->text().isEmpty());
    m_note->setText(toQt(comparison.note));
    m_note->setVisible(!comparison.note.empty());
}

} // namespace signalbox::ui
