#include "ui/alerts/query_range_picker.h"

#include <QAction>
#include <QActionGroup>
#include <QDateTimeEdit>
#include <QMenu>

#include "ui/widgets/form_sheet.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

TimePoint pointOf(const QDateTime &time)
{
    return TimePoint(std::chrono::milliseconds(time.toMSecsSinceEpoch()));
}

QDateTimeEdit *timeField(const QString &name, const QDateTime &time, QWidget *parent)
{
    auto *field = new QDateTimeEdit(time, parent);
    field->setObjectName(name);
    field->setTimeSpec(Qt::UTC);
    field->setDisplayFormat(u"yyyy-MM-dd HH:mm"_s);
    field->setCalendarPopup(true);
    return field;
}

QDateTime timeOf(TimePoint point)
{
    return QDateTime::fromMSecsSinceEpoch(
        std::chrono::duration_cast<std::chrono::milliseconds>(point.time_since_epoch()).count(), Qt::UTC);
}

} // namespace

QueryRangePicker::QueryRangePicker(const Theme &theme, QWidget *parent)
    : QToolButton(parent)
    , m_theme(theme)
{
    setObjectName(u"queryRange"_s);
    setProperty("framed", true);
    setPopupMode(QToolButton::InstantPopup);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIcon(theme.icon(u"clock"_s));
    setMenu(new QMenu(this));
    connect(menu(), &QMenu::aboutToShow, this, [this] {
        menu()->clear();
        for (const QueryRange &usual : usualRanges()) {
            QAction *action = menu()->addAction(rangeWords(usual), this, [this, usual] { choose(usual); });
            action->setCheckable(true);
            action->setChecked(usual == m_range);
        }
        menu()->addSeparator();
        menu()->addAction(tr("Between two times…"), this, &QueryRangePicker::askForTimes);
    });
    showRange();
}

void QueryRangePicker::setRange(const QueryRange &range)
{
    m_range = range;
    showRange();
}

void QueryRangePicker::setInQuery(bool inQuery)
{
    m_inQuery = inQuery;
    showRange();
}

void QueryRangePicker::choose(const QueryRange &range)
{
    setRange(range);
    Q_EMIT rangeChanged();
}

void QueryRangePicker::askForTimes()
{
    auto *sheet =
        new FormSheet(m_theme, u"queryTimes"_s, tr("Show the time between"), tr("Show"), {}, window());
    const bool between = m_range.kind == QueryRange::Kind::Between;
    const QDateTime now = QDateTime::currentDateTimeUtc();
    auto *from = timeField(u"queryFrom"_s, between ? timeOf(m_range.from) : now.addSecs(-3600), sheet);
    auto *to = timeField(u"queryTo"_s, between ? timeOf(m_range.to) : now, sheet);
    sheet->addField(tr("From (UTC)"), from);
    sheet->addField(tr("To (UTC)"), to);
    const auto check = [sheet, from, to] {
        sheet->setObstacle(from->dateTime() < to->dateTime() ? QString()
                                                             : tr("The end must be later than the start."));
    };
    connect(from, &QDateTimeEdit::dateTimeChanged, sheet, check);
    connect(to, &QDateTimeEdit::dateTimeChanged, sheet, check);
    connect(sheet, &FormSheet::submitted, this, [this, sheet, from, to] {
        sheet->accept();
        choose({.kind = QueryRange::Kind::Between,
                .length = Ticks::zero(),
                .from = pointOf(from->dateTime()),
                .to = pointOf(to->dateTime())});
    });
    sheet->open();
}

void QueryRangePicker::showRange()
{
    const QString words = m_inQuery ? tr("Set in query") : rangeWords(m_range);
    setText(words);
    setEnabled(!m_inQuery);
    setAccessibleName(tr("Time range: %1").arg(words));
    setToolTip(m_inQuery ? tr("The query says itself which time it wants. Take timestamp and ago() out of it "
                              "to choose here.")
                         : tr("Which time the telemetry tables show"));
}

} // namespace signalbox::ui
