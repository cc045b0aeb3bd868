// Any two versions of a model side by side. Compares on the pool each time one of them is changed.
#pragma once

#include <QDialog>
#include <vector>

#include "core/registry/registry.h"
#include "ui/shell/session.h"
#include "ui/widgets/async.h"

class QComboBox;
class QLabel;

namespace signalbox::ui {

class ComparisonView;

class CompareVersionsDialog final : public QDialog
{
    Q_OBJECT

public:
    // `versions` are at least two of one model, newest first; the numbers are chosen at first.
    CompareVersionsDialog(Session &session, std::vector<registry::Version> versions, std::int64_t baseline,
                          std::int64_t candidate, QWidget *parent);

private:
    QComboBox *makeChoice(const QString &objectName, const QString &accessibleName, std::int64_t number);
    void load();

    Session &m_session;
    std::vector<registry::Version> m_versions;
    QComboBox *m_baseline;
    QComboBox *m_candidate;
    ComparisonView *m_comparison;
    QLabel *m_problem;
    Latest m_reading;
};

} // namespace signalbox::ui
