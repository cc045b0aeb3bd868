// One signature of a function with its kernel, and the choice among several by argument types. Functions with
// fixed parameter types are made of these; pointwise.h makes them of plain lambdas.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kql/functions/scalar_function.h"

namespace signalbox::kql {

struct ParameterKind
{
    std::optional<Type> type; // none = any type, taken as it is
    bool coerces = false;     // any type, converted as tostring() and its like do
};

struct Overload
{
    std::vector<ParameterKind> parameters;
    Type result = Type::Dynamic;
    Kernel kernel;
    bool repeatsLast = false; // the last parameter may come again and again
};

// The kernel of the cheapest overload that takes `arguments` after implicit conversions, which are int → long
// → real → decimal and dynamic → string; it converts its arguments itself.
[[nodiscard]] Result<BoundFunction> bindOverload(std::string_view function,
                                                 std::span<const Overload> overloads,
                                                 std::span<const Argument> arguments);

// The binder of a function that consists of `overloads`.
[[nodiscard]] FunctionBinder binderOf(std::string function, std::vector<Overload> overloads);

// "strlen() takes (string), not (int, long)." as an error.
[[nodiscard]] std::unexpected<Error> refuseArguments(std::string_view function, std::string_view takes,
                                                     std::span<const Argument> arguments);

// `column` as `type` by the rules of the explicit casts (toint, tostring, …); nulls where it cannot be read
// as one.
[[nodiscard]] Column castColumn(const Column &column, Type type);

// A kernel over rows that spares work: constants are computed once, and a text column with fewer distinct
// texts than rows once per distinct text. `rowKernel` must be pure and row by row.
[[nodiscard]] Kernel sparing(Kernel rowKernel);

} // namespace signalbox::kql
