// replace_string, replace_strings, replace_regex and the old replace.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pattern_function.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

std::string replaced(std::string_view text, std::string_view searched, std::string_view replacement)
{
    if (searched.empty())
        return std::string(text);
    std::string result;
    std::size_t from = 0;
    for (std::size_t at = text.find(searched); at != std::string_view::npos; at = text.find(searched, from)) {
        result += text.substr(from, at - from);
        result += replacement;
        from = at + searched.size();
    }
    result += text.substr(from);
    return result;
}

// A stretch of the text, which is final once it was written as a replacement.
struct Stretch
{
    std::string text;
    bool written = false;
};

std::vector<Stretch> replacedIn(const Stretch &stretch, std::string_view searched,
                                const std::string &replacement)
{
    std::vector<Stretch> result;
    std::string_view rest = stretch.text;
    for (std::size_t at = rest.find(searched); at != std::string_view::npos; at = rest.find(searched)) {
        result.push_back({.text = std::string(rest.substr(0, at))});
        result.push_back({.text = replacement, .written = true});
        rest.remove_prefix(at + searched.size());
    }
    result.push_back({.text = std::string(rest)});
    return result;
}

// One searched text after another; what was written is not searched again.
std::optional<std::string> replacedMany(std::string_view text, const Value &searched,
                                        const Value &replacements)
{
    const auto &from = searched.array();
    const auto &to = replacements.array();
    if (from.size() != to.size())
        return std::nullopt;
    std::vector<Stretch> stretches{{.text = std::string(text)}};
    for (std::size_t i = 0; i < from.size(); ++i) {
        const std::string wanted = elementToText(from[i]);
        if (wanted.empty())
            continue;
        // Only a text replaces; for anything else what was found stays, and is not searched again.
        const std::string replacement = to[i].is(Type::String) ? to[i].text() : wanted;
        std::vector<Stretch> next;
        for (const Stretch &stretch : stretches) {
            const auto parts =
                stretch.written ? std::vector{stretch} : replacedIn(stretch, wanted, replacement);
            next.insert(next.end(), parts.begin(), parts.end());
        }
        stretches = std::move(next);
    }
    std::string result;
    for (const Stretch &stretch : stretches)
        result += stretch.text;
    return result;
}

std::string replacedByRegex(const PatternCache &cache, std::string_view pattern, std::string_view text,
                            std::string_view rewrite)
{
    const auto regex = cache.regex(pattern);
    return regex ? regex->replaceAll(text, rewrite) : std::string(text);
}

} // namespace

void addReplacing(FunctionRegistry &registry)
{
    registry.add(
        "replace_string", {"text", "searched", "replacement"}, "Replaces every occurrence of a text.",
        {pointwise([](std::string_view text, std::string_view searched, std::string_view replacement) {
            return replaced(text, searched, replacement);
        })});
    registry.add(
        "replace_strings", {"text", "searched", "replacements"},
        "Replaces every occurrence of several texts, each by the one at the same place of another array.",
        {pointwise([](std::string_view text, const Value &searched, const Value &replacements) {
            return replacedMany(text, searched, replacements);
        })});
    registry.add(ScalarFunction{
        .name = "replace_regex",
        .parameters = {"text", "pattern", "rewrite"},
        .help = "Replaces every match of a regular expression; \\1 in the rewrite stands for a group.",
        .minimumArguments = 3,
        .maximumArguments = 3,
        .binder = patternBinder("replace_regex", 1, [](const PatternCache &cache) -> std::vector<Overload> {
            return {
                pointwise([cache](std::string_view text, std::string_view pattern, std::string_view rewrite) {
                    return replacedByRegex(cache, pattern, text, rewrite);
                })};
        })});
    registry.add(
        ScalarFunction{.name = "replace",
                       .parameters = {"pattern", "rewrite", "text"},
                       .help = "The old form of replace_regex, with the text last.",
                       .minimumArguments = 3,
                       .maximumArguments = 3,
                       .binder = patternBinder("replace", 0,
                                               [](const PatternCache &cache) -> std::vector<Overload> {
                                                   return {pointwise([cache](std::string_view pattern,
                                                                             std::string_view rewrite,
                                                                             std::string_view text) {
                                                       return replacedByRegex(cache, pattern, text, rewrite);
                                                   })};
                                               }),
                       .replacement = "replace_regex"});
}

} // namespace signalbox::kql
