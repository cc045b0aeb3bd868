#include "ui/widgets/register_dialog.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCompleter>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "core/base/text.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr int dialogWidth = 460;

QComboBox *makeChoice(const QString &objectName, const QString &accessibleName, QWidget *parent)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(objectName);
    box->setAccessibleName(accessibleName);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setEditable(true);
    box->setInsertPolicy(QComboBox::NoInsert);
    box->completer()->setFilterMode(Qt::MatchContains);
    box->completer()->setCompletionMode(QCompleter::PopupCompletion);
    return box;
}

} // namespace

RegisterDialog::RegisterDialog(const RegisterChoices &choices, Registration registration, QWidget *parent)
    : QDialog(parent)
    , m_registration(std::move(registration))
    , m_model(makeChoice(u"registerModel"_s, tr("Model"), this))
    , m_run(makeChoice(u"registerRun"_s, tr("Run"), this))
    , m_error(makeText({}, Role::Danger, this))
    , m_register(makeButton(tr("Register"), u"registerSubmit"_s, ButtonKind::Primary, this))
{
    setObjectName(u"registerDialog"_s);
    setWindowTitle(tr("Register a version"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(dialogWidth);

    m_model->addItems(choices.models);
    m_model->setCurrentText(choices.model);
    m_model->lineEdit()->setPlaceholderText(tr("Name of a model, new or existing"));
    for (const RunChoice &run : choices.runs)
        m_run->addItem(run.title, run.id);
    m_run->setCurrentIndex(choices.run.isEmpty() ? 0 : m_run->findData(choices.run));
    m_error->setObjectName(u"registerError"_s);
    m_error->hide();

    auto *modelLabel = new QLabel(tr("&Model"), this);
    modelLabel->setBuddy(m_model);
    auto *runLabel = new QLabel(tr("R&un"), this);
    runLabel->setBuddy(m_run);
    auto *cancel = makeButton(tr("Cancel"), u"registerCancel"_s, ButtonKind::Plain, this);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_register);
    m_register->setDefault(true);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 18);
    layout->setSpacing(6);
    layout->addWidget(makeTitle(tr("Register a version"), this));
    layout->addWidget(
        makeText(tr("The run's model is copied into the registry as the next version. It waits at "
                    "an approval gate and serves nobody before that is granted."),
                 Role::MutedText, this));
    layout->addSpacing(8);
    layout->addWidget(runLabel);
    layout->addWidget(m_run);
    layout->addSpacing(4);
    layout->addWidget(modelLabel);
    layout->addWidget(m_model);
    layout->addWidget(m_error);
    layout->addSpacing(12);
    layout->addLayout(buttons);
    m_model->setFocus();

    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_register, &QPushButton::clicked, this, &RegisterDialog::submit);
    for (QComboBox *box : {m_model, m_run})
        connect(box, &QComboBox::currentTextChanged, m_error, &QWidget::hide);
}

void RegisterDialog::submit()
{
    if (m_latest.waiting())
        return;
    const std::string model = fromQt(m_model->currentText().trimmed());
    if (const Status named = checkName("model", model); !named) {
        finish(std::unexpected(named.error()));
        return;
    }
    // The text may have been edited after an entry was chosen.
    const int chosen = m_run->findText(m_run->currentText());
    const std::string run = fromQt(chosen >= 0 ? m_run->itemData(chosen).toString() : m_run->currentText());
    m_register->setEnabled(false);
    runOnPool(
        this, m_latest, [call = m_registration, model, run] { return call(model, run); },
        [this](const Result<registry::Version> &result) { finish(result); });
}

void RegisterDialog::finish(const Result<registry::Version> &result)
{
    m_register->setEnabled(true);
    if (!result) {
        m_error->setText(toQt(result.error().message));
        m_error->show();
        m_model->setFocus();
        return;
    }
    Q_EMIT registered(toQt(result->model), result->number, result->gate);
    accept();
}

} // namespace signalbox::ui
