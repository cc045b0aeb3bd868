#include "ui/shell/approvals_popup.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int popupWidth = 400;
constexpr int rowHeight = 50;
constexpr int detailRole = Qt::UserRole + 1;
constexpr int ageRole = Qt::UserRole + 2;

class InboxDelegate final : public QStyledItemDelegate
{
public:
    InboxDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (option.state & QStyle::State_Selected) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(m_theme.color(Role::Selection));
            painter->drawRoundedRect(QRectF(option.rect).adjusted(0, 1, 0, -1), 6, 6);
        }
        const QRect room = option.rect.adjusted(10, 7, -10, -7);
        painter->setFont(m_theme.smallFont());
        painter->setPen(m_theme.color(Role::MutedText));
        const QString age = index.data(ageRole).toString();
        painter->drawText(room, Qt::AlignRight | Qt::AlignTop, age);
        const int ageWidth = painter->fontMetrics().horizontalAdvance(age) + 10;
        painter->drawText(room, Qt::AlignLeft | Qt::AlignBottom,
                          painter->fontMetrics().elidedText(index.data(detailRole).toString(), Qt::ElideRight,
                                                            room.width()));
        QFont bold = m_theme.bodyFont();
        bold.setWeight(QFont::DemiBold);
        painter->setFont(bold);
        painter->setPen(m_theme.color(Role::Text));
        painter->drawText(room, Qt::AlignLeft | Qt::AlignTop,
                          painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight,
                                                            room.width() - ageWidth));
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {popupWidth - 20, rowHeight};
    }

private:
    const Theme &m_theme;
};

} // namespace

ApprovalsPopup::ApprovalsPopup(const Theme &theme, QWidget *parent)
    : QFrame(parent, Qt::Popup)
    , m_list(new QListWidget(this))
    , m_nothing(makeText(tr("No decision waits for anybody."), Role::MutedText, this))
{
    setObjectName(u"approvalsPopup"_s);
    setAccessibleName(tr("Approvals"));
    setProperty("floating", true);
    m_list->setObjectName(u"approvalsList"_s);
    m_list->setAccessibleName(tr("Decisions that wait"));
    m_list->setItemDelegate(new InboxDelegate(theme, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->installEventFilter(this);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(6);
    layout->addWidget(makeSectionHeading(tr("WAITING FOR A DECISION"), this));
    layout->addWidget(m_list);
    layout->addWidget(m_nothing);
    connect(m_list, &QListWidget::itemClicked, this, &ApprovalsPopup::choose);
    setEntries({});
}

void ApprovalsPopup::setEntries(const std::vector<InboxEntry> &entries)
{
    const int row = m_list->currentRow();
    m_entries = entries;
    m_list->clear();
    for (const InboxEntry &entry : m_entries) {
        auto *item = new QListWidgetItem(entry.title, m_list);
        item->setData(detailRole, entry.detail);
        item->setData(ageRole, entry.age);
        item->setData(Qt::AccessibleTextRole, u"%1, %2, %3"_s.arg(entry.title, entry.detail, entry.age));
    }
    m_list->setCurrentRow(
        std::clamp(row, m_entries.empty() ? -1 : 0, static_cast<int>(m_entries.size()) - 1));
    m_list->setVisible(!m_entries.empty());
    m_nothing->setVisible(m_entries.empty());
    m_list->setFixedHeight(std::min<int>(static_cast<int>(m_entries.size()), 7) * rowHeight + 2);
    adjustSize();
}

void ApprovalsPopup::openBelow(const QWidget *button)
{
    setFixedWidth(popupWidth);
    adjustSize();
    const QPoint corner = button->mapToGlobal(QPoint(button->width(), button->height() + 6));
    move(corner.x() - width(), corner.y());
    show();
    m_list->setFocus(Qt::PopupFocusReason);
}

void ApprovalsPopup::choose()
{
    const int row = m_list->currentRow();
    if (row < 0)
        return;
    const InboxEntry entry = m_entries[static_cast<std::size_t>(row)];
    hide();
    Q_EMIT opened(entry);
}

bool ApprovalsPopup::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            choose();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace signalbox::ui
