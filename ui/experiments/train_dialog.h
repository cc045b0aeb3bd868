// Asks what to train on and how, shows what the data file holds, and hands the training to the queue.
// Whatever is wrong is said at its field and nothing else is lost. Remembers the last input.
#pragma once

#include <QDialog>
#include <map>
#include <optional>

#include "ui/experiments/data_preview.h"
#include "ui/experiments/training_input.h"
#include "ui/shell/session.h"
#include "ui/widgets/async.h"

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QTimer;

namespace signalbox::ui {

class ColumnList;
class FormField;

class TrainDialog final : public QDialog
{
    Q_OBJECT

public:
    // `experiment` is chosen at first where it is not empty.
    TrainDialog(Session &session, const QStringList &experiments, const QString &experiment, QWidget *parent);

    [[nodiscard]] TrainingInput input() const;

Q_SIGNALS:
    void submitted(qint64 job);

private:
    FormField *addField(const QString &name, const QString &label, QWidget *editor);
    FormField *addLine(const QString &name, const QString &label, const QString &toolTip = {});
    QLineEdit *line(const QString &name) const;
    QWidget *makeFileRow();
    QWidget *makeSettings();
    QWidget *makeColumns();
    QWidget *makeButtons();
    void setInput(const TrainingInput &input);
    void setExperiment(const QString &name);

    void loadPreview();
    void showPreview(const Result<DataPreview> &preview);
    void submit();
    void showError(const Error &error);
    void clearErrors();
    void updateAgentHint();

    Session &m_session;
    std::map<QString, FormField *> m_fields;
    QComboBox *m_experiment;
    QComboBox *m_label;
    QCheckBox *m_standardise;
    QCheckBox *m_balanced;
    ColumnList *m_columns;
    FormField *m_columnsField;
    QLabel *m_fileSummary;
    QLabel *m_agentHint;
    QLabel *m_otherError;
    QPushButton *m_train;
    QTimer *m_typing;
    TrainingInput m_remembered;
    std::optional<DataPreview> m_preview;
    Latest m_previewRequest;
    bool m_submitting = false;
};

} // namespace signalbox::ui
