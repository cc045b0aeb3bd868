// Saves a window as a picture when SIGNALBOX_PICTURES names a folder, so that people can look at what tests
// build. `xvfb-run -a env SIGNALBOX_PICTURES=/some/folder QT_QPA_PLATFORM=xcb tst_gallery` draws with real
// fonts.
#pragma once

#include <QDir>
#include <QPixmap>
#include <QString>
#include <QWidget>

namespace signalbox::ui {

inline void savePicture(QWidget &window, const QString &name)
{
    const QString folder = qEnvironmentVariable("SIGNALBOX_PICTURES");
    if (!folder.isEmpty() && QDir().mkpath(folder))
        window.grab().save(QDir(folder).filePath(name + QStringLiteral(".png")));
}

} // namespace signalbox::ui
