#include "core/kql/syntax/words.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace signalbox::kql {

namespace {

constexpr std::array<OperatorWord, 62> operators = {{
    {"as", "Names the rows so far, so that later parts of the query can use them.", "hint.materialized"},
    {"assert-schema", "Checks that the rows have the given columns.", ""},
    {"consume", "Reads all rows and returns none.", "decodeblocks"},
    {"count", "Returns the number of rows.", ""},
    {"datatable", "Makes a table from the values written in the query.", "", true},
    {"distinct", "Keeps each combination of the columns once.", ""},
    {"evaluate", "Runs a plugin such as pivot or bag_unpack.", "", true},
    {"execute-and-cache", "", ""},
    {"extend", "Adds columns or replaces their values.", ""},
    {"external_data", "", "", true},
    {"externaldata", "Reads rows from files.", "", true},
    {"facet", "Returns one table of counts for each of the columns.", ""},
    {"filter", "", ""},
    {"find", "Finds rows in several tables.", "withsource datascope", true},
    {"fork", "Runs several pipelines over the same rows.", ""},
    {"getschema", "Returns the names and types of the columns.", "kind"},
    {"graph-mark-components", "", ""},
    {"graph-match", "", ""},
    {"graph-merge", "", ""},
    {"graph-shortest-paths", "", ""},
    {"graph-to-table", "", ""},
    {"graph-where-edges", "", ""},
    {"graph-where-nodes", "", ""},
    {"invoke", "Calls a function with the rows as its first argument.", ""},
    {"join", "Joins the rows with those of another table that have the same keys.", "kind"},
    {"limit", "", ""},
    {"lookup", "Adds the columns of a dimension table by key.", "kind"},
    {"macro-expand", "", "isfuzzy kind", true},
    {"make-graph", "", ""},
    {"make-series", "Makes arrays of an aggregate over equal steps of an axis.", "kind"},
    {"mv-apply", "Runs a pipeline over the elements of arrays, row by row.",
     "with_itemindex bagexpansion kind"},
    {"mv-expand", "Makes one row for each element of an array or bag.", "bagexpansion kind with_itemindex"},
    {"mvapply", "", "with_itemindex bagexpansion kind"},
    {"mvexpand", "", "bagexpansion kind with_itemindex"},
    {"order", "Sorts the rows; descending unless told otherwise.", ""},
    {"parse", "Reads columns out of a text by a pattern.", "kind flags"},
    {"parse-kv", "Reads key and value pairs out of a text.", ""},
    {"parse-where", "As parse, and drops the rows that do not match.", "kind flags"},
    {"partition", "Runs a pipeline for each value of a column.", ""},
    {"print", "Returns one row of computed values.", "", true},
    {"project", "Picks, computes and orders the columns.", ""},
    {"project-away", "Drops columns; names may hold *.", ""},
    {"project-by-names", "Picks columns by names that are computed.", ""},
    {"project-keep", "Keeps columns in their order; names may hold *.", ""},
    {"project-rename", "Renames columns.", ""},
    {"project-reorder", "Moves columns to the front; names may hold *.", ""},
    {"range", "Makes a column of equally spaced values.", "", true},
    {"reduce", "Groups texts by their likeness.", "kind"},
    {"render", "Says how to draw the result.", ""},
    {"sample", "Returns some rows by chance.", ""},
    {"sample-distinct", "Returns some distinct values of a column.", ""},
    {"scan", "Finds sequences of rows by steps of a state machine.", "with_match_id"},
    {"search", "Finds a term in all columns of several tables.", "kind", true},
    {"serialize", "Keeps the order of the rows, so that prev() and row_number() have a meaning.", ""},
    {"sort", "Sorts the rows; descending unless told otherwise.", ""},
    {"summarize", "Computes aggregates for each group of rows.", ""},
    {"take", "Returns up to so many rows.", ""},
    {"top", "Returns the first rows of an order.", ""},
    {"top-hitters", "Returns the commonest values of a column.", ""},
    {"top-nested", "Returns the top values of several columns, one inside the other.", ""},
    {"union", "Puts the rows of several tables together.", "kind withsource with_source isfuzzy", true},
    {"where", "Keeps the rows for which the condition is true.", ""},
}};

constexpr std::array<std::string_view, 106> reservedWords = {"accumulate",
                                                             "and",
                                                             "as",
                                                             "asc",
                                                             "bagexpansion",
                                                             "between",
                                                             "bin_legacy",
                                                             "by",
                                                             "cachingpolicy",
                                                             "callout",
                                                             "cancel",
                                                             "characters",
                                                             "consume",
                                                             "contains",
                                                             "contains_cs",
                                                             "containscs",
                                                             "datascope",
                                                             "datatable",
                                                             "declare",
                                                             "desc",
                                                             "distinct",
                                                             "earliest",
                                                             "endswith",
                                                             "endswith_cs",
                                                             "expandoutput",
                                                             "extend",
                                                             "external",
                                                             "external_data",
                                                             "externaldata",
                                                             "false",
                                                             "filter",
                                                             "find",
                                                             "first",
                                                             "flags",
                                                             "getschema",
                                                             "has",
                                                             "has_all",
                                                             "has_any",
                                                             "has_cs",
                                                             "hasprefix",
                                                             "hasprefix_cs",
                                                             "hassuffix",
                                                             "hassuffix_cs",
                                                             "in",
                                                             "invoke",
                                                             "join",
                                                             "journal",
                                                             "last",
                                                             "latest",
                                                             "let",
                                                             "like",
                                                             "likecs",
                                                             "limit",
                                                             "materialize",
                                                             "mdm",
                                                             "missing",
                                                             "mvapply",
                                                             "mvexpand",
                                                             "notcontains",
                                                             "notcontainscs",
                                                             "notlike",
                                                             "notlikecs",
                                                             "of",
                                                             "on",
                                                             "or",
                                                             "order",
                                                             "parse",
                                                             "partitioning",
                                                             "project",
                                                             "rebalance",
                                                             "regex",
                                                             "relaxed",
                                                             "reset",
                                                             "restrict",
                                                             "rowstore",
                                                             "rowstores",
                                                             "sample",
                                                             "sandbox",
                                                             "sandboxes",
                                                             "seal",
                                                             "search",
                                                             "serialize",
                                                             "servicepoints",
                                                             "set",
                                                             "sharding",
                                                             "simple",
                                                             "softdelete",
                                                             "sort",
                                                             "sql",
                                                             "startswith",
                                                             "startswith_cs",
                                                             "summarize",
                                                             "tablepurge",
                                                             "take",
                                                             "threadpools",
                                                             "throw",
                                                             "to",
                                                             "top",
                                                             "toscalar",
                                                             "totable",
                                                             "true",
                                                             "union",
                                                             "until",
                                                             "verbose",
                                                             "where",
                                                             "with"};

constexpr std::array<std::string_view, 34> textOperators = {
    "!contains",    "!contains_cs",
    "!endswith",    "!endswith_cs",
    "!has",         "!has_cs",
    "!hasprefix",   "!hasprefix_cs",
    "!hassuffix",   "!hassuffix_cs",
    "!startswith",  "!startswith_cs",
    "!~",           "=~",
    "contains",     "contains_cs",
    "containscs",   "endswith",
    "endswith_cs",  "has",
    "has_cs",       "hasprefix",
    "hasprefix_cs", "hassuffix",
    "hassuffix_cs", "like",
    "likecs",       "matches",
    "notcontains",  "notcontainscs",
    "notlike",      "notlikecs",
    "startswith",   "startswith_cs",
};

constexpr std::array<std::string_view, 8> listOperators = {"!between", "!in",     "!in~", "between",
                                                           "has_all",  "has_any", "in",   "in~"};

} // namespace

std::span<const OperatorWord> operatorWords()
{
    static_assert(std::ranges::is_sorted(operators, {}, &OperatorWord::name));
    return operators;
}

const OperatorWord *findOperatorWord(std::string_view name)
{
    const auto found = std::ranges::lower_bound(operators, name, {}, &OperatorWord::name);
    return found != operators.end() && found->name == name ? &*found : nullptr;
}

const std::vector<std::string> &operatorNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        all.reserve(operators.size());
        for (const OperatorWord &word : operators)
            all.emplace_back(word.name);
        return all;
    }();
    return names;
}

bool isReserved(std::string_view word)
{
    static_assert(std::ranges::is_sorted(reservedWords));
    return std::ranges::binary_search(reservedWords, word);
}

bool isTextOperator(std::string_view word)
{
    static_assert(std::ranges::is_sorted(textOperators));
    return std::ranges::binary_search(textOperators, word);
}

std::vector<std::string_view> textOperatorWords()
{
    constexpr std::array<std::string_view, 7> old = {"containscs",    "like",    "likecs",   "notcontains",
                                                     "notcontainscs", "notlike", "notlikecs"};
    std::vector<std::string_view> words;
    std::ranges::copy_if(textOperators, std::back_inserter(words),
                         [&old](std::string_view word) { return std::ranges::count(old, word) == 0; });
    return words;
}

std::span<const std::string_view> listOperatorWords()
{
    return listOperators;
}

bool isListOperator(std::string_view word)
{
    static_assert(std::ranges::is_sorted(listOperators));
    return std::ranges::binary_search(listOperators, word);
}

} // namespace signalbox::kql
