#include "ui/widgets/card.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStyle>

#include "ui/widgets/labels.h"
#include "ui/widgets/style_sheet.h"

namespace signalbox::ui {

Card::Card(const QString &heading, QWidget *parent)
    : QFrame(parent)
    , m_heading(makeSectionHeading(heading, this))
    , m_headingLine(new QWidget(this))
    , m_headingLayout(new QHBoxLayout(m_headingLine))
    , m_body(new QVBoxLayout)
{
    setProperty("card", true);
    m_headingLayout->setContentsMargins(0, 0, 0, 0);
    m_headingLayout->setSpacing(6);
    m_headingLayout->addWidget(m_heading, 1);
    m_body->setSpacing(8);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 11, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_headingLine);
    layout->addLayout(m_body, 1);
    setHeading(heading);
}

void Card::setHeading(const QString &heading)
{
    m_heading->setText(heading);
    m_headingLine->setVisible(!heading.isEmpty() || m_headingLayout->count() > 1);
}

void Card::addHeadingWidget(QWidget *widget)
{
    m_headingLayout->addWidget(widget, 0, Qt::AlignVCenter);
    m_headingLine->show();
}

void Card::setBorderRole(Role role)
{
    setProperty("borderRole", roleName(role));
    style()->unpolish(this);
    style()->polish(this);
    update();
}

} // namespace signalbox::ui
