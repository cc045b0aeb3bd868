#include "ui/shell/first_run_page.h"

#include <QBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/shell/page.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/notices.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int cardWidth = 520;
constexpr std::size_t mostRecentShown = 5;

} // namespace

FirstRunPage::FirstRunPage(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_choices(new QWidget(this))
    , m_progress(new QWidget(this))
    , m_recent(new QVBoxLayout)
    , m_recentBox(new QWidget(this))
    , m_error(new ErrorBanner(theme, this))
    , m_step(makeText({}, Role::Text, this))
    , m_bar(new QProgressBar(this))
    , m_sample(makeButton(tr("Open the sample workspace"), u"sampleButton"_s, ButtonKind::Primary, this))
    , m_cancel(makeButton(tr("Cancel"), u"cancelButton"_s, ButtonKind::Plain, this))
{
    setObjectName(u"firstRunPage"_s);
    auto *title = makeTitle(tr("Signalbox"), this);
    title->setProperty("heading", u"large"_s);
    auto *create = makeButton(tr("New empty workspace…"), u"createButton"_s, ButtonKind::Plain, this);
    auto *open = makeButton(tr("Open a workspace…"), u"openButton"_s, ButtonKind::Plain, this);

    auto *choices = new QVBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->setSpacing(8);
    choices->addWidget(m_sample);
    choices->addWidget(
        makeText(tr("Made on this machine in a few seconds by really training models, approving one and "
                    "serving it. Nothing leaves this computer."),
                 Role::MutedText, m_choices));
    choices->addSpacing(6);
    auto *others = new QHBoxLayout;
    others->setSpacing(8);
    others->addWidget(create, 1);
    others->addWidget(open, 1);
    choices->addLayout(others);

    auto *recent = new QVBoxLayout(m_recentBox);
    recent->setContentsMargins(0, 8, 0, 0);
    recent->setSpacing(2);
    recent->addWidget(makeSectionHeading(tr("RECENT"), m_recentBox));
    recent->addLayout(m_recent);
    m_recentBox->hide();
    choices->addWidget(m_recentBox);

    auto *progress = new QVBoxLayout(m_progress);
    progress->setContentsMargins(0, 0, 0, 0);
    progress->setSpacing(10);
    progress->addWidget(m_step);
    progress->addWidget(m_bar);
    progress->addWidget(m_cancel, 0, Qt::AlignLeft);
    m_bar->setTextVisible(false);
    m_bar->setRange(0, 1000);
    m_bar->setAccessibleName(tr("Progress"));

    auto *card = new Card({}, this);
    card->setFixedWidth(cardWidth);
    card->body()->setContentsMargins(16, 14, 16, 14);
    card->body()->setSpacing(10);
    card->body()->addWidget(title);
    card->body()->addWidget(makeText(tr("Train, compare, approve, serve and roll back models on one machine. "
                                        "A workspace is a folder that holds it all."),
                                     Role::MutedText, card));
    card->body()->addWidget(m_error);
    card->body()->addWidget(m_choices);
    card->body()->addWidget(m_progress);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(pageMargin, pageMargin, pageMargin, pageMargin);
    layout->addStretch(2);
    // Not by alignment: an aligned widget is not asked for the height that its width needs.
    auto *centred = new QHBoxLayout;
    centred->addStretch(1);
    centred->addWidget(card);
    centred->addStretch(1);
    layout->addLayout(centred);
    layout->addStretch(3);

    connect(m_sample, &QPushButton::clicked, this, &FirstRunPage::sampleRequested);
    connect(create, &QPushButton::clicked, this, &FirstRunPage::createRequested);
    connect(open, &QPushButton::clicked, this, &FirstRunPage::openRequested);
    connect(m_cancel, &QPushButton::clicked, this, &FirstRunPage::cancelRequested);
    connect(m_error, &ErrorBanner::retryRequested, this, &FirstRunPage::sampleRequested);
    showChoices();
}

void FirstRunPage::setRecent(const std::vector<WorkspaceItem> &recent)
{
    while (QLayoutItem *item = m_recent->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (std::size_t i = 0; i < recent.size() && i < mostRecentShown; ++i) {
        const QString path = recent[i].path;
        auto *button =
            makeButton(literalText(recent[i].name), u"recent%1"_s.arg(i), ButtonKind::Link, m_recentBox);
        button->setIcon(m_theme.icon(u"folder"_s, Role::MutedText));
        button->setToolTip(path);
        button->setAccessibleName(tr("Open %1 at %2").arg(recent[i].name, path));
        connect(button, &QPushButton::clicked, this, [this, path] { Q_EMIT recentRequested(path); });
        m_recent->addWidget(button, 0, Qt::AlignLeft);
    }
    m_recentBox->setVisible(!recent.empty());
}

void FirstRunPage::showProgress(const QString &step, double fraction)
{
    m_error->clear();
    m_choices->hide();
    m_progress->show();
    m_step->setText(step);
    m_bar->setRange(0, fraction < 0 ? 0 : 1000);
    if (fraction >= 0)
        m_bar->setValue(static_cast<int>(std::min(fraction, 1.0) * 1000));
}

void FirstRunPage::showError(const QString &sentence)
{
    showChoices();
    m_error->showError(sentence, false);
}

void FirstRunPage::showChoices()
{
    m_error->clear();
    m_progress->hide();
    m_choices->show();
    m_sample->setFocus();
}

} // namespace signalbox::ui
