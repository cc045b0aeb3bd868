// Functions that make texts of texts, and their lengths.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t largestText = 1U
                                    << 24U; // a repetition beyond it is cut off rather than exhausting memory

std::size_t asSize(std::int64_t count)
{
    return count > 0 ? static_cast<std::size_t>(count) : 0;
}

// From code point `start`, counted from the end when negative.
std::string_view substring(std::string_view text, std::int64_t start, std::optional<std::int64_t> length)
{
    if (length && *length <= 0)
        return {};
    if (start < 0) {
        start += static_cast<std::int64_t>(countCodePoints(text));
        if (start < 0)
            return {};
    }
    const std::string_view rest = text.substr(offsetOf(text, asSize(start)));
    return length ? rest.substr(0, offsetOf(rest, asSize(*length))) : rest;
}

std::string reversed(std::string_view text)
{
    std::vector<std::int32_t> codePoints;
    while (!text.empty())
        codePoints.push_back(takeCodePoint(text));
    std::string result;
    for (auto at = codePoints.rbegin(); at != codePoints.rend(); ++at)
        appendCodePoint(result, *at);
    return result;
}

std::string repeated(std::string_view text, std::int64_t count, std::string_view delimiter)
{
    std::string result;
    for (std::int64_t i = 0; i < count && result.size() < largestText; ++i) {
        if (i > 0)
            result += delimiter;
        result += text;
    }
    return result;
}

// Each character of `text` that is in `searched` becomes the one at the same place of `replacements`, or its
// last.
std::string translated(std::string_view searched, std::string_view replacements, std::string_view text)
{
    std::vector<std::int32_t> from;
    std::vector<std::int32_t> to;
    while (!searched.empty())
        from.push_back(takeCodePoint(searched));
    while (!replacements.empty())
        to.push_back(takeCodePoint(replacements));
    std::string result;
    while (!text.empty()) {
        const std::int32_t codePoint = takeCodePoint(text);
        std::size_t at = 0;
        while (at < from.size() && from[at] != codePoint)
            ++at;
        if (at == from.size())
            appendCodePoint(result, codePoint);
        else if (!to.empty())
            appendCodePoint(result, to[at < to.size() ? at : to.size() - 1]);
    }
    return result;
}

Overload concatenation(bool delimited)
{
    Overload overload{.parameters = {{.type = Type::String, .coerces = true}},
                      .result = Type::String,
                      .kernel = sparing([delimited](std::span<const Column> columns, std::size_t rows,
                                                    const EvalContext &) -> Result<Column> {
                          std::vector<std::string> texts(rows);
                          const std::size_t first = delimited ? 1 : 0;
                          for (std::size_t row = 0; row < rows; ++row) {
                              for (std::size_t i = first; i < columns.size(); ++i) {
                                  if (delimited && i > first)
                                      texts[row] += columns[0].text(row);
                                  texts[row] += columns[i].text(row);
                              }
                          }
                          return Column::ofTexts(Type::String, texts);
                      }),
                      .repeatsLast = true};
    if (delimited)
        overload.parameters.resize(3, overload.parameters.front());
    return overload;
}

std::string joined(const Value &array, std::string_view delimiter)
{
    std::string result;
    for (std::size_t i = 0; i < array.array().size(); ++i) {
        if (i > 0)
            result += delimiter;
        result += elementToText(array.array()[i]);
    }
    return result;
}

std::string fromCodePoints(const Value &value)
{
    std::string text;
    const auto append = [&text](const Value &number) {
        if (number.isWhole() && number.whole() >= 0 && number.whole() <= 0x10FFFF)
            appendCodePoint(text, static_cast<std::int32_t>(number.whole()));
    };
    if (!value.isArray())
        append(value);
    for (const Value &number : value.array())
        append(number);
    return text;
}

Value toCodePoints(std::string_view text)
{
    Value::Array codePoints;
    while (!text.empty())
        codePoints.push_back(Value::ofLong(takeCodePoint(text)));
    return Value::ofArray(std::move(codePoints));
}

void addCodePoints(FunctionRegistry &registry)
{
    registry.add("unicode_codepoints_from_string", {"text"}, "The numbers of a text's characters.",
                 {pointwise([](AsText text) { return toCodePoints(text.text); })});
    registry.addOldSpelling("to_utf8", "unicode_codepoints_from_string");
    registry.add("unicode_codepoints_to_string", {"codepoint", "…"},
                 "The text of characters with the given numbers.",
                 {Overload{.parameters = {{}},
                           .result = Type::String,
                           .kernel = sparing([](std::span<const Column> columns, std::size_t rows,
                                                const EvalContext &) -> Result<Column> {
                               std::vector<std::string> texts(rows);
                               for (std::size_t row = 0; row < rows; ++row) {
                                   for (const Column &column : columns)
                                       texts[row] += fromCodePoints(column.value(row));
                               }
                               return Column::ofTexts(Type::String, texts);
                           }),
                           .repeatsLast = true}});
    registry.addOldSpelling("make_string", "unicode_codepoints_to_string");
}

} // namespace

void addTextFunctions(FunctionRegistry &registry)
{
    registry.add(
        "strlen", {"text"}, "How many characters a text has.",
        {pointwise([](AsText text) { return static_cast<std::int64_t>(countCodePoints(text.text)); })},
        "strlen_{0}");
    registry.add("string_size", {"text"}, "How many bytes a text takes as UTF-8.",
                 {pointwise([](AsText text) { return static_cast<std::int64_t>(text.text.size()); })},
                 "string_size_{0}");
    registry.add("tolower", {"text"}, "A text in lower case.",
                 {pointwise([](AsText text) { return lowerCase(text.text); })});
    registry.add("toupper", {"text"}, "A text in upper case.",
                 {pointwise([](AsText text) { return upperCase(text.text); })});
    registry.add("reverse", {"text"}, "A text from its end to its start.",
                 {pointwise([](AsText text) { return reversed(text.text); })});
    registry.add(
        "substring", {"text", "start", "length"},
        "A part of a text, counted in characters from 0; a negative start counts from the end.",
        {pointwise([](AsText text, std::int64_t start) { return substring(text.text, start, std::nullopt); }),
         pointwise([](AsText text, std::int64_t start, std::int64_t length) {
             return substring(text.text, start, length);
         })});
    registry.add("strcat", {"value", "…"}, "Its arguments as texts, one after another.",
                 {concatenation(false)});
    registry.add("strcat_delim", {"delimiter", "value", "…"},
                 "Its arguments as texts with a delimiter between them.", {concatenation(true)});
    registry.add(
        "strcat_array", {"array", "delimiter"}, "The elements of an array as one text.",
        {pointwise([](const Value &array, AsText delimiter) { return joined(array, delimiter.text); })});
    registry.addOtherName("array_strcat", "strcat_array");
    registry.add("strrep", {"value", "count", "delimiter"}, "A text so many times, with a delimiter between.",
                 {pointwise([](AsText text, std::int64_t count) { return repeated(text.text, count, ""); }),
                  pointwise([](AsText text, std::int64_t count, AsText delimiter) {
                      return repeated(text.text, count, delimiter.text);
                  })});
    registry.add("strcmp", {"text1", "text2"},
                 "-1, 0 or 1 as the first text sorts before, with or after the second.",
                 {pointwise([](AsText a, AsText b) -> std::int64_t {
                     return (a.text > b.text) - (a.text < b.text);
                 })});
    registry.add("translate", {"searched", "replacements", "text"},
                 "Replaces single characters by those at the same place of another list.",
                 {pointwise([](std::string_view searched, std::string_view replacements,
                               std::string_view text) { return translated(searched, replacements, text); })});
    addCodePoints(registry);
}

} // namespace signalbox::kql
