#include "core/kql/run/external_plan.h"

#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Error mistake(std::string message, std::string file, std::int64_t line)
{
    return {
        .code = ErrorCode::DataLoss, .message = std::move(message), .file = std::move(file), .line = line};
}

// Records of separated fields (RFC 4180).
Result<std::vector<std::vector<std::string>>> records(std::string_view text, char separator,
                                                      const std::string &file)
{
    std::vector<std::vector<std::string>> result;
    std::int64_t line = 1;
    std::size_t at = 0;
    while (at < text.size()) {
        std::vector<std::string> fields(1);
        bool quoted = false;
        const std::int64_t firstLine = line;
        for (; at < text.size(); ++at) {
            const char c = text[at];
            line += c == '\n' ? 1 : 0;
            if (quoted) {
                if (c == '"' && text.substr(at).starts_with("\"\""))
                    fields.back() += text[++at];
                else if (c == '"')
                    quoted = false;
                else
                    fields.back() += c;
            } else if (c == '"' && fields.back().empty()) {
                quoted = true;
            } else if (c == separator) {
                fields.emplace_back();
            } else if (c == '\n') {
                break;
            } else if (c != '\r') {
                fields.back() += c;
            }
        }
        ++at;
        if (quoted)
            return std::unexpected(
                mistake("A quote that begins here is not closed. Repair the file.", file, firstLine));
        if (fields.size() > 1 || !fields[0].empty())
            result.push_back(std::move(fields));
    }
    return result;
}

Value cell(const std::string &text, Type type)
{
    if (type == Type::String)
        return Value::ofString(text);
    return text.empty() ? Value() : valueFromText(text, type);
}

void appendRecord(const std::vector<std::string> &record, const Schema &schema,
                  std::vector<ColumnBuilder> &builders)
{
    for (std::size_t i = 0; i < builders.size(); ++i) {
        if (i < record.size())
            builders[i].appendValue(cell(record[i], schema.fields[i].type));
        else
            builders[i].appendNull();
    }
}

// Every line is one value, quotes and all.
void appendLines(std::string_view text, bool skipFirst, const Schema &schema,
                 std::vector<ColumnBuilder> &builders)
{
    for (std::string_view line : split(text, '\n')) {
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        if (!std::exchange(skipFirst, false) && !line.empty())
            appendRecord({std::string(line)}, schema, builders);
    }
}

Status appendRecords(std::string_view text, const std::string &file, const ExternalFiles &files,
                     const Schema &schema, std::vector<ColumnBuilder> &builders)
{
    const char separator = files.format == FileFormat::Tsv ? '\t' : ',';
    SIGNALBOX_TRY(const auto found, records(text, separator, file));
    bool first = true;
    for (const std::vector<std::string> &record : found) {
        if (!std::exchange(first, false) || !files.skipFirst)
            appendRecord(record, schema, builders);
    }
    return {};
}

void appendObject(const Value &object, const Schema &schema, std::vector<ColumnBuilder> &builders)
{
    for (std::size_t i = 0; i < builders.size(); ++i) {
        const Value &value = object.property(schema.fields[i].name);
        const Type type = schema.fields[i].type;
        if (value.isNull())
            builders[i].appendNull();
        else if (value.is(type) || type == Type::Dynamic)
            builders[i].appendValue(value);
        else
            builders[i].appendValue(cell(toText(value), type));
    }
}

Status appendJson(std::string_view text, const std::string &file, const Schema &schema,
                  std::vector<ColumnBuilder> &builders)
{
    if (trimmed(text).starts_with('[')) {
        const auto whole = fromJsonText(text);
        if (!whole)
            return std::unexpected(mistake(whole.error().message, file, 0));
        for (const Value &object : whole->array())
            appendObject(object, schema, builders);
        return {};
    }
    std::int64_t number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (trimmed(line).empty())
            continue;
        const auto object = fromJsonText(trimmed(line));
        if (!object)
            return std::unexpected(mistake(object.error().message, file, number));
        if (!object->isBag())
            return std::unexpected(mistake("A line of a JSON file is one object, {…}.", file, number));
        appendObject(*object, schema, builders);
    }
    return {};
}

} // namespace

PlanPtr externalPlan(ExternalFiles files, const Schema &schema)
{
    return wholePlan(schema, false,
                     [files = std::move(files), schema](Execution &execution) -> Result<Batches> {
                         std::vector<ColumnBuilder> builders;
                         builders.reserve(schema.fields.size());
                         for (const Field &field : schema.fields)
                             builders.emplace_back(field.type);
                         for (const std::filesystem::path &path : files.paths) {
                             SIGNALBOX_TRY(const std::string bytes, readFile(path));
                             SIGNALBOX_CHECK(execution.allow(bytes.size()));
                             std::string_view text = bytes;
                             if (text.starts_with("\xEF\xBB\xBF"))
                                 text.remove_prefix(3);
                             if (files.format == FileFormat::JsonLines)
                                 SIGNALBOX_CHECK(appendJson(text, toUtf8(path), schema, builders));
                             else if (files.format == FileFormat::Text)
                                 appendLines(text, files.skipFirst, schema, builders);
                             else
                                 SIGNALBOX_CHECK(appendRecords(text, toUtf8(path), files, schema, builders));
                         }
                         const std::size_t rows = builders.empty() ? 0 : builders.front().size();
                         std::vector<Column> columns;
                         columns.reserve(builders.size());
                         for (ColumnBuilder &builder : builders)
                             columns.push_back(builder.finish());
                         return Batches{Batch(std::move(columns), rows)};
                     });
}

} // namespace signalbox::kql
