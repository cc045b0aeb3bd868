#include "ui/shell/command_palette.h"

#include <QApplication>
#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QSettings>
#include <utility>

#include "ui/shell/palette_model.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int widest = 620;
constexpr int highest = 440;
constexpr qsizetype mostRecent = 8;
const QString recentKey = u"palette/recent"_s;

} // namespace

CommandPalette::CommandPalette(const Theme &theme, QSettings &store, QWidget *window)
    : QFrame(window)
    , m_store(store)
    , m_query(new QLineEdit(this))
    , m_list(new QListView(this))
    , m_nothing(makeText(tr("Nothing answers to that."), Role::MutedText, this))
    , m_model(new PaletteModel(this))
{
    setObjectName(u"commandPalette"_s);
    setAccessibleName(tr("Command palette"));
    setProperty("floating", true);
    m_query->setObjectName(u"paletteQuery"_s);
    m_query->setProperty("bare", true);
    m_query->setPlaceholderText(tr("Search or run a command"));
    m_query->setAccessibleName(tr("Search or run a command"));
    m_query->installEventFilter(this);
    m_list->setObjectName(u"paletteList"_s);
    m_list->setAccessibleName(tr("Answers"));
    m_list->setModel(m_model);
    m_list->setItemDelegate(new PaletteDelegate(theme, m_model, m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_nothing->setContentsMargins(14, 10, 14, 14);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 1, 1, 5);
    layout->setSpacing(2);
    layout->addWidget(m_query);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_nothing);
    connect(m_query, &QLineEdit::textChanged, this, &CommandPalette::search);
    connect(m_list, &QListView::entered, this, [this](const QModelIndex &index) {
        if (m_model->entryAt(index.row()))
            m_list->setCurrentIndex(index);
    });
    connect(m_list, &QListView::clicked, this, &CommandPalette::runCurrent);
    window->installEventFilter(this);
    hide();
}

void CommandPalette::addProvider(Provider provider)
{
    m_providers.push_back(std::move(provider));
}

void CommandPalette::open(const QString &query)
{
    if (!isVisible())
        m_focusBefore = QApplication::focusWidget();
    m_all.clear();
    for (const Provider &provider : m_providers) {
        std::vector<PaletteEntry> entries = provider();
        std::ranges::move(entries, std::back_inserter(m_all));
    }
    m_query->setText(query);
    m_query->selectAll();
    search(query);
    place();
    show();
    raise();
    m_query->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::place()
{
    const QWidget *window = parentWidget();
    const int width = std::min(widest, window->width() - 40);
    setGeometry((window->width() - width) / 2, 6, width, std::min(highest, window->height() - 60));
}

void CommandPalette::search(const QString &query)
{
    m_shown = rankEntries(m_all, query, m_store.value(recentKey).toStringList(), tr("Recent"));
    m_model->setEntries(m_shown);
    m_list->setVisible(!m_shown.empty());
    m_nothing->setVisible(m_shown.empty());
    select(m_model->step(-1, 1));
    m_list->scrollToTop();
}

void CommandPalette::select(int row)
{
    if (row < 0) {
        m_query->setAccessibleDescription(m_nothing->text());
        return;
    }
    const QModelIndex index = m_model->index(row);
    m_list->setCurrentIndex(index);
    m_list->scrollTo(index);
    m_query->setAccessibleDescription(index.data(Qt::AccessibleTextRole).toString());
}

void CommandPalette::move(int by)
{
    const int step = by < 0 ? -1 : 1;
    int row = m_list->currentIndex().row();
    for (int i = 0; i < std::abs(by); ++i)
        row = m_model->step(row, step);
    select(row);
}

void CommandPalette::runCurrent()
{
    const PaletteEntry *entry = m_model->entryAt(m_list->currentIndex().row());
    if (!entry || !entry->enabled)
        return;
    const auto run = entry->run;
    QStringList recent = m_store.value(recentKey).toStringList();
    recent.removeAll(entry->key);
    recent.prepend(entry->key);
    m_store.setValue(recentKey, recent.mid(0, mostRecent));
    dismiss();
    if (run)
        run();
}

void CommandPalette::dismiss()
{
    if (!isVisible())
        return;
    const bool hadFocus = m_query->hasFocus();
    hide();
    if (hadFocus && m_focusBefore)
        m_focusBefore->setFocus(Qt::PopupFocusReason);
    m_focusBefore = nullptr;
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize && isVisible())
            place();
        return false;
    }
    if (event->type() == QEvent::FocusOut &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::ActiveWindowFocusReason &&
        static_cast<QFocusEvent *>(event)->reason() != Qt::PopupFocusReason) {
        dismiss();
        return false;
    }
    if (event->type() != QEvent::KeyPress)
        return false;
    switch (static_cast<QKeyEvent *>(event)->key()) {
    case Qt::Key_Down:
        move(1);
        return true;
    case Qt::Key_Up:
        move(-1);
        return true;
    case Qt::Key_PageDown:
        move(8);
        return true;
    case Qt::Key_PageUp:
        move(-8);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        runCurrent();
        return true;
    case Qt::Key_Escape:
        dismiss();
        return true;
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return true;
    default:
        return false;
    }
}

} // namespace signalbox::ui
