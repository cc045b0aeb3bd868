#include "ui/widgets/result_detail.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QToolButton>

#include "core/kql/values/dynamic_json.h"
#include "ui/widgets/column_words.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/result_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QToolButton *makeTool(const Theme &theme, const QString &icon, const QString &name, const QString &objectName,
                      QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(objectName);
    button->setIcon(theme.icon(icon, Role::MutedText));
    button->setToolTip(name);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setMinimumSize(26, 26);
    return button;
}

} // namespace

ResultDetail::ResultDetail(const Theme &theme, const QString &objectName, const ResultTableModel *model,
                           QWidget *parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_model(model)
    , m_tabs(new QTabBar(this))
    , m_title(makeText({}, Role::MutedText, this))
    , m_text(new QPlainTextEdit(this))
{
    setObjectName(objectName + u"Detail"_s);
    m_tabs->setObjectName(objectName + u"DetailTabs"_s);
    m_tabs->setAccessibleName(tr("What the detail shows"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->setUsesScrollButtons(false);
    m_tabs->addTab(tr("Row"));
    m_tabs->addTab(tr("Cell"));
    m_tabs->addTab(tr("Column"));
    m_title->setWordWrap(false);
    m_text->setObjectName(objectName + u"DetailText"_s);
    m_text->setAccessibleName(tr("Detail of the result"));
    m_text->setReadOnly(true);
    m_text->setProperty("well", true);
    m_text->setTabChangesFocus(true);
    m_text->setFont(theme.codeFont());
    auto *copy = makeTool(theme, u"copy"_s, tr("Copy this text"), objectName + u"DetailCopy"_s, this);
    auto *close = makeTool(theme, u"close"_s, tr("Close the detail"), objectName + u"DetailClose"_s, this);

    auto *head = new QHBoxLayout;
    head->setSpacing(2);
    head->addWidget(m_tabs);
    head->addStretch(1);
    head->addWidget(copy);
    head->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(head);
    layout->addWidget(m_title);
    layout->addWidget(m_text, 1);
    setMinimumWidth(280);

    connect(m_tabs, &QTabBar::currentChanged, this, &ResultDetail::showCurrent);
    connect(copy, &QToolButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(text()); });
    connect(close, &QToolButton::clicked, this, &ResultDetail::closeRequested);
    connect(model, &QAbstractItemModel::modelReset, this, [this] { setCell(-1, -1); });
}

void ResultDetail::setCell(int row, int column)
{
    if (row == m_row && column == m_column)
        return;
    m_row = row;
    m_column = column;
    showCurrent();
}

void ResultDetail::setPage(Page page)
{
    m_tabs->setCurrentIndex(page);
    showCurrent();
}

ResultDetail::Page ResultDetail::page() const
{
    return static_cast<Page>(m_tabs->currentIndex());
}

QString ResultDetail::text() const
{
    return m_text->toPlainText();
}

QString ResultDetail::rowText() const
{
    kql::Value::Bag row;
    for (int column = 0; column < m_model->columnCount(); ++column) {
        const kql::Field &field = m_model->field(column);
        row.emplace_back(field.name, m_model->cell(m_row, column).value());
    }
    return toQt(kql::toIndentedJsonText(kql::Value::ofBag(std::move(row))));
}

void ResultDetail::showCurrent()
{
    if (!isVisible())
        return;
    m_statistics.cancel();
    if (m_column < 0 || (m_row < 0 && page() != ColumnPage)) {
        m_title->setText(tr("Choose a cell to see it whole."));
        m_text->clear();
        return;
    }
    const kql::Field &field = m_model->field(m_column);
    m_text->setLineWrapMode(page() == Cell ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    switch (page()) {
    case Row:
        m_title->setText(tr("Row %1").arg(countText(m_model->resultRow(m_row) + 1)));
        m_text->setPlainText(rowText());
        return;
    case Cell: {
        const kql::Value value = m_model->cell(m_row, m_column).value();
        m_title->setText(u"%1 · %2"_s.arg(toQt(field.name), typeWords(field.type)));
        m_text->setPlainText(wholeText(value));
        return;
    }
    case ColumnPage:
        break;
    }
    m_title->setText(u"%1 · %2"_s.arg(toQt(field.name), typeWords(field.type)));
    showColumn();
}

void ResultDetail::showColumn()
{
    m_text->setPlainText(tr("Counting…"));
    const auto column = static_cast<std::size_t>(m_column);
    runOnPool(
        this, m_statistics,
        [table = m_model->table(), rows = m_model->rows(), column](StopToken stop) {
            return kql::columnStatistics(*table, column, {.rows = rows.get(), .stop = stop});
        },
        [this](const Result<kql::ColumnStatistics> &statistics) {
            if (!statistics || m_column < 0 || m_column >= m_model->columnCount())
                return;
            m_text->setPlainText(
                statisticsText(*statistics, m_model->field(m_column).type, m_model->format(m_column)));
        });
}

// What changed while nobody saw it was not read.
void ResultDetail::showEvent(QShowEvent *event)
{
    QFrame::showEvent(event);
    showCurrent();
}

void ResultDetail::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        Q_EMIT closeRequested();
    else
        QFrame::keyPressEvent(event);
}

} // namespace signalbox::ui
