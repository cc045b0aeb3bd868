#include "ui/alerts/audit_entry_card.h"

#include <QBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/widgets/audit_words.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int shownHash = 16;

QString changeText(const store::AuditEntry &entry)
{
    QStringList parts;
    if (!entry.before.empty())
        parts << AuditEntryCard::tr("before") + u'\n' + prettyJson(entry.before);
    if (!entry.after.empty())
        parts << AuditEntryCard::tr("after") + u'\n' + prettyJson(entry.after);
    return parts.join(u"\n\n"_s);
}

KeyValue hashLine(const QString &key, const std::string &hash, const QString &none)
{
    return {.key = key,
            .value = hash.empty() ? none : toQt(hash).left(shownHash) + u"…"_s,
            .toolTip = toQt(hash)};
}

} // namespace

AuditEntryCard::AuditEntryCard(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_facts(new KeyValueList(this))
    , m_open(makeButton(tr("Go to the subject"), u"openSubject"_s, ButtonKind::Plain, this))
    , m_change(new QPlainTextEdit(this))
{
    m_change->setObjectName(u"auditChange"_s);
    m_change->setAccessibleName(tr("Before and after of the chosen entry"));
    m_change->setReadOnly(true);
    m_change->setProperty("well", true);
    m_change->setFont(theme.codeFont());
    m_change->setTabChangesFocus(true);
    m_change->setPlaceholderText(tr("This entry says nothing of before and after."));
    connect(m_open, &QPushButton::clicked, this, &AuditEntryCard::subjectRequested);

    auto *card = new Card(tr("ENTRY"), this);
    card->body()->addWidget(m_facts);
    card->body()->addWidget(m_open, 0, Qt::AlignLeft);
    card->body()->addWidget(m_change, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    setEntry(nullptr);
}

void AuditEntryCard::setEntry(const store::AuditEntry *entry)
{
    m_open->setEnabled(entry != nullptr && !subjectKind(*entry).isEmpty());
    if (entry == nullptr) {
        m_facts->setValues({{.key = tr("Entry"), .value = tr("Choose one to see it in full")}});
        m_change->clear();
        return;
    }
    m_facts->setValues(
        {{.key = tr("Entry"), .value = QString::number(entry->sequence)},
         {.key = tr("Time"), .value = fullTimeText(entry->time)},
         {.key = tr("Who"), .value = toQt(entry->actor)},
         {.key = tr("What"), .value = u"%1 (%2)"_s.arg(actionWords(entry->action), toQt(entry->action))},
         {.key = tr("Subject"), .value = entry->subject.empty() ? emDash() : toQt(entry->subject)},
         {.key = tr("Why"), .value = entry->reason.empty() ? emDash() : toQt(entry->reason)},
         hashLine(tr("Hash"), entry->hash, emDash()),
         hashLine(tr("Follows"), entry->previousHash, tr("the first entry"))});
    if (const QString text = changeText(*entry); text != m_change->toPlainText())
        m_change->setPlainText(text);
}

} // namespace signalbox::ui
