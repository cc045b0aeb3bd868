#include "app/console/pictures.h"

#include <QDir>
#include <QPixmap>
#include <QTimer>
#include <chrono>

#include "ui/shell/navigator.h"
#include "ui/shell/page.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::console {

namespace {

// Snapshots come from the pool and charts are drawn after them.
constexpr std::chrono::milliseconds timeToFill{1500};

} // namespace

Pictures::Pictures(ui::MainWindow &window, ui::Theme &theme, QString folder, QObject *parent)
    : QObject(parent)
    , m_window(window)
    , m_theme(theme)
    , m_folder(std::move(folder))
{
}

void Pictures::take()
{
    m_allSaved = QDir().mkpath(m_folder);
    for (const auto *theme : {"light", "dark"}) {
        for (const ui::Page *page : m_window.services().navigator.pages())
            m_waiting.append(u"%1-%2"_s.arg(page->id(), QLatin1String(theme)));
    }
    next();
}

void Pictures::next()
{
    if (m_waiting.isEmpty()) {
        Q_EMIT done(m_allSaved);
        return;
    }
    const QStringList parts = m_waiting.first().split(u'-');
    m_theme.setChoice(parts.last() == u"dark" ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    m_window.services().navigator.showPage(parts.first());
    QTimer::singleShot(timeToFill, this, &Pictures::save);
}

void Pictures::save()
{
    const QString file = QDir(m_folder).filePath(m_waiting.takeFirst() + u".png"_s);
    m_allSaved = m_window.grab().save(file) && m_allSaved;
    next();
}

} // namespace signalbox::console
