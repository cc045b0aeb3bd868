#include "ui/shell/settings_dialog.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QGridLayout>
#include <QPushButton>
#include <QSpinBox>

#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Settings", text);
}

QString choiceText(const QString &choice)
{
    if (choice == u"system"_s)
        return SettingsDialog::tr("Follow the system");
    if (choice == u"light"_s)
        return SettingsDialog::tr("Light");
    if (choice == u"dark"_s)
        return SettingsDialog::tr("Dark");
    return choice == u"compact"_s ? SettingsDialog::tr("Compact") : SettingsDialog::tr("Comfortable");
}

QString fieldName(const SettingSpec &spec)
{
    return u"setting:"_s + QLatin1String(spec.key);
}

} // namespace

SettingsDialog::SettingsDialog(Settings &settings, QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
{
    setObjectName(u"settingsDialog"_s);
    setWindowTitle(tr("Settings"));
    setMinimumWidth(520);
    auto *card = new Card({}, this);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(20);
    grid->setVerticalSpacing(1);
    grid->setColumnStretch(0, 1);
    int row = 0;
    for (const SettingSpec &spec : settingTable()) {
        if (spec.kind == SettingKind::List)
            continue;
        auto *title = makeText(translated(spec.title), Role::Text, card);
        title->setTextInteractionFlags(Qt::NoTextInteraction);
        auto *description = makeText(translated(spec.description), Role::MutedText, card);
        description->setTextInteractionFlags(Qt::NoTextInteraction);
        QWidget *field = makeField(spec);
        grid->addWidget(title, row, 0, Qt::AlignBottom);
        grid->addWidget(description, row + 1, 0, Qt::AlignTop);
        grid->addWidget(field, row, 1, 2, 1, Qt::AlignRight | Qt::AlignVCenter);
        grid->setRowMinimumHeight(row + 2, 8);
        row += 3;
    }
    card->body()->addLayout(grid);

    auto *standard = makeButton(tr("Restore defaults"), u"restoreDefaultsButton"_s, ButtonKind::Plain, this);
    auto *close = makeButton(tr("Close"), u"closeButton"_s, ButtonKind::Primary, this);
    close->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(standard);
    buttons->addStretch(1);
    buttons->addWidget(close);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(14);
    layout->addWidget(card);
    layout->addLayout(buttons);

    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(standard, &QPushButton::clicked, this, [this] {
        for (const SettingSpec &spec : settingTable()) {
            if (spec.kind != SettingKind::List)
                m_settings.set(spec.setting, spec.standard);
        }
    });
    connect(&settings, &Settings::changed, this, &SettingsDialog::showValues);
    showValues();
}

QWidget *SettingsDialog::makeField(const SettingSpec &spec)
{
    const Setting setting = spec.setting;
    QWidget *field = nullptr;
    switch (spec.kind) {
    case SettingKind::Choice: {
        auto *box = new QComboBox(this);
        for (const QString &choice : spec.choices)
            box->addItem(choiceText(choice), choice);
        connect(box, &QComboBox::activated, this,
                [this, box, setting] { m_settings.set(setting, box->currentData()); });
        box->setMinimumWidth(160);
        field = box;
        break;
    }
    case SettingKind::Number: {
        auto *box = new QSpinBox(this);
        box->setRange(spec.minimum, spec.maximum);
        box->setSuffix(u' ' + QLatin1String(spec.unit));
        box->setMinimumWidth(110);
        connect(box, &QSpinBox::valueChanged, this,
                [this, setting](int value) { m_settings.set(setting, value); });
        field = box;
        break;
    }
    case SettingKind::Switch:
    case SettingKind::List: {
        auto *box = new QCheckBox(this);
        connect(box, &QCheckBox::toggled, this, [this, setting](bool on) { m_settings.set(setting, on); });
        field = box;
        break;
    }
    }
    field->setObjectName(fieldName(spec));
    field->setAccessibleName(translated(spec.title));
    field->setAccessibleDescription(translated(spec.description));
    return field;
}

void SettingsDialog::showValues()
{
    for (const SettingSpec &spec : settingTable()) {
        auto *field = findChild<QWidget *>(fieldName(spec));
        const QVariant value = m_settings.value(spec.setting);
        if (auto *choice = qobject_cast<QComboBox *>(field))
            choice->setCurrentIndex(choice->findData(value));
        else if (auto *number = qobject_cast<QSpinBox *>(field))
            number->setValue(value.toInt());
        else if (auto *check = qobject_cast<QCheckBox *>(field))
            check->setChecked(value.toBool());
    }
}

} // namespace signalbox::ui
