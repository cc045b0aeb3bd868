// What a scalar function is to the binder, the executor and the editor: names and help, a check of argument
// types, and a kernel that computes a whole column. Operators are scalar functions too, named as they are
// written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/stop.h"
#include "core/kql/values/column.h"
#include "core/kql/values/type.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// What kernels may ask of the running query. One per worker: `random` is not shared between threads.
struct EvalContext
{
    TimePoint now; // fixed once a query
    SeededRandom &random;
    StopToken stop = {};
    std::size_t memoryBytes = std::numeric_limits<std::size_t>::max(); // that one batch may grow to
};

// What the binder knows of an argument. typeof(long) is the constant string "long".
struct Argument
{
    Type type = Type::Dynamic;
    const Value *constant = nullptr; // its value when that is known before the query runs; else null
    bool unknown = false;            // of an open schema: fits everywhere, and the kernel will never run
};

// `arguments` have the bound types and `rows` rows each (a constant stores one); the answer has the bound
// type and `rows` rows. Thread-safe: a kernel keeps no state between calls. Fails only when stopped or out of
// memory.
using Kernel =
    std::function<Result<Column>(std::span<const Column> arguments, std::size_t rows, const EvalContext &)>;

// One column of a function that gives several, such as series_stats.
struct FunctionOutput
{
    std::string name; // "{0}" stands for the name of the column that argument 0 is
    Type type = Type::Dynamic;
};

struct BoundFunction
{
    Type result = Type::Dynamic;
    Kernel kernel;
    bool unknown = false; // the result's type hangs on an argument of unknown type
    // Of a function that gives several columns: its kernel gives an array a row, with an element for each.
    std::vector<FunctionOutput> outputs = {};
};

using FunctionBinder = std::function<Result<BoundFunction>(std::span<const Argument>)>;

// How a call may be evaluated.
enum class Evaluation : std::uint8_t {
    Pure,       // the same arguments give the same answer: constants fold
    PerQuery,   // fixed while a query runs: now()
    Volatile,   // another answer for each row: rand(), new_guid()
    Serialized, // a window function: its arguments are whole columns of a serialized table in one batch
};

struct ScalarFunction
{
    std::string name;
    std::vector<std::string> parameters; // names for hints; the last repeats where maximumArguments is larger
    std::string help;                    // one sentence
    std::size_t minimumArguments = 0;
    std::size_t maximumArguments = 0;
    FunctionBinder binder;
    Evaluation evaluation = Evaluation::Pure;
    std::string replacement = {}; // the name to use instead of this old spelling; "" = not deprecated
    bool isOperator = false;      // written between or before its operands, so never completed as a call
    // The column's name where a query gives none: "{0}" stands for the name of the column that argument 0 is;
    // "" leaves it to the operator (Column1, print_0).
    std::string columnName = {};

    // Checks the number of arguments and their types; a refusal says in one sentence what the function takes.
    [[nodiscard]] Result<BoundFunction> bind(std::span<const Argument> arguments) const;
};

inline constexpr std::size_t anyNumber = 64; // of arguments, for functions that take as many as one likes

} // namespace signalbox::kql
