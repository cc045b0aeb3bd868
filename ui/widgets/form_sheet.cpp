#include "ui/widgets/form_sheet.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

FormSheet::FormSheet(const Theme &theme, const QString &objectName, const QString &title, const QString &verb,
                     const QString &context, QWidget *parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_form(new QFormLayout)
    , m_body(new QVBoxLayout)
    , m_problem(makeText({}, Role::Danger, this))
    , m_cancel(makeButton(tr("Cancel"), u"cancel"_s, ButtonKind::Plain, this))
    , m_verb(makeButton(verb, u"submit"_s, ButtonKind::Primary, this))
{
    setObjectName(objectName);
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(title);
    setWindowModality(Qt::WindowModal);
    setAccessibleName(title);
    setMinimumWidth(440);

    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_form->setHorizontalSpacing(16);
    m_form->setVerticalSpacing(10);
    m_body->setSpacing(8);
    m_problem->setObjectName(u"problem"_s);
    m_problem->hide();

    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    m_verb->setDefault(true);
    connect(m_verb, &QPushButton::clicked, this, &FormSheet::submitted);
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_verb);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(12);
    layout->addWidget(makeTitle(title, this));
    if (!context.isEmpty())
        layout->addWidget(makeText(context, Role::MutedText, this));
    layout->addLayout(m_form);
    layout->addLayout(m_body);
    layout->addWidget(m_problem);
    layout->addStretch();
    layout->addLayout(buttons);
}

void FormSheet::addField(const QString &label, QWidget *field, const QString &hint)
{
    field->setAccessibleName(label);
    auto *text = new QLabel(label, this);
    text->setBuddy(field);
    m_form->addRow(text, field);
    if (hint.isEmpty())
        return;
    field->setAccessibleDescription(hint);
    auto *below = makeText(hint, Role::MutedText, this);
    below->setFont(m_theme.smallFont());
    m_form->addRow(QString(), below);
}

void FormSheet::addText(const QString &text)
{
    m_form->addRow(makeText(text, Role::MutedText, this));
}

void FormSheet::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->setVisible(!sentence.isEmpty());
}

QString FormSheet::problem() const
{
    return m_problem->text();
}

void FormSheet::setObstacle(const QString &reason)
{
    m_obstacle = reason;
    updateVerb();
}

void FormSheet::setBusy(bool busy)
{
    m_busy = busy;
    updateVerb();
}

// The fields were made after the buttons, but whoever goes by Tab meets them first.
void FormSheet::showEvent(QShowEvent *event)
{
    QWidget *last = previousInFocusChain();
    while (last != m_verb && (last->focusPolicy() & Qt::TabFocus) == 0) // labels
        last = last->previousInFocusChain();
    if (last != m_verb) {
        setTabOrder(last, m_cancel);
        setTabOrder(m_cancel, m_verb);
    }
    QDialog::showEvent(event);
}

void FormSheet::updateVerb()
{
    m_verb->setEnabled(!m_busy && m_obstacle.isEmpty());
    m_verb->setToolTip(m_obstacle);
    m_verb->setAccessibleDescription(m_obstacle);
}

} // namespace signalbox::ui
