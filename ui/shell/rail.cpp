#include "ui/shell/rail.h"

#include <QBoxLayout>
#include <QPainter>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int tabHeight = 34;
constexpr int railWidth = 172;

} // namespace

RailTab::RailTab(const Theme &theme, const QString &iconName, const QString &title, QWidget *parent)
    : QAbstractButton(parent)
    , m_theme(theme)
    , m_iconName(iconName)
{
    setText(title);
    setCheckable(true);
    setAutoExclusive(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setNote({});
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void RailTab::setNote(const PageNote &note)
{
    m_note = note;
    QStringList spoken{text()};
    if (!note.text.isEmpty())
        spoken.append(note.text);
    if (note.count > 0)
        spoken.append(tr("%1 waiting").arg(note.count));
    setAccessibleName(spoken.join(u", "_s));
    update();
}

QSize RailTab::sizeHint() const
{
    return {railWidth - 17, tabHeight};
}

void RailTab::enterEvent(QEnterEvent *event)
{
    QAbstractButton::enterEvent(event);
    update();
}

void RailTab::leaveEvent(QEvent *event)
{
    QAbstractButton::leaveEvent(event);
    update();
}

void RailTab::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || underMouse()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(isChecked() ? Role::Selection : Role::Hover));
        painter.drawRoundedRect(whole, 6, 6);
    }
    if (hasFocus()) {
        painter.setPen(QPen(m_theme.color(Role::Accent), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    }
    m_theme.icon(m_iconName, isChecked() ? Role::Accent : Role::MutedText)
        .paint(&painter, QRect(10, (height() - 16) / 2, 16, 16));

    QRect room = rect().adjusted(34, 0, -10, 0);
    if (m_note.count > 0) {
        QFont font = m_theme.bodyFont();
        font.setPixelSize(11);
        font.setWeight(QFont::DemiBold);
        painter.setFont(font);
        const QString count = m_note.count > 99 ? u"99+"_s : QString::number(m_note.count);
        const double wide = std::max(18.0, painter.fontMetrics().horizontalAdvance(count) + 11.0);
        const QRectF pill(room.right() - wide + 1, (height() - 17) / 2.0, wide, 17);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Role::Danger));
        painter.drawRoundedRect(pill, 8.5, 8.5);
        painter.setPen(m_theme.color(Role::DangerText));
        painter.drawText(pill, Qt::AlignCenter, count);
        room.setRight(static_cast<int>(pill.left()) - 6);
    }
    QFont font = m_theme.bodyFont();
    if (!m_note.text.isEmpty()) {
        painter.setFont(font);
        painter.setPen(m_theme.color(Role::MutedText));
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignRight, m_note.text);
        room.setRight(room.right() - painter.fontMetrics().horizontalAdvance(m_note.text) - 6);
    }
    font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(font);
    painter.setPen(m_theme.color(Role::Text));
    painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
}

Rail::Rail(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_layout(new QVBoxLayout(this))
{
    setObjectName(u"rail"_s);
    setProperty("bar", u"rail"_s);
    setAccessibleName(tr("Tabs"));
    setFixedWidth(railWidth);
    m_layout->setContentsMargins(8, 8, 9, 8);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
}

void Rail::addPage(Page *page)
{
    auto *tab = new RailTab(m_theme, page->iconName(), page->title(), this);
    const QString id = page->id();
    tab->setObjectName(u"rail-"_s + id);
    const std::size_t number = m_entries.size() + 1;
    tab->setToolTip(number <= 9 ? tr("%1 (Ctrl+%2)").arg(page->title()).arg(number) : page->title());
    tab->setNote(page->note());
    m_layout->insertWidget(m_layout->count() - 1, tab);
    m_entries.push_back({.pageId = id, .tab = tab});
    connect(page, &Page::noteChanged, tab, &RailTab::setNote);
    connect(tab, &RailTab::clicked, this, [this, id] { Q_EMIT pageChosen(id); });
}

void Rail::clear()
{
    for (const Entry &entry : std::exchange(m_entries, {}))
        delete entry.tab;
}

void Rail::setCurrent(const QString &pageId)
{
    for (const Entry &entry : m_entries) {
        if (entry.pageId == pageId)
            entry.tab->setChecked(true);
    }
}

} // namespace signalbox::ui
