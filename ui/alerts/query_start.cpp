#include "ui/alerts/query_start.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>
#include <array>

#include "core/kql/saved/examples.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array<std::string_view, 3> first = {"Error rate by deployment", "What was changed",
                                                   "Errors in the log"};

} // namespace

QueryStart::QueryStart(const Theme &theme, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"queryStart"_s);
    auto *icon = new QLabel(this);
    icon->setPixmap(theme.icon(u"search"_s, Role::MutedText).pixmap(28, 28));
    icon->setAlignment(Qt::AlignCenter);
    auto *sentence =
        makeText(tr("Write a query and press F5, or begin with one of these:"), Role::MutedText, this);
    sentence->setAlignment(Qt::AlignCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(icon);
    layout->addWidget(sentence);
    for (const std::string_view name : first) {
        const auto &examples = kql::exampleQueries();
        const auto found = std::ranges::find(examples, name, &kql::QueryDraft::name);
        if (found == examples.end())
            continue;
        auto *button = makeButton(toQt(found->name), u"queryExample"_s, ButtonKind::Link, this);
        button->setToolTip(toQt(found->description));
        connect(button, &QPushButton::clicked, this,
                [this, text = toQt(found->text), title = toQt(found->name)] {
                    Q_EMIT exampleChosen(text, title);
                });
        layout->addWidget(button, 0, Qt::AlignHCenter);
    }
    layout->addStretch();
}

} // namespace signalbox::ui
