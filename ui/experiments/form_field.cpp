#include "ui/experiments/form_field.h"

#include <QBoxLayout>
#include <QLabel>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

FormField::FormField(const QString &label, QWidget *editor, QWidget *parent)
    : QWidget(parent)
    , m_editor(editor)
    , m_error(makeText({}, Role::Danger, this))
{
    auto *title = new QLabel(label, this);
    title->setBuddy(editor);
    editor->setAccessibleName(QString(label).remove(u'&'));
    m_error->setObjectName(editor->objectName() + u"Error"_s);
    m_error->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(title);
    layout->addWidget(editor);
    layout->addWidget(m_error);
}

void FormField::setError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->show();
    m_editor->setAccessibleDescription(sentence);
}

void FormField::clearError()
{
    m_error->clear();
    m_error->hide();
    m_editor->setAccessibleDescription({});
}

QString FormField::error() const
{
    return m_error->text();
}

} // namespace signalbox::ui
