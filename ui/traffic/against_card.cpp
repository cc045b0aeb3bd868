#include "ui/traffic/against_card.h"

#include <QBoxLayout>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLabel>
#include <algorithm>
#include <cmath>

#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("AgainstCard", text);
}

QString sideTitle(const std::string &deployment, std::int64_t version)
{
    if (deployment.empty())
        return emDash();
    QString name = toQt(deployment);
    name[0] = name[0].toUpper();
    return u"%1 v%2"_s.arg(name).arg(version);
}

std::vector<Column> columnsOf(const Sides &sides)
{
    return {{.title = QString()},
            {.title = sideTitle(sides.first, sides.firstVersion), .numeric = true},
            {.title = sideTitle(sides.second, sides.secondVersion), .numeric = true},
            {.title = u"Δ"_s, .numeric = true, .toolTip = tr("The second minus the first")}};
}

// How a rollout that is under way judges, "" while there is none.
QString ruleOf(const TrafficSnapshot &snapshot, const Sides &sides)
{
    const rollout::Rollout *active = snapshot.active();
    if (active == nullptr)
        return {};
    return tr("The rollout goes back by itself above %1 errors of %2, judged from %3 requests on.")
        .arg(percentText(active->plan.errorRateLimit), toQt(sides.second),
             countText(std::max<std::int64_t>(active->plan.minimumRequests, 1)));
}

QString signedDuration(double difference)
{
    if (!std::isfinite(difference))
        return emDash();
    const QString size = durationText(std::abs(difference));
    return difference == 0 ? size : (difference < 0 ? u"−"_s : u"+"_s) + size;
}

} // namespace

std::vector<Row> againstRows(const Sides &sides, const std::vector<kql::DeploymentSummary> &summaries)
{
    const auto first = statisticsOf(summaries, sides.first, sides.firstVersion);
    const auto second = statisticsOf(summaries, sides.second, sides.secondVersion);
    const auto rate = [](const kql::RequestStatistics &side) {
        return side.requests == 0 ? emDash() : percentText(side.errorRate(), 2);
    };
    const bool both = first.requests > 0 && second.requests > 0;
    const QString points =
        both ? deltaText(100 * (second.errorRate() - first.errorRate()), 2) + u" pp"_s : emDash();
    const auto row = [](const char *id, const QString &name, const QString &left, const QString &right,
                        const QString &difference) {
        return Row{.id = QString::fromLatin1(id),
                   .cells = {{.text = name}, {.text = left}, {.text = right}, {.text = difference}}};
    };
    const auto latency = [&](const char *id, const QString &name, double left, double right) {
        return row(id, name, durationText(left), durationText(right), signedDuration(right - left));
    };
    return {row("requests", tr("Requests"), countText(first.requests), countText(second.requests), emDash()),
            row("errors", tr("Errors"), rate(first), rate(second), points),
            latency("p50", u"P50"_s, first.p50, second.p50),
            latency("p95", u"P95"_s, first.p95, second.p95),
            latency("p99", u"P99"_s, first.p99, second.p99),
            row("score", tr("Mean score"), numberText(first.meanScore), numberText(second.meanScore),
                deltaText(second.meanScore - first.meanScore))};
}

AgainstCard::AgainstCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_card(new Card(tr("BLUE AGAINST GREEN"), this))
    , m_model(new ValueTableModel(columnsOf({}), this))
    , m_table(new DataTable(theme, u"trafficAgainst"_s, tr("The two deployments side by side"), this))
    , m_rule(makeText({}, Role::MutedText, this))
{
    m_table->setRowsModel(m_model);
    m_table->setStretchColumn(0);
    m_table->setSortingEnabled(false);
    m_table->horizontalHeader()->setSortIndicatorShown(false);
    m_table->setFitRows(6);
    m_table->setFitColumns(true);
    showColumns(columnsOf({}));
    m_rule->setObjectName(u"rolloutRule"_s);
    m_rule->setFont(theme.smallFont());
    m_card->body()->addWidget(m_table);
    m_card->body()->addWidget(m_rule);
    m_card->body()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_card);
}

void AgainstCard::showColumns(const std::vector<Column> &columns)
{
    m_model->setColumns(columns);
    for (int column = 1; column < m_model->columnCount(); ++column)
        m_table->horizontalHeader()->setSectionResizeMode(column, QHeaderView::ResizeToContents);
}

void AgainstCard::display(const TrafficSnapshot &snapshot, const RequestsAnswer &answer)
{
    const Sides sides = sidesOf(snapshot);
    const rollout::Rollout *active = snapshot.active();
    const bool atStep = active != nullptr && active->step > 0;
    const QString names =
        sides.second.empty()
            ? tr("%1").arg(toQt(sides.first).toUpper())
            : tr("%1 AGAINST %2").arg(toQt(sides.first).toUpper(), toQt(sides.second).toUpper());
    m_card->setHeading(names + (atStep ? tr(", this step") : tr(", last 5 minutes")));
    const std::vector<Column> columns = columnsOf(sides);
    const auto same = [](const Column &a, const Column &b) { return a.title == b.title; };
    if (!std::ranges::equal(columns, m_model->columns(), same))
        showColumns(columns);
    m_model->setRows(againstRows(sides, answer.summaries));
    m_rule->setText(ruleOf(snapshot, sides));
    m_rule->setVisible(active != nullptr);
}

} // namespace signalbox::ui
