// The agent's log as it stands in telemetry: of a range of time, by severity, filtered by words, and
// following new lines on request. GUI thread only.
#pragma once

#include <QWidget>

#include "ui/alerts/alerts_snapshot.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class FilterLine;
class Session;
class ValueTableModel;

class LogView final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the view.
    explicit LogView(Session &session, QWidget *parent = nullptr);

    void refresh();

    [[nodiscard]] bool isUnreadable() const { return m_unreadable; }

Q_SIGNALS:
    void healthChanged(); // isUnreadable()

private:
    // Why no line is in sight, which is also what the button under that sentence takes away.
    enum class Emptiness : std::uint8_t { None, NothingWritten, Range, Severity, Words };

    void makeChoices();
    QWidget *makeTable();
    void take(LogAnswer answer);
    void showCount();
    void actOnEmptiness();
    [[nodiscard]] LogQuestion question() const;
    [[nodiscard]] Emptiness emptiness() const;
    [[nodiscard]] QString emptyText() const;
    [[nodiscard]] QString emptyAction() const;
    [[nodiscard]] QString rangeWords() const;

    Session &m_session;
    LogAnswer m_answer;
    LogQuestion m_asked;
    Latest m_request;
    bool m_again = false;
    bool m_unreadable = false;
    ErrorBanner *m_error;
    QComboBox *m_range;
    QComboBox *m_severity;
    QCheckBox *m_follow;
    FilterLine *m_filter;
    ValueTableModel *m_model;
    DataTable *m_table;
    EmptyState *m_empty;
    QLabel *m_count;
};

} // namespace signalbox::ui
