// Asks what a rollout should bring and how carefully: version, steps, settling time, evidence. The plan is
// checked by core as it is typed, so a wrong step is said before anything happens. GUI thread only.
#pragma once

#include <vector>

#include "core/registry/registry.h"
#include "core/rollout/rollout.h"
#include "ui/widgets/form_sheet.h"

class QComboBox;
class QDoubleSpinBox;
class QLineEdit;
class QSpinBox;

namespace signalbox::ui {

struct RolloutRequest
{
    std::string model = {};
    std::int64_t version = 0;
    rollout::Plan plan = {};
};

// "10, 50, 100" with or without % and blanks. InvalidArgument for a word that is no whole number.
[[nodiscard]] Result<std::vector<int>> parseSteps(const QString &text);

class StartRolloutSheet final : public FormSheet
{
    Q_OBJECT

public:
    StartRolloutSheet(const Theme &theme, const QString &endpoint, bool production,
                      std::vector<registry::Version> versions, const QString &context, QWidget *parent);

    // What is typed now; the error says what is wrong with it.
    [[nodiscard]] Result<RolloutRequest> request() const;

private:
    void check();

    std::vector<registry::Version> m_versions;
    QComboBox *m_version;
    QLineEdit *m_steps;
    QSpinBox *m_settle;
    QSpinBox *m_requests;
    QDoubleSpinBox *m_errorLimit;
    QSpinBox *m_probes;
};

} // namespace signalbox::ui
