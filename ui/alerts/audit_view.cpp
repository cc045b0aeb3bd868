#include "ui/alerts/audit_view.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSplitter>
#include <algorithm>

#include "ui/alerts/alerts_snapshot.h"
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

QString changeText(const store::AuditEntry &entry)
{
    QStringList parts;
    if (!entry.before.empty())
        parts << AuditView::tr("before") + u'\n' + prettyJson(entry.before);
    if (!entry.after.empty())
        parts << AuditView::tr("after") + u'\n' + prettyJson(entry.after);
    return parts.join(u"\n\n"_s);
}

} // namespace

AuditView::AuditView(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_error(new ErrorBanner(session.services().theme, this))
{
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
    connect(m_table, &DataTable::currentIdChanged, this, &AuditView::showChosen);
    connect(m_table, &DataTable::idActivated, this, &AuditView::openSubject);
    m_filter =
        new FilterLine(services.theme, u"auditFilter"_s, tr("Filter by who, what, subject or reason"), this);
    m_filter->attachTo(m_table);
    m_count = makeText({}, Role::MutedText, this);
    m_count->setWordWrap(false);
    auto *save = makeButton(tr("Export…"), u"exportAudit"_s, ButtonKind::Plain, this);
    connect(save, &QPushButton::clicked, this, &AuditView::exportAll);

    auto *line = new QHBoxLayout;
    line->addWidget(m_filter, 1);
    line->addWidget(m_count);
    line->addWidget(save);
    auto *card = new Card(tr("AUDIT TRAIL"), this);
    card->body()->addLayout(line);
    card->body()->addWidget(m_table, 1);
    return card;
}

QWidget *AuditView::makeDetail()
{
    const Theme &theme = m_session.services().theme;
    m_facts = new KeyValueList(this);
    m_open = makeButton(tr("Go to the subject"), u"openSubject"_s, ButtonKind::Plain, this);
    connect(m_open, &QPushButton::clicked, this, &AuditView::openSubject);
    m_change = new QPlainTextEdit(this);
    m_change->setObjectName(u"auditChange"_s);
    m_change->setAccessibleName(tr("Before and after of the chosen entry"));
    m_change->setReadOnly(true);
    m_change->setProperty("well", true);
    m_change->setFont(theme.codeFont());
    m_change->setTabChangesFocus(true);
    m_change->setPlaceholderText(tr("This entry says nothing of before and after."));
    m_verdict = new StatusDot(theme, this);
    m_verdict->setObjectName(u"chainVerdict"_s);
    m_verdict->setState(Role::MutedText, tr("Chain not checked yet"));
    m_verify = makeButton(tr("Verify the chain"), u"verifyChain"_s, ButtonKind::Plain, this);
    connect(m_verify, &QPushButton::clicked, this, &AuditView::verify);

    auto *card = new Card(tr("ENTRY"), this);
    card->setMinimumWidth(260);
    card->body()->addWidget(m_facts);
    auto *openLine = new QHBoxLayout;
    openLine->addWidget(m_open);
    openLine->addStretch();
    card->body()->addLayout(openLine);
    card->body()->addWidget(m_change, 1);
    auto *verifyLine = new QHBoxLayout;
    verifyLine->addWidget(m_verdict, 1);
    verifyLine->addWidget(m_verify);
    card->body()->addLayout(verifyLine);
    return card;
}

void AuditView::refresh()
{
    m_session.read(
        this, m_request,
        [](Workspace &workspace) { return store::listAudit(*workspace.store, {.limit = auditShown}); },
        [this](Result<std::vector<store::AuditEntry>> entries) {
            if (!entries) {
                m_error->showError(errorText(entries.error()));
                return;
            }
            m_error->clear();
            take(*std::move(entries));
        });
}

void AuditView::take(std::vector<store::AuditEntry> entries)
{
    const bool first = m_entries.empty();
    m_entries = std::move(entries);
    std::vector<Row> rows;
    rows.reserve(m_entries.size());
    for (const store::AuditEntry &entry : m_entries)
        rows.push_back(rowOf(entry));
    m_model->setRows(std::move(rows));
    if (first && !m_entries.empty())
        m_table->selectId(QString::number(m_entries.front().sequence));
    const auto newest = m_entries.empty() ? 0 : m_entries.front().sequence;
    m_count->setText(static_cast<std::int64_t>(m_entries.size()) < newest
                         ? tr("newest %1 of %2")
                               .arg(countText(static_cast<std::int64_t>(m_entries.size())), countText(newest))
                         : tr("%1 entries").arg(countText(newest)));
    showChosen();
}

void AuditView::showSubject(const QString &subject)
{
    m_filter->setText(subject);
    m_table->setFilterText(subject);
}

void AuditView::showChosen()
{
    const std::int64_t sequence = m_table->currentId().toLongLong();
    const auto found = std::ranges::find(m_entries, sequence, &store::AuditEntry::sequence);
    const bool any = found != m_entries.end();
    m_open->setEnabled(any && !subjectKind(*found).isEmpty());
    if (!any) {
        m_facts->setValues({{.key = tr("Entry"), .value = tr("Choose one to see it in full")}});
        m_change->clear();
        return;
    }
    m_facts->setValues(
        {{.key = tr("Entry"), .value = QString::number(found->sequence)},
         {.key = tr("Time"), .value = fullTimeText(found->time)},
         {.key = tr("Who"), .value = toQt(found->actor)},
         {.key = tr("What"), .value = u"%1 (%2)"_s.arg(actionWords(found->action), toQt(found->action))},
         {.key = tr("Subject"), .value = toQt(found->subject)},
         {.key = tr("Why"), .value = found->reason.empty() ? emDash() : toQt(found->reason)},
         {.key = tr("Hash"), .value = toQt(found->hash).left(16) + u"…"_s, .toolTip = toQt(found->hash)},
         {.key = tr("Follows"),
          .value = found->previousHash.empty() ? tr("the first entry")
                                               : toQt(found->previousHash).left(16) + u"…"_s,
          .toolTip = toQt(found->previousHash)}});
    if (const QString text = changeText(*found); text != m_change->toPlainText())
        m_change->setPlainText(text);
}

void AuditView::openSubject()
{
    const std::int64_t sequence = m_table->currentId().toLongLong();
    const auto found = std::ranges::find(m_entries, sequence, &store::AuditEntry::sequence);
    if (found != m_entries.end() && !subjectKind(*found).isEmpty())
        m_session.services().navigator.showObject(subjectKind(*found), toQt(found->subject));
}

void AuditView::verify()
{
    m_verify->setEnabled(false);
    m_verdict->setState(Role::MutedText, tr("Checking every entry…"));
    m_session.read(
        this, m_verification, [](Workspace &workspace) { return store::verifyAudit(*workspace.store); },
        [this](const Result<store::AuditVerdict> &verdict) {
            m_verify->setEnabled(true);
            if (!verdict)
                m_verdict->setState(Role::Danger, errorText(verdict.error()));
            else if (verdict->intact)
                m_verdict->setState(Role::Good,
                                    tr("Intact: all %1 entries").arg(countText(verdict->entries)));
            else
                m_verdict->setState(Role::Danger, toQt(verdict->finding));
            m_verdict->setToolTip(m_verdict->word());
            if (verdict && !verdict->intact)
                m_table->selectId(QString::number(verdict->firstBroken));
        });
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
