#include "tests/fuzz/query_grammar.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace signalbox::kql::test {

namespace {

using Words = std::span<const std::string_view>;

std::string pick(SeededRandom &random, Words words)
{
    return std::string(words[random.below(words.size())]);
}

std::string column(SeededRandom &random)
{
    static constexpr std::string_view columns[] = {"id", "k", "n", "v", "s", "t", "w", "b", "d", "x", "y"};
    return pick(random, columns);
}

std::string literal(SeededRandom &random)
{
    static constexpr std::string_view literals[] = {"0",
                                                    "1",
                                                    "-7",
                                                    "9223372036854775807",
                                                    "1.5",
                                                    "1e308",
                                                    "real(nan)",
                                                    "long(null)",
                                                    "''",
                                                    "'alpha'",
                                                    "@'\\d+'",
                                                    "'na\xC3\xAFve \xF0\x9F\x98\x80'",
                                                    "1d",
                                                    "-3.5h",
                                                    "datetime(1970-01-02)",
                                                    "datetime(9999-12-31 23:59:59.9999999)",
                                                    "true",
                                                    "dynamic([1, 'a', null, {'p': 2}])",
                                                    "dynamic({'p': {'q': [1]}})",
                                                    "decimal(1.25)",
                                                    "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)"};
    return pick(random, literals);
}

std::string scalar(SeededRandom &random, int depth)
{
    if (depth <= 0)
        return random.below(3) == 0 ? literal(random) : column(random);
    static constexpr std::string_view functions[] = {"strlen",
                                                     "tostring",
                                                     "tolong",
                                                     "toint",
                                                     "toreal",
                                                     "todatetime",
                                                     "totimespan",
                                                     "toupper",
                                                     "isnull",
                                                     "isempty",
                                                     "not",
                                                     "abs",
                                                     "round",
                                                     "parse_json",
                                                     "array_length",
                                                     "bag_keys",
                                                     "toscalar",
                                                     "hash",
                                                     "gettype",
                                                     "pack_array",
                                                     "strcat",
                                                     "coalesce",
                                                     "max_of",
                                                     "bin",
                                                     "substring",
                                                     "split",
                                                     "datetime_add",
                                                     "iff",
                                                     "case",
                                                     "replace_regex",
                                                     "extract",
                                                     "prev",
                                                     "row_number",
                                                     "series_stats_dynamic",
                                                     "range",
                                                     "strrep",
                                                     "format_datetime",
                                                     "dayofweek",
                                                     "parse_xml",
                                                     "array_sort_asc",
                                                     "make_datetime"};
    static constexpr std::string_view operators[] = {
        "+",  "-",        "*",   "/",          "%",  "==", "!=",           "<", ">=", "and",
        "or", "contains", "has", "startswith", "=~", "!~", "matches regex"};
    switch (random.below(6)) {
    case 0:
        return literal(random);
    case 1:
        return column(random);
    case 2: {
        std::string call = pick(random, functions) + "(";
        for (std::uint64_t i = random.below(4); i > 0; --i)
            call += scalar(random, depth - 1) + (i > 1 ? ", " : "");
        return call + ")";
    }
    case 3:
        return "(" + scalar(random, depth - 1) + " " + pick(random, operators) + " " +
               scalar(random, depth - 1) + ")";
    case 4:
        return column(random) + (random.below(2) == 0 ? "[" + scalar(random, depth - 1) + "]" : ".p");
    default:
        return scalar(random, depth - 1) + " in (" + literal(random) + ", " + literal(random) + ")";
    }
}

// An expression that binds as long as the tables' columns are there.
std::string typed(SeededRandom &random, int depth)
{
    static constexpr std::string_view plain[] = {"k",
                                                 "n + 1",
                                                 "v * 2.5",
                                                 "s",
                                                 "t",
                                                 "w",
                                                 "d",
                                                 "bin(t, 1h)",
                                                 "t + w",
                                                 "strlen(s)",
                                                 "tostring(k)",
                                                 "tolong(v)",
                                                 "d[0]",
                                                 "tolong(d.p)",
                                                 "array_length(d)",
                                                 "strcat(s, '-', k)",
                                                 "k % 3",
                                                 "-v",
                                                 "n / 2",
                                                 "pack_array(k, s)",
                                                 "bag_keys(d)",
                                                 "substring(s, 1, 2)",
                                                 "split(s, '-')",
                                                 "case(k > 1, 'a', k < 0, 'b', s)",
                                                 "coalesce(k, 0)",
                                                 "toupper(s)",
                                                 "round(v, 1)",
                                                 "dayofweek(t)",
                                                 "format_datetime(t, 'yyyy-MM')"};
    if (depth <= 0 || random.below(3) == 0)
        return pick(random, plain);
    const std::string inner = typed(random, depth - 1);
    switch (random.below(4)) {
    case 0:
        return "tostring(" + inner + ")";
    case 1:
        return "iff(k > 0, " + inner + ", " + inner + ")";
    case 2:
        return "strcat(" + inner + ", " + typed(random, depth - 1) + ")";
    default:
        return "hash(" + inner + ", 10)";
    }
}

std::string condition(SeededRandom &random)
{
    static constexpr std::string_view conditions[] = {
        "k > 0", "s has 'alpha'", "isnull(v)", "n between (3 .. 50)",
        "b",     "t > ago(1d)",   "d[0] == 1", "s matches regex '^a+'"};
    return random.below(6) == 0 ? scalar(random, 2) : pick(random, conditions);
}

std::string aggregate(SeededRandom &random)
{
    static constexpr std::string_view names[] = {
        "sum",     "min",     "max",   "avg", "dcount",     "make_list",   "make_set", "take_any",
        "arg_max", "countif", "stdev", "hll", "percentile", "percentiles", "make_bag"};
    static constexpr std::string_view plain[] = {
        "count()",        "sum(k)", "max(v)",      "dcount(s)",    "countif(b)",        "make_set(k)",
        "arg_max(id, *)", "avg(n)", "take_any(s)", "make_list(d)", "percentile(n, 50)", "min(t)"};
    if (random.below(4) != 0)
        return pick(random, plain);
    std::string call = pick(random, names) + "(" + scalar(random, 1);
    for (std::uint64_t i = random.below(3); i > 0; --i)
        call += ", " + (random.below(4) == 0 ? std::string("*") : scalar(random, 0));
    return call + ")";
}

std::string oneOperator(SeededRandom &random, int depth)
{
    const auto table = [&] {
        return random.below(2) == 0 ? std::string("U") : "(" + randomQuery(random, depth - 1) + ")";
    };
    static constexpr std::string_view joins[] = {"",
                                                 "kind=inner",
                                                 "kind=leftouter",
                                                 "kind=rightouter",
                                                 "kind=fullouter",
                                                 "kind=leftsemi",
                                                 "kind=rightanti"};
    switch (random.below(20)) {
    case 0:
    case 1:
        return "where " + condition(random);
    case 2:
        return "extend x = " + (random.below(4) == 0 ? scalar(random, 3) : typed(random, 3));
    case 3:
        return random.below(3) == 0 ? "project " + column(random) + ", y = " + scalar(random, 2)
                                    : "project id, k, n, v, s, t, w, b, d, y = " + typed(random, 2);
    case 4:
        return "summarize " + aggregate(random) + ", z = " + aggregate(random) + " by " + column(random);
    case 5:
        return "summarize " + aggregate(random) + " by bin(t, 1d), " + column(random);
    case 6:
        return "sort by " + column(random) + " asc, " + column(random);
    case 7:
        return "top 5 by " + scalar(random, 1);
    case 8:
        return "join " + pick(random, joins) + " " + table() + " on " + column(random);
    case 9:
        return "union " + table();
    case 10:
        return "mv-expand " + column(random) + (random.below(2) == 0 ? " to typeof(long)" : "");
    case 11:
        return "mv-apply " + column(random) + " on (" + oneOperator(random, 0) + ")";
    case 12:
        return "make-series " + aggregate(random) + " default=0 on " + column(random) + " step " +
               literal(random);
    case 13:
        return "parse s with a '-' c:long *";
    case 14:
        return "distinct " + column(random) + ", " + column(random);
    case 15:
        return "partition by " + column(random) + " (" + oneOperator(random, 0) + ")";
    case 16:
        return "serialize r = row_number(), p = prev(" + column(random) + ")";
    case 17:
        return "evaluate " + std::string(random.below(2) == 0 ? "bag_unpack(d)" : "pivot(s, count(), k)");
    case 18:
        return "scan declare (q: long = 0) with (step a: " + condition(random) + " => q = a.q + 1;)";
    default:
        return random.below(4) == 0 ? "take " + literal(random) : std::string("take 20");
    }
}

} // namespace

std::string randomQuery(SeededRandom &random, int operators)
{
    static constexpr std::string_view sources[] = {"T",
                                                   "T",
                                                   "U",
                                                   "range x from 1 to 50 step 1",
                                                   "datatable(k: long, s: string)[1, 'a', 2, 'b']",
                                                   "print k = 1, s = 'a', d = dynamic([1, 2])"};
    std::string query = pick(random, sources);
    for (int i = 0; i < operators; ++i)
        query += " | " + oneOperator(random, operators - i - 1);
    if (random.below(8) == 0)
        query = "let f = (a: long, c: string = 'z') { strcat(a, c) }; let m = materialize(" + query + "); m";
    return query;
}

std::string mutated(std::string query, SeededRandom &random)
{
    static constexpr std::string_view pieces[] = {
        "(",        ")",       "[",  "]",  "{",    "}",    "|",  ";",
        ",",        "'",       "\"", "\\", "*",    "..",   "=>", "\xFF",
        "\0x",      "```",     "//", "\n", "let ", " by ", "-",  "99999999999999999999",
        "dynamic(", "typeof(", "@'", "h'"};
    for (std::uint64_t count = 1 + random.below(4); count > 0 && !query.empty(); --count) {
        const std::size_t at = random.below(query.size());
        const std::size_t length = std::min<std::size_t>(1 + random.below(12), query.size() - at);
        switch (random.below(5)) {
        case 0:
            query.erase(at, length);
            break;
        case 1:
            query.insert(at, query.substr(at, length));
            break;
        case 2:
            query.insert(at, pick(random, pieces));
            break;
        case 3:
            std::swap(query[at], query[random.below(query.size())]);
            break;
        default:
            query[at] = static_cast<char>(random.below(256));
        }
    }
    return query;
}

} // namespace signalbox::kql::test
