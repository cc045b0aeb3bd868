// The string operators: =~ contains has startswith endswith hasprefix hassuffix, their negations and
// case-sensitive forms, has_any, has_all, and matches regex.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/kql/functions/library.h"
#include "core/kql/functions/membership.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/regex.h"
#include "core/kql/functions/text_match.h"

namespace signalbox::kql {

namespace {

using MatcherFactory = std::function<Result<TextMatcher>(std::string_view searched)>;

Column matchRows(const Column &texts, const TextMatcher &matcher, bool negated, std::size_t rows)
{
    std::vector<std::uint8_t> results(rows);
    const detail::Reader<std::string_view> reader(texts);
    for (std::size_t row = 0; row < rows; ++row)
        results[row] = matcher(reader[row]) != negated ? 1 : 0;
    return Column::ofBools(std::move(results));
}

// `prepared` is the matcher of a constant that the binder knew.
Kernel matchKernel(MatcherFactory make, bool negated, std::shared_ptr<const TextMatcher> prepared)
{
    return sparing([make = std::move(make), negated,
                    prepared = std::move(prepared)](std::span<const Column> arguments, std::size_t rows,
                                                    const EvalContext &context) -> Result<Column> {
        const Column &texts = arguments[0];
        const Column &searched = arguments[1];
        if (prepared)
            return matchRows(texts, *prepared, negated, rows);
        if (searched.isConstant()) {
            SIGNALBOX_TRY(const TextMatcher matcher, make(searched.text(0)));
            return matchRows(texts, matcher, negated, rows);
        }
        std::vector<std::uint8_t> results(rows);
        for (std::size_t row = 0; row < rows; ++row) {
            if (row % 1024 == 1023 && context.stop.stopRequested())
                return failure(ErrorCode::Cancelled, "The query was stopped.");
            SIGNALBOX_TRY(const TextMatcher matcher, make(searched.text(row)));
            results[row] = matcher(texts.text(row)) != negated ? 1 : 0;
        }
        return Column::ofBools(std::move(results));
    });
}

FunctionBinder matchBinder(std::string name, MatcherFactory make, bool negated)
{
    return [name = std::move(name), make = std::move(make),
            negated](std::span<const Argument> arguments) -> Result<BoundFunction> {
        std::shared_ptr<const TextMatcher> prepared;
        if (const Value *searched = arguments[1].constant;
            searched != nullptr && searched->is(Type::String)) {
            SIGNALBOX_TRY(TextMatcher matcher, make(searched->text()));
            prepared = std::make_shared<const TextMatcher>(std::move(matcher));
        }
        const std::array<Overload, 1> overloads{
            Overload{.parameters = {{.type = Type::String}, {.type = Type::String}},
                     .result = Type::Bool,
                     .kernel = matchKernel(make, negated, std::move(prepared))}};
        return bindOverload("'" + name + "'", overloads, arguments);
    };
}

void addMatch(FunctionRegistry &registry, const std::string &name, const std::string &negation,
              const std::string &help, const MatcherFactory &make)
{
    registry.addOperator(name, fmt::format("Whether a text {}.", help), 2, matchBinder(name, make, false));
    if (!negation.empty())
        registry.addOperator(negation, fmt::format("Not: whether a text {}.", help), 2,
                             matchBinder(negation, make, true));
}

void addRelation(FunctionRegistry &registry, const std::string &name, const std::string &help,
                 TextRelation relation)
{
    for (const bool ignoreCase : {true, false}) {
        const std::string spelling = ignoreCase ? name : name + "_cs";
        addMatch(registry, spelling, "!" + spelling,
                 help + (ignoreCase ? ", ignoring case" : ", with its case"),
                 [relation, ignoreCase](std::string_view searched) -> Result<TextMatcher> {
                     return textMatcher(relation, searched, ignoreCase);
                 });
    }
}

// text has_any (terms) and has_all (terms); a dynamic array stands for its elements.
FunctionBinder termsBinder(bool all)
{
    return [all](std::span<const Argument> arguments) -> Result<BoundFunction> {
        if (!arguments[0].unknown && arguments[0].type != Type::String && arguments[0].type != Type::Dynamic)
            return refuseArguments(all ? "'has_all'" : "'has_any'", "a text and terms", arguments);
        return BoundFunction{
            .result = Type::Bool,
            .kernel = sparing([all](std::span<const Column> given, std::size_t rows,
                                    const EvalContext &) -> Result<Column> {
                const Column texts = castColumn(given[0], Type::String);
                const auto terms = given.subspan(1);
                const auto matchersOf = [&terms](std::size_t row) {
                    std::vector<TextMatcher> matchers;
                    for (const std::string &term : textsOf(terms, row))
                        matchers.push_back(textMatcher(TextRelation::Has, term, true));
                    return matchers;
                };
                const bool fixed = areConstant(terms);
                std::vector<TextMatcher> matchers = rows > 0 ? matchersOf(0) : std::vector<TextMatcher>();
                std::vector<std::uint8_t> results(rows);
                for (std::size_t row = 0; row < rows; ++row) {
                    if (!fixed)
                        matchers = matchersOf(row);
                    const auto hit = [text = texts.text(row)](const TextMatcher &matcher) {
                        return matcher(text);
                    };
                    results[row] =
                        (all ? std::ranges::all_of(matchers, hit) : std::ranges::any_of(matchers, hit)) ? 1
                                                                                                        : 0;
                }
                return Column::ofBools(std::move(results));
            })};
    };
}

void addTerms(FunctionRegistry &registry, std::string name, std::string help, bool all)
{
    registry.add(ScalarFunction{.name = std::move(name),
                                .parameters = {},
                                .help = std::move(help),
                                .minimumArguments = 1,
                                .maximumArguments = manyItems,
                                .binder = termsBinder(all),
                                .isOperator = true});
}

} // namespace

void addTextOperators(FunctionRegistry &registry)
{
    addMatch(registry, "=~", "!~", "equals another, ignoring case",
             [](std::string_view searched) -> Result<TextMatcher> {
                 return textMatcher(TextRelation::Equal, searched, true);
             });
    addRelation(registry, "contains", "contains another", TextRelation::Contains);
    addRelation(registry, "startswith", "starts with another", TextRelation::StartsWith);
    addRelation(registry, "endswith", "ends with another", TextRelation::EndsWith);
    addRelation(registry, "has", "has a term", TextRelation::Has);
    addRelation(registry, "hasprefix", "has a term that starts with another", TextRelation::HasPrefix);
    addRelation(registry, "hassuffix", "has a term that ends with another", TextRelation::HasSuffix);
    addMatch(registry, "matches regex", "", "matches a regular expression somewhere",
             [](std::string_view pattern) -> Result<TextMatcher> {
                 SIGNALBOX_TRY(Regex regex, Regex::compile(pattern));
                 return [regex = std::move(regex)](std::string_view text) { return regex.matches(text); };
             });
    addTerms(registry, "has_any", "Whether a text has one of several terms.", false);
    addTerms(registry, "has_all", "Whether a text has all of several terms.", true);
}

} // namespace signalbox::kql
