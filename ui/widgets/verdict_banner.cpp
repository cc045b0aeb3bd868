#include "ui/widgets/verdict_banner.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStyle>

#include "ui/widgets/labels.h"
#include "ui/widgets/style_sheet.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int iconSize = 20;

} // namespace

VerdictBanner::VerdictBanner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_icon(new QLabel(this))
    , m_headline(makeText({}, Role::Text, this))
    , m_sentence(makeText({}, Role::Text, this))
{
    m_headline->setObjectName(u"verdictHeadline"_s);
    m_headline->setProperty("heading", u"title"_s);
    m_sentence->setObjectName(u"verdictSentence"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_headline);
    words->addWidget(m_sentence);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(10);
    layout->addWidget(m_icon, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    connect(&theme, &Theme::changed, this, &VerdictBanner::drawIcon);
    hide();
}

void VerdictBanner::setVerdict(const Verdict &verdict)
{
    if (verdict == m_verdict)
        return;
    m_verdict = verdict;
    m_headline->setText(verdict.headline);
    setRole(m_headline, verdict.role);
    m_sentence->setText(verdict.sentence);
    m_sentence->setVisible(!verdict.sentence.isEmpty());
    setAccessibleName(verdict.headline + u". "_s + verdict.sentence);
    setProperty("verdict", roleName(verdict.role));
    style()->unpolish(this);
    style()->polish(this);
    drawIcon();
    setVisible(!verdict.headline.isEmpty());
}

void VerdictBanner::drawIcon()
{
    m_icon->setPixmap(m_theme.icon(m_verdict.icon, m_verdict.role).pixmap(iconSize, iconSize));
}

} // namespace signalbox::ui
