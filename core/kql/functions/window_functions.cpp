// The functions that look at neighbouring rows of a table in a fixed order: prev(), next(), row_number(),
// row_cumsum() and their kin. Their kernels get whole columns of the table in one batch.
#include <cmath>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/decimal.h"

namespace signalbox::kql {

namespace {

Result<Column> shifted(std::span<const Column> arguments, std::size_t rows, std::int64_t by,
                       const Column &missing)
{
    const Column &column = arguments[0];
    const auto distance = static_cast<std::size_t>(by < 0 ? -by : by);
    if (distance >= rows)
        return missing.repeated(rows);
    const Column rest = missing.repeated(distance);
    const std::size_t kept = rows - distance;
    std::vector<Column> parts;
    if (by < 0)
        parts = {column.slice(distance, kept), rest};
    else
        parts = {rest, column.slice(0, kept)};
    return concatenate(column.type(), parts);
}

FunctionBinder neighbourBinder(const std::string &function, std::int64_t direction)
{
    return [function, direction](std::span<const Argument> arguments) -> Result<BoundFunction> {
        const Argument &of = arguments[0];
        SIGNALBOX_TRY(const std::int64_t offset, wholeArgument(function, "offset", arguments, 1, 1));
        if (offset < 0)
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("The offset of {}() is a number of rows from 0 on.", function));
        Column missing = Column::null(of.type, 1);
        if (arguments.size() > 2 && !arguments[2].unknown) {
            if (arguments[2].constant == nullptr)
                return failure(
                    ErrorCode::InvalidArgument,
                    fmt::format("The default of {}() must not depend on the row. Put coalesce() around it.",
                                function));
            missing = Column::constant(arguments[2].type, *arguments[2].constant, 1);
            if (arguments[2].type != of.type)
                missing = castColumn(missing, of.type);
        }
        const std::int64_t by = direction * std::min<std::int64_t>(offset, INT32_MAX);
        return BoundFunction{.result = of.type,
                             .kernel = [by, missing](std::span<const Column> columns, std::size_t rows,
                                                     const EvalContext &) -> Result<Column> {
                                 return shifted(columns, rows, by, missing);
                             },
                             .unknown = of.unknown};
    };
}

// Whether numbering starts again at a row; null is false.
class Restarts
{
public:
    Restarts(std::span<const Column> arguments, std::size_t place)
        : m_column(place < arguments.size() ? arguments[place]
                                            : Column::constant(Type::Bool, Value::ofBool(false), 0))
    {
        if (m_column.type() != Type::Bool)
            m_column = castColumn(m_column, Type::Bool);
        m_values = m_column.bools();
    }

    [[nodiscard]] bool at(std::size_t row) const
    {
        return m_values[m_column.stored(row)] != 0 && !m_column.isNull(row);
    }

private:
    Column m_column;
    std::span<const std::uint8_t> m_values = {};
};

Status checkRestart(const std::string &function, std::span<const Argument> arguments, std::size_t place)
{
    if (place >= arguments.size() || arguments[place].unknown || arguments[place].type == Type::Bool ||
        arguments[place].type == Type::Dynamic)
        return {};
    return refuseArguments(function + "()", fmt::format("a bool as argument {}", place + 1), arguments);
}

Result<BoundFunction> bindRowNumber(std::span<const Argument> arguments)
{
    SIGNALBOX_TRY(const std::int64_t start, wholeArgument("row_number", "start", arguments, 0, 1));
    SIGNALBOX_CHECK(checkRestart("row_number", arguments, 1));
    return BoundFunction{.result = Type::Long,
                         .kernel = [start](std::span<const Column> columns, std::size_t rows,
                                           const EvalContext &) -> Result<Column> {
                             std::vector<std::int64_t> numbers(rows);
                             if (columns.size() < 2) {
                                 std::iota(numbers.begin(), numbers.end(), start);
                                 return Column::ofWholes(Type::Long, std::move(numbers));
                             }
                             const Restarts restarts(columns, 1);
                             std::int64_t next = start;
                             for (std::size_t row = 0; row < rows; ++row) {
                                 if (restarts.at(row))
                                     next = start;
                                 numbers[row] = next++;
                             }
                             return Column::ofWholes(Type::Long, std::move(numbers));
                         }};
}

// A null adds nothing.
template<typename T, typename Read, typename Add>
std::vector<T> runningSums(std::span<const Column> columns, std::size_t rows, const T &zero, const Read &read,
                           const Add &add)
{
    const Restarts restarts(columns, 1);
    std::vector<T> sums(rows);
    T sum = zero;
    for (std::size_t row = 0; row < rows; ++row) {
        if (restarts.at(row))
            sum = zero;
        if (!columns[0].isNull(row))
            add(sum, read(columns[0].stored(row)));
        sums[row] = sum;
    }
    return sums;
}

Result<BoundFunction> bindCumulativeSum(std::span<const Argument> arguments)
{
    SIGNALBOX_CHECK(checkRestart("row_cumsum", arguments, 1));
    const Argument &term = arguments[0];
    const Type type = term.type == Type::Int ? Type::Long : term.type;
    if (!term.unknown && !isNumeric(type) && type != Type::TimeSpan)
        return refuseArguments("row_cumsum()", "a number or a timespan", arguments);
    const auto kernel = [type](std::span<const Column> columns, std::size_t rows,
                               const EvalContext &) -> Result<Column> {
        if (type == Type::Real)
            return Column::ofReals(runningSums(columns, rows, 0.0, realsOf(columns[0]),
                                               [](double &sum, double value) { sum += value; }));
        if (type == Type::Decimal)
            return Column::ofTexts(type, runningSums(columns, rows, std::string("0"), textsOf(columns[0]),
                                                     [](std::string &sum, std::string_view value) {
                                                         sum = computeDecimals('+', sum, value).value_or(sum);
                                                     }));
        const std::vector<std::uint64_t> sums = runningSums(
            columns, rows, std::uint64_t{0}, wholesOf(columns[0]),
            [](std::uint64_t &sum, std::int64_t value) { sum += static_cast<std::uint64_t>(value); });
        return Column::ofWholes(type, std::vector<std::int64_t>(sums.begin(), sums.end()));
    };
    return BoundFunction{.result = type, .kernel = kernel, .unknown = term.unknown};
}

bool sameAsBefore(const Column &column, std::size_t row)
{
    if (column.isConstant())
        return true;
    if (column.isNull(row) || column.isNull(row - 1))
        return column.isNull(row) == column.isNull(row - 1);
    if (isWhole(column.type()))
        return column.wholes()[row] == column.wholes()[row - 1];
    if (isText(column.type()))
        return column.text(row) == column.text(row - 1);
    return column.value(row) == column.value(row - 1);
}

FunctionBinder rankBinder(const std::string &function, bool dense)
{
    return [function, dense](std::span<const Argument> arguments) -> Result<BoundFunction> {
        SIGNALBOX_CHECK(checkRestart(function, arguments, 1));
        return BoundFunction{.result = Type::Long,
                             .kernel = [dense](std::span<const Column> columns, std::size_t rows,
                                               const EvalContext &) -> Result<Column> {
                                 const Restarts restarts(columns, 1);
                                 std::vector<std::int64_t> ranks(rows);
                                 std::int64_t rank = 0;
                                 std::int64_t place = 0; // among the rows since the restart
                                 for (std::size_t row = 0; row < rows; ++row) {
                                     const bool restart = row == 0 || restarts.at(row);
                                     place = restart ? 1 : place + 1;
                                     if (restart)
                                         rank = 1;
                                     else if (!sameAsBefore(columns[0], row))
                                         rank = dense ? rank + 1 : place;
                                     ranks[row] = rank;
                                 }
                                 return Column::ofWholes(Type::Long, std::move(ranks));
                             }};
    };
}

Result<BoundFunction> bindWindowSession(std::span<const Argument> arguments)
{
    SIGNALBOX_CHECK(checkRestart("row_window_session", arguments, 3));
    const auto fits = [&](std::size_t i, Type type) {
        return arguments[i].unknown || arguments[i].type == type;
    };
    if (!fits(0, Type::DateTime) || !fits(1, Type::TimeSpan) || !fits(2, Type::TimeSpan))
        return refuseArguments("row_window_session()", "a datetime, two timespans and a bool", arguments);
    return BoundFunction{.result = Type::DateTime,
                         .kernel = [](std::span<const Column> columns, std::size_t rows,
                                      const EvalContext &) -> Result<Column> {
                             const Restarts restarts(columns, 3);
                             const auto ticks = [&columns](std::size_t i, std::size_t row) {
                                 return columns[i].wholes()[columns[i].stored(row)];
                             };
                             std::vector<std::int64_t> starts(rows);
                             bool open = false;
                             std::int64_t start = 0;
                             std::int64_t before = 0;
                             for (std::size_t row = 0; row < rows; ++row) {
                                 open = open && !restarts.at(row);
                                 if (columns[0].isNull(row))
                                     continue;
                                 const std::int64_t time = ticks(0, row);
                                 if (!open || time - start > ticks(1, row) || time - before > ticks(2, row))
                                     start = time;
                                 open = true;
                                 before = time;
                                 starts[row] = start;
                             }
                             return Column::ofWholes(Type::DateTime, std::move(starts),
                                                     columns[0].expanded().sharedNulls());
                         }};
}

ScalarFunction window(std::string name, std::vector<std::string> parameters, std::string help,
                      std::size_t minimum, FunctionBinder binder)
{
    ScalarFunction function{.name = std::move(name),
                            .parameters = std::move(parameters),
                            .help = std::move(help),
                            .minimumArguments = minimum,
                            .binder = std::move(binder),
                            .evaluation = Evaluation::Serialized};
    function.maximumArguments = function.parameters.size();
    return function;
}

} // namespace

void addWindowFunctions(FunctionRegistry &registry)
{
    registry.add(window("prev", {"column", "offset", "default"},
                        "The value of the column in the row before, or `offset` rows before.", 1,
                        neighbourBinder("prev", 1)));
    registry.add(window("next", {"column", "offset", "default"},
                        "The value of the column in the row after, or `offset` rows after.", 1,
                        neighbourBinder("next", -1)));
    registry.add(window("row_number", {"start", "restart"},
                        "The number of the row, counted from `start` on and again where `restart` is true.",
                        0, bindRowNumber));
    registry.add(window("row_cumsum", {"term", "restart"},
                        "The sum of the term over the rows up to this one since `restart` was true.", 1,
                        bindCumulativeSum));
    registry.add(window("row_rank_dense", {"term", "restart"},
                        "The number of different neighbouring values of the term up to this row.", 1,
                        rankBinder("row_rank_dense", true)));
    registry.add(window("row_rank_min", {"term", "restart"},
                        "The number of the first of the neighbouring rows that have the term of this row.", 1,
                        rankBinder("row_rank_min", false)));
    registry.add(
        window("row_window_session", {"time", "maximumFromFirst", "maximumBetweenNeighbours", "restart"},
               "The time at which the session that the row belongs to began.", 3, bindWindowSession));
}

} // namespace signalbox::kql
