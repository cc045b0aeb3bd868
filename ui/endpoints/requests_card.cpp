#include "ui/endpoints/requests_card.h"

#include <QBoxLayout>
#include <QComboBox>
#include <array>

#include "ui/shell/navigator.h"
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
    for (const int percentile : {50, 95, 99})
        m_percentile->addItem(u"P%1"_s.arg(percentile), percentile);
    m_percentile->setCurrentIndex(1);
    for (const QComboBox *choice : {m_range, m_percentile})
        connect(choice, &QComboBox::currentIndexChanged, this, [this] {
            m_request.cancel();
            read();
        });
    connect(&session, &Session::telemetryChanged, this, [this] {
        if (isVisible())
            read();
    });
    connect(m_error, &ErrorBanner::retryRequested, this, &RequestsCard::read);

    for (TimeChart *chart : {m_latency, m_rate, m_errors}) {
        chart->setMinimumHeight(170);
        chart->setDialogs(&services.dialogs);
        connect(chart, &TimeChart::queryRequested, this,
                [&navigator = services.navigator](const QString &query) {
                    navigator.showObject(u"query"_s, query);
                });
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
    const RequestsQuestion question{.endpoint = m_endpoint,
                                    .range = range,
                                    .since = m_session.workspace()->clock->now() - range,
                                    .percentile = m_percentile->currentData().toInt()};
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
    m_latency->setData(latencyChart(m_shown.latency.lines, m_shown.bin));
    m_rate->setData(rateChart(m_shown.rate.lines, m_shown.bin));
    m_errors->setData(errorChart(m_shown.errors.lines, m_shown.bin));
    m_latency->setQuery(toQt(m_shown.latency.query));
    m_rate->setQuery(toQt(m_shown.rate.query));
    m_errors->setQuery(toQt(m_shown.errors.query));
    m_model->setRows(summaryRows(m_shown.summaries));
}

} // namespace signalbox::ui
