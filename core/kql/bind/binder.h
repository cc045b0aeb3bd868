// Turns a syntax tree into plans: names into columns, tables and functions, types checked, constants
// computed. Works operator by operator from left to right, because each operator's columns depend on those
// before it. With an Execution it runs what later columns depend on (toscalar, pivot); without one it only
// checks.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kql/bind/scope.h"
#include "core/kql/bind/unique_join.h"
#include "core/kql/catalog.h"
#include "core/kql/engine.h"
#include "core/kql/functions/registry.h"
#include "core/kql/syntax/operators.h"
#include "core/kql/syntax/parser.h"

namespace signalbox::kql {

struct BoundTable
{
    std::string name = {};
    PlanPtr plan = {};
    std::optional<Rendering> rendering = {};
};

// An expression with the name that its column gets if the query gives none; "" for none.
struct NamedExpression
{
    std::string name = {};
    bool given = false;    // by the query itself
    bool isOutput = false; // one of several columns of a function, which names it
    BoundPtr value = {};
    Span span = {};
};

class Binder
{
public:
    // `execution` may be null; then nothing runs.
    Binder(std::string_view text, const Catalog &catalog, Execution *execution, TimePoint now);

    [[nodiscard]] Result<std::vector<BoundTable>> bind(const std::vector<Statement> &statements);
    // Where the error that bind() returned is.
    [[nodiscard]] const std::vector<Diagnostic> &diagnostics() const { return m_diagnostics; }

private:
    // Further rows beside the present one that expressions may name: $left, $right, the steps of scan.
    struct Qualifier
    {
        std::string name = {};
        const Schema *schema = nullptr;
        std::size_t offset = 0; // of its first column in the batch
    };

    struct AggregateCall
    {
        BoundAggregate bound = {};
        std::vector<BoundPtr> arguments = {}; // over the rows before grouping
        std::size_t firstOutput = 0;
    };

    // The aggregates of one summarize, found while its expressions are bound.
    struct Aggregates
    {
        const Schema *input = nullptr;
        std::vector<std::string> keyNames = {};
        std::vector<AggregateCall> calls = {};
        Schema outputs = {}; // behind the keys
    };

    // What an expression may name.
    struct Context
    {
        const Schema *row = nullptr; // null where there is no row: let, take, range
        ScopePtr names;
        bool serialized = false;
        bool textMeansHas = false;  // in search: a bare text is looked for in all columns
        bool caseSensitive = false; // of such a search
        std::vector<Qualifier> qualifiers = {};
        Aggregates *aggregates = nullptr;
        std::size_t aggregateOffset = 0;
    };

    // Counts the work of binding; fails when it grows out of hand or the query was stopped.
    [[nodiscard]] Status step(Span span);
    // How many plans lie on one another under this one.
    [[nodiscard]] int depthOf(const PlanPtr &plan) const;

    // Mistakes.
    [[nodiscard]] std::unexpected<Error> fail(Span span, std::string message, std::string suggestion = {});
    [[nodiscard]] std::unexpected<Error> fail(Span span, const Error &error);
    // Refuses a dynamic: "Rows cannot be {verb} by a dynamic."
    [[nodiscard]] Status notDynamic(Type type, bool unknown, std::string_view verb, Span span);
    [[nodiscard]] std::unexpected<Error> unknownName(std::string_view what, const Name &name,
                                                     std::vector<std::string> candidates);

    // Scalars.
    [[nodiscard]] Result<BoundPtr> scalar(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> literal(const Expression &node);
    [[nodiscard]] Result<BoundPtr> nameValue(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> member(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> operation(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> listOperation(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> starOperation(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> call(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> aggregateCall(const Expression &node, const AggregateFunction &function,
                                                 const Context &context);
    [[nodiscard]] Result<std::optional<BoundPtr>> specialCall(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> columnIfExists(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> binAuto(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> packAll(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> packGiven(const Expression &node, const Context &context);
    // A bag of the columns of `row` that are not in `without`.
    [[nodiscard]] BoundPtr packColumns(const Schema &row, bool withoutNulls,
                                       std::span<const std::string> without) const;
    [[nodiscard]] Result<BoundPtr> toScalar(const Expression &node, const Context &context);
    [[nodiscard]] Result<BoundPtr> scalarFunctionCall(const Expression &node, const Scope &function,
                                                      const Context &context);
    [[nodiscard]] Result<BoundPtr> apply(const ScalarFunction &function, std::vector<BoundPtr> arguments,
                                         Span span);
    [[nodiscard]] Result<BoundPtr> apply(std::string_view function, std::vector<BoundPtr> arguments,
                                         Span span);
    // Functions that give several columns.
    [[nodiscard]] BoundPtr withOutputNames(const BoundExpression &first, const Expression &call) const;
    [[nodiscard]] Result<BoundPtr> outputAt(const BoundOutputs &outputs, const BoundExpression &index,
                                            Span span);
    [[nodiscard]] Result<std::vector<NamedExpression>> outputColumns(const BoundOutputs &outputs,
                                                                     const Assignment &assignment);
    [[nodiscard]] Result<std::vector<BoundPtr>> arguments(const Expression &node, std::size_t first,
                                                          const Context &context);
    [[nodiscard]] Result<Value> constant(const Expression &node, const ScopePtr &names,
                                         std::string_view what);
    [[nodiscard]] Result<std::int64_t> wholeConstant(const Expression &node, const ScopePtr &names,
                                                     std::string_view what);
    [[nodiscard]] Result<BoundPtr> predicate(const Expression &node, const Context &context);
    [[nodiscard]] std::string defaultName(const Expression &node) const;

    // Functions of the query.
    [[nodiscard]] Result<ScopePtr> enter(const FunctionDeclaration &function, const ScopePtr &defined,
                                         std::span<const ExpressionPtr> arguments, Span span,
                                         const Context &context, const PlanPtr &firstTable);
    [[nodiscard]] const Expression *enterBody(const FunctionDeclaration &function, ScopePtr &names) const;

    // Tables.
    [[nodiscard]] Result<PlanPtr> table(const Expression &node, const Context &context);
    [[nodiscard]] Result<PlanPtr> namedTable(const Expression &node, const std::string &name,
                                             const Context &context);
    [[nodiscard]] Result<PlanPtr> calledTable(const Expression &node, const Context &context);
    [[nodiscard]] Result<PlanPtr> pipeline(const Pipeline &pipeline, PlanPtr input, const Context &context);
    // Puts the operators of `pipeline` behind `plan`; they may add to `names` (as).
    [[nodiscard]] Status operators(const Pipeline &pipeline, PlanPtr &plan, ScopePtr &names);
    [[nodiscard]] bool isTable(const Expression &node, const ScopePtr &names, int depth = 0) const;
    // Tables that a name with wildcards stands for, with the names that withsource shows.
    struct NamedTable
    {
        std::string name = {};
        PlanPtr plan = {};
    };
    [[nodiscard]] Result<std::vector<NamedTable>> tables(std::span<const ExpressionPtr> nodes, bool fuzzy,
                                                         const Context &context);
    [[nodiscard]] Result<std::vector<NamedTable>> everyTable(const Context &context);

    // Operators: `input` is null for those that make rows.
    [[nodiscard]] Result<PlanPtr> tabular(const TabularOperator &op, PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const PlainOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const FilterOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const RowsOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const SortOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const TopHittersOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const TopNestedOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ColumnsOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const SummarizeOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const MakeSeriesOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const JoinOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const UnionOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const SearchOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const FindOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ExpandOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ParseOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ParseKvOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const EvaluateOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const AsOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const RenderOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ReduceOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const BranchOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ScanOperator &body,
                                               PlanPtr input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const RangeOperator &body,
                                               const PlanPtr &input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const DataTableOperator &body,
                                               const PlanPtr &input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ExternalDataOperator &body,
                                               const PlanPtr &input, ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bindOperator(const TabularOperator &op, const ForeignOperator &body,
                                               const PlanPtr &input, ScopePtr &names);

    // Parts of operators.
    [[nodiscard]] Result<std::vector<NamedExpression>> columns(std::span<const Assignment> assignments,
                                                               const Context &context);
    [[nodiscard]] Result<PlanPtr> project(std::vector<NamedExpression> columns, PlanPtr input,
                                          std::string_view unnamed, std::size_t firstNumber);
    [[nodiscard]] Result<PlanPtr> extend(std::vector<NamedExpression> columns, PlanPtr input,
                                         bool serialized);
    [[nodiscard]] Result<PlanPtr> pickColumns(const TabularOperator &op, const ColumnsOperator &body,
                                              PlanPtr input);
    [[nodiscard]] Result<PlanPtr> renameColumns(const ColumnsOperator &body, const PlanPtr &input);
    [[nodiscard]] Result<PlanPtr> reorderColumns(const SortOperator &body, const PlanPtr &input);
    [[nodiscard]] Result<std::vector<std::size_t>> matchingColumns(const Expression &pattern,
                                                                   const Schema &schema);
    [[nodiscard]] Result<std::vector<NamedExpression>> aggregateColumns(const Assignment &assignment,
                                                                        const Context &context);
    [[nodiscard]] Result<Schema> declaredColumns(std::span<const TypedName> columns);
    [[nodiscard]] Result<Type> typeNamed(const std::string &name, Span span);
    [[nodiscard]] Result<PlanPtr> applyBody(const ExpandOperator &body, PlanPtr expanded,
                                            const Schema &source, std::size_t rowColumn,
                                            const ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> plugin(const EvaluateOperator &body, PlanPtr input, const ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> pivot(const Expression &call, PlanPtr input, const ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> bagUnpack(const Expression &call, PlanPtr input, const ScopePtr &names);
    [[nodiscard]] Result<PlanPtr> narrow(PlanPtr input);
    [[nodiscard]] Result<PlanPtr> groupBy(std::vector<NamedExpression> keys, Aggregates aggregates,
                                          PlanPtr input, bool hasBy);

    std::string_view m_text = {};
    const Catalog &m_catalog;
    Execution *m_execution;
    TimePoint m_now;
    const FunctionRegistry &m_functions = FunctionRegistry::standard();
    std::vector<Diagnostic> m_diagnostics = {};
    std::vector<BoundTable> m_extraTables = {}; // of fork and facet
    std::optional<Rendering> m_rendering = {};
    // What materialize() and toscalar() gave at a place in a scope, so that every use of a let sees the same.
    std::map<std::pair<const Expression *, ScopePtr>, PlanPtr> m_materialized = {};
    std::map<std::pair<const Expression *, ScopePtr>, BoundPtr> m_scalars = {};
    std::map<PlanPtr, int> m_planDepths = {};
    std::optional<UniqueJoin> m_uniqueJoin = {}; // the last that was bound, which filters may follow
    int m_deepestPlan = 0;                       // of those that were bound since the present operator began
    int m_depth = 0;                             // of the expressions and tables that are being bound
    std::size_t m_steps = 0;
};

} // namespace signalbox::kql
