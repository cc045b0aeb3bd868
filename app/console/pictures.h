// Takes the pictures of the README: each tab of the open workspace, in both themes.
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>

#include "ui/shell/main_window.h"
#include "ui/widgets/theme.h"

namespace signalbox::console {

class Pictures final : public QObject
{
    Q_OBJECT

public:
    // Both outlive it. Files are <tab>-light.png and <tab>-dark.png in `folder`.
    Pictures(ui::MainWindow &window, ui::Theme &theme, QString folder, QObject *parent = nullptr);

    // Begins; each page has a moment to fill before its picture is taken.
    void take();

Q_SIGNALS:
    void done(bool allSaved);

private:
    void next();
    void save();

    ui::MainWindow &m_window;
    ui::Theme &m_theme;
    const QString m_folder;
    QStringList m_waiting; // "registry-dark"
    bool m_allSaved = true;
};

} // namespace signalbox::console
