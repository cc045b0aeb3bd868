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

// Records of separated fields (RFC 4180).
std::vector<std::vector<std::string>> records(std::string_view text, char separator)
{
    std::vector<std::vector<std::string>> result;
    std::size_t at = 0;
    while (at < text.size()) {
        std::vector<std::string> fields(1);
        bool quoted = false;
        for (; at < text.size(); ++at) {
            const char c = text[at];
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

void appendRecords(std::string_view text, const ExternalFiles &files, const Schema &schema,
                   std::vector<ColumnBuilder> &builders)
{
    const char separator = files.format == FileFormat::Tsv    ? '\t'
                           : files.format == FileFormat::Text ? '\n'
                                                              : ',';
    bool first = true;
    for (const std::vector<std::string> &record : records(text, separator)) {
        if (std::exchange(first, false) && files.skipFirst)
            continue;
        for (std::size_t i = 0; i < builders.size(); ++i) {
            if (i < record.size())
                builders[i].appendValue(cell(record[i], schema.fields[i].type));
            else
                builders[i].appendNull();
        }
    }
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

Status appendJson(const std::string &text, const std::string &file, const Schema &schema,
                  std::vector<ColumnBuilder> &builders)
{
    if (trimmed(text).starts_with('[')) {
        SIGNALBOX_TRY(const Value whole, fromJsonText(text));
        for (const Value &object : whole.array())
            appendObject(object, schema, builders);
        return {};
    }
    std::int64_t number = 0;
    for (const std::string_view line : split(text, '\n')) {
        ++number;
        if (trimmed(line).empty())
            continue;
        auto object = fromJsonText(trimmed(line));
        if (!object) {
            Error error = std::move(object).error();
            error.file = file;
            error.line = number;
            return std::unexpected(std::move(error));
        }
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
                             SIGNALBOX_TRY(const std::string text, readFile(path));
                             SIGNALBOX_CHECK(execution.allow(text.size()));
                             if (files.format == FileFormat::JsonLines)
                                 SIGNALBOX_CHECK(appendJson(text, toUtf8(path), schema, builders));
                             else
                                 appendRecords(text, files, schema, builders);
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
