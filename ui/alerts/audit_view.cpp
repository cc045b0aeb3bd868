#include "ui/alerts/audit_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <algorithm>
#include <utility>

#include "ui/alerts/audit_entry_card.h"
#include "ui/alerts/chain_card.h"
#include "ui/shell/navigator.h"
#include "ui/shell/session.h"
#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/toast_area.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

Row rowOf(const store::AuditEntry &entry)
{
    return {.id = QString::number(entry.sequence),
            .cells = {{.text = dayText(entry.time) + u':' + clockText(entry.time).right(2),
                       .sortKey = qlonglong(entry.sequence),
                       .role = Role::MutedText,
                       .toolTip = fullTimeText(entry.time)},
                      {.text = toQt(entry.actor)},
                      {.text = actionWords(entry.action),
                       .role = actionRole(entry.action),
                       .toolTip = toQt(entry.action)},
                      {.text = toQt(entry.subject), .toolTip = toQt(entry.subject)},
                      {.text = toQt(entry.reason), .role = Role::MutedText, .toolTip = toQt(entry.reason)},
                      {.text = changeWords(entry), .role = Role::MutedText}}};
}

QString entries(std::int64_t count)
{
    return count == 1 ? AuditView::tr("1 entry") : AuditView::tr("%1 entries").arg(countText(count));
}

} // namespace

AuditView::AuditView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
{
    m_error->setObjectName(u"auditError"_s);
    auto *splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(u"auditSplitter"_s);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(makeTable());
    splitter->addWidget(makeDetail());
    splitter->setStretchFactor(0, 5);
    splitter->setStretchFactor(1, 2);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_error);
    layout->addWidget(splitter, 1);
    connect(m_error, &ErrorBanner::retryRequested, this, &AuditView::refresh);
}

QWidget *AuditView::makeTable()
{
    const ShellServices &services = m_session.services();
    m_model = new ValueTableModel({{.title = tr("Time")},
                                   {.title = tr("Who")},
                                   {.title = tr("What")},
                                   {.title = tr("Subject")},
                                   {.title = tr("Why")},
                                   {.title = tr("Before → after")}},
                                  this);
    m_table = new DataTable(services.theme, u"auditTrail"_s, tr("Audit trail"), this);
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&services.dialogs);
    m_table->setUsualWidths({126, 84, 156, 172, 176, 240});
    connect(m_table, &DataTable::currentIdChanged, this, [this] { m_entry->setEntry(chosen()); });
    connect(m_table, &DataTable::idActivated, this, &AuditView::openSubject);
    m_filter =
        new FilterLine(services.theme, u"auditFilter"_s, tr("Filter by who, what, subject or reason"), this);
    m_filter->attachTo(m_table);
    connect(m_filter, &FilterLine::filterChanged, this, &AuditView::showCount);
    m_subject = makeButton({}, u"clearSubject"_s, ButtonKind::Plain, this);
    m_subject->setIcon(services.theme.icon(u"close"_s));
    m_subject->setToolTip(tr("Show the whole trail"));
    m_subject->hide();
    connect(m_subject, &QPushButton::clicked, this, [this] { showSubject({}); });
    m_empty = new EmptyState(services.theme, u"filter"_s, this);
    m_empty->hide();
    connect(m_empty, &EmptyState::actionRequested, this, &AuditView::clearFilters);
    m_count = makeText({}, Role::MutedText, this);
    m_count->setObjectName(u"auditCount"_s);
    m_more = makeButton(tr("Show older entries"), u"showOlder"_s, ButtonKind::Link, this);
    m_more->hide();
    connect(m_more, &QPushButton::clicked, this, &AuditView::showMore);
    auto *save = makeButton(tr("Export…"), u"exportAudit"_s, ButtonKind::Plain, this);
    save->setToolTip(tr("The whole trail with its hashes, as CSV"));
    connect(save, &QPushButton::clicked, this, &AuditView::exportAll);

    auto *line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(save);
    auto *below = new QHBoxLayout;
    below->addWidget(m_count, 1);
    below->addWidget(m_more);
    auto *card = new Card(tr("AUDIT TRAIL"), this);
    card->body()->addLayout(line);
    card->body()->addWidget(m_subject, 0, Qt::AlignLeft);
    card->body()->addWidget(m_table, 1);
    card->body()->addWidget(m_empty, 1);
    card->body()->addLayout(below);
    return card;
}

QWidget *AuditView::makeDetail()
{
    m_entry = new AuditEntryCard(m_session.services().theme, this);
    connect(m_entry, &AuditEntryCard::subjectRequested, this, &AuditView::openSubject);
    m_chain = new ChainCard(m_session, this);
    connect(m_chain, &ChainCard::verified, this, &AuditView::showBroken);
    auto *column = new QWidget(this);
    column->setMinimumWidth(260);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(m_entry, 1);
    layout->addWidget(m_chain);
    return column;
}

void AuditView::refresh()
{
    // A trail that grows faster than it is read must still be shown; another question is asked at once.
    if (m_request.waiting() && m_asked == m_question) {
        m_again = true;
        return;
    }
    m_asked = m_question;
    m_session.read(
        this, m_request,
        [question = m_question](Workspace &workspace) { return readAudit(*workspace.store, question); },
        [this](Result<AuditAnswer> answer) {
            const bool unreadable = !answer.has_value();
            if (answer) {
                m_error->clear();
                take(*std::move(answer));
            } else {
                m_error->showError(errorText(answer.error()));
            }
            if (std::exchange(m_unreadable, unreadable) != unreadable)
                Q_EMIT healthChanged();
            if (std::exchange(m_again, false))
                refresh();
        });
}

void AuditView::take(AuditAnswer answer)
{
    const bool first = m_answer.entries.empty();
    m_answer = std::move(answer);
    std::vector<Row> rows;
    rows.reserve(m_answer.entries.size());
    for (const store::AuditEntry &entry : m_answer.entries)
        rows.push_back(rowOf(entry));
    m_model->setRows(std::move(rows));
    if (const auto wanted = std::exchange(m_wanted, 0); wanted != 0)
        m_table->selectId(QString::number(wanted));
    else if (first && !m_answer.entries.empty())
        m_table->selectId(QString::number(m_answer.entries.front().sequence));
    m_entry->setEntry(chosen());
    showCount();
}

void AuditView::showCount()
{
    const QString words = m_filter->text().trimmed();
    const QString subject = toQt(m_question.subject);
    const QString loaded = entries(static_cast<std::int64_t>(m_answer.entries.size()));
    if (!words.isEmpty())
        m_count->setText(
            tr("%1 of %2 with these words").arg(countText(m_table->shownRows()), loaded) +
            (m_answer.more ? u"; "_s + tr("older ones are not read and not searched") : QString()));
    else if (m_answer.more)
        m_count->setText(tr("The newest %1 of %2")
                             .arg(loaded, subject.isEmpty() ? countText(m_answer.trail) : tr("more")));
    else
        m_count->setText(subject.isEmpty() ? loaded : tr("%1 of %2").arg(loaded, countText(m_answer.trail)));
    m_more->setVisible(m_answer.more);

    const bool nothing = m_table->shownRows() == 0 && m_answer.trail > 0;
    m_table->setVisible(!nothing);
    m_empty->setVisible(nothing);
    m_empty->setText(words.isEmpty() ? tr("Nothing in the trail is about %1.").arg(subject)
                                     : tr("The filter “%1” hides all of the %2.").arg(words, loaded));
    m_empty->setAction(words.isEmpty() ? tr("Show the whole trail") : tr("Clear the filter"));
}

void AuditView::showMore()
{
    m_question.limit *= 2;
    refresh();
}

void AuditView::clearFilters()
{
    if (m_filter->text().trimmed().isEmpty()) {
        showSubject({});
        return;
    }
    m_filter->clear();
    m_table->setFilterText({});
    showCount();
}

void AuditView::showSubject(const QString &subject)
{
    m_filter->clear();
    m_table->setFilterText({});
    m_question = {.subject = fromQt(subject)};
    m_subject->setText(literalText(tr("Only about %1").arg(subject)));
    m_subject->setAccessibleName(tr("Only about %1; press to show the whole trail").arg(subject));
    m_subject->setVisible(!subject.isEmpty());
    refresh();
}

const store::AuditEntry *AuditView::chosen() const
{
    const auto found =
        std::ranges::find(m_answer.entries, m_table->currentId().toLongLong(), &store::AuditEntry::sequence);
    return found == m_answer.entries.end() ? nullptr : &*found;
}

void AuditView::openSubject()
{
    const store::AuditEntry *entry = chosen();
    if (entry != nullptr && !subjectKind(*entry).isEmpty())
        m_session.services().navigator.showObject(subjectKind(*entry), toQt(entry->subject));
}

void AuditView::verify()
{
    m_chain->verify();
}

bool AuditView::isChainBroken() const
{
    return m_chain->isBroken();
}

void AuditView::showBroken(std::int64_t sequence)
{
    Q_EMIT healthChanged();
    if (sequence == 0)
        return;
    // However old the entry is, it and all that follow it are read, and nothing hides it.
    const auto distance = static_cast<std::size_t>(std::max<std::int64_t>(0, m_answer.trail - sequence));
    const std::size_t limit = std::max(m_question.limit, distance + auditPage);
    m_wanted = sequence;
    showSubject({});
    m_question.limit = limit;
    refresh();
}

void AuditView::exportAll()
{
    const FileQuestion question{.title = tr("Export the audit trail"),
                                .suggestion =
                                    tr("audit-%1.csv").arg(toQt(m_session.workspace()->store->info().name)),
                                .filter = tr("CSV (*.csv)")};
    m_session.services().dialogs.saveFile(this, question, [this](const QString &path) {
        m_session.command(
            this, [path = fromQt(path)](Workspace &workspace) { return exportAudit(*workspace.store, path); },
            [this, path](std::int64_t count) {
                m_session.services().toasts.showToast(
                    {.text = tr("%1 entries exported to %2").arg(countText(count), path),
                     .role = Role::Good});
            });
    });
}

} // namespace signalbox::ui
