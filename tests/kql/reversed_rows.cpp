#include "tests/kql/reversed_rows.h"

#include <cstddef>
#include <optional>
#include <regex>
#include <span>
#include <string>
#include <vector>

#include "core/kql/syntax/token.h"

namespace signalbox::kql {

namespace {

// What stands between the tokens `begin` and `end`, each part between two commas outside of brackets.
struct Parts
{
    std::vector<std::string_view> texts;
    std::size_t end = 0; // the token of the closing bracket
};

std::string_view textOf(std::string_view query, const Token &first, const Token &last)
{
    return query.substr(first.span.begin, last.span.end - first.span.begin);
}

std::optional<Parts> partsFrom(std::string_view query, std::span<const Token> tokens, std::size_t open)
{
    Parts parts;
    int depth = 0;
    std::size_t first = open + 1;
    for (std::size_t i = open + 1; i < tokens.size(); ++i) {
        const std::string_view token = textOf(query, tokens[i], tokens[i]);
        const bool closes = token == ")" || token == "]" || token == "}";
        if (depth == 0 && (closes || token == ",")) {
            if (i > first)
                parts.texts.push_back(textOf(query, tokens[first], tokens[i - 1]));
            first = i + 1;
            if (closes) {
                parts.end = i;
                return parts;
            }
        } else if (closes) {
            --depth;
        } else if (token == "(" || token == "[" || token == "{") {
            ++depth;
        }
    }
    return std::nullopt;
}

} // namespace

bool hasOpenChoice(std::string_view query)
{
    static const std::regex choice(R"(\b(take_any|any|arg_max|arg_min|argmax|argmin)\s*\(|\bjoin\b)");
    return std::regex_search(query.begin(), query.end(), choice);
}

std::string withRowsReversed(std::string_view query)
{
    const std::vector<Token> tokens = tokenize(query).tokens;
    std::string result;
    std::size_t copied = 0;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
        if (textOf(query, tokens[i], tokens[i]) != "datatable")
            continue;
        const auto columns = partsFrom(query, tokens, i + 1);
        const auto values = columns ? partsFrom(query, tokens, columns->end + 1) : std::nullopt;
        const std::size_t width = columns ? columns->texts.size() : 0;
        if (!values || width == 0 || values->texts.empty() || values->texts.size() % width != 0)
            continue;
        const auto begin = static_cast<std::size_t>(values->texts.front().data() - query.data());
        result += query.substr(copied, begin - copied);
        for (std::size_t row = values->texts.size() / width; row-- > 0;) {
            for (std::size_t column = 0; column < width; ++column) {
                result += values->texts[row * width + column];
                result += row == 0 && column + 1 == width ? "" : ", ";
            }
        }
        copied = static_cast<std::size_t>(values->texts.back().data() - query.data()) +
                 values->texts.back().size();
    }
    return result + std::string(query.substr(copied));
}

} // namespace signalbox::kql
