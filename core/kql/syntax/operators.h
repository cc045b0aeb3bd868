// The tabular operators of the tree: one struct each where its parts differ, held in a variant. What an
// operator is called in the text tells kin apart: take and limit, join and lookup, project and extend.
#pragma once

#include <variant>

#include "core/kql/syntax/tree.h"

namespace signalbox::kql {

struct PlainOperator // count, consume, getschema
{
    Name countName = {}; // of `count as`
};

struct FilterOperator // where, filter
{
    ExpressionPtr predicate = {};
};

struct RowsOperator // take, limit, sample; sample-distinct with `of`
{
    ExpressionPtr rows = {};
    ExpressionPtr of = {};
};

struct OrderKey
{
    Assignment key = {}; // a name only in project-reorder and top-nested
    std::optional<bool> descending = {};
    std::optional<bool> nullsFirst = {};
    bool granny = false; // project-reorder a* granny-asc: by the numbers inside the names
};

struct SortOperator // sort, order, project-reorder; top with `rows`
{
    ExpressionPtr rows = {};
    std::vector<OrderKey> keys = {};
};

struct TopHittersOperator
{
    ExpressionPtr rows = {};
    ExpressionPtr of = {};
    ExpressionPtr by = {}; // null if none
};

struct TopNestedLevel
{
    ExpressionPtr rows = {}; // null if not given
    Assignment of = {};
    ExpressionPtr others = {}; // null if none
    OrderKey by = {};
};

struct TopNestedOperator
{
    std::vector<TopNestedLevel> levels = {};
};

// project, extend, serialize, print, distinct, project-away, project-keep, project-rename, project-by-names
struct ColumnsOperator
{
    std::vector<Assignment> columns = {};
};

struct SummarizeOperator
{
    std::vector<Assignment> aggregates = {};
    std::vector<Assignment> keys = {};
    bool hasBy = false;
};

struct SeriesAggregate
{
    Assignment aggregate = {};
    ExpressionPtr fallback = {}; // `default = …`, null if none
};

struct MakeSeriesOperator
{
    std::vector<SeriesAggregate> aggregates = {};
    Assignment axis = {};
    ExpressionPtr from = {}; // null if none
    ExpressionPtr to = {};
    ExpressionPtr step = {};
    bool inRange = false; // the old `in range(from, to, step)`, whose stop is included
    std::vector<Assignment> keys = {};
};

struct JoinOperator // join, lookup
{
    ExpressionPtr right = {};
    std::vector<ExpressionPtr> on = {};
};

struct UnionOperator
{
    std::vector<ExpressionPtr> tables = {}; // names may hold wildcards
};

struct SearchOperator
{
    std::vector<ExpressionPtr> tables = {}; // empty: all
    ExpressionPtr predicate = {};
};

struct FindOperator
{
    std::vector<ExpressionPtr> tables = {};
    ExpressionPtr predicate = {};
    std::vector<TypedName> project = {}; // pack(*) is the name "pack(*)"
    bool away = false;                   // project-away instead of project
};

struct ExpandColumn
{
    Assignment column = {};
    std::string type = {}; // of `to typeof(…)`, "" if none
};

struct ExpandOperator // mv-expand; mv-apply with `body`
{
    std::vector<ExpandColumn> columns = {};
    ExpressionPtr limit = {}; // null if none
    PipelinePtr body = {};
};

enum class PatternKind : std::uint8_t { Star, Text, Column };

struct PatternPart
{
    PatternKind kind = PatternKind::Star;
    std::string text = {}; // of Text, or the column's name
    std::string type = {}; // of a Column, "" if none
    Span span = {};
};

struct ParseOperator // parse, parse-where
{
    ExpressionPtr source = {};
    std::vector<PatternPart> pattern = {};
};

struct ParseKvOperator
{
    ExpressionPtr source = {};
    std::vector<TypedName> columns = {};
    std::vector<Parameter> properties = {};
};

struct EvaluateOperator // evaluate, invoke
{
    ExpressionPtr call = {};
    std::optional<std::vector<TypedName>> schema = {}; // evaluate f(…) : (a:long, …)
};

struct AsOperator
{
    Name name = {};
};

struct RenderOperator
{
    Name chart = {};
    std::vector<Parameter> properties = {};
};

struct ReduceOperator
{
    ExpressionPtr by = {};
    std::vector<Parameter> properties = {};
};

struct BranchOperator // facet by keys with (…), fork a=(…) b=(…), partition by key (…)
{
    struct Branch
    {
        Name name = {}; // of fork, "" if none
        PipelinePtr body = {};
    };

    std::vector<ExpressionPtr> keys;
    std::vector<Branch> branches;
};

struct ScanStep
{
    Name name = {};
    bool optional = false;
    std::string output = {}; // all, last, none or ""
    ExpressionPtr condition = {};
    std::vector<Assignment> assignments = {};
};

struct ScanOperator
{
    std::vector<ExpressionPtr> partitionBy = {};
    std::vector<OrderKey> orderBy = {};
    std::vector<FunctionParameter> declared = {};
    std::vector<ScanStep> steps = {};
};

struct RangeOperator
{
    Name column = {};
    ExpressionPtr from = {};
    ExpressionPtr to = {};
    ExpressionPtr step = {}; // null if none
};

struct DataTableOperator
{
    std::vector<TypedName> columns = {};
    std::vector<ExpressionPtr> values = {};
};

struct ExternalDataOperator
{
    std::vector<TypedName> columns = {};
    std::vector<ExpressionPtr> sources = {};
    std::vector<Parameter> properties = {};
};

// Read for its ends only: the operators of graphs and other services.
struct ForeignOperator
{
};

using OperatorBody =
    std::variant<PlainOperator, FilterOperator, RowsOperator, SortOperator, TopHittersOperator,
                 TopNestedOperator, ColumnsOperator, SummarizeOperator, MakeSeriesOperator, JoinOperator,
                 UnionOperator, SearchOperator, FindOperator, ExpandOperator, ParseOperator, ParseKvOperator,
                 EvaluateOperator, AsOperator, RenderOperator, ReduceOperator, BranchOperator, ScanOperator,
                 RangeOperator, DataTableOperator, ExternalDataOperator, ForeignOperator>;

struct TabularOperator
{
    std::string name = {}; // as written: "mv-expand", "order"
    Span nameSpan = {};
    Span span = {};
    std::vector<Parameter> parameters = {};
    OperatorBody body = {};
};

// source | operator | operator …
struct Pipeline
{
    ExpressionPtr source = {}; // null if the first operator makes rows, and in bodies such as mv-apply's
    std::vector<TabularOperator> operators = {};
    Span span = {};
};

} // namespace signalbox::kql
