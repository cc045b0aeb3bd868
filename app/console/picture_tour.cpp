#include "app/console/picture_tour.h"

#include <QDir>
#include <QTimer>

#include "app/console/console.h"
#include "app/console/picture_scene.h"
#include "core/agent/lease.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::console {

namespace {

constexpr std::chrono::milliseconds sceneInterval{250};
constexpr std::chrono::milliseconds settleTime{1200};
constexpr std::chrono::minutes patience{3};

// What the page of logs is asked in its picture.
const QString query = u"requests\n"
                      u"| where timestamp > ago(2m) and name == \"diabetes-production\"\n"
                      u"| summarize requests = count() by bin(timestamp, 2s), deployment\n"
                      u"| render timechart with (ytitle = \"requests in 2 s\")"_s;

} // namespace

PictureTour::PictureTour(Console &console, QString folder, QSize size)
    : m_console(console)
    , m_folder(std::move(folder))
    , m_size(size)
    , m_scene(new QTimer(this))
    , m_settle(new QTimer(this))
    , m_patience(new QTimer(this))
{
    connect(m_scene, &QTimer::timeout, this, &PictureTour::prepare);
    m_settle->setSingleShot(true);
    connect(m_settle, &QTimer::timeout, this, &PictureTour::take);
    m_patience->setSingleShot(true);
    connect(m_patience, &QTimer::timeout, this, [this] { finish(tr("The pictures took too long.")); });
    connect(&console, &Console::openingFailed, this, &PictureTour::finish);
    connect(&console, &Console::workspaceShown, this, [this] { m_scene->start(sceneInterval); });
}

void PictureTour::start()
{
    m_patience->start(patience);
    if (!QDir().mkpath(m_folder)) {
        finish(tr("%1 cannot be made.").arg(m_folder));
        return;
    }
    m_console.window().resize(m_size);
    if (m_console.session())
        m_scene->start(sceneInterval);
}

void PictureTour::prepare()
{
    ui::Session *session = m_console.session();
    if (session == nullptr || !session->agentAlive() || m_request.waiting())
        return;
    session->read(
        this, m_request, [](ui::Workspace &workspace) { return setScene(*workspace.store, workspace.actor); },
        [this](const Result<bool> &set) {
            if (!set) {
                finish(ui::errorText(set.error()));
                return;
            }
            if (!*set)
                return;
            m_scene->stop();
            for (const QString &theme : {u"light"_s, u"dark"_s}) {
                for (const ui::Page *page : m_console.window().services().navigator.pages())
                    m_places << page->id() + u'-' + theme;
            }
            showNext();
        });
}

void PictureTour::showNext()
{
    if (m_places.isEmpty()) {
        finish({});
        return;
    }
    m_place = m_places.takeFirst();
    m_console.settings().set(ui::Setting::ThemeName, m_place.section(u'-', 1));
    const QString page = m_place.section(u'-', 0, 0);
    ui::Navigator &navigator = m_console.window().services().navigator;
    navigator.showPage(page);
    if (page == u"alerts")
        navigator.showObject(u"query"_s, query);
    m_settle->start(settleTime);
}

void PictureTour::take()
{
    const QString file = QDir(m_folder).filePath(m_place + u".png"_s);
    if (!m_console.window().grab().save(file)) {
        finish(tr("%1 cannot be written.").arg(file));
        return;
    }
    showNext();
}

void PictureTour::finish(const QString &problem)
{
    m_scene->stop();
    m_settle->stop();
    m_patience->stop();
    m_request.cancel();
    Q_EMIT finished(problem);
}

} // namespace signalbox::console
