// Asks for the name, the folder and the kind of a new workspace. GUI thread only.
#pragma once

#include "core/store/store.h"
#include "ui/widgets/form_sheet.h"

class QComboBox;
class QLineEdit;

namespace signalbox::ui {
class Dialogs;
}

namespace signalbox::console {

class CreateWorkspaceSheet final : public ui::FormSheet
{
    Q_OBJECT

public:
    // `parentFolder` is where the folder is suggested.
    CreateWorkspaceSheet(const ui::Theme &theme, ui::Dialogs &dialogs, const QString &parentFolder,
                         QWidget *parent);

    [[nodiscard]] QString name() const;
    [[nodiscard]] QString folder() const;
    [[nodiscard]] store::WorkspaceKind kind() const;

private:
    void suggestFolder();
    void browse();
    void check();

    ui::Dialogs &m_dialogs;
    QString m_parentFolder;
    bool m_folderChosen = false;
    QLineEdit *m_name;
    QLineEdit *m_folder;
    QComboBox *m_kind;
};

} // namespace signalbox::console
