#include "ui/alerts/query_sheets.h"

#include <QComboBox>
#include <QLineEdit>
#include <array>
#include <utility>

#include "core/kql/windows/query_time.h"
#include "ui/alerts/query_range.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array<std::chrono::seconds, 7> refreshTimes = {
    std::chrono::seconds(0),  std::chrono::seconds(5),   std::chrono::seconds(10), std::chrono::seconds(30),
    std::chrono::seconds(60), std::chrono::seconds(300), std::chrono::seconds(900)};

QString refreshWords(std::chrono::seconds time)
{
    if (time == std::chrono::seconds(0))
        return TileSheet::tr("When somebody asks");
    return time < std::chrono::minutes(1) ? TileSheet::tr("Every %1 s").arg(time.count())
                                          : TileSheet::tr("Every %1 min").arg(time.count() / 60);
}

struct ChartChoice
{
    const char *render;
    const char *words;
};

constexpr std::array<ChartChoice, 8> charts = {{
    {"", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "As the query says")},
    {"timechart", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Lines over time")},
    {"areachart", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Areas")},
    {"columnchart", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Columns")},
    {"barchart", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Bars")},
    {"piechart", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Pie")},
    {"card", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "One number")},
    {"table", QT_TRANSLATE_NOOP("signalbox::ui::TileSheet", "Table")},
}};

// Chooses the entry whose data is `data`, and adds it if there is none.
void chooseData(QComboBox &box, const QVariant &data, const QString &words)
{
    int index = box.findData(data);
    if (index < 0) {
        box.addItem(words, data);
        index = box.count() - 1;
    }
    box.setCurrentIndex(index);
}

} // namespace

SaveQuerySheet::SaveQuerySheet(const Theme &theme, const QString &title, const QString &verb,
                               kql::QueryDraft draft, const QStringList &folders, const QString &context,
                               QWidget *parent)
    : FormSheet(theme, u"saveQuery"_s, title, verb, context, parent)
    , m_draft(std::move(draft))
    , m_name(new QLineEdit(toQt(m_draft.name), this))
    , m_folder(new QComboBox(this))
    , m_description(new QLineEdit(toQt(m_draft.description), this))
{
    m_name->setObjectName(u"queryName"_s);
    m_folder->setObjectName(u"queryFolder"_s);
    m_folder->setEditable(true);
    m_folder->addItems(folders);
    m_folder->setCurrentText(toQt(m_draft.folder));
    m_folder->lineEdit()->setPlaceholderText(tr("No folder"));
    m_description->setObjectName(u"queryDescription"_s);
    addField(tr("Name"), m_name);
    addField(tr("Folder"), m_folder, tr("A new name makes a new folder."));
    addField(tr("What it answers"), m_description, tr("Every member of the workspace sees saved queries."));
    connect(m_name, &QLineEdit::textChanged, this, &SaveQuerySheet::check);
    for (QLineEdit *field : {m_name, m_folder->lineEdit(), m_description})
        connect(field, &QLineEdit::textChanged, this, [this] { showProblem({}); });
    m_name->selectAll();
    m_name->setFocus();
    check();
}

kql::QueryDraft SaveQuerySheet::draft() const
{
    return {.folder = fromQt(m_folder->currentText().trimmed()),
            .name = fromQt(m_name->text().trimmed()),
            .text = m_draft.text,
            .description = fromQt(m_description->text().trimmed())};
}

void SaveQuerySheet::check()
{
    setObstacle(m_name->text().trimmed().isEmpty() ? tr("Give the query a name") : QString());
}

TileSheet::TileSheet(const Theme &theme, const QString &title, const QString &verb, kql::TileDraft draft,
                     const QString &context, QWidget *parent)
    : FormSheet(theme, u"tileSheet"_s, title, verb, context, parent)
    , m_draft(std::move(draft))
    , m_title(new QLineEdit(toQt(m_draft.title), this))
    , m_chart(new QComboBox(this))
    , m_range(new QComboBox(this))
    , m_refresh(new QComboBox(this))
{
    m_title->setObjectName(u"tileTitle"_s);
    m_chart->setObjectName(u"tileChart"_s);
    m_range->setObjectName(u"tileRange"_s);
    m_refresh->setObjectName(u"tileRefresh"_s);
    for (const ChartChoice &chart : charts)
        m_chart->addItem(tr(chart.words), QString::fromLatin1(chart.render));
    chooseData(*m_chart, toQt(m_draft.chart), toQt(m_draft.chart));
    if (kql::choosesItsTime(m_draft.text)) {
        m_range->addItem(tr("Set in query"), qlonglong(0));
        m_range->setEnabled(false);
    } else {
        for (const QueryRange &range : usualRanges())
            m_range->addItem(rangeWords(range), qlonglong(lengthOf(range).count()));
        chooseData(*m_range, qlonglong(m_draft.range.count()),
                   rangeWords({.kind = QueryRange::Kind::Last, .length = m_draft.range}));
    }
    for (const std::chrono::seconds time : refreshTimes)
        m_refresh->addItem(refreshWords(time), qlonglong(Ticks(time).count()));
    chooseData(*m_refresh, qlonglong(m_draft.refresh.count()),
               refreshWords(std::chrono::duration_cast<std::chrono::seconds>(m_draft.refresh)));
    addField(tr("Title"), m_title);
    addField(tr("Shown as"), m_chart);
    addField(tr("Time range"), m_range);
    addField(tr("Refreshed"), m_refresh, tr("Sooner when telemetry comes. Every member sees the dashboard."));
    connect(m_title, &QLineEdit::textChanged, this, &TileSheet::check);
    m_title->selectAll();
    m_title->setFocus();
    check();
}

kql::TileDraft TileSheet::draft() const
{
    return {.title = fromQt(m_title->text().trimmed()),
            .text = m_draft.text,
            .chart = fromQt(m_chart->currentData().toString()),
            .range = Ticks(m_range->currentData().toLongLong()),
            .refresh = Ticks(m_refresh->currentData().toLongLong())};
}

void TileSheet::check()
{
    showProblem({});
    setObstacle(m_title->text().trimmed().isEmpty() ? tr("Give the tile a title") : QString());
}

} // namespace signalbox::ui
