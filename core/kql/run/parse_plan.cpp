#include "core/kql/run/parse_plan.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

using Texts = std::vector<std::optional<std::string>>;

Value parsedValue(std::string_view text, Type type)
{
    if (type == Type::String)
        return Value::ofString(std::string(text));
    return valueFromText(type == Type::Dynamic ? text : trimmed(text), type);
}

// The columns of `batch`, with the new ones put where `columns` says.
Batch withColumns(const Rows &rows, std::size_t inputColumns, const Schema &schema,
                  std::span<const ParsedColumn> places, std::vector<ColumnBuilder> &builders)
{
    std::vector<Column> columns(schema.fields.size());
    for (std::size_t i = 0; i < inputColumns; ++i)
        columns[i] = rows.column(i);
    for (std::size_t i = 0; i < places.size(); ++i)
        columns[places[i].column] = builders[i].finish();
    return {std::move(columns), rows.size()};
}

// The texts of the columns in `text`; none if it does not fit.
bool findTexts(const TextPattern &pattern, std::string_view text, std::vector<std::string_view> &found)
{
    const TextTemplate::Answer answer = pattern.plain.read(text, found);
    if (answer != TextTemplate::Answer::AskExpression)
        return answer == TextTemplate::Answer::Fits;
    const auto groups = pattern.regex.find(text);
    if (!groups)
        return false;
    found.clear();
    for (const ParsedColumn &column : pattern.columns)
        found.push_back((*groups)[column.group]);
    return true;
}

// Appends the texts as values unless one that must be a value of its type is none.
bool appendTexts(const TextPattern &pattern, std::span<const std::string_view> found,
                 std::vector<std::optional<Value>> &values, std::vector<ColumnBuilder> &builders)
{
    for (std::size_t i = 0; i < builders.size(); ++i) {
        const Type type = pattern.columns[i].type;
        values[i].reset();
        if (type == Type::String)
            continue;
        values[i] = parsedValue(found[i], type);
        if (values[i]->isNull() && !pattern.relaxed)
            return false;
    }
    for (std::size_t i = 0; i < builders.size(); ++i) {
        if (values[i])
            builders[i].appendValue(*values[i]);
        else
            builders[i].append(found[i]);
    }
    return true;
}

Result<Batch> parsed(const TextPattern &pattern, const Batch &batch, const EvalContext &context)
{
    const Rows rows(batch);
    SIGNALBOX_TRY(const Column source, evaluate(*pattern.source, rows, context));
    std::vector<ColumnBuilder> builders;
    builders.reserve(pattern.columns.size());
    for (const ParsedColumn &column : pattern.columns)
        builders.emplace_back(column.type, rows.size());
    std::vector<std::uint32_t> matching;
    std::vector<std::string_view> found;
    std::vector<std::optional<Value>> values(builders.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (row % 4096 == 0 && context.stop.stopRequested())
            return failure(ErrorCode::Cancelled, "The query was stopped.");
        if (findTexts(pattern, source.text(row), found) && appendTexts(pattern, found, values, builders)) {
            matching.push_back(static_cast<std::uint32_t>(row));
            continue;
        }
        for (ColumnBuilder &builder : builders)
            builder.appendNull();
    }
    Batch result = withColumns(rows, batch.columnCount(), pattern.schema, pattern.columns, builders);
    return pattern.dropOthers ? result.select(std::move(matching)) : result;
}

// Reads the pairs of one text.
class PairReader
{
public:
    PairReader(const KeyValuePattern &pattern, std::string_view text)
        : m_pattern(pattern)
        , m_text(text)
    {
    }

    std::map<std::string, std::string, std::less<>> read()
    {
        std::map<std::string, std::string, std::less<>> pairs;
        if (m_pattern.anyDelimiter)
            return pairsOfWords();
        while (m_at < m_text.size()) {
            const std::size_t delimiter = m_text.find(m_pattern.kvDelimiter, m_at);
            if (delimiter == std::string_view::npos)
                break;
            const std::string key = keyBefore(delimiter);
            m_at = delimiter + m_pattern.kvDelimiter.size();
            std::string value = readValue();
            pairs.try_emplace(key, std::move(value));
        }
        return pairs;
    }

private:
    std::string keyBefore(std::size_t delimiter) const
    {
        std::string_view key = m_text.substr(m_at, delimiter - m_at);
        const std::string_view solid = trimmed(key);
        if (const auto quoted = quotedAtEnd(solid))
            return std::string(*quoted);
        // What stands before the last pair delimiter belongs to no pair.
        const std::size_t last = solid.rfind(m_pattern.pairDelimiter);
        key = last == std::string_view::npos ? solid : solid.substr(last + m_pattern.pairDelimiter.size());
        return std::string(trimmed(key));
    }

    // The key in quotes with which `text` ends, in which delimiters may stand.
    [[nodiscard]] std::optional<std::string_view> quotedAtEnd(std::string_view text) const
    {
        for (const char open : m_pattern.quotes) {
            const char close = m_pattern.closingQuote != '\0' ? m_pattern.closingQuote : open;
            if (text.size() < 2 || text.back() != close)
                continue;
            text.remove_suffix(1);
            const std::size_t start = text.rfind(open);
            return start == std::string_view::npos ? std::nullopt : std::optional(text.substr(start + 1));
        }
        return std::nullopt;
    }

    std::string readValue()
    {
        while (m_at < m_text.size() && m_text[m_at] == ' ' && m_pattern.pairDelimiter != " ")
            ++m_at;
        if (m_pattern.pairDelimiter == " ") {
            while (m_at < m_text.size() && m_text[m_at] == ' ')
                ++m_at;
        }
        if (m_at < m_text.size() && m_pattern.quotes.contains(m_text[m_at]))
            return quotedValue();
        std::size_t end = m_text.find(m_pattern.pairDelimiter, m_at);
        if (m_pattern.greedy)
            end = greedyEnd();
        if (end == std::string_view::npos)
            end = m_text.size();
        std::string value(trimmed(m_text.substr(m_at, end - m_at)));
        m_at = std::min(m_text.size(), end + m_pattern.pairDelimiter.size());
        return value;
    }

    // The last pair delimiter before the key of the next pair.
    [[nodiscard]] std::size_t greedyEnd() const
    {
        const std::size_t next = m_text.find(m_pattern.kvDelimiter, m_at);
        if (next == std::string_view::npos)
            return next;
        const std::string_view before = trimmed(m_text.substr(m_at, next - m_at));
        const std::size_t last = before.rfind(m_pattern.pairDelimiter);
        return last == std::string_view::npos ? next : m_at + last;
    }

    // Every word may be a key, and the one behind it its value.
    std::map<std::string, std::string, std::less<>> pairsOfWords()
    {
        const auto isSolid = [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return byte >= 0x80U || std::isalnum(byte) != 0;
        };
        std::vector<std::string> words;
        while (m_at < m_text.size()) {
            if (m_pattern.quotes.contains(m_text[m_at])) {
                words.push_back(quotedText());
                ++m_at;
            } else if (isSolid(m_text[m_at])) {
                words.emplace_back();
                while (m_at < m_text.size() && isSolid(m_text[m_at]))
                    words.back() += m_text[m_at++];
            } else {
                ++m_at;
            }
        }
        std::map<std::string, std::string, std::less<>> pairs;
        for (std::size_t i = 0; i + 1 < words.size(); ++i) {
            if (std::ranges::count(m_pattern.keys, words[i]) != 0 &&
                pairs.try_emplace(words[i], words[i + 1]).second)
                ++i;
        }
        return pairs;
    }

    // Stops at the closing quote.
    std::string quotedText()
    {
        const char open = m_text[m_at++];
        const char close = m_pattern.closingQuote != '\0' ? m_pattern.closingQuote : open;
        std::string value;
        while (m_at < m_text.size() && m_text[m_at] != close) {
            if (m_pattern.escape != '\0' && m_text[m_at] == m_pattern.escape && m_at + 1 < m_text.size())
                ++m_at;
            value += m_text[m_at++];
        }
        return value;
    }

    std::string quotedValue()
    {
        std::string value = quotedText();
        const std::size_t end = m_text.find(m_pattern.pairDelimiter, m_at);
        m_at = end == std::string_view::npos ? m_text.size() : end + m_pattern.pairDelimiter.size();
        return value;
    }

    const KeyValuePattern &m_pattern;
    std::string_view m_text;
    std::size_t m_at = 0;
};

Result<Batch> parsedPairs(const KeyValuePattern &pattern, const std::optional<Regex> &regex,
                          const Batch &batch, const EvalContext &context)
{
    const Rows rows(batch);
    SIGNALBOX_TRY(const Column source, evaluate(*pattern.source, rows, context));
    std::vector<ColumnBuilder> builders;
    builders.reserve(pattern.columns.size());
    for (const ParsedColumn &column : pattern.columns)
        builders.emplace_back(column.type, rows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) {
        std::map<std::string, std::string, std::less<>> pairs;
        if (regex) {
            for (const auto &match : regex->findAll(source.text(row))) {
                if (match.size() >= 3)
                    pairs.try_emplace(std::string(match[1]), match[2]);
            }
        } else {
            pairs = PairReader(pattern, source.text(row)).read();
        }
        for (std::size_t i = 0; i < builders.size(); ++i) {
            const auto found = pairs.find(pattern.keys[i]);
            if (found == pairs.end())
                builders[i].appendNull();
            else
                builders[i].appendValue(parsedValue(found->second, pattern.columns[i].type));
        }
    }
    return withColumns(rows, batch.columnCount(), pattern.schema, pattern.columns, builders);
}

} // namespace

PlanPtr parsePlan(PlanPtr input, TextPattern pattern)
{
    const bool serialized = input->serialized();
    Schema schema = pattern.schema;
    return mapPlan(std::move(input), std::move(schema), serialized,
                   [pattern = std::move(pattern)](const Batch &batch, const EvalContext &context) {
                       return parsed(pattern, batch, context);
                   });
}

PlanPtr parseKvPlan(PlanPtr input, KeyValuePattern pattern)
{
    const bool serialized = input->serialized();
    Schema schema = pattern.schema;
    std::optional<Regex> regex;
    if (!pattern.pattern.empty()) {
        if (auto compiled = Regex::compile(pattern.pattern); compiled)
            regex = *std::move(compiled);
    }
    return mapPlan(std::move(input), std::move(schema), serialized,
                   [pattern = std::move(pattern), regex](const Batch &batch, const EvalContext &context) {
                       return parsedPairs(pattern, regex, batch, context);
                   });
}

} // namespace signalbox::kql
