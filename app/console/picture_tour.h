// Takes the pictures of the README: sets the scene, walks every tab in both themes and saves <tab>-light.png
// and <tab>-dark.png. Works on any display, also offscreen. GUI thread only.
#pragma once

#include <QObject>
#include <QSize>
#include <QString>
#include <QStringList>

#include "core/base/result.h"
#include "ui/widgets/async.h"

class QTimer;

namespace signalbox::console {

class Console;

class PictureTour final : public QObject
{
    Q_OBJECT

public:
    // `console` outlives the tour and is opening the sample workspace.
    PictureTour(Console &console, QString folder, QSize size);

    void start();

Q_SIGNALS:
    // `problem` is empty if every picture was saved.
    void finished(const QString &problem);

private:
    void prepare();
    void showNext();
    void take();
    void finish(const QString &problem);

    Console &m_console;
    const QString m_folder;
    const QSize m_size;
    QTimer *m_scene;  // asks again whether the scene is set
    QTimer *m_settle; // a page has read and drawn by then
    QTimer *m_patience;
    ui::Latest m_request;
    QStringList m_places; // "traffic-dark" still to be seen
    QString m_place;
};

} // namespace signalbox::console
