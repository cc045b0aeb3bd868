// The seam behind which every question to the user stands, so that tests can answer. Nothing blocks: each
// answer comes through a callback on the GUI thread, and no callback comes when the user cancels or the
// parent goes away.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

#include "ui/widgets/theme.h"

class QWidget;

namespace signalbox::ui {

// A risky or irreversible act, told before it happens. Never "Are you sure?": what will happen, and a verb.
struct Consequence
{
    QString title = {};      // "Delete deployment green from my-ml-endpoint-prod"
    QString text = {};       // one or two sentences
    QStringList points = {}; // what will happen, one line each, with names and counts
    QString verb = {};       // text of the button: "Delete 1 deployment"
    QString context = {};    // "mlops-demo · PROD", shown so that the wrong window is noticed
    bool danger = false;     // red button
    bool asksReason = false;
    bool reasonRequired = false;
    QString typeToConfirm = {}; // the name that must be typed for what cannot be undone
};

struct Confirmation
{
    QString reason = {};
};

struct FileQuestion
{
    QString title = {};
    QString suggestion = {}; // path or file name
    QString filter = {};     // "CSV (*.csv)"
};

class Dialogs
{
public:
    Dialogs() = default;
    Dialogs(const Dialogs &) = delete;
    Dialogs &operator=(const Dialogs &) = delete;
    virtual ~Dialogs() = default;

    virtual void confirm(QWidget *parent, const Consequence &consequence,
                         std::function<void(const Confirmation &)> confirmed) = 0;
    virtual void openFile(QWidget *parent, const FileQuestion &question,
                          std::function<void(QString)> chosen) = 0;
    virtual void saveFile(QWidget *parent, const FileQuestion &question,
                          std::function<void(QString)> chosen) = 0;
    virtual void openFolder(QWidget *parent, const FileQuestion &question,
                            std::function<void(QString)> chosen) = 0;
    virtual void tell(QWidget *parent, const QString &title, const QString &text) = 0;
};

// The real ones: window-modal sheets of this application and the system's file dialogs.
class WindowDialogs final : public Dialogs
{
public:
    explicit WindowDialogs(const Theme &theme)
        : m_theme(theme)
    {
    }

    void confirm(QWidget *parent, const Consequence &consequence,
                 std::function<void(const Confirmation &)> confirmed) override;
    void openFile(QWidget *parent, const FileQuestion &question,
                  std::function<void(QString)> chosen) override;
    void saveFile(QWidget *parent, const FileQuestion &question,
                  std::function<void(QString)> chosen) override;
    void openFolder(QWidget *parent, const FileQuestion &question,
                    std::function<void(QString)> chosen) override;
    void tell(QWidget *parent, const QString &title, const QString &text) override;

private:
    const Theme &m_theme;
};

} // namespace signalbox::ui
