#include "tests/kql/case_compare.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/syntax/operators.h"
#include "core/kql/syntax/parser.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

struct Cell
{
    Value value;
    Type type = Type::String;
};

using Row = std::vector<Cell>;

bool isNullText(std::string_view text)
{
    return text.empty() || text == "null" || text == "(null)";
}

bool near(double a, double b)
{
    if (std::isnan(a) || std::isnan(b))
        return std::isnan(a) && std::isnan(b);
    if (std::isinf(a) || std::isinf(b))
        return a == b;
    return std::abs(a - b) <= 1e-9 * std::max({1e-3, std::abs(a), std::abs(b)});
}

std::optional<double> number(std::string_view text)
{
    if (text == "Infinity" || text == "∞")
        return INFINITY;
    if (text == "-Infinity" || text == "-∞")
        return -INFINITY;
    // 1,048,576 as the documentation prints it
    std::string digits(text);
    const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
    const bool grouped =
        digits.contains(',') && std::ranges::all_of(digits, [&](char c) { return isDigit(c) || c == ','; });
    if (grouped)
        std::erase(digits, ',');
    return realFromText(digits);
}

bool sameJson(const Json &a, const Json &b)
{
    if (a.is_number() && b.is_number())
        return near(a.get<double>(), b.get<double>());
    if (a.is_array() && b.is_array())
        return std::ranges::equal(a, b, sameJson);
    if (a.is_object() && b.is_object()) {
        return a.size() == b.size() && std::ranges::all_of(a.items(), [&b](const auto &item) {
                   const auto other = b.find(item.key());
                   return other != b.end() && sameJson(item.value(), *other);
               });
    }
    if (a.is_string() && b.is_string()) {
        const auto timeA = dateTimeFromText(a.get<std::string>());
        const auto timeB = dateTimeFromText(b.get<std::string>());
        return a == b || (a.get<std::string>().contains('-') && timeA && timeA == timeB);
    }
    return a == b;
}

std::string withoutQuotesAndBlanks(std::string_view text)
{
    std::string result;
    std::ranges::copy_if(text, std::back_inserter(result), [](char c) { return c != '"' && c != ' '; });
    return result;
}

bool sameDynamic(const Value &value, std::string_view expected)
{
    const std::string text = toJsonText(value);
    if (text == expected || toText(value) == expected)
        return true;
    const auto own = parseJson(text);
    const auto other = parseJson(expected);
    if (own && other)
        return sameJson(*own, *other);
    // The documentation also prints [yes, no], and leaves out the middle of long arrays as "…,.....,…".
    const std::string bare = withoutQuotesAndBlanks(text);
    const std::string wanted = withoutQuotesAndBlanks(expected);
    const std::size_t gap = wanted.find("....");
    if (gap != std::string::npos)
        return bare.starts_with(wanted.substr(0, gap)) &&
               bare.ends_with(wanted.substr(wanted.find_first_not_of('.', gap)));
    return bare == wanted || (value.is(Type::String) && trimmed(value.text()) == expected);
}

// `make_set` and its kin give their elements in any order.
bool sameElements(const Value &value, std::string_view expected)
{
    const auto own = parseJson(toJsonText(value));
    const auto other = parseJson(expected);
    if (!own || !other || !own->is_array() || !other->is_array() || own->size() != other->size())
        return false;
    return std::ranges::is_permutation(*own, *other, sameJson);
}

bool sameCell(const Cell &cell, const Json &expected, bool anyOrder)
{
    const std::string whole = expected.is_string() ? expected.get<std::string>()
                              : expected.is_null() ? std::string()
                                                   : expected.dump();
    const std::string_view text = trimmed(whole);
    if (cell.value.isNull())
        return isNullText(text);
    if (whole.ends_with("...") && text.size() > 3)
        return toText(cell.value).starts_with(text.substr(0, text.size() - 3));
    switch (cell.type) {
    case Type::Bool:
        return cell.value.boolean() ? text == "true" || text == "True" || text == "1"
                                    : text == "false" || text == "False" || text == "0";
    case Type::Int:
    case Type::Long: {
        const auto other = number(text);
        return text == toText(cell.value) || (other && near(*other, static_cast<double>(cell.value.whole())));
    }
    case Type::Real: {
        const auto other = number(text);
        return other && near(cell.value.real(), *other);
    }
    case Type::Decimal: {
        const auto own = number(cell.value.text());
        const auto other = number(text);
        return cell.value.text() == text || (own && other && near(*own, *other));
    }
    case Type::DateTime: {
        const auto other = dateTimeFromText(text);
        return other && other->ticks == cell.value.whole();
    }
    case Type::TimeSpan: {
        const auto other = timeSpanFromText(text);
        return other && other->ticks == cell.value.whole();
    }
    case Type::Guid:
        return cell.value.text() == text;
    case Type::Dynamic:
        return sameDynamic(cell.value, text) || (anyOrder && sameElements(cell.value, text));
    case Type::String:
        break;
    }
    if (trimmed(cell.value.text()) == text)
        return true;
    const auto own = parseJson(cell.value.text());
    const auto other = parseJson(text);
    return own && other && (own->is_structured() || own->is_number()) && sameJson(*own, *other);
}

std::string shown(const Row &row)
{
    std::string text;
    for (const Cell &cell : row)
        text += (text.empty() ? "" : " | ") + (cell.value.isNull() ? "(null)" : toText(cell.value));
    return text;
}

std::vector<Row> rowsOf(const ResultTable &result)
{
    std::vector<Row> rows;
    for (const Batch &batch : result.batches) {
        for (std::size_t row = 0; row < batch.rows(); ++row) {
            Row cells;
            for (std::size_t i = 0; i < batch.columnCount(); ++i)
                cells.push_back({.value = batch.column(i).value(row), .type = result.schema.fields[i].type});
            rows.push_back(std::move(cells));
        }
    }
    return rows;
}

bool sameRow(const Row &row, const Json &expected, bool anyOrder)
{
    if (row.size() != expected.size())
        return false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (!sameCell(row[i], expected[i], anyOrder))
            return false;
    }
    return true;
}

std::string coarseType(Type type)
{
    if (isInteger(type))
        return "int";
    return type == Type::Decimal ? "real" : std::string(typeName(type));
}

std::string compareColumns(const Schema &schema, const Json &expected, bool strictNames)
{
    const Json names = expected.value("columns", Json());
    if (names.is_array() && names.size() != schema.fields.size()) {
        std::string own;
        for (const Field &field : schema.fields)
            own += (own.empty() ? "" : ", ") + field.name;
        return fmt::format("columns are [{}], expected {}", own, names.dump());
    }
    const Json types = expected.value("types", Json());
    for (std::size_t i = 0; i < schema.fields.size(); ++i) {
        if (types.is_array() && i < types.size() && types[i] != coarseType(schema.fields[i].type))
            return fmt::format("column {} is {}, expected {}", schema.fields[i].name,
                               coarseType(schema.fields[i].type), types[i].dump());
        if (strictNames && names.is_array() && names[i] != schema.fields[i].name)
            return fmt::format("column is '{}', expected {}", schema.fields[i].name, names[i].dump());
    }
    return {};
}

// Every expected row is matched with one row of its own.
std::string compareBag(std::vector<Row> rows, const Json &expected, bool anyOrder)
{
    for (const Json &wanted : expected) {
        const auto found =
            std::ranges::find_if(rows, [&](const Row &row) { return sameRow(row, wanted, anyOrder); });
        if (found == rows.end())
            return fmt::format("no row is {}, there is: {}", wanted.dump(),
                               rows.empty() ? "nothing" : shown(rows[0]));
        rows.erase(found);
    }
    return {};
}

// The columns of the result by which the query sorts in the end, if all can be told from it.
std::optional<std::vector<std::size_t>> sortKeys(std::string_view query, const Schema &schema)
{
    const ParsedQuery parsed = parseQuery(query);
    const Pipeline *pipeline = nullptr;
    for (const Statement &statement : parsed.statements) {
        if (statement.kind == StatementKind::Query && statement.value)
            pipeline = statement.value->pipeline.get();
    }
    if (pipeline == nullptr)
        return std::nullopt;
    std::optional<std::vector<std::size_t>> keys;
    for (const TabularOperator &op : pipeline->operators) {
        const auto *sort = std::get_if<SortOperator>(&op.body);
        if (sort == nullptr || op.name == "project-reorder")
            continue;
        keys.emplace();
        for (const OrderKey &key : sort->keys) {
            const auto column = schema.find(key.key.value->text);
            if (key.key.value->kind != ExpressionKind::Name || !column)
                return std::nullopt;
            keys->push_back(*column);
        }
    }
    return keys;
}

// Rows that are equal in the keys may swap.
std::string compareOrder(std::span<const Row> rows, const Json &expected, bool anyOrder,
                         const std::optional<std::vector<std::size_t>> &keys)
{
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Json &wanted = expected[i];
        const bool same = keys ? std::ranges::all_of(*keys,
                                                     [&](std::size_t key) {
                                                         return key < wanted.size() &&
                                                                sameCell(rows[i][key], wanted[key], anyOrder);
                                                     })
                               : sameRow(rows[i], wanted, anyOrder);
        if (!same)
            return fmt::format("row {} is {}, expected {} (order)", i + 1, shown(rows[i]), wanted.dump());
    }
    return {};
}

} // namespace

std::string textOf(const Json &testCase, const char *field, std::string_view fallback)
{
    const auto found = testCase.is_object() ? testCase.find(field) : testCase.end();
    if (!testCase.is_object() || found == testCase.end() || !found->is_string())
        return std::string(fallback);
    return found->get<std::string>();
}

std::string difference(const ResultTable &result, const Json &testCase, bool strictNames)
{
    const Json expected = testCase.value("expected", Json::object());
    const std::string compare = textOf(testCase, "compare", "bag");
    const std::string query = textOf(testCase, "query", "");
    if (std::string columns = compareColumns(result.schema, expected, strictNames); !columns.empty())
        return columns;
    std::vector<Row> rows = rowsOf(result);
    const Json wanted = expected.value("rows", Json::array());
    const Json given = expected.value("row_count", Json());
    const std::size_t count = given.is_number_unsigned() ? given.get<std::size_t>() : wanted.size();
    if (compare == "prefix" && rows.size() > wanted.size())
        rows.resize(wanted.size());
    else if (rows.size() != count && compare != "prefix")
        return fmt::format("{} rows, expected {}{}", rows.size(), count,
                           rows.empty() ? "" : ", first: " + shown(rows[0]));
    if (compare == "subset")
        return {};
    const bool anyOrder = query.contains("set");
    if (compare == "ordered" && result.ordered && wanted.size() == rows.size()) {
        if (std::string order = compareOrder(rows, wanted, anyOrder, sortKeys(query, result.schema));
            !order.empty()) {
            const std::string bag = compareBag(rows, wanted, anyOrder);
            return bag.empty() ? order : bag;
        }
    }
    return compareBag(std::move(rows), wanted, anyOrder);
}

} // namespace signalbox::kql
