#include "core/serve/body_table.h"

#include <fmt/format.h>

#include "core/serve/scoring.h"

namespace signalbox::serve {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

std::unexpected<Error> refuse(std::string target, std::string message)
{
    return std::unexpected(
        Error{.code = ErrorCode::InvalidArgument, .message = std::move(message), .field = std::move(target)});
}

std::string shown(std::string_view text)
{
    constexpr std::size_t most = 60;
    if (text.size() <= most)
        return std::string(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
        --end;
    return std::string(text.substr(0, end)) + "…";
}

std::string_view typeName(element_type type)
{
    switch (type) {
    case element_type::ARRAY:
        return "a list";
    case element_type::OBJECT:
        return "an object";
    case element_type::STRING:
        return "text";
    case element_type::BOOL:
        return "true or false";
    case element_type::NULL_VALUE:
        return "null";
    default:
        return "a number";
    }
}

namespace {

std::unexpected<Error> refuseOther(std::string path, element value)
{
    return refuse(path, fmt::format("'{}' must be a list, but is {}.", path, typeName(value.type())));
}

// {"columns": […], "index": […], "data": [[…], …]}
Result<BodyTable> readSplit(std::string_view name, std::string_view dataPath, object split)
{
    std::optional<array> columns;
    std::optional<array> index;
    std::optional<array> data;
    for (const auto field : split) {
        std::optional<array> *slot = field.key == "columns" ? &columns
                                     : field.key == "index" ? &index
                                     : field.key == "data"  ? &data
                                                            : nullptr;
        const auto path = [&] { return fmt::format("{}.{}", name, shown(field.key)); };
        if (slot == nullptr)
            return refuse(
                path(),
                fmt::format("'{}' is not known. Send 'columns', 'data' and, if you like, 'index'.", path()));
        if (slot->has_value())
            return refuse(path(), fmt::format("'{}' is there twice.", path()));
        array list;
        if (field.value.get(list) != simdjson::SUCCESS)
            return refuseOther(path(), field.value);
        *slot = list;
    }
    if (!columns)
        return refuse(fmt::format("{}.columns", name), fmt::format("'{}.columns' is missing.", name));
    if (!data)
        return refuse(std::string(dataPath), fmt::format("'{}' is missing.", dataPath));
    if (index && index->size() != data->size())
        return refuse(fmt::format("{}.index", name),
                      fmt::format("'{}.index' has {} entries, but there are {} rows.", name, index->size(),
                                  data->size()));
    return BodyTable{.path = dataPath, .rows = *data, .columns = columns};
}

Result<BodyTable> readForm(std::string_view key, element value)
{
    object split;
    if (key == "input_data") {
        if (value.get(split) == simdjson::SUCCESS)
            return readSplit("input_data", "input_data.data", split);
        array rows;
        if (value.get(rows) != simdjson::SUCCESS)
            return refuseOther("input_data", value);
        return BodyTable{.path = "input_data", .rows = rows};
    }
    if (key == "dataframe_split") {
        if (value.get(split) != simdjson::SUCCESS)
            return refuse("dataframe_split", fmt::format("'dataframe_split' must be an object, but is {}.",
                                                         typeName(value.type())));
        return readSplit("dataframe_split", "dataframe_split.data", split);
    }
    if (key == "dataframe_records") {
        array rows;
        if (value.get(rows) != simdjson::SUCCESS)
            return refuseOther("dataframe_records", value);
        return BodyTable{.path = "dataframe_records", .rows = rows, .records = true};
    }
    return refuse(shown(key),
                  fmt::format("'{}' is not known. Send one of 'input_data', 'dataframe_split' and "
                              "'dataframe_records'.",
                              shown(key)));
}

} // namespace

Result<BodyTable> readBodyTable(element document)
{
    object body;
    if (document.get(body) != simdjson::SUCCESS)
        return refuse("",
                      fmt::format("The body must be a JSON object, but is {}.", typeName(document.type())));
    std::optional<BodyTable> table;
    for (const auto field : body) {
        SIGNALBOX_TRY(const BodyTable read, readForm(field.key, field.value));
        if (table)
            return refuse(shown(field.key), "The body holds more than one set of rows. Send one.");
        table = read;
    }
    if (!table)
        return refuse("input_data", "The body is empty. Send rows in 'input_data'.");
    if (table->rows.begin() == table->rows.end())
        return refuse(std::string(table->path), "There is no row to score.");
    if (table->rows.size() > maximumRows)
        return refuse(std::string(table->path),
                      fmt::format("There are {} rows; send at most {} in one request.", table->rows.size(),
                                  maximumRows));
    return *table;
}

bool blankNotFinite(std::string &body)
{
    bool found = false;
    bool inText = false;
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (inText && body[i] == '\\') {
            ++i;
        } else if (body[i] == '"') {
            inText = !inText;
        } else if (!inText) {
            for (const std::string_view word : {"-Infinity", "Infinity", "NaN", "-inf", "inf", "nan"}) {
                if (body.compare(i, word.size(), word) != 0)
                    continue;
                const std::size_t length = word.size();
                body.replace(i, length,
                             length >= 4 ? std::string("null") + std::string(length - 4, ' ') : "null");
                found = true;
                break;
            }
        }
    }
    return found;
}

} // namespace signalbox::serve
