#include "ui/experiments/train_dialog.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTimer>
#include <chrono>

#include "ui/experiments/column_list.h"
#include "ui/experiments/form_field.h"
#include "ui/shell/settings.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::chrono::milliseconds typingRest{400};
constexpr QSize firstSize{860, 560};

// "diabetes-synthetic" for ".../diabetes synthetic.csv": a name that core accepts.
QString experimentNameFor(const QString &path)
{
    static const QRegularExpression other(u"[^A-Za-z0-9._-]+"_s);
    static const QRegularExpression start(u"^[._-]+"_s);
    return QFileInfo(path).completeBaseName().replace(other, u"-"_s).remove(start).left(63);
}

} // namespace

TrainDialog::TrainDialog(Session &session, const QStringList &experiments, const QString &experiment,
                         QWidget *parent)
    : QDialog(parent)
    , m_session(session)
    , m_experiment(new QComboBox(this))
    , m_label(new QComboBox(this))
    , m_standardise(new QCheckBox(tr("Standardise the columns"), this))
    , m_balanced(new QCheckBox(tr("Weigh both classes equally"), this))
    , m_columns(new ColumnList(this))
    , m_fileSummary(makeText({}, Role::MutedText, this))
    , m_agentHint(makeText(tr("No agent is running: the training waits in the queue until one is started."),
                           Role::Warning, this))
    , m_otherError(makeText({}, Role::Danger, this))
    , m_train(makeButton(tr("Train"), u"trainSubmit"_s, ButtonKind::Primary, this))
    , m_typing(new QTimer(this))
    , m_remembered(rememberedTraining(session.services().settings.store()))
{
    setObjectName(u"trainDialog"_s);
    setWindowTitle(tr("Train a model"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(firstSize);

    m_experiment->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    auto *middle = new QHBoxLayout;
    middle->setSpacing(20);
    middle->addWidget(makeSettings(), 2);
    middle->addWidget(makeColumns(), 3);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(12);
    layout->addWidget(makeTitle(tr("Train a model"), this));
    layout->addWidget(makeFileRow());
    layout->addLayout(middle, 1);
    layout->addWidget(m_otherError);
    layout->addWidget(makeButtons());
    setTabOrder(m_balanced, m_columns);

    m_experiment->addItems(experiments);
    setInput(m_remembered);
    if (!experiment.isEmpty())
        setExperiment(experiment);

    m_typing->setSingleShot(true);
    m_typing->setInterval(typingRest);
    connect(m_typing, &QTimer::timeout, this, &TrainDialog::loadPreview);
    connect(line(u"dataPath"_s), &QLineEdit::textEdited, m_typing, qOverload<>(&QTimer::start));
    connect(m_label, &QComboBox::currentTextChanged, m_columns, &ColumnList::setLabel);
    connect(&session, &Session::workspaceChanged, this, &TrainDialog::updateAgentHint);
    updateAgentHint();
    if (line(u"dataPath"_s)->text().isEmpty())
        showPreview(DataPreview());
    else
        loadPreview();
}

FormField *TrainDialog::addField(const QString &name, const QString &label, QWidget *editor)
{
    editor->setObjectName(u"train-"_s + name);
    auto *field = new FormField(label, editor, this);
    m_fields.insert_or_assign(name, field);
    return field;
}

FormField *TrainDialog::addLine(const QString &name, const QString &label, const QString &toolTip)
{
    auto *edit = new QLineEdit(this);
    edit->setToolTip(toolTip);
    FormField *field = addField(name, label, edit);
    connect(edit, &QLineEdit::textEdited, field, &FormField::clearError);
    return field;
}

QLineEdit *TrainDialog::line(const QString &name) const
{
    return qobject_cast<QLineEdit *>(m_fields.at(name)->editor());
}

QWidget *TrainDialog::makeFileRow()
{
    auto *row = new QWidget(this);
    FormField *field = addLine(u"dataPath"_s, tr("&Data file (CSV)"));
    auto *browse = makeButton(tr("&Browse…"), u"trainBrowse"_s, ButtonKind::Plain, row);
    auto *layout = new QGridLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(8);
    layout->setVerticalSpacing(4);
    layout->addWidget(field, 0, 0);
    layout->addWidget(browse, 0, 1, Qt::AlignBottom);
    layout->addWidget(m_fileSummary, 1, 0);
    layout->setColumnStretch(0, 1);
    m_fileSummary->setObjectName(u"trainFileSummary"_s);
    connect(browse, &QPushButton::clicked, this, [this] {
        m_session.services().dialogs.openFile(this,
                                              {.title = tr("Data to learn from"),
                                               .suggestion = line(u"dataPath"_s)->text(),
                                               .filter = tr("CSV (*.csv);;All files (*)")},
                                              [this](const QString &path) {
                                                  line(u"dataPath"_s)->setText(path);
                                                  loadPreview();
                                              });
    });
    return row;
}

QWidget *TrainDialog::makeSettings()
{
    auto *box = new QWidget(this);
    m_experiment->setEditable(true);
    m_experiment->setInsertPolicy(QComboBox::NoInsert);
    FormField *experiment = addField(u"experiment"_s, tr("&Experiment"), m_experiment);
    FormField *label = addField(u"label"_s, tr("Column to &predict"), m_label);
    connect(m_experiment, &QComboBox::currentTextChanged, experiment, &FormField::clearError);
    connect(m_label, &QComboBox::currentTextChanged, label, &FormField::clearError);
    FormField *runName = addLine(u"runName"_s, tr("Run &name (optional)"));
    line(u"runName"_s)->setPlaceholderText(tr("chosen for you"));
    m_standardise->setObjectName(u"train-standardise"_s);
    m_balanced->setObjectName(u"train-balancedClasses"_s);

    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->addWidget(experiment, 0, 0);
    grid->addWidget(runName, 0, 1);
    grid->addWidget(label, 1, 0, 1, 2);
    grid->addWidget(addLine(u"C"_s, tr("&C"), tr("Inverse strength of the penalty: smaller is simpler.")), 2,
                    0);
    grid->addWidget(
        addLine(u"tolerance"_s, tr("&Tolerance"), tr("Training ends when the gradient is below it.")), 2, 1);
    grid->addWidget(addLine(u"maximumIterations"_s, tr("&Iterations at most")), 3, 0);
    grid->addWidget(
        addLine(u"testFraction"_s, tr("Test &fraction"), tr("Share of the rows held out to judge with.")), 3,
        1);
    grid->addWidget(addLine(u"seed"_s, tr("&Seed"), tr("The same seed gives the same split.")), 4, 0);
    grid->addWidget(
        addLine(u"threshold"_s, tr("Thres&hold"), tr("The model says 1 from this probability on.")), 4, 1);
    grid->addWidget(m_standardise, 5, 0, 1, 2);
    grid->addWidget(m_balanced, 6, 0, 1, 2);
    grid->setRowStretch(7, 1);
    for (int row = 0; row < 5; ++row)
        for (int column = 0; column < 2; ++column)
            if (QLayoutItem *item = grid->itemAtPosition(row, column))
                item->setAlignment(Qt::AlignTop);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    return box;
}

QWidget *TrainDialog::makeColumns()
{
    m_columnsField = addField(u"ignoredColumns"_s, tr("Columns to &learn from"), m_columns);
    connect(m_columns, &QTreeWidget::itemChanged, m_columnsField, &FormField::clearError);
    return m_columnsField;
}

QWidget *TrainDialog::makeButtons()
{
    auto *row = new QWidget(this);
    m_agentHint->setObjectName(u"trainAgentHint"_s);
    m_otherError->setObjectName(u"trainError"_s);
    m_otherError->hide();
    auto *cancel = makeButton(tr("Cancel"), u"trainCancel"_s, ButtonKind::Plain, row);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(m_agentHint, 1);
    layout->addStretch();
    layout->addWidget(cancel);
    layout->addWidget(m_train);
    m_train->setDefault(true);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_train, &QPushButton::clicked, this, &TrainDialog::submit);
    return row;
}

TrainingInput TrainDialog::input() const
{
    return {.dataPath = line(u"dataPath"_s)->text(),
            .experiment = m_experiment->currentText(),
            .runName = line(u"runName"_s)->text(),
            .label = m_label->currentText(),
            .ignoredColumns = m_columns->ignoredColumns(),
            .C = line(u"C"_s)->text(),
            .tolerance = line(u"tolerance"_s)->text(),
            .maximumIterations = line(u"maximumIterations"_s)->text(),
            .testFraction = line(u"testFraction"_s)->text(),
            .seed = line(u"seed"_s)->text(),
            .threshold = line(u"threshold"_s)->text(),
            .standardise = m_standardise->isChecked(),
            .balancedClasses = m_balanced->isChecked()};
}

void TrainDialog::setInput(const TrainingInput &input)
{
    line(u"dataPath"_s)->setText(input.dataPath);
    setExperiment(input.experiment);
    line(u"C"_s)->setText(input.C);
    line(u"tolerance"_s)->setText(input.tolerance);
    line(u"maximumIterations"_s)->setText(input.maximumIterations);
    line(u"testFraction"_s)->setText(input.testFraction);
    line(u"seed"_s)->setText(input.seed);
    line(u"threshold"_s)->setText(input.threshold);
    m_standardise->setChecked(input.standardise);
    m_balanced->setChecked(input.balancedClasses);
}

void TrainDialog::setExperiment(const QString &name)
{
    m_experiment->setCurrentText(name);
    // A long name shows its beginning.
    m_experiment->lineEdit()->setCursorPosition(0);
}

void TrainDialog::loadPreview()
{
    m_typing->stop();
    m_fileSummary->setText(tr("Reading the file…"));
    const std::string path = fromQt(line(u"dataPath"_s)->text().trimmed());
    m_session.read(
        this, m_previewRequest, [path](Workspace &) { return readDataPreview(path); },
        [this](const Result<DataPreview> &preview) { showPreview(preview); });
}

void TrainDialog::showPreview(const Result<DataPreview> &preview)
{
    FormField *field = m_fields.at(u"dataPath"_s);
    if (!preview) {
        m_preview.reset();
        m_label->clear();
        m_columns->setColumns({}, {});
        m_fileSummary->clear();
        field->setError(errorText(preview.error()));
        return;
    }
    field->clearError();
    m_preview = *preview;
    if (preview->path.isEmpty()) {
        m_fileSummary->setText(tr("Choose a file with a line of column names and one column of 0 and 1."));
        return;
    }
    m_fileSummary->setText(
        tr("%1 rows, %2 columns").arg(countText(preview->rows)).arg(preview->columns.size()));
    const bool sameFile = preview->path == m_remembered.dataPath;
    QStringList ignored = sameFile ? m_remembered.ignoredColumns : QStringList();
    m_label->clear();
    for (const PreviewColumn &column : preview->columns) {
        if (column.canBeLabel)
            m_label->addItem(column.name);
        if (!sameFile && column.looksLikeId)
            ignored.append(column.name);
    }
    const int remembered = sameFile ? m_label->findText(m_remembered.label) : -1;
    m_label->setCurrentText(remembered >= 0 ? m_remembered.label : preview->likelyLabel());
    m_columns->setColumns(*preview, ignored);
    m_columns->setLabel(m_label->currentText());
    if (m_label->count() == 0)
        m_fields.at(u"label"_s)->setError(tr("No column of this file has only 0 and 1."));
    if (m_experiment->currentText().isEmpty())
        setExperiment(experimentNameFor(preview->path));
}

void TrainDialog::submit()
{
    if (m_submitting)
        return;
    clearErrors();
    const TrainingInput typed = input();
    auto job = trainingJob(typed);
    if (!job) {
        showError(job.error());
        return;
    }
    m_submitting = true;
    m_train->setEnabled(false);
    m_session.attempt(
        this,
        [job = *std::move(job)](Workspace &workspace) {
            return job::submitTraining(*workspace.store, workspace.actor, job);
        },
        [this, typed](const Result<std::int64_t> &submittedJob) {
            m_submitting = false;
            m_train->setEnabled(true);
            if (!submittedJob) {
                showError(submittedJob.error());
                return;
            }
            rememberTraining(m_session.services().settings.store(), typed);
            Q_EMIT submitted(*submittedJob);
            accept();
        });
}

void TrainDialog::showError(const Error &error)
{
    const QString field = toQt(error.field);
    if (const auto found = m_fields.find(field); found != m_fields.end()) {
        found->second->setError(toQt(error.message));
        found->second->editor()->setFocus(Qt::OtherFocusReason);
        return;
    }
    // An error about the data names the column.
    const bool isColumn = m_preview && std::ranges::find(m_preview->columns, field, &PreviewColumn::name) !=
                                           m_preview->columns.end();
    if (isColumn && field == m_label->currentText()) {
        m_fields.at(u"label"_s)->setError(toQt(error.message));
        m_label->setFocus(Qt::OtherFocusReason);
    } else if (isColumn) {
        m_columnsField->setError(toQt(error.message));
        m_columns->setFocus(Qt::OtherFocusReason);
    } else {
        m_otherError->setText(errorText(error));
        m_otherError->show();
    }
}

void TrainDialog::clearErrors()
{
    for (const auto &[name, field] : m_fields)
        field->clearError();
    m_otherError->hide();
}

void TrainDialog::updateAgentHint()
{
    m_agentHint->setVisible(!m_session.agentAlive());
}

} // namespace signalbox::ui
