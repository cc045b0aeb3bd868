// The plans of parse, parse-where and parse-kv: columns read out of a text.
#pragma once

#include <string>
#include <vector>

#include "core/kql/functions/regex.h"
#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"
#include "core/kql/run/text_template.h"

namespace signalbox::kql {

struct ParsedColumn
{
    Type type = Type::String;
    std::size_t column = 0; // of the result
    std::size_t group = 0;  // of the regular expression, from 1
};

struct TextPattern
{
    BoundPtr source = {};
    Regex regex;
    TextTemplate plain = {}; // asked before the expression; keeps the texts of the columns in their order
    std::vector<ParsedColumn> columns = {};
    bool relaxed = false;    // a text that is no value of its type spoils its own column only
    bool dropOthers = false; // parse-where: rows that do not match go
    Schema schema = {};
};

[[nodiscard]] PlanPtr parsePlan(PlanPtr input, TextPattern pattern);

struct KeyValuePattern
{
    BoundPtr source = {};
    std::vector<std::string> keys = {};
    std::vector<ParsedColumn> columns = {}; // of each key
    std::string pairDelimiter = " ";
    std::string kvDelimiter = "=";
    std::string quotes = {}; // characters that may enclose a value; an opening may have its own closing one
    char closingQuote = '\0';
    char escape = '\0';
    bool anyDelimiter = false; // whatever is no letter and no digit separates keys and values
    bool greedy = false;       // a value goes on to the next key
    std::string pattern = {};  // with regex mode: key and value are its two groups
    Schema schema = {};
};

[[nodiscard]] PlanPtr parseKvPlan(PlanPtr input, KeyValuePattern pattern);

} // namespace signalbox::kql
