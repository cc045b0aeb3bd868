// A scalar expression after binding: its type is known, its names are column numbers and its functions are
// kernels. The binder makes it, every operator evaluates it batch by batch. Immutable and shared;
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/functions/scalar_function.h"
#include "core/kql/values/batch.h"

namespace signalbox::kql {

struct BoundExpression;
using BoundPtr = std::shared_ptr<const BoundExpression>;

// The columns of a function that gives several, for an operator that takes them all.
struct BoundOutputs
{
    std::vector<std::string> names;
    std::vector<BoundPtr> values;
};

struct BoundExpression
{
    enum class Kind : std::uint8_t { Column, Constant, Call };

    Kind kind = Kind::Constant;
    Type type = Type::Dynamic;
    bool unknown = false;                     // of an open schema: never evaluated
    Evaluation evaluation = Evaluation::Pure; // the strictest of the whole expression
    std::size_t column = 0;
    Value constant = {};
    Kernel kernel = {};
    std::string_view function = {}; // of a call: the name in the registry, which outlives it
    bool conjunction = false;       // `and`: a row that fails one argument need not be asked for the others
    std::vector<BoundPtr> arguments = {};
    bool shared = false; // several columns come out of it: computed once a batch
    // Set where this is the first of several columns.
    std::shared_ptr<const BoundOutputs> outputs = {};

    [[nodiscard]] bool isConstant() const { return kind == Kind::Constant && !unknown; }
};

[[nodiscard]] BoundPtr columnExpression(std::size_t column, const Field &field);
[[nodiscard]] BoundPtr constantExpression(Type type, Value value);

// The columns of one batch, each gathered at most once, and what shared expressions gave. Used by one thread.
class Rows
{
public:
    explicit Rows(const Batch &batch);

    [[nodiscard]] std::size_t size() const { return m_batch->rows(); }
    [[nodiscard]] const Column &column(std::size_t index) const;
    // Null until remember() was called for `expression`.
    [[nodiscard]] const Column *remembered(const BoundExpression &expression) const;
    void remember(const BoundExpression &expression, Column column) const;

private:
    const Batch *m_batch;
    mutable std::map<const BoundExpression *, Column> m_shared;
    mutable std::vector<std::optional<Column>> m_columns;
};

// One value a row.
[[nodiscard]] Result<Column> evaluate(const BoundExpression &expression, const Rows &rows,
                                      const EvalContext &context);
[[nodiscard]] Result<std::vector<Column>> evaluate(std::span<const BoundPtr> expressions, const Rows &rows,
                                                   const EvalContext &context);
// The same for those who look at every row: no column is pending.
[[nodiscard]] Result<std::vector<Column>> evaluateNow(std::span<const BoundPtr> expressions, const Rows &rows,
                                                      const EvalContext &context);

// The rows for which the predicate is true; null counts as false.
[[nodiscard]] Result<Batch> filtered(const Batch &batch, const BoundExpression &predicate,
                                     const EvalContext &context);

} // namespace signalbox::kql
