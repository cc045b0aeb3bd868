#include "ui/alerts/query_toolbar.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

#include "ui/alerts/query_range_picker.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int roomForTexts = 860; // in pixels; below it the tools show their icons only

} // namespace

QueryToolbar::QueryToolbar(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_source(makeText(tr("Local telemetry"), Role::MutedText, this))
    , m_range(new QueryRangePicker(theme, this))
    , m_compare(new QToolButton(this))
    , m_run(makeButton({}, u"queryRun"_s, ButtonKind::Primary, this))
{
    m_source->setObjectName(u"querySource"_s);
    m_source->setWordWrap(false);
    m_source->setToolTip(tr("Queries read what this workspace recorded on this machine"));
    m_compare->setObjectName(u"queryCompare"_s);
    m_compare->setProperty("framed", true);
    m_compare->setCheckable(true);
    m_compare->setIcon(theme.icon(u"compare"_s));
    m_compare->setText(tr("Compare"));
    m_compare->setAccessibleName(tr("Compare with the previous window"));
    connect(m_compare, &QToolButton::toggled, this, &QueryToolbar::compareChanged);
    connect(m_run, &QPushButton::clicked, this,
            [this] { m_running ? Q_EMIT stopRequested() : Q_EMIT runRequested(); });

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_source);
    layout->addSpacing(4);
    layout->addWidget(m_range);
    layout->addWidget(m_compare);
    layout->addStretch(1);
    const auto add = [&](const QString &name, const QString &icon, const QString &text, const QString &help,
                         void (QueryToolbar::*signal)()) {
        QToolButton *tool = makeTool(name, icon, text, help);
        connect(tool, &QToolButton::clicked, this, signal);
        layout->addWidget(tool);
    };
    add(u"queryFormat"_s, u"table"_s, tr("Format"), tr("Lay the query out anew"),
        &QueryToolbar::formatRequested);
    add(u"querySave"_s, u"download"_s, tr("Save"), tr("Save the query in this workspace (Ctrl+S)"),
        &QueryToolbar::saveRequested);
    add(u"queryPin"_s, u"chart"_s, tr("Pin"), tr("Pin the query to the dashboard"),
        &QueryToolbar::pinRequested);
    add(u"queryShare"_s, u"link"_s, tr("Share"),
        tr("Copy a link that opens this query; it never runs by itself"), &QueryToolbar::shareRequested);
    layout->addWidget(m_run);
    setCompareObstacle({});
    setRunning(false);
}

QToolButton *QueryToolbar::makeTool(const QString &name, const QString &icon, const QString &text,
                                    const QString &help)
{
    auto *tool = new QToolButton(this);
    tool->setObjectName(name);
    tool->setIcon(m_theme.icon(icon));
    tool->setText(text);
    tool->setAccessibleName(text);
    tool->setToolTip(help);
    m_tools.push_back(tool);
    return tool;
}

bool QueryToolbar::compares() const
{
    return m_compare->isChecked() && m_compare->isEnabled();
}

void QueryToolbar::setCompareObstacle(const QString &reason)
{
    m_compare->setEnabled(reason.isEmpty());
    m_compare->setToolTip(reason.isEmpty()
                              ? tr("Runs the query over the window before too and lays both over each other")
                              : reason);
}

void QueryToolbar::setRunning(bool running)
{
    m_running = running;
    m_run->setText(running ? tr("Stop  Esc") : tr("Run  F5"));
    m_run->setAccessibleName(running ? tr("Stop the query") : tr("Run the query"));
    setButtonKind(m_run, running ? ButtonKind::Danger : ButtonKind::Primary);
}

void QueryToolbar::setObstacle(const QString &reason)
{
    const bool free = reason.isEmpty();
    m_run->setEnabled(free || m_running);
    m_run->setToolTip(free ? tr("The statement at the cursor, or the selection; Ctrl+F5 runs all") : reason);
    for (QToolButton *tool : m_tools)
        tool->setEnabled(free);
}

void QueryToolbar::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitTexts();
}

void QueryToolbar::fitTexts()
{
    const auto style = width() >= roomForTexts ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly;
    for (QToolButton *tool : m_tools)
        tool->setToolButtonStyle(style);
    m_compare->setToolButtonStyle(width() >= roomForTexts ? Qt::ToolButtonTextBesideIcon
                                                          : Qt::ToolButtonIconOnly);
}

} // namespace signalbox::ui
