// tostring, tolong, todatetime and their like, parse_json, gettype and tohex.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

Result<Column> sameColumn(std::span<const Column> arguments, std::size_t, const EvalContext &)
{
    return arguments[0];
}

void addCast(FunctionRegistry &registry, const std::string &name, Type type)
{
    registry.add(
        name, {"value"}, fmt::format("Casts a value to {}; null where it cannot be.", typeName(type)),
        {Overload{.parameters = {{.type = type, .coerces = true}}, .result = type, .kernel = sameColumn}},
        "{0}");
}

std::string typeOfElement(const Value &value)
{
    if (value.isNull())
        return "null";
    if (value.isArray())
        return "array";
    if (value.isBag())
        return "dictionary";
    return value.is(Type::Real) ? "double" : std::string(typeName(*value.type()));
}

Result<BoundFunction> bindGetType(std::span<const Argument> arguments)
{
    if (arguments[0].type == Type::Dynamic) {
        const Overload overload = pointwise(
            [](const std::optional<Any> &any) { return typeOfElement(any ? any->value : Value()); });
        return BoundFunction{.result = Type::String, .kernel = overload.kernel};
    }
    return BoundFunction{
        .result = Type::String,
        .kernel = [name = Value::ofString(std::string(typeName(arguments[0].type)))](
                      std::span<const Column>, std::size_t rows, const EvalContext &) -> Result<Column> {
            return Column::constant(Type::String, name, rows);
        }};
}

std::string hexOf(std::uint64_t value, std::int64_t width)
{
    return fmt::format("{:0{}x}", value, width < 1 ? 1 : (width > 1000 ? 1000 : static_cast<int>(width)));
}

std::uint64_t bitsOf(std::int32_t value)
{
    return static_cast<std::uint32_t>(value);
}

} // namespace

void addCasts(FunctionRegistry &registry)
{
    addCast(registry, "tostring", Type::String);
    addCast(registry, "tolong", Type::Long);
    addCast(registry, "toint", Type::Int);
    addCast(registry, "toreal", Type::Real);
    addCast(registry, "todouble", Type::Real);
    addCast(registry, "tobool", Type::Bool);
    addCast(registry, "toboolean", Type::Bool);
    addCast(registry, "todatetime", Type::DateTime);
    addCast(registry, "totimespan", Type::TimeSpan);
    addCast(registry, "toguid", Type::Guid);
    addCast(registry, "todecimal", Type::Decimal);
    registry.addOldSpelling("totime", "totimespan");

    registry.add("parse_json", {"json"},
                 "Reads JSON text as a dynamic value; other text becomes a dynamic string.",
                 {Overload{.parameters = {{.type = Type::Dynamic, .coerces = true}},
                           .result = Type::Dynamic,
                           .kernel = pointwise([](const Any &any) {
                                         return any.value.is(Type::String) ? parseDynamic(any.value.text())
                                                                           : any.value;
                                     }).kernel}},
                 "{0}");
    registry.addOtherName("todynamic", "parse_json");
    registry.addOldSpelling("toobject", "todynamic");
    registry.addOldSpelling("parsejson", "parse_json");

    registry.add(ScalarFunction{.name = "gettype",
                                .parameters = {"value"},
                                .help = "Name of a value's type; of a dynamic, what each value is.",
                                .minimumArguments = 1,
                                .maximumArguments = 1,
                                .binder = bindGetType,
                                .columnName = "type_{0}"});

    registry.add(
        "tohex", {"value", "minimumLength"}, "Hexadecimal digits of a whole number.",
        {pointwise(
             [](std::int32_t value) { return hexOf(static_cast<std::uint64_t>(std::int64_t{value}), 1); }),
         pointwise([](std::int64_t value) { return hexOf(static_cast<std::uint64_t>(value), 1); }),
         pointwise([](std::int32_t value, std::int64_t length) { return hexOf(bitsOf(value), length); }),
         pointwise([](std::int64_t value, std::int64_t length) {
             return hexOf(static_cast<std::uint64_t>(value), length);
         })},
        "{0}");
}

} // namespace signalbox::kql
