#include "ui/widgets/toast_area.h"

#include <QBoxLayout>
#include <QEvent>

#include "ui/widgets/toast.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int mostToasts = 4;
constexpr int areaWidth = 380;
constexpr int edge = 14;

} // namespace

ToastArea::ToastArea(const Theme &theme, QWidget *window)
    : QWidget(window)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"toastArea"_s);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(8);
    window->installEventFilter(this);
    hide();
}

void ToastArea::showToast(Toast toast)
{
    while (count() >= mostToasts) {
        auto *oldest = m_layout->itemAt(0)->widget();
        m_layout->removeWidget(oldest);
        oldest->hide();
        oldest->deleteLater();
    }
    auto *note = new ToastNote(m_theme, std::move(toast), this);
    m_layout->addWidget(note);
    connect(note, &ToastNote::finished, this, [this, note] {
        m_layout->removeWidget(note);
        note->hide();
        place();
    });
    note->show();
    place();
}

void ToastArea::setBottomMargin(int pixels)
{
    m_bottomMargin = pixels;
    place();
}

int ToastArea::count() const
{
    return m_layout->count();
}

bool ToastArea::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        place();
    return QWidget::eventFilter(watched, event);
}

void ToastArea::place()
{
    setVisible(count() > 0);
    if (count() == 0)
        return;
    const QWidget *window = parentWidget();
    const int width = std::min(areaWidth, window->width() - 2 * edge);
    const int height = std::max(m_layout->heightForWidth(width), m_layout->sizeHint().height());
    setGeometry(window->width() - width - edge, window->height() - height - edge - m_bottomMargin, width,
                height);
    raise();
}

} // namespace signalbox::ui
