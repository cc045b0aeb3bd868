#include "app/console/create_workspace_sheet.h"

#include <QComboBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>

#include "app/console/workspace_files.h"
#include "core/base/file.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::console {

CreateWorkspaceSheet::CreateWorkspaceSheet(const ui::Theme &theme, ui::Dialogs &dialogs,
                                           const QString &parentFolder, QWidget *parent)
    : FormSheet(theme, u"createWorkspaceSheet"_s, tr("New empty workspace"), tr("Create workspace"), {},
                parent)
    , m_dialogs(dialogs)
    , m_parentFolder(parentFolder)
    , m_name(new QLineEdit(this))
    , m_folder(new QLineEdit(this))
    , m_kind(new QComboBox(this))
{
    m_name->setObjectName(u"workspaceName"_s);
    m_name->setPlaceholderText(u"mlops-demo"_s);
    m_folder->setObjectName(u"workspaceFolder"_s);
    m_kind->setObjectName(u"workspaceKind"_s);
    m_kind->addItem(tr("Personal: you decide alone"));
    m_kind->addItem(tr("Team: a second person must approve"));
    addField(tr("Name"), m_name);
    addField(tr("Folder"), m_folder, tr("Everything of the workspace is in this folder"));
    auto *browse = ui::makeButton(tr("Choose another folder…"), u"browse"_s, ui::ButtonKind::Plain, this);
    connect(browse, &QPushButton::clicked, this, &CreateWorkspaceSheet::browse);
    auto *line = new QHBoxLayout;
    line->addWidget(browse);
    line->addStretch();
    body()->addLayout(line);
    addField(tr("Kind"), m_kind);
    connect(m_name, &QLineEdit::textChanged, this, &CreateWorkspaceSheet::suggestFolder);
    connect(m_folder, &QLineEdit::textEdited, this, [this] { m_folderChosen = true; });
    connect(m_folder, &QLineEdit::textChanged, this, &CreateWorkspaceSheet::check);
    check();
}

QString CreateWorkspaceSheet::name() const
{
    return m_name->text().trimmed();
}

QString CreateWorkspaceSheet::folder() const
{
    return QDir::fromNativeSeparators(m_folder->text().trimmed());
}

store::WorkspaceKind CreateWorkspaceSheet::kind() const
{
    return m_kind->currentIndex() == 0 ? store::WorkspaceKind::Personal : store::WorkspaceKind::Team;
}

void CreateWorkspaceSheet::suggestFolder()
{
    if (!m_folderChosen)
        m_folder->setText(name().isEmpty() ? QString()
                                           : QDir::toNativeSeparators(QDir(m_parentFolder).filePath(name())));
    check();
}

void CreateWorkspaceSheet::browse()
{
    m_dialogs.openFolder(this, {.title = tr("Folder of the new workspace"), .suggestion = m_parentFolder},
                         [this](const QString &path) {
                             m_folderChosen = true;
                             m_folder->setText(QDir::toNativeSeparators(path));
                         });
}

void CreateWorkspaceSheet::check()
{
    QString obstacle;
    if (name().isEmpty())
        obstacle = tr("Type a name");
    else if (folder().isEmpty())
        obstacle = tr("Choose a folder");
    else if (!QDir::isAbsolutePath(folder()))
        obstacle = tr("The folder must be a full path");
    else if (holdsWorkspace(toPath(ui::fromQt(folder()))))
        obstacle = tr("That folder holds a workspace already. Open it instead, or choose another folder.");
    setObstacle(obstacle);
    showProblem(name().isEmpty() || folder().isEmpty() ? QString() : obstacle);
}

} // namespace signalbox::console
