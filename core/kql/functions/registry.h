// All functions and operators of the language by name: the binder looks them up, the editor completes and
// explains them. Immutable once built, so every thread may read it.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/functions/aggregate_function.h"
#include "core/kql/functions/overload.h"
#include "core/kql/functions/scalar_function.h"

namespace signalbox::kql {

class FunctionRegistry
{
public:
    // Every function that Signalbox has; built at the first call.
    [[nodiscard]] static const FunctionRegistry &standard();

    // Null if there is none. Operators are found as they are written: "+", "-" (one argument negates),
    // "!contains", "matches regex", "between", "[]" (bag or array, key or index), "." (bag, name).
    [[nodiscard]] const ScalarFunction *findScalar(std::string_view name) const;
    [[nodiscard]] const AggregateFunction *findAggregate(std::string_view name) const;

    // Whether Kusto has a function, aggregate or plugin of this name that Signalbox lacks: the answer to its
    // use is "not supported here" rather than "unknown".
    [[nodiscard]] static bool isKnownElsewhere(std::string_view name);
    [[nodiscard]] static const std::vector<std::string> &namesKnownElsewhere();

    // In alphabetical order, without operators and old spellings: for completion and "did you mean".
    [[nodiscard]] std::vector<std::string> scalarNames() const;
    [[nodiscard]] std::vector<std::string> aggregateNames() const;

    // A name is added once. `function` needs its name, parameters and help.
    void add(ScalarFunction function);
    void add(AggregateFunction function);
    // The arities follow from the overloads; `columnName` is ScalarFunction's.
    void add(std::string name, std::vector<std::string> parameters, std::string help,
             std::vector<Overload> overloads, std::string columnName = {});
    void addOperator(std::string name, std::string help, std::size_t operands, FunctionBinder binder);
    // `name` becomes the same as a function, an aggregate or both that were added before; an old spelling is
    // marked as such.
    void addOtherName(const std::string &name, const std::string &same);
    void addOldSpelling(const std::string &name, const std::string &replacement);

private:
    std::map<std::string, ScalarFunction, std::less<>> m_scalars;
    std::map<std::string, AggregateFunction, std::less<>> m_aggregates;
};

} // namespace signalbox::kql
