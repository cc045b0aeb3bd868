// The syntax tree of a query: statements, expressions and pipelines with their places in the text. The parser
// makes it, the binder and the formatter read it; nothing changes it afterwards, so it may be shared by
// threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/kql/syntax/span.h"

namespace signalbox::kql {

struct Expression;
struct Pipeline;
struct FunctionDeclaration;

// A node that owns its children; the deleters stand in tree.cpp, where all nodes are complete.
struct DeleteNode
{
    void operator()(const Expression *node) const;
    void operator()(const Pipeline *node) const;
    void operator()(const FunctionDeclaration *node) const;
};

using ExpressionPtr = std::unique_ptr<const Expression, DeleteNode>;
using PipelinePtr = std::unique_ptr<const Pipeline, DeleteNode>;
using FunctionPtr = std::unique_ptr<const FunctionDeclaration, DeleteNode>;

struct Name
{
    std::string text = {};
    Span span = {};
};

enum class LiteralKind : std::uint8_t {
    Bool,
    Int,
    Long,
    Real,
    Decimal,
    String,
    DateTime,
    TimeSpan,
    Guid,
    Dynamic,
    Null, // the bare word, which only a datatable may hold
};

enum class ExpressionKind : std::uint8_t {
    Bad,        // could not be read; a diagnostic tells why
    Literal,    // `text` is the decoded string, the number as written or the inside of datetime(…)
    Name,       // `text`; may hold '*' where names with wildcards are allowed
    Star,       // *
    Member,     // children[0].text
    MemberCall, // children[0].text(children[1…])
    Index,      // children[0][children[1]]
    Call,       // text(children…)
    Operator,   // `text` as written (==, !has, in~, between, and); unary if there is one child
    Named,      // text = children[0], an argument by name
    TypeOf,     // typeof(text)
    Table,      // a pipeline used as a value
};

// For Operator: `in` and its kin have the list's members after the left side, `between` has the two ends, and
// a chain of `and` or `or` is one node.
struct Expression
{
    ExpressionKind kind = ExpressionKind::Bad;
    LiteralKind literal = LiteralKind::String;
    bool parenthesized = false;
    bool quoted = false; // a name as ['name']
    Span span = {};
    Span nameSpan = {}; // the function's, operator's or member's name
    std::string text = {};
    std::vector<ExpressionPtr> children = {};
    PipelinePtr pipeline = {};
};

// name = value, or value alone; several names are (a, b) = value.
struct Assignment
{
    std::vector<Name> names = {};
    ExpressionPtr value = {};
    Span span = {};
};

struct TypedName
{
    Name name = {};
    std::string type = {}; // as written, "" if none
};

// kind=inner, hint.strategy=shuffle, isfuzzy=true, ycolumns=a,b
struct Parameter
{
    Name name = {};
    std::vector<ExpressionPtr> values = {};
};

enum class StatementKind : std::uint8_t {
    Query,
    Let,
    Set,     // set name = value: read and passed over
    Declare, // declare query_parameters(…)
    Ignored, // alias, restrict, declare pattern: read and passed over
};

struct FunctionParameter
{
    Name name = {};
    std::string type = {}; // scalar type, "" for a table
    bool isTable = false;
    bool anyColumns = false; // T:(*)
    std::vector<TypedName> columns = {};
    ExpressionPtr fallback = {}; // null if none
};

struct Statement
{
    StatementKind kind = StatementKind::Query;
    Span span = {};
    Name name = {};                                 // Let, Set
    ExpressionPtr value = {};                       // Query, Let, Set; a Query is mostly a Table
    FunctionPtr function = {};                      // Let of a function
    std::vector<FunctionParameter> parameters = {}; // Declare
};

struct FunctionDeclaration
{
    bool view = false;
    std::vector<FunctionParameter> parameters = {};
    std::vector<Statement> body = {}; // lets, then one Query
    Span span = {};
};

// A parameter's single value as a word ("inner"), or "" if there is none of that name.
[[nodiscard]] const Parameter *findParameter(const std::vector<Parameter> &parameters, std::string_view name);
[[nodiscard]] std::string_view wordOf(const std::vector<Parameter> &parameters, std::string_view name);

} // namespace signalbox::kql
