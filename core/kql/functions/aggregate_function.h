// What an aggregate function is to the binder and to summarize: names, a check of argument types, and a
// factory of accumulators that work on whole columns for many groups at once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kql/functions/scalar_function.h"
#include "core/kql/values/column.h"

namespace signalbox::kql {

// The state of one aggregate for all groups of a summarize. Used by one thread; workers have one each and
// merge.
class Aggregator
{
public:
    Aggregator() = default;
    Aggregator(const Aggregator &) = delete;
    Aggregator &operator=(const Aggregator &) = delete;
    virtual ~Aggregator() = default;

    // Row i belongs to group[i], which is below `groups`; `groups` never shrinks from call to call.
    [[nodiscard]] virtual Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group,
                                     std::size_t groups, const EvalContext &context) = 0;
    // Takes over the state of `other`, which has this object's class and arguments: its group g is map[g]
    // here.
    [[nodiscard]] virtual Status merge(Aggregator &other, std::span<const std::uint32_t> map,
                                       std::size_t groups) = 0;
    // One column an output, one row a group; groups that saw no row get the answer for an empty group.
    [[nodiscard]] virtual Result<std::vector<Column>> finish(std::size_t groups) = 0;
    // About what the state takes, for the memory limit.
    [[nodiscard]] virtual std::size_t bytes() const = 0;
};

struct AggregateOutput
{
    // The column's name by default: "sum_{0}" stands for sum_ and the name of the column that argument 0 is,
    // which is
    // "" when it is another expression; "count_" has no such place.
    std::string name;
    Type type = Type::Dynamic;
    bool unknown = false;
    std::string fallback = {}; // the name where `name` comes out empty
};

struct BoundAggregate
{
    std::vector<AggregateOutput> outputs; // several for arg_max, percentiles, …
    std::function<std::unique_ptr<Aggregator>()> make;
    bool ordered = false; // of a table in a fixed order it must see the rows in that order: make_list
};

// Of arguments, for functions that take the columns of a wide table.
inline constexpr std::size_t manyColumns = 100'000;

struct AggregateFunction
{
    std::string name;
    std::vector<std::string> parameters; // names for hints; the last repeats where maximumArguments is larger
    std::string help;                    // one sentence
    std::size_t minimumArguments = 0;
    std::size_t maximumArguments = 0;
    std::function<Result<BoundAggregate>(std::span<const Argument>)> binder = {};
    std::string replacement = {}; // the name to use instead of this old spelling; "" = not deprecated
    bool takesStar = false;       // `*` stands for all other columns: arg_max(x, *), take_any(*)

    // Checks the number of arguments and their types; a refusal says in one sentence what the function takes.
    [[nodiscard]] Result<BoundAggregate> bind(std::span<const Argument> arguments) const;
};

} // namespace signalbox::kql
