// Dialogs that answer at once instead of asking, and remember what they were asked.
#pragma once

#include <QStringList>
#include <vector>

#include "ui/widgets/dialogs.h"

namespace signalbox::ui {

class AnsweringDialogs final : public Dialogs
{
public:
    bool confirms = true;
    QString reason = {};
    QString path = {}; // empty cancels

    std::vector<Consequence> asked;
    std::vector<FileQuestion> files;
    QStringList told;

    void confirm(QWidget *, const Consequence &consequence,
                 std::function<void(const Confirmation &)> confirmed) override
    {
        asked.push_back(consequence);
        if (confirms)
            confirmed({.reason = reason});
    }
    void openFile(QWidget *, const FileQuestion &question, std::function<void(QString)> chosen) override
    {
        answer(question, chosen);
    }
    void saveFile(QWidget *, const FileQuestion &question, std::function<void(QString)> chosen) override
    {
        answer(question, chosen);
    }
    void openFolder(QWidget *, const FileQuestion &question, std::function<void(QString)> chosen) override
    {
        answer(question, chosen);
    }
    void tell(QWidget *, const QString &title, const QString &) override { told.append(title); }

private:
    void answer(const FileQuestion &question, const std::function<void(QString)> &chosen)
    {
        files.push_back(question);
        if (!path.isEmpty())
            chosen(path);
    }
};

} // namespace signalbox::ui
