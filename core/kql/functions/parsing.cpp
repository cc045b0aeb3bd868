// Reading texts of known forms: parse_csv, parse_version, parse_path, parse_command_line and extract_json.
#include <array>
#include <cctype>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/json_path.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/values/decimal.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/text_to_value.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Value textOf(std::string_view text)
{
    return Value::ofString(std::string(text));
}

// The first record of comma-separated values; a field in quotes may hold commas, line ends and doubled
// quotes.
Value parseCsv(std::string_view text)
{
    Value::Array fields;
    std::string field;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '"' && i + 1 < text.size() && text[i + 1] == '"')
                field += text[++i];
            else if (c == '"')
                quoted = false;
            else
                field += c;
        } else if (c == '"' && field.empty()) {
            quoted = true;
        } else if (c == ',') {
            fields.push_back(Value::ofString(std::exchange(field, {})));
        } else if (c == '\n' || c == '\r') {
            break;
        } else {
            field += c;
        }
    }
    fields.push_back(Value::ofString(std::move(field)));
    return Value::ofArray(std::move(fields));
}

// Up to four parts of up to eight digits as one number that sorts as the version does.
std::optional<Decimal> parseVersion(std::string_view text)
{
    const auto parts = signalbox::split(text, '.');
    if (parts.size() > 4)
        return std::nullopt;
    std::string digits;
    for (std::size_t i = 0; i < 4; ++i) {
        const auto number = i < parts.size() ? toInteger(parts[i]) : Result<std::int64_t>(0);
        if (!number || *number < 0 || *number > 99'999'999)
            return std::nullopt;
        digits += fmt::format("{:08}", *number);
    }
    auto decimal = decimalFromText(digits);
    return decimal ? std::optional(Decimal{*std::move(decimal)}) : std::nullopt;
}

Value parsePath(std::string_view path)
{
    std::string_view scheme;
    std::string_view rest = path;
    if (const std::size_t at = path.find("://"); at != std::string_view::npos) {
        scheme = path.substr(0, at);
        rest = path.substr(at + 3);
    }
    std::string_view root;
    if (rest.size() >= 2 && std::isalpha(static_cast<unsigned char>(rest[0])) != 0 && rest[1] == ':')
        root = rest.substr(0, 2);
    const std::size_t lastSlash = rest.find_last_of("/\\");
    std::string_view file = lastSlash == std::string_view::npos ? rest : rest.substr(lastSlash + 1);
    const std::string_view directory = lastSlash == std::string_view::npos ? "" : rest.substr(0, lastSlash);
    const std::size_t parent = directory.find_last_of("/\\");
    std::string_view stream;
    if (const std::size_t colon = file.find(':'); colon != std::string_view::npos) {
        stream = file.substr(colon + 1);
        file = file.substr(0, colon);
    }
    const std::size_t dot = file.rfind('.');
    return Value::ofBag(
        {{"Scheme", textOf(scheme)},
         {"RootPath", textOf(root)},
         {"DirectoryPath", textOf(directory)},
         {"DirectoryName",
          textOf(parent == std::string_view::npos ? directory : directory.substr(parent + 1))},
         {"Filename", textOf(file)},
         {"Extension", textOf(dot == std::string_view::npos ? "" : file.substr(dot + 1))},
         {"AlternateDataStreamName", textOf(stream)}});
}

// Words as a Windows program gets them: quotes group, and backslashes before a quote halve.
Value parseCommandLine(std::string_view text, std::string_view parser)
{
    if (text.empty() || lowerCase(parser) != "windows")
        return {};
    Value::Array words;
    std::string word;
    bool inWord = false;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::size_t slashes = 0;
        while (i < text.size() && text[i] == '\\') {
            ++slashes;
            ++i;
        }
        const bool quote = i < text.size() && text[i] == '"';
        word.append(quote ? slashes / 2 : slashes, '\\');
        inWord = inWord || slashes > 0;
        if (i == text.size())
            break;
        if (quote && slashes % 2 == 0) {
            quoted = !quoted;
            inWord = true;
        } else if ((text[i] == ' ' || text[i] == '\t') && !quoted) {
            if (inWord)
                words.push_back(Value::ofString(std::exchange(word, {})));
            inWord = false;
        } else {
            word += text[i];
            inWord = true;
        }
    }
    if (inWord)
        words.push_back(Value::ofString(std::move(word)));
    return Value::ofArray(std::move(words));
}

// extract_json(path, json) and, with a type, the same cast to it.
Result<BoundFunction> bindExtractJson(std::span<const Argument> arguments)
{
    std::shared_ptr<const JsonPath> prepared;
    if (const Value *path = arguments[0].constant; path != nullptr) {
        SIGNALBOX_TRY(JsonPath parsed, parseJsonPath(path->text()));
        prepared = std::make_shared<const JsonPath>(std::move(parsed));
    }
    const std::array<Overload, 1> overloads{
        pointwise([prepared](std::string_view path, std::string_view json) {
            const auto parsed = prepared ? Result<JsonPath>(*prepared) : parseJsonPath(path);
            const auto value = fromJsonText(json);
            return parsed && value ? elementToText(follow(*parsed, *value)) : std::string();
        })};
    SIGNALBOX_TRY(BoundFunction bound, bindOverload("extract_json", overloads, arguments.first(2)));
    if (arguments.size() == 2)
        return bound;
    const Value *name = arguments[2].constant;
    const auto type = name != nullptr ? typeFromName(name->text()) : std::nullopt;
    if (!type)
        return failure(ErrorCode::InvalidArgument,
                       "The third argument of extract_json is a type, as in typeof(long).");
    bound.result = *type;
    bound.kernel = [kernel = std::move(bound.kernel),
                    type = *type](std::span<const Column> columns, std::size_t rows,
                                  const EvalContext &context) -> Result<Column> {
        SIGNALBOX_TRY(const Column texts, kernel(columns.first(2), rows, context));
        return castColumn(texts, type);
    };
    return bound;
}

} // namespace

void addParsing(FunctionRegistry &registry)
{
    registry.add("parse_csv", {"text"}, "The fields of one record of comma-separated values.",
                 {pointwise([](std::string_view text) { return parseCsv(text); })}, "{0}");
    registry.add("parse_version", {"text"}, "A version such as 1.2.3.4 as a number that can be compared.",
                 {pointwise([](std::string_view text) { return parseVersion(text); })});
    registry.add("parse_path", {"path"}, "The parts of a file's path.",
                 {pointwise([](std::string_view path) { return parsePath(path); })});
    registry.add("parse_command_line", {"commandLine", "parser"},
                 "The arguments of a command line (\"windows\").",
                 {pointwise([](std::string_view text, std::string_view parser) {
                     return parseCommandLine(text, parser);
                 })});
    registry.add("dynamic_to_json", {"value"}, "A dynamic value as JSON text with its keys in order.",
                 {pointwise([](const Value &value) { return toJsonText(withSortedKeys(value)); })});
    registry.add(ScalarFunction{.name = "extract_json",
                                .parameters = {"path", "json", "type"},
                                .help = "What a path such as $.a[0].b leads to in JSON text.",
                                .minimumArguments = 2,
                                .maximumArguments = 3,
                                .binder = bindExtractJson});
    registry.addOldSpelling("extractjson", "extract_json");
}

} // namespace signalbox::kql
