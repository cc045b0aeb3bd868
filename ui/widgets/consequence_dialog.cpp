#include "ui/widgets/consequence_dialog.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <utility>

#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int dialogWidth = 440;

} // namespace

ConsequenceDialog::ConsequenceDialog(const Theme &theme, Consequence consequence, QWidget *parent)
    : QDialog(parent)
    , m_consequence(std::move(consequence))
{
    setObjectName(u"consequenceDialog"_s);
    setWindowTitle(m_consequence.context.isEmpty() ? m_consequence.title
                                                   : m_consequence.title + u" · "_s + m_consequence.context);
    setAccessibleName(m_consequence.title);
    setAccessibleDescription(m_consequence.text + u' ' + m_consequence.points.join(u". "_s));
    setMinimumWidth(dialogWidth);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    auto *title = makeTitle(m_consequence.title, this);
    title->setWordWrap(true);
    layout->addWidget(title);
    if (!m_consequence.context.isEmpty())
        layout->addWidget(makeText(m_consequence.context, Role::MutedText, this));
    if (!m_consequence.text.isEmpty())
        layout->addWidget(makeText(m_consequence.text, Role::Text, this));
    if (!m_consequence.points.isEmpty()) {
        auto *card = new Card({}, this);
        card->body()->setSpacing(4);
        for (const QString &point : m_consequence.points) {
            auto *line = new QHBoxLayout;
            line->setSpacing(8);
            auto *icon = new QLabel(card);
            icon->setPixmap(
                theme.icon(u"chevron-right"_s, m_consequence.danger ? Role::Danger : Role::MutedText)
                    .pixmap(12, 12));
            icon->setContentsMargins(0, 3, 0, 0);
            line->addWidget(icon, 0, Qt::AlignTop);
            line->addWidget(makeText(point, Role::Text, card), 1, Qt::AlignTop);
            card->body()->addLayout(line);
        }
        layout->addWidget(card);
    }
    if (m_consequence.asksReason) {
        const QString caption = m_consequence.reasonRequired ? tr("Reason (required)") : tr("Reason");
        m_reason = new QPlainTextEdit(this);
        m_reason->setObjectName(u"reasonField"_s);
        m_reason->setPlaceholderText(caption);
        m_reason->setAccessibleName(caption);
        m_reason->setTabChangesFocus(true);
        m_reason->setFixedHeight(64);
        layout->addWidget(m_reason);
        connect(m_reason, &QPlainTextEdit::textChanged, this, &ConsequenceDialog::updateVerb);
    }
    if (!m_consequence.typeToConfirm.isEmpty()) {
        const QString caption =
            tr("Type %1 to confirm. This cannot be undone.").arg(m_consequence.typeToConfirm);
        layout->addWidget(makeText(caption, Role::Text, this));
        m_name = new QLineEdit(this);
        m_name->setObjectName(u"nameField"_s);
        m_name->setAccessibleName(caption);
        layout->addWidget(m_name);
        connect(m_name, &QLineEdit::textChanged, this, &ConsequenceDialog::updateVerb);
    }

    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    auto *cancel = makeButton(tr("Cancel"), u"cancelButton"_s, ButtonKind::Plain, this);
    m_verb = makeButton(m_consequence.verb, u"verbButton"_s,
                        m_consequence.danger ? ButtonKind::Danger : ButtonKind::Primary, this);
    buttons->addWidget(cancel);
    buttons->addWidget(m_verb);
    layout->addSpacing(4);
    layout->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_verb, &QPushButton::clicked, this, &QDialog::accept);
    cancel->setDefault(true);
    cancel->setFocus();
    updateVerb();
    resize(dialogWidth, layout->totalHeightForWidth(dialogWidth));
}

Confirmation ConsequenceDialog::confirmation() const
{
    return {.reason = m_reason ? m_reason->toPlainText().trimmed() : QString()};
}

void ConsequenceDialog::updateVerb()
{
    const bool named = !m_name || m_name->text() == m_consequence.typeToConfirm;
    const bool reasoned = !m_consequence.reasonRequired || !confirmation().reason.isEmpty();
    m_verb->setEnabled(named && reasoned);
    m_verb->setToolTip(!named      ? tr("Type the name first.")
                       : !reasoned ? tr("Give a reason first.")
                                   : QString());
}

} // namespace signalbox::ui
