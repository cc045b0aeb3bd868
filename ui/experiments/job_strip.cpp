#include "ui/experiments/job_strip.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/experiments/job_row.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using job::JobState;

JobStrip::JobStrip(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_lines(new QVBoxLayout)
    , m_waiting(new QWidget(this))
{
    setObjectName(u"jobStrip"_s);
    auto *card = new Card({}, this);
    auto *text =
        makeText(tr("No agent is running, so training waits. It goes on as soon as an agent starts."),
                 Role::Warning, m_waiting);
    text->setObjectName(u"jobsWait"_s);
    auto *start = makeButton(tr("Start the agent"), u"jobsStartAgent"_s, ButtonKind::Plain, m_waiting);
    auto *waiting = new QHBoxLayout(m_waiting);
    waiting->setContentsMargins(0, 0, 0, 0);
    waiting->addWidget(text, 1);
    waiting->addWidget(start);
    m_lines->setSpacing(2);
    card->body()->setSpacing(4);
    card->body()->addWidget(m_waiting);
    card->body()->addLayout(m_lines);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    hide();
    connect(start, &QPushButton::clicked, this, &JobStrip::startAgentRequested);
}

void JobStrip::remove(std::int64_t job)
{
    JobRow *row = m_rows.at(job);
    m_rows.erase(job);
    row->hide();
    row->deleteLater();
    setVisible(!m_rows.empty());
}

void JobStrip::setMayCancel(const QString &whyNot)
{
    m_whyNotCancel = whyNot;
}

void JobStrip::setJobs(const std::vector<JobLine> &jobs, bool agentAlive)
{
    std::vector<std::int64_t> vanished;
    for (const auto &[id, row] : m_rows)
        if (std::ranges::find(jobs, id, &JobLine::id) == jobs.end())
            vanished.push_back(id);
    for (const std::int64_t id : vanished)
        remove(id);
    for (const JobLine &line : jobs) {
        if (m_dismissed.contains(line.id))
            continue;
        JobRow *&row = m_rows[line.id];
        if (row == nullptr) {
            row = new JobRow(m_theme, line.id, this);
            m_lines->addWidget(row);
            const std::int64_t id = line.id;
            connect(row, &JobRow::cancelRequested, this, [this, id] { Q_EMIT cancelRequested(id); });
            connect(row, &JobRow::runRequested, this, &JobStrip::runRequested);
            connect(row, &JobRow::dismissed, this, [this, id] {
                m_dismissed.insert(id);
                remove(id);
            });
        }
        row->setLine(line, m_whyNotCancel);
    }
    const bool waits =
        std::ranges::any_of(jobs, [](const JobLine &line) { return line.state == JobState::Queued; });
    m_waiting->setVisible(waits && !agentAlive);
    setVisible(!m_rows.empty());
}

} // namespace signalbox::ui
