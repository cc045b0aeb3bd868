// How entries of the audit trail read on the screen: the action in words, and before → after in short. An
// action that is not known stays as its name, so that a newer agent's trail can be read. Pure functions.
#pragma once

#include <QString>

#include "core/store/audit.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

// "traffic rolled back"
[[nodiscard]] QString actionWords(const std::string &action);
// "blue 90 % · green 10 % → blue 50 % · green 50 %"; "" where the entry says nothing of that.
[[nodiscard]] QString changeWords(const store::AuditEntry &entry);
// The action with its change, for a line that has room for one: "traffic 10 % → 50 % green".
[[nodiscard]] QString deedWords(const store::AuditEntry &entry);
// Danger for what failed or was taken back, Good for what was granted or completed, else Text.
[[nodiscard]] Role actionRole(const std::string &action);
// What the Navigator calls the subject: "endpoint", "version", "rollout", "run" …; "" if it leads nowhere.
[[nodiscard]] QString subjectKind(const store::AuditEntry &entry);
// Readable JSON with two blanks a level; text that is no JSON stays as it is.
[[nodiscard]] QString prettyJson(const std::string &text);

} // namespace signalbox::ui
