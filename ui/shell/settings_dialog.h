// Shows the settings table and changes it at once; there is nothing to accept. MainWindow opens it.
#pragma once

#include <QDialog>

#include "ui/shell/settings.h"

class QGridLayout;

namespace signalbox::ui {

class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit SettingsDialog(Settings &settings, QWidget *parent = nullptr);

private:
    QWidget *makeField(const SettingSpec &spec);
    void showValues();

    Settings &m_settings;
};

} // namespace signalbox::ui
