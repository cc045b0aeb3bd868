// What the keys do, read from the ActionRegistry, so that it cannot be out of date. MainWindow opens it.
#pragma once

#include <QDialog>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

class ActionRegistry;

class HelpDialog final : public QDialog
{
    Q_OBJECT

public:
    HelpDialog(const Theme &theme, const ActionRegistry &registry, QWidget *parent = nullptr);
};

} // namespace signalbox::ui
