// The sheet that WindowDialogs::confirm shows. Cancel has the focus and is the default; the verb button works
// only when the name is typed and the reason given, where they are asked for.
#pragma once

#include <QDialog>

#include "ui/widgets/dialogs.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class ConsequenceDialog final : public QDialog
{
    Q_OBJECT

public:
    ConsequenceDialog(const Theme &theme, Consequence consequence, QWidget *parent = nullptr);
    [[nodiscard]] Confirmation confirmation() const;

private:
    void updateVerb();

    Consequence m_consequence;
    QPlainTextEdit *m_reason = nullptr;
    QLineEdit *m_name = nullptr;
    QPushButton *m_verb = nullptr;
};

} // namespace signalbox::ui
