#include "ui/registry/lineage_strip.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>

#include "ui/registry/flow_layout.h"
#include "ui/registry/version_rows.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/metric_words.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::GateState;

namespace {

constexpr int arrowSize = 14;
constexpr int spacing = 8;
constexpr int linkHeight = 26;
constexpr int linkIndent = 3;
constexpr qsizetype shortHash = 8;

QString hashText(const std::string &hash)
{
    return u"sha256 "_s + toQt(hash).left(shortHash) + u'…';
}

LineageStop dataStop(const tracking::Run &run)
{
    const auto path = run.parameters.find("data_path");
    const auto hash = run.tags.find(tracking::dataHashTag);
    LineageStop stop{.name = path == run.parameters.end() ? LineageStrip::tr("data")
                                                          : QFileInfo(toQt(path->second)).fileName(),
                     .detail = LineageStrip::tr("hash unknown")};
    if (hash != run.tags.end()) {
        stop.detail = hashText(hash->second);
        stop.toolTip = toQt(hash->second);
    }
    if (path != run.parameters.end())
        stop.toolTip = toQt(path->second) + u'\n' + stop.toolTip;
    return stop;
}

LineageStop runStop(const tracking::Run &run)
{
    const auto f1 = run.metrics.find("f1");
    return {.name = LineageStrip::tr("run %1").arg(toQt(run.name)),
            .detail = f1 == run.metrics.end() ? dayText(run.started)
                                              : metricTitle("f1") + u' ' + numberText(f1->second),
            .kind = u"run"_s,
            .target = toQt(run.id),
            .toolTip = toQt(run.id)};
}

LineageStop gateStop(const GateChoice &gate)
{
    const bool production = gate.kind == registry::productionGate;
    const QString where = toQt(gate.subject).section(u'/', 0, 0);
    QString state;
    switch (gate.state) {
    case GateState::Open:
        state = LineageStrip::tr("%1 of %2 approvals").arg(gate.approvals).arg(gate.required);
        break;
    case GateState::Granted:
        state = LineageStrip::tr("✓ granted");
        break;
    case GateState::Refused:
        state = LineageStrip::tr("✕ refused");
        break;
    case GateState::Withdrawn:
        state = LineageStrip::tr("withdrawn");
        break;
    }
    return {.name = production ? LineageStrip::tr("gate of %1").arg(where)
                               : LineageStrip::tr("registration gate"),
            .detail = state,
            .kind = u"gate"_s,
            .target = QString::number(gate.id)};
}

} // namespace

std::vector<LineageStop> lineageOf(const VersionDetails &details)
{
    std::vector<LineageStop> stops;
    if (details.run) {
        stops.push_back(dataStop(*details.run));
        stops.push_back(runStop(*details.run));
    }
    const registry::Version &version = details.version;
    stops.push_back({.name = LineageStrip::tr("version %1").arg(version.number),
                     .detail = hashText(version.hash),
                     .toolTip = toQt(version.hash)});
    // In the order in which they were opened.
    std::vector<GateChoice> gates = details.gates;
    std::ranges::sort(gates, {}, &GateChoice::id);
    for (const GateChoice &gate : gates)
        stops.push_back(gateStop(gate));
    for (const registry::Serving &serving : version.serving)
        stops.push_back({.name = toQt(serving.endpoint),
                         .detail = u"%1 %2 %"_s.arg(toQt(serving.deployment)).arg(serving.percent),
                         .kind = u"endpoint"_s,
                         .target = toQt(serving.endpoint),
                         .toolTip = toQt(serving.environment)});
    if (version.serving.empty())
        stops.push_back(
            {.name = LineageStrip::tr("not deployed"), .detail = LineageStrip::tr("serves nobody")});
    return stops;
}

LineageStrip::LineageStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setObjectName(u"lineage"_s);
    setAccessibleName(tr("Lineage of the version"));
    new FlowLayout(spacing, spacing, this);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&theme, &Theme::changed, this, &LineageStrip::rebuild);
}

void LineageStrip::setStops(std::vector<LineageStop> stops)
{
    if (stops == m_stops)
        return;
    m_stops = std::move(stops);
    rebuild();
}

void LineageStrip::rebuild()
{
    while (QLayoutItem *item = layout()->takeAt(0)) {
        item->widget()->deleteLater();
        item->widget()->hide();
        delete item;
    }
    for (std::size_t i = 0; i < m_stops.size(); ++i)
        addStop(m_stops[i], static_cast<int>(i));
    updateGeometry();
}

void LineageStrip::addStop(const LineageStop &stop, int index)
{
    // The arrow wraps together with the stop that it leads to.
    auto *place = new QWidget(this);
    auto *line = new QHBoxLayout(place);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(spacing);
    if (index > 0) {
        auto *arrow = new QLabel(place);
        arrow->setPixmap(m_theme.icon(u"arrow-right"_s, Role::MutedText).pixmap(arrowSize, arrowSize));
        line->addWidget(arrow);
    }
    auto *card = new QFrame(place);
    card->setProperty("card", true);
    card->setToolTip(stop.toolTip);
    auto *lines = new QVBoxLayout(card);
    lines->setContentsMargins(10, 4, 10, 6);
    lines->setSpacing(0);
    auto *detail = makeText(stop.detail, Role::MutedText, card);
    detail->setWordWrap(false);
    if (stop.kind.isEmpty()) {
        auto *name = makeText(stop.name, Role::Text, card);
        name->setWordWrap(false);
        name->setMinimumHeight(linkHeight);
        lines->addWidget(name);
    } else {
        auto *link =
            makeButton(stop.name, u"lineage-%1-%2"_s.arg(stop.kind, stop.target), ButtonKind::Link, card);
        link->setAccessibleName(tr("%1, %2").arg(stop.name, stop.detail));
        link->setToolTip(stop.toolTip);
        detail->setContentsMargins(linkIndent, 0, 0, 0);
        lines->addWidget(link, 0, Qt::AlignLeft);
        connect(link, &QPushButton::clicked, this, [this, stop] { Q_EMIT chosen(stop.kind, stop.target); });
    }
    lines->addWidget(detail);
    line->addWidget(card);
    layout()->addWidget(place);
    place->show();
}

} // namespace signalbox::ui
