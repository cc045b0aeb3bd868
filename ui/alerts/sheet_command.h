// What the sheets of queries and tiles have in common: pressing the verb runs a command with the sheet's
// draft, meanwhile the verb rests, a failure is said in the sheet, and success closes it. GUI thread only.
#pragma once

#include <utility>

#include "ui/shell/session.h"
#include "ui/widgets/form_sheet.h"
#include "ui/widgets/format.h"

namespace signalbox::ui {

// `command(Workspace &, draft)` on the pool; after success `then(draft, result)` here. `session` and
// `context` outlive the sheet.
template<typename Sheet, typename Command, typename Then>
void openForCommand(Session &session, Sheet *sheet, QObject *context, Command command, Then then)
{
    QObject::connect(sheet, &FormSheet::submitted, context,
                     [&session, sheet, command = std::move(command), then = std::move(then)] {
                         sheet->setBusy(true);
                         const auto draft = sheet->draft();
                         session.attempt(
                             sheet,
                             [draft, command](Workspace &workspace) { return command(workspace, draft); },
                             [sheet, draft, then](const auto &done) {
                                 sheet->setBusy(false);
                                 if (!done) {
                                     sheet->showProblem(errorText(done.error()));
                                     return;
                                 }
                                 sheet->accept();
                                 then(draft, done);
                             });
                     });
    sheet->open();
}

} // namespace signalbox::ui
