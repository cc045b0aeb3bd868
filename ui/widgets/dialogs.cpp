#include "ui/widgets/dialogs.h"

#include <QDialog>
#include <QFileDialog>
#include <QMessageBox>
#include <utility>

#include "ui/widgets/consequence_dialog.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

void ask(QWidget *parent, const FileQuestion &question, QFileDialog::AcceptMode accept,
         QFileDialog::FileMode mode, std::function<void(QString)> chosen)
{
    auto *dialog = new QFileDialog(parent, question.title, {}, question.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(accept);
    dialog->setFileMode(mode);
    if (mode == QFileDialog::Directory)
        dialog->setOption(QFileDialog::ShowDirsOnly);
    if (!question.suggestion.isEmpty())
        dialog->selectFile(question.suggestion);
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [chosen = std::move(chosen)](const QString &path) { chosen(path); });
    dialog->open();
}

} // namespace

void WindowDialogs::confirm(QWidget *parent, const Consequence &consequence,
                            std::function<void(const Confirmation &)> confirmed)
{
    auto *dialog = new ConsequenceDialog(m_theme, consequence, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowModality(Qt::WindowModal);
    QObject::connect(dialog, &QDialog::accepted, dialog,
                     [dialog, confirmed = std::move(confirmed)] { confirmed(dialog->confirmation()); });
    dialog->open();
}

void WindowDialogs::openFile(QWidget *parent, const FileQuestion &question,
                             std::function<void(QString)> chosen)
{
    ask(parent, question, QFileDialog::AcceptOpen, QFileDialog::ExistingFile, std::move(chosen));
}

void WindowDialogs::saveFile(QWidget *parent, const FileQuestion &question,
                             std::function<void(QString)> chosen)
{
    ask(parent, question, QFileDialog::AcceptSave, QFileDialog::AnyFile, std::move(chosen));
}

void WindowDialogs::openFolder(QWidget *parent, const FileQuestion &question,
                               std::function<void(QString)> chosen)
{
    ask(parent, question, QFileDialog::AcceptOpen, QFileDialog::Directory, std::move(chosen));
}

void WindowDialogs::tell(QWidget *parent, const QString &title, const QString &text)
{
    auto *box = new QMessageBox(QMessageBox::NoIcon, title, text, QMessageBox::Close, parent);
    box->setObjectName(u"messageBox"_s);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->open();
}

} // namespace signalbox::ui
