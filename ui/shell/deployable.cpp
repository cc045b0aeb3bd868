#include "ui/shell/deployable.h"

#include <algorithm>

#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

Result<std::vector<registry::Version>> readApprovedVersions(const store::Store &store)
{
    std::vector<registry::Version> approved;
    SIGNALBOX_TRY(const auto models, registry::listModels(store));
    for (const registry::Model &model : models) {
        SIGNALBOX_TRY(const auto versions, registry::listVersions(store, model.name));
        std::ranges::copy_if(versions, std::back_inserter(approved), [](const registry::Version &version) {
            return version.state == registry::VersionState::Approved;
        });
    }
    std::ranges::stable_sort(approved, std::ranges::greater(), &registry::Version::registered);
    return approved;
}

QString versionTitle(const registry::Version &version)
{
    QString title = u"%1 v%2"_s.arg(toQt(version.model)).arg(version.number);
    if (const auto f1 = version.metrics.find("f1"); f1 != version.metrics.end())
        title += u" · F1 "_s + numberText(f1->second);
    return version.runName.empty() ? title : title + u" · "_s + toQt(version.runName);
}

} // namespace signalbox::ui
