#include "core/kql/language/signature_text.h"

#include <fmt/format.h>

namespace signalbox::kql {

std::vector<std::string> shownParameters(std::span<const std::string> names, std::size_t minimum,
                                         std::size_t maximum)
{
    std::vector<std::string> shown;
    shown.reserve(names.size() + 1);
    for (std::size_t i = 0; i < names.size(); ++i)
        shown.push_back(i < minimum ? names[i] : fmt::format("[{}]", names[i]));
    if (!names.empty() && maximum > names.size())
        shown.emplace_back("…");
    return shown;
}

std::string signatureText(std::string_view name, std::span<const std::string> parameters)
{
    std::string text = fmt::format("{}(", name);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        text += fmt::format("{}{}", i > 0 ? ", " : "", parameters[i]);
    return text + ")";
}

} // namespace signalbox::kql
