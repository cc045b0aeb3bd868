// Functions of regular expressions: extract, extract_all, trim*, replace_regex and regex_quote.
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pattern_function.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

FunctionBinder patternBinder(std::string name, std::size_t patternIndex,
                             std::function<std::vector<Overload>(const PatternCache &)> make)
{
    return [name = std::move(name), patternIndex,
            make = std::move(make)](std::span<const Argument> arguments) -> Result<BoundFunction> {
        PatternCache cache;
        const Value *pattern = arguments[patternIndex].constant;
        if (pattern != nullptr && pattern->is(Type::String)) {
            SIGNALBOX_TRY(Regex regex, Regex::compile(pattern->text()));
            cache = PatternCache(std::move(regex));
        }
        return bindOverload(name, make(cache), arguments);
    };
}

namespace {

std::string extracted(const PatternCache &cache, std::string_view pattern, std::int64_t group,
                      std::string_view text)
{
    const auto regex = cache.regex(pattern);
    const auto found = regex ? regex->find(text) : std::nullopt;
    if (!found || group < 0 || group >= std::ssize(*found))
        return "";
    return std::string((*found)[static_cast<std::size_t>(group)]);
}

std::vector<Overload> extractOverloads(const PatternCache &cache)
{
    return {pointwise([cache](std::string_view pattern, std::int64_t group, std::string_view text) {
        return extracted(cache, pattern, group, text);
    })};
}

// extract(pattern, group, text, typeof(long)) reads the text as the type.
Result<BoundFunction> bindExtract(std::span<const Argument> arguments)
{
    const FunctionBinder plain = patternBinder("extract", 0, extractOverloads);
    SIGNALBOX_TRY(BoundFunction bound, plain(arguments.first(3)));
    if (arguments.size() == 3)
        return bound;
    const Value *name = arguments[3].constant;
    const auto type = name != nullptr ? typeFromName(name->text()) : std::nullopt;
    if (!type)
        return failure(ErrorCode::InvalidArgument,
                       "The fourth argument of extract is a type, as in typeof(long).");
    bound.result = *type;
    bound.kernel = [kernel = std::move(bound.kernel),
                    type = *type](std::span<const Column> columns, std::size_t rows,
                                  const EvalContext &context) -> Result<Column> {
        SIGNALBOX_TRY(const Column texts, kernel(columns.first(3), rows, context));
        return castColumn(texts, type);
    };
    return bound;
}

Value textOf(std::string_view text)
{
    return Value::ofString(std::string(text));
}

// One entry a match: its only group, or an array of the groups (those that `wanted` lists, by number or
// name).
Value allMatches(const PatternCache &cache, std::string_view pattern, const Value &wanted,
                 std::string_view text)
{
    const auto regex = cache.regex(pattern);
    if (!regex)
        return {};
    std::vector<std::size_t> groups;
    for (std::size_t group = 1; wanted.isNull() && group <= regex->groupCount(); ++group)
        groups.push_back(group);
    for (const Value &item : wanted.array()) {
        for (std::size_t group = 1; group <= regex->groupCount(); ++group) {
            if (item.isWhole() ? item.whole() == static_cast<std::int64_t>(group)
                               : item.text() == regex->groupName(group))
                groups.push_back(group);
        }
    }
    Value::Array matches;
    for (const auto &match : regex->findAll(text)) {
        if (groups.size() == 1) {
            matches.push_back(textOf(match[groups.front()]));
            continue;
        }
        Value::Array parts;
        for (const std::size_t group : groups)
            parts.push_back(textOf(match[group]));
        matches.push_back(Value::ofArray(std::move(parts)));
    }
    return matches.empty() ? Value() : Value::ofArray(std::move(matches));
}

std::vector<Overload> extractAllOverloads(const PatternCache &cache)
{
    return {pointwise([cache](std::string_view pattern, std::string_view text) {
                return allMatches(cache, pattern, Value(), text);
            }),
            pointwise([cache](std::string_view pattern, const Value &groups, std::string_view text) {
                return allMatches(cache, pattern, groups, text);
            })};
}

// Binds extract_all after seeing that a constant pattern has a group.
Result<BoundFunction> bindExtractAll(std::span<const Argument> arguments)
{
    if (const Value *pattern = arguments[0].constant; pattern != nullptr) {
        SIGNALBOX_TRY(const Regex regex, Regex::compile(pattern->text()));
        if (regex.groupCount() == 0)
            return failure(ErrorCode::InvalidArgument,
                           "The pattern of extract_all needs a group in brackets, as in \"(\\\\d+)\".");
    }
    return patternBinder("extract_all", 0, extractAllOverloads)(arguments);
}

// Takes one match off the start or the end of a text.
std::string_view trimmedStart(const Regex &regex, std::string_view text)
{
    const auto found = regex.find(text);
    return found && found->front().data() == text.data() ? text.substr(found->front().size()) : text;
}

std::string_view trimmedEnd(const Regex &regex, std::string_view text)
{
    const auto found = regex.find(text);
    return found ? text.substr(0, static_cast<std::size_t>(found->front().data() - text.data())) : text;
}

// "^(?:p)" and "(?:p)$" of a pattern, so that the trims find the match where it must stand.
void addTrim(FunctionRegistry &registry, std::string name, std::string help, bool start, bool end)
{
    FunctionBinder binder = [name, start, end](std::span<const Argument> arguments) -> Result<BoundFunction> {
        const auto edges = [](std::string_view pattern) {
            return std::pair(Regex::compile(fmt::format("^(?:{})", pattern)),
                             Regex::compile(fmt::format("(?:{})$", pattern)));
        };
        using Edges = decltype(edges(""));
        std::shared_ptr<const Edges> prepared;
        if (const Value *pattern = arguments[0].constant; pattern != nullptr) {
            SIGNALBOX_CHECK(Regex::compile(pattern->text()));
            prepared = std::make_shared<const Edges>(edges(pattern->text()));
        }
        const std::array<Overload, 1> overloads{
            pointwise([prepared, edges, start, end](std::string_view pattern, std::string_view text) {
                const auto both = prepared ? prepared : std::make_shared<const Edges>(edges(pattern));
                if (start && both->first)
                    text = trimmedStart(*both->first, text);
                if (end && both->second)
                    text = trimmedEnd(*both->second, text);
                return std::string(text);
            })};
        return bindOverload(name, overloads, arguments);
    };
    registry.add(ScalarFunction{.name = std::move(name),
                                .parameters = {"pattern", "text"},
                                .help = std::move(help),
                                .minimumArguments = 2,
                                .maximumArguments = 2,
                                .binder = std::move(binder)});
}

} // namespace

void addRegexFunctions(FunctionRegistry &registry)
{
    registry.add(ScalarFunction{
        .name = "extract",
        .parameters = {"pattern", "group", "text", "type"},
        .help = "A group of the first match of a regular expression; group 0 is the whole match.",
        .minimumArguments = 3,
        .maximumArguments = 4,
        .binder = bindExtract});
    registry.add(ScalarFunction{.name = "extract_all",
                                .parameters = {"pattern", "groups", "text"},
                                .help = "The groups of every match of a regular expression as an array.",
                                .minimumArguments = 2,
                                .maximumArguments = 3,
                                .binder = bindExtractAll});
    registry.addOldSpelling("extractall", "extract_all");
    addTrim(registry, "trim", "Takes one match of a regular expression off both ends of a text.", true, true);
    addTrim(registry, "trim_start", "Takes one match of a regular expression off the start of a text.", true,
            false);
    addTrim(registry, "trim_end", "Takes one match of a regular expression off the end of a text.", false,
            true);
    registry.add("regex_quote", {"text"},
                 "A text with everything escaped that a regular expression takes specially.",
                 {pointwise([](AsText text) { return quotedForRegex(text.text); })});
}

} // namespace signalbox::kql
