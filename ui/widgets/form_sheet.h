// A sheet with fields, a verb and Cancel: the form behind "Create endpoint…", "Deploy…" and their like. It
// does nothing itself: submitted() tells that the verb was pressed, and whoever opened it closes it after
// success or shows the problem. Opened with open(), so nothing blocks. GUI thread only.
#pragma once

#include <QDialog>

#include "ui/widgets/theme.h"

class QFormLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace signalbox::ui {

class FormSheet : public QDialog
{
    Q_OBJECT

public:
    // `context` says where this acts ("mlops-demo · PROD"); "" for nowhere in particular.
    FormSheet(const Theme &theme, const QString &objectName, const QString &title, const QString &verb,
              const QString &context, QWidget *parent);

    // Adds a labelled field; the label is its buddy and its accessible name.
    void addField(const QString &label, QWidget *field, const QString &hint = {});
    void addText(const QString &text);
    // Between the fields and the buttons.
    [[nodiscard]] QVBoxLayout *body() const { return m_body; }

    // Said below the fields until something is changed; "" says nothing.
    void showProblem(const QString &sentence);
    [[nodiscard]] QString problem() const;
    // Why the verb does not work now, "" if it does.
    void setObstacle(const QString &reason);
    // While a command is on its way the verb rests.
    void setBusy(bool busy);

Q_SIGNALS:
    void submitted();

protected:
    void showEvent(QShowEvent *event) override;

private:
    void updateVerb();

    const Theme &m_theme;
    QFormLayout *m_form;
    QVBoxLayout *m_body;
    QLabel *m_problem;
    QPushButton *m_cancel;
    QPushButton *m_verb;
    QString m_obstacle;
    bool m_busy = false;
};

} // namespace signalbox::ui
