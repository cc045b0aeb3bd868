// Writes a result into a file on the pool, with a line that says how far it is and a button that stops it.
// The file is written whole or not at all. Hidden while nothing is written. Used by ResultTableView.
#pragma once

#include <QWidget>
#include <atomic>
#include <memory>

#include "core/kql/results/table_text.h"
#include "ui/widgets/async.h"
#include "ui/widgets/result_table_model.h"

class QLabel;
class QProgressBar;
class QTimer;

namespace signalbox::ui {

class Dialogs;

class ResultExport final : public QWidget
{
    Q_OBJECT

public:
    ResultExport(const QString &objectName, QWidget *parent);

    void setDialogs(Dialogs *dialogs) { m_dialogs = dialogs; }
    [[nodiscard]] bool possible() const { return m_dialogs != nullptr; }
    // Asks for a path and writes the shown rows.
    void ask(kql::TextFormat format, const kql::SharedResult &table, const ResultTableModel::Rows &rows);
    // Puts rows and columns on the clipboard, without asking.
    void copy(kql::TextFormat format, const kql::SharedResult &table, kql::TextOptions options);

Q_SIGNALS:
    void copied();
    void written(const QString &path);

private:
    void write(kql::TextFormat format, const kql::SharedResult &table, const ResultTableModel::Rows &rows,
               const QString &path);
    void begin(const QString &what, std::size_t rows);
    void end();

    Dialogs *m_dialogs = nullptr;
    Latest m_work;
    std::shared_ptr<std::atomic<std::size_t>> m_done;
    QLabel *m_words;
    QProgressBar *m_bar;
    QTimer *m_look;
};

// "CSV", "JSON lines" …, and the filter of a file dialog.
[[nodiscard]] QString formatName(kql::TextFormat format);
[[nodiscard]] QString fileFilter(kql::TextFormat format);

} // namespace signalbox::ui
