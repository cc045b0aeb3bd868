#include "ui/widgets/kql_completion_popup.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/widgets/kql_completion_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int shownRows = 9;
constexpr int fewRows = 5;   // enough to choose from
constexpr int leastRows = 3; // even if the window is too low for them
constexpr int lineGap = 4;
constexpr int popupWidth = 420;
constexpr int rowPadding = 8;
constexpr int markWidth = 18;

// Draws a coloured letter for the kind, the label and, at the right, the detail.
class CompletionDelegate final : public QStyledItemDelegate
{
public:
    CompletionDelegate(const Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent)
        , m_theme(theme)
    {
    }

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        painter->save();
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, m_theme.color(Role::Selection));
        QRect area = option.rect.adjusted(rowPadding, 0, -rowPadding, 0);
        const auto mark = static_cast<Role>(index.data(KqlCompletionModel::MarkColorRole).toInt());
        QFont bold = m_theme.smallFont();
        bold.setWeight(QFont::DemiBold);
        painter->setFont(bold);
        painter->setPen(m_theme.color(mark));
        painter->drawText(QRect(area.left(), area.top(), markWidth, area.height()), Qt::AlignVCenter,
                          index.data(KqlCompletionModel::MarkRole).toString());
        area.setLeft(area.left() + markWidth);

        painter->setFont(m_theme.smallFont());
        painter->setPen(m_theme.color(Role::MutedText));
        const QString detail = index.data(KqlCompletionModel::DetailRole).toString();
        painter->drawText(area, Qt::AlignVCenter | Qt::AlignRight, detail);
        area.setRight(area.right() - painter->fontMetrics().horizontalAdvance(detail) - rowPadding);

        painter->setFont(m_theme.codeFont());
        painter->setPen(m_theme.color(Role::Text));
        const QString label = painter->fontMetrics().elidedText(index.data(Qt::DisplayRole).toString(),
                                                                Qt::ElideMiddle, area.width());
        painter->drawText(area, Qt::AlignVCenter, label);
        painter->restore();
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const override
    {
        return {popupWidth, m_theme.rowHeight()};
    }

private:
    const Theme &m_theme;
};

} // namespace

KqlCompletionPopup::KqlCompletionPopup(const Theme &theme, QWidget *editor)
    : QFrame(editor)
    , m_editor(editor)
    , m_model(new KqlCompletionModel(this))
    , m_list(new QListView(this))
    , m_help(new QLabel(this))
{
    setObjectName(u"kqlCompletion"_s);
    setProperty("floating", true);
    setAccessibleName(tr("Completion"));
    m_list->setObjectName(u"kqlCompletionList"_s);
    m_list->setAccessibleName(tr("What may be written here"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new CompletionDelegate(theme, this));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setUniformItemSizes(true);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_help->setObjectName(u"kqlCompletionHelp"_s);
    m_help->setWordWrap(true);
    m_help->setTextFormat(Qt::RichText);
    auto *line = new QFrame(this);
    line->setProperty("line", true);
    line->setFixedHeight(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 4, 1, 1);
    layout->setSpacing(0);
    layout->addWidget(m_list);
    layout->addSpacing(4);
    layout->addWidget(line);
    auto *helpRow = new QHBoxLayout;
    helpRow->setContentsMargins(rowPadding, 6, rowPadding, 7);
    helpRow->addWidget(m_help);
    layout->addLayout(helpRow);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &KqlCompletionPopup::showHelp);
    connect(m_list, &QListView::clicked, this, &KqlCompletionPopup::clicked);
    hide();
}

void KqlCompletionPopup::present(std::vector<kql::CompletionItem> items, const QRect &anchor)
{
    m_navigated = false;
    m_model->setItems(std::move(items));
    m_list->setCurrentIndex(m_model->index(0));
    m_list->verticalScrollBar()->setValue(0);
    showHelp();
    place(anchor);
    show();
    raise();
}

int KqlCompletionPopup::count() const
{
    return m_model->rowCount();
}

bool KqlCompletionPopup::navigate(const QKeyEvent &event)
{
    int row = m_list->currentIndex().row();
    const int last = m_model->rowCount() - 1;
    switch (event.key()) {
    case Qt::Key_Up:
        row = row > 0 ? row - 1 : last;
        break;
    case Qt::Key_Down:
        row = row < last ? row + 1 : 0;
        break;
    case Qt::Key_PageUp:
        row = std::max(row - shownRows, 0);
        break;
    case Qt::Key_PageDown:
        row = std::min(row + shownRows, last);
        break;
    default:
        return false;
    }
    m_navigated = true;
    m_list->setCurrentIndex(m_model->index(row));
    return true;
}

const kql::CompletionItem *KqlCompletionPopup::chosen() const
{
    const QModelIndex index = m_list->currentIndex();
    return index.isValid() ? &m_model->item(index.row()) : nullptr;
}

void KqlCompletionPopup::showHelp()
{
    const QString help = m_list->currentIndex().data(KqlCompletionModel::HelpRole).toString();
    m_help->setText(help.isEmpty() ? m_list->currentIndex().data(Qt::AccessibleTextRole).toString() : help);
}

void KqlCompletionPopup::place(const QRect &anchor)
{
    QWidget *window = m_editor->window();
    if (parentWidget() != window)
        setParent(window);
    const int width = std::min(popupWidth, window->width() - 2 * rowPadding);
    setFixedWidth(width);
    // Room for two lines of help, so that the frame keeps its height from item to item.
    m_help->setFixedHeight(2 * m_help->fontMetrics().lineSpacing());
    const QRect line(window->mapFromGlobal(anchor.topLeft()), anchor.size());
    const int below = window->height() - line.bottom() - 2 * lineGap;
    const int above = line.top() - 2 * lineGap;
    const int rowHeight = m_list->sizeHintForRow(0);
    const auto fit = [&](int rows) {
        m_list->setFixedHeight(rows * rowHeight);
        layout()->activate();
        return sizeHint().height();
    };
    int rows = std::min(m_model->rowCount(), shownRows);
    int height = fit(rows);
    // The text above is what one looks at while typing, so it is covered only if there is no room below.
    const bool upwards = above > below && fit(std::min(rows, fewRows)) > below;
    const int room = upwards ? above : below;
    if (height > room && rows > leastRows) {
        rows = std::max(leastRows, rows - (height - room + rowHeight - 1) / rowHeight);
        height = fit(rows);
    }
    resize(width, height);
    const int left = std::clamp(line.left() - markWidth - rowPadding, rowPadding,
                                std::max(rowPadding, window->width() - width - rowPadding));
    move(left, std::max(0, upwards ? line.top() - lineGap - height : line.bottom() + lineGap));
}

} // namespace signalbox::ui
