#include "ui/widgets/result_filter_bar.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

ResultFilterBar::ResultFilterBar(const Theme &theme, const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_column(new QComboBox(this))
    , m_line(new FilterLine(theme, objectName + u"Filter"_s, tr("Search the result"), this))
    , m_chipRow(new QHBoxLayout)
    , m_status(makeText({}, Role::MutedText, this))
{
    setObjectName(objectName + u"FilterBar"_s);
    m_column->setObjectName(objectName + u"FilterColumn"_s);
    m_column->setAccessibleName(tr("Column to search"));
    m_column->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_column->setMaximumWidth(180);
    m_line->setMaximumWidth(320);
    m_line->setToolTip(tr("Words to look for. In one column also =value, !=value, >5, <=5; = alone finds "
                          "what is empty."));
    m_line->installEventFilter(this);
    m_status->setWordWrap(false);
    m_status->setObjectName(objectName + u"Status"_s);

    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_column);
    layout->addWidget(m_line, 2);
    m_chipRow->setSpacing(4);
    layout->addLayout(m_chipRow);
    layout->addStretch(1);
    layout->addWidget(m_status);

    connect(m_line, &FilterLine::filterChanged, this, &ResultFilterBar::lineChanged);
    connect(m_column, &QComboBox::currentIndexChanged, this, [this] {
        const auto column = chosenColumn();
        m_line->setText(column ? filterOf(*column) : toQt(m_view.search));
    });
}

void ResultFilterBar::setSchema(const kql::Schema &schema)
{
    m_view = {};
    const bool same = schema == m_schema;
    m_schema = schema;
    const QSignalBlocker quiet(m_column);
    const QSignalBlocker quietLine(m_line);
    if (!same || m_column->count() == 0) {
        m_column->clear();
        m_column->addItem(tr("All columns"));
        for (const kql::Field &field : schema.fields)
            m_column->addItem(toQt(field.name));
    }
    m_column->setCurrentIndex(0);
    m_line->clear();
    showChips();
}

kql::RowView ResultFilterBar::view() const
{
    return m_view;
}

std::optional<std::size_t> ResultFilterBar::chosenColumn() const
{
    const int index = m_column->currentIndex();
    return index > 0 ? std::optional(static_cast<std::size_t>(index - 1)) : std::nullopt;
}

QString ResultFilterBar::filterOf(std::size_t column) const
{
    const auto found = std::ranges::find(m_view.filters, column, &kql::ColumnFilter::column);
    return found == m_view.filters.end() ? QString() : toQt(found->text);
}

void ResultFilterBar::lineChanged(const QString &text)
{
    const auto column = chosenColumn();
    if (column)
        setColumnFilter(*column, text);
    else
        setSearch(text);
}

void ResultFilterBar::setSearch(const QString &text)
{
    if (fromQt(text) == m_view.search)
        return;
    m_view.search = fromQt(text);
    showChips();
    Q_EMIT viewChanged();
}

void ResultFilterBar::setColumnFilter(std::size_t column, const QString &text)
{
    if (filterOf(column) == text)
        return;
    std::erase_if(m_view.filters, [column](const kql::ColumnFilter &one) { return one.column == column; });
    if (!text.isEmpty())
        m_view.filters.push_back({.column = column, .text = fromQt(text)});
    if (chosenColumn() == column && m_line->text() != text)
        m_line->setText(text);
    showChips();
    Q_EMIT viewChanged();
}

void ResultFilterBar::showChips()
{
    const std::size_t needed = m_view.filters.size();
    while (m_chips.size() < needed) {
        const auto number = m_chips.size();
        QPushButton *chip =
            makeButton({}, objectName() + u"Chip"_s + QString::number(number), ButtonKind::Plain, this);
        chip->setIcon(m_theme.icon(u"close"_s, Role::MutedText));
        chip->setLayoutDirection(Qt::RightToLeft);
        connect(chip, &QPushButton::clicked, this, [this, number] {
            if (number < m_view.filters.size())
                setColumnFilter(m_view.filters[number].column, {});
        });
        m_chipRow->addWidget(chip);
        m_chips.push_back(chip);
    }
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        QPushButton *chip = m_chips[i];
        chip->setVisible(i < needed);
        if (i >= needed)
            continue;
        const kql::ColumnFilter &filter = m_view.filters[i];
        const QString name = toQt(m_schema.fields[filter.column].name);
        QString text = toQt(filter.text);
        if (text.size() > 24)
            text = text.left(23) + u'…';
        chip->setText(literalText(u"%1: %2"_s.arg(name, text)));
        chip->setAccessibleName(tr("Take away the filter of %1").arg(name));
        chip->setToolTip(chip->accessibleName());
    }
}

void ResultFilterBar::askFor(std::optional<std::size_t> column)
{
    m_column->setCurrentIndex(column ? static_cast<int>(*column) + 1 : 0);
    m_line->setFocus(Qt::ShortcutFocusReason);
    m_line->selectAll();
}

void ResultFilterBar::setStatus(const QString &text, Role role)
{
    m_status->setText(text);
    setRole(m_status, role);
}

bool ResultFilterBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_line && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent *>(event)->key() == Qt::Key_Down) {
        Q_EMIT downPressed();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace signalbox::ui
