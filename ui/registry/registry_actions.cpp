// What the buttons, links and palette entries of the Registry page do.
#include "ui/registry/registry_page.h"

#include <QComboBox>
#include <QPushButton>
#include <utility>

#include "ui/registry/compare_versions_dialog.h"
#include "ui/registry/gate_panel.h"
#include "ui/registry/version_rows.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/format.h"
#include "ui/widgets/metric_words.h"
#include "ui/widgets/notices.h"
#include "ui/widgets/register_dialog.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

using registry::Version;

void RegistryPage::follow(const QString &kind, const QString &target)
{
    if (kind == u"gate")
        m_gates->choose(target.toLongLong());
    else
        m_services.navigator.showObject(kind, target);
}

void RegistryPage::updateActions()
{
    const bool two = m_snapshot && m_snapshot->versions.size() > 1;
    const QString onlyOne = tr("There are no two versions to compare.");
    m_compare->setEnabled(two);
    m_compare->setToolTip(two ? QString() : onlyOne);
    m_services.actions.setEnabled(u"registry.compare"_s, two, onlyOne);

    QString reason = whyNotAllowed(m_session.role(), store::Permission::Operate);
    m_empty->setObstacle(reason);
    if (reason.isEmpty() && (!m_snapshot || m_snapshot->runs.empty()))
        reason = tr("There is no finished run. Train a model first.");
    m_register->setEnabled(reason.isEmpty());
    m_register->setToolTip(reason);
    m_services.actions.setEnabled(u"registry.register"_s, reason.isEmpty(), reason);
}

void RegistryPage::openCompare()
{
    if (!m_snapshot || m_snapshot->versions.size() < 2)
        return;
    const auto &versions = m_snapshot->versions;
    const std::int64_t candidate =
        m_table->currentId().isEmpty() ? versions.front().number : m_table->currentId().toLongLong();
    const auto chosen = std::ranges::find(versions, candidate, &Version::number);
    // With the one before it, or the one after the oldest.
    const bool oldest = chosen == versions.end() || std::next(chosen) == versions.end();
    const std::int64_t baseline = oldest ? versions[versions.size() - 2].number : std::next(chosen)->number;
    auto *dialog = new CompareVersionsDialog(m_session, versions, baseline, candidate, this);
    dialog->open();
}

void RegistryPage::openRegister()
{
    if (!m_snapshot)
        return;
    RegisterChoices choices{.models = {}, .runs = {}, .model = toQt(m_model)};
    for (const registry::Model &model : m_snapshot->models)
        choices.models.append(toQt(model.name));
    for (const FinishedRun &run : m_snapshot->runs)
        choices.runs.push_back(
            {.id = toQt(run.id),
             .title = run.f1 ? u"%1 · %2 %3"_s.arg(toQt(run.name), metricTitle("f1"), numberText(*run.f1))
                             : toQt(run.name)});
    auto *dialog = new RegisterDialog(
        choices,
        [workspace = m_session.workspace()](const std::string &model, const std::string &run) {
            return registry::registerVersion(*workspace->store, workspace->actor, model, run);
        },
        this);
    connect(dialog, &RegisterDialog::registered, this, [this](const QString &model, qint64 version) {
        m_services.toasts.showToast({.text = tr("%1 version %2 waits for approval").arg(model).arg(version)});
        showObject(u"version"_s, u"%1/%2"_s.arg(model).arg(version));
    });
    dialog->open();
}

} // namespace signalbox::ui
