#include "core/kql/values/type.h"

#include <array>
#include <cstddef>
#include <utility>

namespace signalbox::kql {

namespace {

struct TypeNames
{
    std::string_view name;
    std::string_view system;
};

constexpr std::array<TypeNames, 10> namesOfTypes{{
    {.name = "bool", .system = "System.SByte"},
    {.name = "int", .system = "System.Int32"},
    {.name = "long", .system = "System.Int64"},
    {.name = "real", .system = "System.Double"},
    {.name = "decimal", .system = "System.Data.SqlTypes.SqlDecimal"},
    {.name = "string", .system = "System.String"},
    {.name = "datetime", .system = "System.DateTime"},
    {.name = "timespan", .system = "System.TimeSpan"},
    {.name = "guid", .system = "System.Guid"},
    {.name = "dynamic", .system = "System.Object"},
}};

constexpr std::array<std::pair<std::string_view, Type>, 12> otherSpellings{{
    {"boolean", Type::Bool},
    {"int32", Type::Int},
    {"int64", Type::Long},
    {"double", Type::Real},
    {"date", Type::DateTime},
    {"time", Type::TimeSpan},
    {"uniqueid", Type::Guid},
    {"uuid", Type::Guid},
    {"uint", Type::Int},
    {"uint32", Type::Int},
    {"ulong", Type::Long},
    {"uint64", Type::Long},
}};

} // namespace

std::string_view typeName(Type type)
{
    return namesOfTypes[static_cast<std::size_t>(type)].name;
}

std::string_view systemTypeName(Type type)
{
    return namesOfTypes[static_cast<std::size_t>(type)].system;
}

std::optional<Type> typeFromName(std::string_view name)
{
    for (std::size_t i = 0; i < namesOfTypes.size(); ++i) {
        if (namesOfTypes[i].name == name)
            return static_cast<Type>(i);
    }
    for (const auto &[spelling, type] : otherSpellings) {
        if (spelling == name)
            return type;
    }
    return std::nullopt;
}

} // namespace signalbox::kql
