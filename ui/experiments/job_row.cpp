#include "ui/experiments/job_row.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using job::JobState;

namespace {

constexpr int barWidth = 140;
constexpr int iconSize = 16;

QString progressText(const JobLine &line)
{
    if (line.cancelRequested)
        return JobRow::tr("cancelling…");
    if (line.state == JobState::Queued)
        return JobRow::tr("waiting for the agent");
    if (line.step == 0)
        return JobRow::tr("reading the data");
    const QString step = line.of > 0 ? JobRow::tr("iteration %1 of at most %2").arg(line.step).arg(line.of)
                                     : JobRow::tr("iteration %1").arg(line.step);
    return line.objective ? JobRow::tr("%1 · objective %2").arg(step, numberText(*line.objective)) : step;
}

} // namespace

JobRow::JobRow(const Theme &theme, std::int64_t job, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_title(makeText({}, Role::Text, this))
    , m_progress(new QProgressBar(this))
    , m_detail(makeText({}, Role::MutedText, this))
    , m_show(makeButton(tr("Show run"), u"jobShow%1"_s.arg(job), ButtonKind::Quiet, this))
    , m_cancel(makeButton({}, u"jobCancel%1"_s.arg(job), ButtonKind::Quiet, this))
{
    setObjectName(u"job%1"_s.arg(job));
    m_icon->setFixedSize(iconSize, iconSize);
    m_title->setWordWrap(false);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(barWidth);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addWidget(m_progress);
    layout->addWidget(m_detail, 1);
    layout->addWidget(m_show);
    layout->addWidget(m_cancel);

    connect(&theme, &Theme::changed, this, &JobRow::drawIcon);
    connect(m_show, &QPushButton::clicked, this, [this] { Q_EMIT runRequested(m_run); });
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        if (m_failed)
            Q_EMIT dismissed();
        else
            Q_EMIT cancelRequested();
    });
}

void JobRow::drawIcon()
{
    m_icon->setPixmap(
        m_theme.icon(m_iconName, m_failed ? Role::Danger : Role::Accent).pixmap(iconSize, iconSize));
}

void JobRow::setLine(const JobLine &line, const QString &whyNotCancel)
{
    m_run = line.run;
    m_failed = line.state == JobState::Failed;
    m_iconName = m_failed ? u"error"_s : line.state == JobState::Queued ? u"clock"_s : u"play"_s;
    drawIcon();
    m_title->setText(line.title);
    m_detail->setText(m_failed ? tr("failed: %1").arg(line.error) : progressText(line));
    setRole(m_detail, m_failed ? Role::Danger : Role::MutedText);
    m_progress->setVisible(line.state == JobState::Running);
    m_progress->setRange(0, static_cast<int>(line.of));
    m_progress->setValue(static_cast<int>(line.step));
    m_progress->setAccessibleName(tr("Progress of %1").arg(line.title));
    m_show->setVisible(!line.run.isEmpty());
    m_show->setAccessibleName(tr("Show the run of %1").arg(line.title));
    m_cancel->setText(m_failed ? tr("Dismiss") : tr("Cancel"));
    m_cancel->setAccessibleName(m_failed ? tr("Dismiss the failure of %1").arg(line.title)
                                         : tr("Cancel the training of %1").arg(line.title));
    m_cancel->setEnabled(m_failed || (whyNotCancel.isEmpty() && !line.cancelRequested));
    m_cancel->setToolTip(m_failed ? QString() : whyNotCancel);
    setAccessibleName(line.title + u": "_s + m_detail->text());
}

} // namespace signalbox::ui
