#include "core/kql/bind/names.h"

#include <fmt/format.h>

namespace signalbox::kql {

std::string uniqueName(const Schema &schema, std::string_view name)
{
    std::string result(name);
    for (int number = 1; schema.find(result).has_value(); ++number)
        result = fmt::format("{}{}", name, number);
    return result;
}

} // namespace signalbox::kql
