#include "ui/shell/help_dialog.h"

#include <QAction>
#include <QBoxLayout>
#include <QPushButton>
#include <algorithm>
#include <iterator>

#include "ui/shell/action_registry.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

HelpDialog::HelpDialog(const Theme &theme, const ActionRegistry &registry, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"helpDialog"_s);
    setWindowTitle(tr("Keyboard shortcuts and actions"));
    resize(620, 560);

    auto *model =
        new ValueTableModel({{.title = tr("Action")}, {.title = tr("Where")}, {.title = tr("Keys")}}, this);
    // What has keys comes first: that is what people look for here.
    std::vector<Row> rows;
    std::vector<Row> withoutKeys;
    for (const ActionRegistry::Entry *entry : registry.entries()) {
        const QString keys = entry->spec.shortcut.toString(QKeySequence::NativeText);
        Row row{.id = entry->spec.id};
        row.cells.push_back({.text = entry->spec.text,
                             .role = entry->action->isEnabled() ? Role::Text : Role::MutedText,
                             .toolTip = entry->action->toolTip()});
        row.cells.push_back({.text = entry->spec.group, .role = Role::MutedText});
        row.cells.push_back({.text = keys});
        (keys.isEmpty() ? withoutKeys : rows).push_back(std::move(row));
    }
    std::ranges::move(withoutKeys, std::back_inserter(rows));
    model->setRows(std::move(rows));

    auto *table = new DataTable(theme, u"helpTable"_s, tr("Actions and their keys"), this);
    table->setRowsModel(model);
    table->setStretchColumn(0);
    auto *filter = new FilterLine(theme, u"helpFilter"_s, tr("Find an action"), this);
    filter->attachTo(table);
    auto *card = new Card({}, this);
    card->body()->addWidget(filter);
    card->body()->addWidget(table, 1);
    card->body()->addWidget(makeText(tr("In tables: arrows move, Enter opens, Ctrl+C copies the row. In "
                                        "charts: Left and Right read the values. "
                                        "On a button that must be held: Space twice."),
                                     Role::MutedText, card));

    auto *close = makeButton(tr("Close"), u"closeButton"_s, ButtonKind::Primary, this);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(14);
    layout->addWidget(card, 1);
    layout->addWidget(close, 0, Qt::AlignRight);
    filter->setFocus();
}

} // namespace signalbox::ui
