#include "core/kql/tables/file_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/kql/tables/memory_table.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"
#include "core/learn/csv_scanner.h"

namespace signalbox::kql {

namespace {

// "2026-03-01…": other texts that could be read as times, such as "12", are more likely something else.
bool looksLikeTime(std::string_view text)
{
    constexpr std::size_t dateLength = 10;
    return text.size() >= dateLength && text[4] == '-' && text[7] == '-' && dateTimeFromText(text);
}

bool looksLike(std::string_view text, Type type)
{
    switch (type) {
    case Type::Long:
        return longFromText(text).has_value();
    case Type::Real:
        return realFromText(text).has_value();
    case Type::Bool:
        return boolFromText(text) && !longFromText(text);
    case Type::DateTime:
        return looksLikeTime(text);
    case Type::Guid:
        return text.size() == 36 && guidFromText(text);
    default:
        return true;
    }
}

// The narrowest type that all texts of a column have; empty ones are nulls and have any.
class TextType
{
public:
    void see(std::string_view text)
    {
        if (text.empty())
            return;
        m_any = true;
        std::erase_if(m_candidates, [text](Type type) { return !looksLike(text, type); });
    }
    [[nodiscard]] Type type() const
    {
        return m_any && !m_candidates.empty() ? m_candidates.front() : Type::String;
    }

private:
    std::vector<Type> m_candidates = {Type::Long, Type::Real, Type::Bool, Type::DateTime, Type::Guid};
    bool m_any = false;
};

std::string freshName(std::string_view wanted, std::size_t number, std::unordered_set<std::string> &taken)
{
    const std::string base = wanted.empty() ? fmt::format("Column{}", number + 1) : std::string(wanted);
    std::string name = base;
    for (int i = 1; !taken.insert(name).second; ++i)
        name = fmt::format("{}{}", base, i);
    return name;
}

TablePtr tableOf(Schema schema, std::vector<ColumnBuilder> &builders)
{
    const std::size_t rows = builders.empty() ? 0 : builders.front().size();
    std::vector<Column> columns;
    columns.reserve(builders.size());
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    return memoryTable(std::move(schema), {Batch(std::move(columns), rows)});
}

// Calls `visit(fields)` for each row behind the names; blank lines are no rows.
template<typename Visit>
Status forEachRow(std::string_view text, std::string_view source, std::size_t columns, const Visit &visit)
{
    learn::CsvScanner scanner(text, source);
    std::vector<std::string_view> fields;
    bool first = true;
    while (!scanner.atEnd()) {
        SIGNALBOX_CHECK(scanner.nextRow(fields));
        if (std::exchange(first, false) || (fields.size() == 1 && fields[0].empty() && columns > 1))
            continue;
        if (fields.size() != columns)
            return std::unexpected(Error{
                .code = ErrorCode::InvalidArgument,
                .message = fmt::format("Line {} has {} fields where {} columns are named. Quote fields that "
                                       "contain commas.",
                                       scanner.line(), fields.size(), columns),
                .file = std::string(source),
                .line = scanner.line()});
        visit(fields);
    }
    return {};
}

Result<TablePtr> csvTable(std::string_view text, std::string_view source)
{
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    learn::CsvScanner scanner(text, source);
    std::vector<std::string_view> names;
    if (!scanner.atEnd())
        SIGNALBOX_CHECK(scanner.nextRow(names));
    std::vector<TextType> types(names.size());
    SIGNALBOX_CHECK(forEachRow(text, source, names.size(), [&](const std::vector<std::string_view> &fields) {
        for (std::size_t i = 0; i < fields.size(); ++i)
            types[i].see(fields[i]);
    }));
    Schema schema;
    std::vector<ColumnBuilder> builders;
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < names.size(); ++i) {
        schema.fields.push_back({.name = freshName(trimmed(names[i]), i, taken), .type = types[i].type()});
        builders.emplace_back(types[i].type());
    }
    SIGNALBOX_CHECK(forEachRow(text, source, names.size(), [&](const std::vector<std::string_view> &fields) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (builders[i].type() == Type::String)
                builders[i].append(fields[i]);
            else
                builders[i].appendValue(fields[i].empty() ? Value()
                                                          : valueFromText(fields[i], builders[i].type()));
        }
    }));
    return tableOf(std::move(schema), builders);
}

Result<std::vector<Value>> jsonObjects(std::string_view text, std::string_view source)
{
    if (trimmed(text).starts_with('[')) {
        SIGNALBOX_TRY(const Value whole, fromJsonText(text));
        return std::vector<Value>(whole.array().begin(), whole.array().end());
    }
    std::vector<Value> objects;
    std::int64_t line = 0;
    for (const std::string_view part : split(text, '\n')) {
        ++line;
        if (trimmed(part).empty())
            continue;
        auto object = fromJsonText(trimmed(part));
        if (!object || !object->isBag())
            return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                         .message = fmt::format("Line {} is not a JSON object.", line),
                                         .file = std::string(source),
                                         .line = line});
        objects.push_back(*std::move(object));
    }
    return objects;
}

// What all values of a property have in common.
class ValueType
{
public:
    void see(const Value &value)
    {
        if (value.isNull())
            return;
        const bool time = value.is(Type::String) && looksLikeTime(value.text());
        const Type type = time                     ? Type::DateTime
                          : value.is(Type::Bool)   ? Type::Bool
                          : value.is(Type::Long)   ? Type::Long
                          : value.is(Type::Real)   ? Type::Real
                          : value.is(Type::String) ? Type::String
                                                   : Type::Dynamic;
        m_type = !m_type ? type : together(*m_type, type);
    }
    [[nodiscard]] Type type() const { return m_type.value_or(Type::String); }

private:
    static Type together(Type a, Type b)
    {
        if (a == b)
            return a;
        const auto both = [a, b](Type one, Type other) {
            return (a == one && b == other) || (a == other && b == one);
        };
        return both(Type::Long, Type::Real)         ? Type::Real
               : both(Type::String, Type::DateTime) ? Type::String
                                                    : Type::Dynamic;
    }

    std::optional<Type> m_type;
};

Result<TablePtr> jsonTable(std::string_view text, std::string_view source)
{
    SIGNALBOX_TRY(const std::vector<Value> objects, jsonObjects(text, source));
    std::vector<std::string> names; // in the order in which they first appear
    std::map<std::string, ValueType, std::less<>> types;
    for (const Value &object : objects) {
        if (!object.isBag())
            return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                         .message = "The array holds something else than objects.",
                                         .file = std::string(source)});
        for (const auto &[name, value] : object.bag()) {
            if (!types.contains(name))
                names.push_back(name);
            types[name].see(value);
        }
    }
    Schema schema;
    std::vector<ColumnBuilder> builders;
    for (const std::string &name : names) {
        schema.fields.push_back({.name = name, .type = types[name].type()});
        builders.emplace_back(types[name].type());
    }
    for (const Value &object : objects) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            const Value &value = object.property(names[i]);
            const bool time = builders[i].type() == Type::DateTime && value.is(Type::String);
            builders[i].appendValue(time ? valueFromText(value.text(), Type::DateTime) : value);
        }
    }
    return tableOf(std::move(schema), builders);
}

} // namespace

Result<TablePtr> openFileTable(const std::filesystem::path &path)
{
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(path, error);
    if (!error && size > largestTableFile)
        return failure(ErrorCode::ResourceExhausted,
                       fmt::format("'{}' is larger than 1 GiB. Open a part of it.", toUtf8(path)));
    SIGNALBOX_TRY(const std::string text, readFile(path));
    std::string extension = toUtf8(path.extension());
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    if (extension == ".json" || extension == ".jsonl" || extension == ".ndjson")
        return jsonTable(text, toUtf8(path));
    return csvTable(text, toUtf8(path));
}

} // namespace signalbox::kql
