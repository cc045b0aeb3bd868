#include "ui/widgets/result_export.h"

#include <QBoxLayout>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QTimer>
#include <utility>

#include "core/base/file.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

QString formatName(kql::TextFormat format)
{
    switch (format) {
    case kql::TextFormat::Csv:
        return u"CSV"_s;
    case kql::TextFormat::Tsv:
        return u"TSV"_s;
    case kql::TextFormat::Markdown:
        return u"Markdown"_s;
    case kql::TextFormat::Json:
        return u"JSON"_s;
    case kql::TextFormat::JsonLines:
        return ResultExport::tr("JSON lines");
    case kql::TextFormat::Datatable:
        break;
    }
    return ResultExport::tr("datatable expression");
}

QString fileFilter(kql::TextFormat format)
{
    return u"%1 (*.%2)"_s.arg(formatName(format), toQt(kql::fileExtension(format)));
}

ResultExport::ResultExport(const QString &objectName, QWidget *parent)
    : QWidget(parent)
    , m_words(makeText({}, Role::MutedText, this))
    , m_bar(new QProgressBar(this))
    , m_look(new QTimer(this))
{
    setObjectName(objectName + u"Export"_s);
    m_words->setWordWrap(false);
    m_bar->setObjectName(objectName + u"ExportProgress"_s);
    m_bar->setAccessibleName(tr("Rows written"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumWidth(160);
    QPushButton *cancel = makeButton(tr("Cancel"), objectName + u"ExportCancel"_s, ButtonKind::Quiet, this);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_words);
    layout->addWidget(m_bar);
    layout->addWidget(cancel);
    layout->addStretch(1);
    hide();
    m_look->setInterval(100);
    connect(m_look, &QTimer::timeout, this, [this] {
        m_bar->setValue(static_cast<int>(m_done->load(std::memory_order_relaxed)));
        // What is done at once needs no bar.
        setVisible(true);
    });
    connect(cancel, &QPushButton::clicked, this, [this] {
        m_work.cancel();
        end();
    });
}

void ResultExport::begin(const QString &what, std::size_t rows)
{
    m_done = std::make_shared<std::atomic<std::size_t>>(0);
    m_words->setText(what);
    m_bar->setRange(0, static_cast<int>(rows));
    m_bar->setValue(0);
    m_look->start();
}

void ResultExport::end()
{
    m_look->stop();
    hide();
}

void ResultExport::ask(kql::TextFormat format, const kql::SharedResult &table,
                       const ResultTableModel::Rows &rows)
{
    if (!m_dialogs || !table)
        return;
    m_dialogs->saveFile(
        this,
        {.title = tr("Export as %1").arg(formatName(format)),
         .suggestion = u"result."_s + toQt(kql::fileExtension(format)),
         .filter = fileFilter(format)},
        [this, format, table, rows](const QString &path) { write(format, table, rows, path); });
}

void ResultExport::write(kql::TextFormat format, const kql::SharedResult &table,
                         const ResultTableModel::Rows &rows, const QString &path)
{
    begin(tr("Writing %1").arg(path), rows ? rows->size() : table->rows);
    runOnPool(
        this, m_work,
        [format, table, rows, file = toPath(fromQt(path)), done = m_done](StopToken stop) {
            kql::TextOptions options{.stop = stop, .progress = [done](std::size_t written) {
                                         done->store(written, std::memory_order_relaxed);
                                     }};
            if (rows)
                options.rows = *rows;
            return kql::exportTable(*table, format, file, options);
        },
        [this, path](const Status &status) {
            end();
            if (status)
                Q_EMIT written(path);
            else
                m_dialogs->tell(this, tr("The table was not saved"), errorText(status.error()));
        });
}

void ResultExport::copy(kql::TextFormat format, const kql::SharedResult &table, kql::TextOptions options)
{
    if (!table)
        return;
    begin(tr("Copying as %1").arg(formatName(format)), options.rows ? options.rows->size() : table->rows);
    runOnPool(
        this, m_work,
        [format, table, options = std::move(options), done = m_done](StopToken stop) mutable {
            options.stop = stop;
            options.progress = [done](std::size_t written) {
                done->store(written, std::memory_order_relaxed);
            };
            return kql::tableText(*table, format, options);
        },
        [this](const Result<std::string> &text) {
            end();
            if (text) {
                QGuiApplication::clipboard()->setText(toQt(*text));
                Q_EMIT copied();
            } else if (m_dialogs) {
                m_dialogs->tell(this, tr("The rows were not copied"), errorText(text.error()));
            }
        });
}

} // namespace signalbox::ui
