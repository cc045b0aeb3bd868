// Finding, counting and splitting by a plain text: indexof, countof, split, has_any_index.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/regex.h"
#include "core/kql/functions/text_match.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

struct Window
{
    std::int64_t start = 0;
    std::int64_t length = -1; // negative = to the end
    std::int64_t occurrence = 1;
};

// The bytes of `text` in which a match may lie, as offsets.
std::pair<std::size_t, std::size_t> bytesOf(std::string_view text, const Window &window)
{
    std::int64_t start = window.start;
    if (start < 0)
        start = std::max<std::int64_t>(0, start + static_cast<std::int64_t>(countCodePoints(text)));
    const std::size_t from = offsetOf(text, static_cast<std::size_t>(start));
    if (window.length < 0)
        return {from, text.size()};
    return {from, from + offsetOf(text.substr(from), static_cast<std::size_t>(window.length))};
}

// Where in code points `searched` stands the n-th time; -1 if it does not, none where the question makes no
// sense.
std::optional<std::int64_t> indexOf(std::string_view text, std::string_view searched, const Window &window)
{
    if (searched.empty() || window.occurrence < 1 || window.length < -1)
        return std::nullopt;
    std::size_t from = bytesOf(text, window).first;
    for (std::int64_t left = window.occurrence;; --left) {
        // As in the real engine, the length counts anew from each place that was found.
        const std::size_t to = from + bytesOf(text.substr(from), {.length = window.length}).second;
        const std::size_t at = text.find(searched, from);
        if (at == std::string_view::npos || at + searched.size() > to)
            return -1;
        if (left == 1)
            return static_cast<std::int64_t>(countCodePoints(text.substr(0, at)));
        from = at + 1;
    }
}

std::optional<std::int64_t> indexOfRegex(std::string_view text, std::string_view pattern,
                                         const Window &window)
{
    const auto regex = Regex::compile(pattern);
    if (!regex || window.occurrence < 1 || window.length < -1 || window.start < 0)
        return std::nullopt;
    const auto [from, to] = bytesOf(text, window);
    std::int64_t left = window.occurrence;
    for (const auto &match : regex->findAll(text.substr(0, to))) {
        const auto at = static_cast<std::size_t>(match.front().data() - text.data());
        if (at >= from && --left == 0)
            return static_cast<std::int64_t>(countCodePoints(text.substr(0, at)));
    }
    return -1;
}

template<typename Find>
std::vector<Overload> windowed(Find find)
{
    using Long = std::int64_t;
    return {
        pointwise([find](AsText text, AsText searched) { return find(text.text, searched.text, Window{}); }),
        pointwise([find](AsText text, AsText searched, Long start) {
            return find(text.text, searched.text, Window{.start = start});
        }),
        pointwise([find](AsText text, AsText searched, Long start, Long length) {
            return find(text.text, searched.text, Window{.start = start, .length = length});
        }),
        pointwise([find](AsText text, AsText searched, Long start, Long length, Long occurrence) {
            return find(text.text, searched.text,
                        Window{.start = start, .length = length, .occurrence = occurrence});
        })};
}

// Overlapping occurrences count.
std::int64_t countOf(std::string_view text, std::string_view searched)
{
    std::int64_t count = 0;
    if (searched.empty())
        return 0;
    for (std::size_t at = text.find(searched); at != std::string_view::npos; at = text.find(searched, at + 1))
        ++count;
    return count;
}

std::optional<std::int64_t> countOfKind(std::string_view text, std::string_view searched,
                                        std::string_view kind)
{
    if (kind == "normal")
        return countOf(text, searched);
    const auto regex = Regex::compile(searched);
    if (kind != "regex" || !regex)
        return std::nullopt;
    return static_cast<std::int64_t>(regex->findAll(text).size());
}

std::vector<std::string_view> parts(std::string_view text, std::string_view delimiter)
{
    std::vector<std::string_view> result;
    std::size_t from = 0;
    for (std::size_t at = delimiter.empty() ? std::string_view::npos : text.find(delimiter);
         at != std::string_view::npos; at = text.find(delimiter, from)) {
        result.push_back(text.substr(from, at - from));
        from = at + delimiter.size();
    }
    result.push_back(text.substr(from));
    return result;
}

Value split(std::string_view text, std::string_view delimiter)
{
    Value::Array array;
    for (const std::string_view part : parts(text, delimiter))
        array.push_back(Value::ofString(std::string(part)));
    return Value::ofArray(std::move(array));
}

// Only part `index`; an empty array if there is none.
Value splitAt(std::string_view text, std::string_view delimiter, std::int64_t index)
{
    const auto all = parts(text, delimiter);
    if (index < 0 || index >= std::ssize(all))
        return Value::ofArray({});
    return Value::ofArray({Value::ofString(std::string(all[static_cast<std::size_t>(index)]))});
}

// Which of the terms the text has first in the list.
std::int64_t anyIndex(std::string_view text, const Value &terms)
{
    const Value::Array &array = terms.array();
    for (std::size_t i = 0; i < array.size(); ++i) {
        if (textMatcher(TextRelation::Has, elementToText(array[i]), true)(text))
            return static_cast<std::int64_t>(i);
    }
    return -1;
}

} // namespace

void addTextSearch(FunctionRegistry &registry)
{
    registry.add("indexof", {"text", "searched", "start", "length", "occurrence"},
                 "Where a text begins in another, counted in characters from 0; -1 if it does not occur.",
                 windowed([](std::string_view text, std::string_view searched, const Window &window) {
                     return indexOf(text, searched, window);
                 }));
    registry.add("indexof_regex", {"text", "pattern", "start", "length", "occurrence"},
                 "Where a regular expression matches first; -1 if it does not.",
                 windowed([](std::string_view text, std::string_view pattern, const Window &window) {
                     return indexOfRegex(text, pattern, window);
                 }));
    registry.add(
        "countof", {"text", "searched", "kind"},
        "How often a text, or with kind \"regex\" a regular expression, occurs in another.",
        {pointwise([](std::string_view text, std::string_view searched) { return countOf(text, searched); }),
         pointwise([](std::string_view text, std::string_view searched, std::string_view kind) {
             return countOfKind(text, searched, kind);
         })});
    registry.add(
        "split", {"text", "delimiter", "index"}, "The parts of a text between delimiters as an array.",
        {pointwise([](AsText text, std::string_view delimiter) { return split(text.text, delimiter); }),
         pointwise([](AsText text, std::string_view delimiter, std::int64_t index) {
             return splitAt(text.text, delimiter, index);
         })},
        "{0}");
    registry.add(
        "has_any_index", {"text", "terms"}, "Which of several terms a text has, counted from 0; -1 if none.",
        {pointwise([](std::string_view text, const Value &terms) { return anyIndex(text, terms); })});
}

} // namespace signalbox::kql
