#include "ui/endpoints/requests_card.h"

#include <QBoxLayout>
#include <QComboBox>
#include <array>

#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/request_charts.h"
#include "ui/widgets/responsive_row.h"
#include "ui/widgets/time_chart.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array<int, 3> rangeMinutes = {5, 15, 60};

} // namespace

RequestsCard::RequestsCard(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
    , m_range(new QComboBox(this))
    , m_percentile(new QComboBox(this))
    , m_latency(new TimeChart(session.services().theme, u"endpointLatency"_s, tr("LATENCY, ms"), this))
    , m_rate(new TimeChart(session.services().theme, u"endpointRate"_s, tr("REQUESTS A SECOND"), this))
    , m_errors(new TimeChart(session.services().theme, u"endpointErrors"_s, tr("ERROR RATE, %"), this))
    , m_model(new ValueTableModel(summaryColumns(), this))
    , m_table(
          new DataTable(session.services().theme, u"endpointSummary"_s, tr("Requests by deployment"), this))
{
    const ShellServices &services = session.services();
    m_range->setObjectName(u"endpointRange"_s);
    m_range->setAccessibleName(tr("Time shown"));
    for (const int minutes : rangeMinutes)
        m_range->addItem(minutes < 60 ? tr("Last %1 min").arg(minutes) : tr("Last hour"), minutes);
    m_percentile->setObjectName(u"endpointPercentile"_s);
    m_percentile->setAccessibleName(tr("Percentile of the latency"));
    for (const Percentile percentile : {Percentile::P50, Percentile::P95, Percentile::P99})
        m_percentile->addItem(percentileName(percentile), static_cast<int>(percentile));
    m_percentile->setCurrentIndex(1);
    connect(m_range, &QComboBox::currentIndexChanged, this, [this] {
        m_request.cancel();
        read();
    });
    connect(m_percentile, &QComboBox::currentIndexChanged, this, &RequestsCard::draw);
    connect(&session, &Session::telemetryChanged, this, [this] {
        if (isVisible())
            read();
    });
    connect(m_error, &ErrorBanner::retryRequested, this, &RequestsCard::read);

    for (TimeChart *chart : {m_latency, m_rate, m_errors}) {
        chart->setMinimumHeight(170);
        chart->setDialogs(&services.dialogs);
    }
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&services.dialogs);
    m_table->setStretchColumn(0);
    m_table->setFitRows(5);

    auto *card = new Card(tr("REQUESTS"), this);
    card->addHeadingWidget(m_percentile);
    card->addHeadingWidget(m_range);
    auto *lower = new ResponsiveRow(620, this);
    lower->setSpacing(16);
    lower->addWidget(m_rate, 1);
    lower->addWidget(m_errors, 1);
    card->body()->addWidget(m_error);
    card->body()->addWidget(m_table);
    card->body()->addWidget(m_latency);
    card->body()->addWidget(lower);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
}

void RequestsCard::setEndpoint(const std::string &endpoint)
{
    if (endpoint != m_endpoint) {
        m_endpoint = endpoint;
        m_request.cancel();
        m_shown = {};
        draw();
    }
    read();
}

void RequestsCard::read()
{
    if (m_endpoint.empty() || m_request.waiting())
        return;
    const Ticks range = std::chrono::minutes(m_range->currentData().toInt());
    const RequestsQuestion question{
        .endpoint = m_endpoint, .range = range, .since = m_session.workspace()->clock->now() - range};
    m_session.read(
        this, m_request, [question](Workspace &workspace) { return readRequests(workspace, question); },
        [this](Result<RequestsAnswer> answer) {
            if (!answer) {
                m_error->showError(errorText(answer.error()));
                return;
            }
            m_error->clear();
            m_shown = *std::move(answer);
            draw();
        });
}

void RequestsCard::draw()
{
    const auto percentile = static_cast<Percentile>(m_percentile->currentData().toInt());
    m_latency->setData(latencyChart(m_shown.series, m_shown.bin, m_shown.now, percentile));
    m_rate->setData(rateChart(m_shown.series, m_shown.bin, m_shown.now));
    m_errors->setData(errorChart(m_shown.series, m_shown.bin, m_shown.now));
    m_model->setRows(summaryRows(m_shown.summaries));
}

} // namespace signalbox::ui
