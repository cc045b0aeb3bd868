// Asks under which model a run's artifact is registered as the next version. Experiments opens it for one
// run, Registry for any; the registration runs on the pool and its error is shown at the field that it is
// about.
#pragma once

#include <QDialog>
#include <functional>
#include <vector>

#include "core/base/result.h"
#include "core/registry/registry.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace signalbox::ui {

struct RunChoice
{
    QString id;
    QString title; // "brave-signal-20 · F1 0.781"
};

struct RegisterChoices
{
    QStringList models;          // that exist
    std::vector<RunChoice> runs; // finished ones, newest first
    QString model = {};          // chosen at first
    QString run = {};
};

class RegisterDialog final : public QDialog
{
    Q_OBJECT

public:
    // Runs on the pool; must own everything that it touches.
    using Registration =
        std::function<Result<registry::Version>(const std::string &model, const std::string &run)>;

    RegisterDialog(const RegisterChoices &choices, Registration registration, QWidget *parent);

Q_SIGNALS:
    // The dialog closes itself.
    void registered(const QString &model, qint64 version, qint64 gate);

private:
    void submit();
    void finish(const Result<registry::Version> &result);

    Registration m_registration;
    QComboBox *m_model;
    QComboBox *m_run;
    QLabel *m_error;
    QPushButton *m_register;
    Latest m_latest;
};

} // namespace signalbox::ui
