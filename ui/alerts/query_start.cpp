#include "ui/alerts/query_start.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <vector>

#include "core/kql/saved/examples.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

QueryStart::QueryStart(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"queryStart"_s);
    auto *sentence =
        makeText(tr("Write a query and press F5, or begin with one of these:"), Role::MutedText, this);
    sentence->setAlignment(Qt::AlignCenter);
    // What leads, and what it answers, side by side; as many as the first folder of the examples has.
    auto *list = new QGridLayout;
    list->setHorizontalSpacing(18);
    list->setVerticalSpacing(0);
    list->setColumnStretch(0, 1);
    list->setColumnStretch(1, 1);
    const std::vector<kql::QueryDraft> &examples = kql::exampleQueries();
    for (const kql::QueryDraft &example : examples) {
        if (example.folder != examples.front().folder)
            break;
        auto *button = makeButton(toQt(example.name), u"queryExample"_s, ButtonKind::Link, this);
        button->setAccessibleDescription(toQt(example.description));
        connect(button, &QPushButton::clicked, this,
                [this, text = toQt(example.text), title = toQt(example.name)] {
                    Q_EMIT exampleChosen(text, title);
                });
        auto *answers = makeText(toQt(example.description), Role::MutedText, this);
        const int row = list->rowCount();
        list->addWidget(button, row, 0, Qt::AlignRight);
        list->addWidget(answers, row, 1);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(8);
    layout->addStretch();
    layout->addWidget(sentence);
    layout->addLayout(list);
    layout->addStretch();
}

} // namespace signalbox::ui
