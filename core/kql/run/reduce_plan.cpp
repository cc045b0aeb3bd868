#include "core/kql/run/reduce_plan.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>
#include <vector>

namespace signalbox::kql {

namespace {

// Words and what stands between them, which belong to no word.
std::vector<std::string> wordsOf(std::string_view text, std::string_view characters)
{
    std::vector<std::string> words;
    bool inWord = false;
    for (const char c : text) {
        const bool solid = std::isalnum(static_cast<unsigned char>(c)) != 0 || characters.contains(c) ||
                           static_cast<unsigned char>(c) >= 0x80U;
        if (!solid || !inWord)
            words.emplace_back();
        words.back() += c;
        inWord = solid;
    }
    return words;
}

struct Pattern
{
    std::vector<std::string> words; // "*" where texts differ
    std::int64_t count = 0;
    std::string representative;
};

class Reducer
{
public:
    explicit Reducer(std::string_view characters)
        : m_characters(characters)
    {
    }

    std::size_t add(std::string_view text)
    {
        std::vector<std::string> words = wordsOf(text, m_characters);
        for (std::string &word : words) {
            if (std::ranges::any_of(word, [](char c) { return c >= '0' && c <= '9'; }))
                word = "*";
        }
        for (const std::size_t candidate : m_byLength[words.size()]) {
            Pattern &pattern = m_patterns[candidate];
            std::size_t same = 0;
            for (std::size_t i = 0; i < words.size(); ++i)
                same += pattern.words[i] == words[i] ? 1U : 0U;
            if (same * 2 < words.size())
                continue;
            for (std::size_t i = 0; i < words.size(); ++i) {
                if (pattern.words[i] != words[i])
                    pattern.words[i] = "*";
            }
            ++pattern.count;
            return candidate;
        }
        m_byLength[words.size()].push_back(m_patterns.size());
        m_patterns.push_back({.words = std::move(words), .count = 1, .representative = std::string(text)});
        return m_patterns.size() - 1;
    }

    [[nodiscard]] const std::vector<Pattern> &patterns() const { return m_patterns; }

    [[nodiscard]] static std::string textOf(const Pattern &pattern)
    {
        std::string text;
        for (const std::string &word : pattern.words) {
            if (word != "*" || !text.ends_with('*'))
                text += word;
        }
        return text;
    }

private:
    std::string m_characters;
    std::vector<Pattern> m_patterns;
    std::map<std::size_t, std::vector<std::size_t>> m_byLength;
};

Result<Batches> reduced(const Plan &input, const BoundExpression &text, const std::string &characters,
                        bool showSource, Execution &execution)
{
    SIGNALBOX_TRY(const Batch all, collectOne(input, execution));
    SeededRandom random(execution.nextSeed());
    const EvalContext context = execution.context(random);
    const Rows rows(all);
    SIGNALBOX_TRY(const Column texts, evaluate(text, rows, context));
    Reducer reducer(characters);
    std::vector<std::size_t> pattern;
    for (std::size_t row = 0; row < all.rows(); ++row) {
        if (row % 64 == 0) // a row may be compared with thousands of patterns
            SIGNALBOX_CHECK(execution.proceed());
        pattern.push_back(reducer.add(texts.text(row)));
    }
    if (showSource) {
        std::vector<Column> columns;
        columns.reserve(all.columnCount() + 1);
        for (std::size_t i = 0; i < all.columnCount(); ++i)
            columns.push_back(rows.column(i));
        TextList names;
        for (const std::size_t number : pattern)
            names.push_back(Reducer::textOf(reducer.patterns()[number]));
        columns.push_back(Column::ofTexts(Type::String, std::move(names)));
        return Batches{Batch(std::move(columns), all.rows())};
    }
    SIGNALBOX_CHECK(execution.proceed());
    std::vector<Pattern> sorted = reducer.patterns();
    std::ranges::stable_sort(sorted, std::greater<>(), &Pattern::count);
    TextList names;
    std::vector<std::int64_t> counts;
    TextList representatives;
    for (const Pattern &one : sorted) {
        names.push_back(Reducer::textOf(one));
        counts.push_back(one.count);
        representatives.push_back(one.representative);
    }
    const std::size_t count = sorted.size();
    std::vector<Column> columns;
    columns.push_back(Column::ofTexts(Type::String, std::move(names)));
    columns.push_back(Column::ofWholes(Type::Long, std::move(counts)));
    columns.push_back(Column::ofTexts(Type::String, std::move(representatives)));
    return Batches{Batch(std::move(columns), count)};
}

} // namespace

PlanPtr reducePlan(PlanPtr input, BoundPtr text, std::string characters, bool showSource)
{
    Schema schema{.fields = {{.name = "Pattern", .type = Type::String},
                             {.name = "Count", .type = Type::Long},
                             {.name = "Representative", .type = Type::String}}};
    if (showSource) {
        schema = input->schema();
        schema.fields.push_back({.name = "Pattern", .type = Type::String});
    }
    return wholePlan(std::move(schema), false,
                     [input = std::move(input), text = std::move(text), characters = std::move(characters),
                      showSource](Execution &execution) {
                         return reduced(*input, *text, characters, showSource, execution);
                     });
}

} // namespace signalbox::kql
