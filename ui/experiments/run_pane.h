// The right side of the Experiments page: all about the run that is selected, two runs side by side, or a
// hint. Holds what can be done with the selection: register it, or pick a second run to compare it with.
#pragma once

#include <QStringList>
#include <QWidget>

#include "ui/experiments/experiments_snapshot.h"
#include "ui/shell/session.h"
#include "ui/shell/shell_services.h"
#include "ui/widgets/async.h"

class QLabel;
class QStackedWidget;

namespace signalbox::ui {

class RunDetail;
class RunPairView;

class RunPane final : public QWidget
{
    Q_OBJECT

public:
    RunPane(Session &session, ShellServices services, QWidget *parent = nullptr);

    // Ids of the runs that are selected in the table.
    void setSelection(const QStringList &runs);
    // Reads again what is shown.
    void refresh();
    void setWhyNotRegister(const QString &reason);
    // True while a second run is being picked.
    [[nodiscard]] bool picking() const { return !m_pinned.isEmpty(); }

    // Nothing happens unless exactly one run is selected.
    void startCompare();
    void openRegister();

Q_SIGNALS:
    // The table should take the focus, so that a second run can be picked.
    void pickRequested();
    // The table should select only this run.
    void runRequested(const QString &run);

private:
    void showHint(const QString &text);
    void loadRun(const QString &run);
    void loadPair(const QString &first, const QString &second);
    void closePair();
    void openRegisterDialog(const tracking::Run &run, const QStringList &models);

    Session &m_session;
    ShellServices m_services;
    QStringList m_selected;
    QString m_pinned; // the first of two runs, while the second is being picked
    bool m_swapped = false;
    Latest m_reading;
    Latest m_readingModels;

    QStackedWidget *m_pages;
    QLabel *m_hint;
    RunDetail *m_detail;
    RunPairView *m_pair;
};

} // namespace signalbox::ui
