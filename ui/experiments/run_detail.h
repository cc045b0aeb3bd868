// All about the selected run: what was set, what came out, which files it left, how the objective fell, and
// what can be done with it next.
#pragma once

#include <QWidget>
#include <optional>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/widgets/theme.h"

class QBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

class DataTable;
class Dialogs;
class KeyValueList;
class StatusDot;
class TimeChart;
class ValueTableModel;

class RunDetail final : public QWidget
{
    Q_OBJECT

public:
    RunDetail(const Theme &theme, Dialogs &dialogs, QWidget *parent = nullptr);

    void setDetails(RunDetails details);
    [[nodiscard]] const std::optional<RunDetails> &details() const { return m_details; }
    // Why the member may not register, "" if they may.
    void setWhyNotRegister(const QString &reason);

Q_SIGNALS:
    void registerRequested();
    void compareRequested();
    void versionRequested(const QString &version); // "diabetes/5"

private:
    void addSection(QVBoxLayout *layout, const QString &title, QWidget *content);
    void updateRegister();
    void showVersions();
    void showLists();
    void showFiles();

    const Theme &m_theme;
    std::optional<RunDetails> m_details;
    QString m_whyNotRegister;
    QLabel *m_name;
    StatusDot *m_state;
    QLabel *m_summary;
    QLabel *m_error;
    QPushButton *m_register;
    QBoxLayout *m_versions;
    KeyValueList *m_metrics;
    KeyValueList *m_parameters;
    KeyValueList *m_tags;
    ValueTableModel *m_files;
    DataTable *m_fileTable;
    QLabel *m_noFiles;
    TimeChart *m_objective;
};

} // namespace signalbox::ui
