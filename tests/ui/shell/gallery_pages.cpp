#include "tests/ui/shell/gallery_pages.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <cmath>

#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/hold_button.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/step_line.h"
#include "ui/widgets/time_chart.h"
#include "ui/widgets/traffic_bar.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

ChartSeries wave(const QString &name, Role role, double base, double swing, double phase)
{
    ChartSeries series{.name = name, .role = role};
    for (int i = 0; i < 120; ++i) {
        const double noise =
            std::sin(i * 1.7 + phase) * 0.6 + std::sin(i * 0.31 + phase) + std::sin(i * 4.1) * 0.5;
        series.points.push_back({1'795'444'267'000.0 + i * 1000.0, base + swing * noise});
    }
    return series;
}

Cell number(const QString &text, Role role = Role::Text)
{
    return {.text = text, .sortKey = text.toDouble(), .role = role, .bold = role != Role::Text};
}

QWidget *makeAudit(const Theme &theme, QWidget *parent)
{
    auto *card = new Card(u"AUDIT TRAIL"_s, parent);
    auto *model = new ValueTableModel(
        {{.title = u"Time"_s}, {.title = u"Who"_s}, {.title = u"What"_s}, {.title = u"Why"_s}}, card);
    model->setRows({{.id = u"3"_s,
                     .cells = {{.text = u"14:31:58"_s},
                               {.text = u"rollout"_s},
                               {.text = u"traffic 10 % → 50 % green"_s},
                               {.text = u"smoke 20/20, verdict no harm"_s, .role = Role::MutedText}}},
                    {.id = u"2"_s,
                     .cells = {{.text = u"14:31:12"_s},
                               {.text = u"rollout"_s},
                               {.text = u"traffic 0 % → 10 % green"_s},
                               {.text = u"green tested in isolation"_s, .role = Role::MutedText}}},
                    {.id = u"1"_s,
                     .cells = {{.text = u"14:30:41"_s},
                               {.text = u"reviewer"_s},
                               {.text = u"approved production gate"_s},
                               {.text = u"“staging looks good”"_s, .role = Role::MutedText}}}});
    auto *table = new DataTable(theme, u"auditTable"_s, u"Audit trail"_s, card);
    table->setRowsModel(model);
    table->setFitRows(6);
    card->body()->addWidget(table);
    return card;
}

} // namespace

void fillTraffic(const Theme &theme, QWidget *page)
{
    auto *list = new Card(u"ENDPOINTS"_s, page);
    list->setFixedWidth(210);
    auto *filter = new FilterLine(theme, u"endpointFilter"_s, u"Filter endpoints"_s, list);
    list->body()->addWidget(filter);
    list->body()->addStretch(1);

    auto *rollout = new Card({}, page);
    auto *line = new QHBoxLayout;
    auto *names = new QVBoxLayout;
    names->setSpacing(2);
    names->addWidget(makeTitle(u"my-ml-endpoint-prod"_s, rollout));
    names->addWidget(makeText(
        u"diabetes_classification · rollout #18 started 14:30:41 by operator, approved by reviewer"_s,
        Role::MutedText, rollout));
    line->addLayout(names, 1);
    line->addWidget(makeButton(u"Pause"_s, u"pauseButton"_s, ButtonKind::Plain, rollout), 0, Qt::AlignTop);
    line->addWidget(makeButton(u"Promote now"_s, u"promoteButton"_s, ButtonKind::Plain, rollout), 0,
                    Qt::AlignTop);
    rollout->body()->addLayout(line);
    auto *bar = new TrafficBar(theme, rollout);
    bar->setShares({{.deployment = u"blue"_s, .version = u"version 4"_s, .percent = 50},
                    {.deployment = u"green"_s,
                     .version = u"version 5"_s,
                     .percent = 50,
                     .role = Role::GreenDeployment}});
    rollout->body()->addSpacing(4);
    rollout->body()->addWidget(bar);
    auto *steps = new StepLine(theme, rollout);
    steps->setSteps({{.label = u"Green alone"_s, .state = StepState::Done, .detail = u"smoke 20 of 20"_s},
                     {.label = u"10 %"_s,
                      .state = StepState::Done,
                      .detail = u"settled 15 s · smoke ✓ · verdict: no harm"_s},
                     {.label = u"50 %"_s,
                      .state = StepState::Running,
                      .detail = u"settling 9 s of 15 s"_s,
                      .progress = 0.6},
                     {.label = u"100 %"_s, .detail = u"waiting"_s},
                     {.label = u"Retire blue"_s, .detail = u"kept for rollback"_s}});
    rollout->body()->addSpacing(4);
    rollout->body()->addWidget(steps);

    auto *charts = new Card({}, page);
    for (const bool errors : {false, true}) {
        auto *chart = new TimeChart(theme, errors ? u"errorChart"_s : u"latencyChart"_s,
                                    errors ? u"ERROR RATE, %"_s : u"LATENCY P95, ms"_s, charts);
        chart->setData(
            {.series = {wave(u"blue"_s, Role::BlueDeployment, errors ? 0.5 : 41, errors ? 0.1 : 2.4, 0),
                        wave(u"green"_s, Role::GreenDeployment, errors ? 0.45 : 39, errors ? 0.1 : 2.8, 2)},
             .events = {{.x = 1'795'444'281'000.0, .label = u"10 %"_s},
                        {.x = 1'795'444'333'000.0, .label = u"50 %"_s}},
             .unit = errors ? u"%"_s : u"ms"_s,
             .fromZero = errors});
        charts->body()->addWidget(chart, 1);
    }

    auto *onCall = new Card(u"ON CALL"_s, page);
    onCall->setBorderRole(Role::Danger);
    auto *back = makeButton(u"Roll back to BLUE · v4"_s, u"onCallButton"_s, ButtonKind::Danger, onCall);
    back->setMinimumHeight(52);
    onCall->body()->addWidget(back);
    onCall->body()->addWidget(makeText(
        u"One click. Takes effect in under 0.1 s, then shows Undo for 10 s. Every rollback is written to the audit trail."_s,
        Role::MutedText, onCall));
    onCall->body()->addStretch(1);

    auto *evidence = new Card(u"BLUE AGAINST GREEN, this step"_s, page);
    auto *model = new ValueTableModel({{.title = QString()},
                                       {.title = u"Blue v4"_s, .numeric = true},
                                       {.title = u"Green v5"_s, .numeric = true}},
                                      evidence);
    model->setRows(
        {{.id = u"r"_s,
          .cells = {{.text = u"Requests"_s},
                    {.text = u"48 112"_s, .sortKey = 48112},
                    {.text = u"48 090"_s, .sortKey = 48090}}},
         {.id = u"e"_s, .cells = {{.text = u"Errors"_s}, {.text = u"0.41 %"_s}, {.text = u"0.44 %"_s}}},
         {.id = u"p"_s, .cells = {{.text = u"P95"_s}, {.text = u"41.0 ms"_s}, {.text = u"39.6 ms"_s}}}});
    auto *table = new DataTable(theme, u"evidenceTable"_s, u"Blue against green"_s, evidence);
    table->setRowsModel(model);
    table->setStretchColumn(0);
    table->setFitRows(8);
    evidence->body()->addWidget(table);
    auto *verdict = new StatusDot(theme, evidence);
    verdict->setState(Role::Good, u"No harm found"_s);
    evidence->body()->addWidget(verdict);
    evidence->body()->addWidget(makeText(
        u"Error difference +0.03 pp, always-valid 95 % interval −0.05 … +0.11. Stops the rollout at +1.00 pp."_s,
        Role::MutedText, evidence));
    evidence->body()->addWidget(makeButton(u"Open as query"_s, u"queryLink"_s, ButtonKind::Link, evidence), 0,
                                Qt::AlignLeft);
    evidence->body()->addWidget(new HoldButton(theme, u"Send 100 % to green"_s, u"holdButton"_s, evidence));
    evidence->body()->addStretch(1);

    auto *grid = new QGridLayout(page);
    grid->setContentsMargins(pageMargin, pageMargin, pageMargin, pageMargin);
    grid->setSpacing(pageGap);
    grid->addWidget(list, 0, 0, 3, 1);
    grid->addWidget(rollout, 0, 1);
    grid->addWidget(onCall, 0, 2);
    grid->addWidget(charts, 1, 1);
    grid->addWidget(evidence, 1, 2);
    grid->addWidget(makeAudit(theme, page), 2, 1, 1, 2);
    grid->setColumnStretch(1, 7);
    grid->setColumnStretch(2, 3);
    grid->setRowStretch(1, 1);
}

void fillRegistry(const Theme &theme, QWidget *page)
{
    auto *versions = new Card({}, page);
    auto *line = new QHBoxLayout;
    line->addWidget(makeTitle(u"diabetes_classification"_s, versions), 1);
    line->addWidget(makeButton(u"Compare…"_s, u"compareButton"_s, ButtonKind::Plain, versions));
    line->addWidget(makeButton(u"Register from run…"_s, u"registerButton"_s, ButtonKind::Plain, versions));
    versions->body()->addLayout(line);
    auto *model = new ValueTableModel({{.title = u"Version"_s},
                                       {.title = u"State"_s},
                                       {.title = u"F1"_s, .numeric = true},
                                       {.title = u"Accuracy"_s, .numeric = true},
                                       {.title = u"Run"_s},
                                       {.title = u"Serving"_s},
                                       {.title = u"Registered"_s}},
                                      versions);
    const auto version = [](int n, const QString &state, Role role, const QString &f1, const QString &run,
                            const QString &serving) {
        return Row{.id = QString::number(n),
                   .cells = {{.text = QString::number(n), .sortKey = n, .bold = true},
                             {.text = state, .role = role},
                             number(f1),
                             number(u"0.774"_s),
                             {.text = run},
                             {.text = serving},
                             {.text = u"20 Nov"_s, .role = Role::MutedText}}};
    };
    model->setRows(
        {version(5, u"waiting for approval"_s, Role::Warning, u"0.781"_s, u"brave-signal-20"_s, u"—"_s),
         version(4, u"production"_s, Role::Good, u"0.743"_s, u"calm-lever-3"_s, u"prod blue 100 %"_s),
         version(3, u"archived"_s, Role::MutedText, u"0.741"_s, u"old-points-9"_s, u"—"_s),
         version(2, u"rejected"_s, Role::Danger, u"0.702"_s, u"late-express-1"_s, u"—"_s),
         version(1, u"archived"_s, Role::MutedText, u"0.698"_s, u"first-run"_s, u"—"_s)});
    auto *table = new DataTable(theme, u"versionsTable"_s, u"Versions"_s, versions);
    table->setRowsModel(model);
    table->setFitRows(8);
    table->selectId(u"5"_s);
    versions->body()->addWidget(table);
    auto *chart = new TimeChart(theme, u"f1Chart"_s, u"F1 BY VERSION"_s, versions);
    chart->setData({.series = {{.name = u"F1"_s,
                                .points = {{1, 0.698}, {2, 0.702}, {3, 0.741}, {4, 0.743}, {5, 0.781}}}},
                    .axis = ChartAxis::Number,
                    .decimals = 3});
    chart->setFixedHeight(210);
    versions->body()->addSpacing(8);
    versions->body()->addWidget(chart);
    versions->body()->addStretch(1);

    auto *gate = new Card(u"APPROVAL GATE · registration of version 5"_s, page);
    gate->setBorderRole(Role::Warning);
    gate->body()->addWidget(
        makeText(u"Requested by nightly sweep. Needs 1 approval from reviewers."_s, Role::Text, gate));
    auto *reason = new QPlainTextEdit(gate);
    reason->setObjectName(u"reason"_s);
    reason->setAccessibleName(u"Reason"_s);
    reason->setPlaceholderText(u"Reason (required to reject)"_s);
    reason->setTabChangesFocus(true);
    reason->setFixedHeight(56);
    gate->body()->addWidget(reason);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(makeButton(u"Approve"_s, u"approveButton"_s, ButtonKind::Primary, gate));
    auto *reject = makeButton(u"Reject"_s, u"rejectButton"_s, ButtonKind::Plain, gate);
    setRole(reject, Role::Danger);
    buttons->addWidget(reject);
    auto *wait = makeButton(u"Not now"_s, u"disabledButton"_s, ButtonKind::Plain, gate);
    wait->setEnabled(false);
    buttons->addWidget(wait);
    buttons->addStretch(1);
    gate->body()->addLayout(buttons);

    auto *facts = new Card(u"LINEAGE"_s, page);
    auto *list = new KeyValueList(facts);
    list->setValues({{.key = u"Run"_s, .value = u"brave-signal-20"_s},
                     {.key = u"Commit"_s, .value = u"4c1e9d2"_s},
                     {.key = u"State"_s, .value = u"waiting for approval"_s, .role = Role::Warning}});
    facts->body()->addWidget(list);
    auto *error = new ErrorBanner(theme, facts);
    error->showError(u"The artifact cannot be read. Check the folder of the workspace and try again."_s);
    facts->body()->addWidget(error);
    auto *empty = new EmptyState(theme, u"registry"_s, facts);
    empty->setText(u"No other model is registered yet."_s);
    empty->setAction(u"Register from run…"_s);
    facts->body()->addWidget(empty, 1);

    auto *row = new QHBoxLayout(page);
    row->setContentsMargins(pageMargin, pageMargin, pageMargin, pageMargin);
    row->setSpacing(pageGap);
    row->addWidget(versions, 13);
    auto *right = new QVBoxLayout;
    right->setSpacing(pageGap);
    right->addWidget(gate);
    right->addWidget(facts, 1);
    row->addLayout(right, 7);
}

ShellState stateOfTheDay(bool incident)
{
    ShellState state{.workspaceName = u"mlops-demo"_s,
                     .environment = Environment::Production,
                     .user = u"you"_s,
                     .role = u"operator"_s,
                     .rollbacks = {{.endpoint = u"my-ml-endpoint-prod"_s,
                                    .label = u"BLUE · v4"_s,
                                    .detail = u"F1 0.743"_s}},
                     .inbox = {{.title = u"diabetes_classification version 5"_s,
                                .detail = u"Registration · needs 1 approval from reviewers"_s,
                                .age = u"12 min ago"_s},
                               {.title = u"my-ml-endpoint-prod"_s,
                                .detail = u"Production · needs 1 approval"_s,
                                .age = u"3 h ago"_s}},
                     .agent = AgentState::Running,
                     .agentDetail = u"3 endpoints"_s,
                     .telemetryText = u"telemetry 1.2 M rows · last flush 180 ms ago"_s,
                     .syncedText = u"synced 14:32:07 UTC"_s};
    if (incident) {
        state.incident = Incident{.text = u"Incident: error rate 15.1 % on my-ml-endpoint-prod since 14:32"_s,
                                  .kind = u"endpoint"_s,
                                  .name = u"my-ml-endpoint-prod"_s};
        state.agent = AgentState::Stopped;
    }
    return state;
}

} // namespace signalbox::ui
