#include "core/kql/values/dynamic_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <simdjson.h>

#include "core/base/text.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

Value valueOf(const simdjson::dom::element &element);

Value arrayOf(const simdjson::dom::array &array)
{
    Value::Array elements;
    elements.reserve(array.size());
    for (const simdjson::dom::element element : array)
        elements.push_back(valueOf(element));
    return Value::ofArray(std::move(elements));
}

Value bagOf(const simdjson::dom::object &object)
{
    Value::Bag properties;
    properties.reserve(object.size());
    for (const auto field : object) {
        const auto same = std::ranges::find(properties, field.key,
                                            [](const auto &entry) { return std::string_view(entry.first); });
        if (same != properties.end())
            same->second = valueOf(field.value);
        else
            properties.emplace_back(std::string(field.key), valueOf(field.value));
    }
    return Value::ofBag(std::move(properties));
}

Value valueOf(const simdjson::dom::element &element)
{
    switch (element.type()) {
    case simdjson::dom::element_type::ARRAY:
        return arrayOf(simdjson::dom::array(element));
    case simdjson::dom::element_type::OBJECT:
        return bagOf(simdjson::dom::object(element));
    case simdjson::dom::element_type::INT64:
        return Value::ofLong(std::int64_t(element));
    case simdjson::dom::element_type::UINT64:
        return Value::ofReal(static_cast<double>(std::uint64_t(element)));
    case simdjson::dom::element_type::DOUBLE:
        return Value::ofReal(double(element));
    case simdjson::dom::element_type::STRING:
        return Value::ofString(std::string(std::string_view(element)));
    case simdjson::dom::element_type::BOOL:
        return Value::ofBool(bool(element));
    case simdjson::dom::element_type::NULL_VALUE:
        break;
    }
    return {};
}

// One writer for both layouts.
class JsonWriter
{
public:
    explicit JsonWriter(bool indented)
        : m_indented(indented)
    {
    }

    void write(const Value &value)
    {
        if (value.isArray())
            writeArray(value.array());
        else if (value.isBag())
            writeBag(value.bag());
        else
            writeScalar(value);
    }

    [[nodiscard]] std::string take() { return std::move(m_text); }

private:
    void writeArray(const Value::Array &elements)
    {
        begin('[');
        for (std::size_t i = 0; i < elements.size(); ++i) {
            separate(i);
            write(elements[i]);
        }
        end(']', elements.empty());
    }

    void writeBag(const Value::Bag &properties)
    {
        begin('{');
        for (std::size_t i = 0; i < properties.size(); ++i) {
            separate(i);
            m_text += toJsonString(properties[i].first);
            m_text += m_indented ? ": " : ":";
            write(properties[i].second);
        }
        end('}', properties.empty());
    }

    void writeScalar(const Value &value)
    {
        if (value.isNull())
            m_text += "null";
        else if (const Type type = *value.type();
                 type == Type::Bool || isInteger(type) || (type == Type::Real && isFinite(value.real())))
            m_text += m_indented && type == Type::Real ? gridNumber(value.real()) : elementToText(value);
        else
            m_text += toJsonString(elementToText(value));
    }

    // A grid reads the number again and writes its shortest form.
    static std::string gridNumber(double value)
    {
        std::string text = toGridText(value);
        return text.find_first_of(".E") == std::string::npos ? text + ".0" : text;
    }

    static bool isFinite(double value) { return value - value == 0; }

    void begin(char bracket)
    {
        m_text += bracket;
        ++m_depth;
    }

    void separate(std::size_t index)
    {
        if (index > 0)
            m_text += ',';
        breakLine();
    }

    void end(char bracket, bool empty)
    {
        --m_depth;
        if (!empty)
            breakLine();
        m_text += bracket;
    }

    void breakLine()
    {
        if (m_indented) {
            m_text += '\n';
            m_text.append(2 * m_depth, ' ');
        }
    }

    bool m_indented;
    std::size_t m_depth = 0;
    std::string m_text;
};

} // namespace

Result<Value> fromJsonText(std::string_view text)
{
    thread_local simdjson::dom::parser parser; // its buffers are worth keeping: one call a cell
    simdjson::dom::element root;
    if (const auto error = parser.parse(text.data(), text.size()).get(root); error != simdjson::SUCCESS) {
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("This is not JSON: {}", simdjson::error_message(error)));
    }
    return valueOf(root);
}

Value parseDynamic(std::string_view text)
{
    if (trimmed(text).empty())
        return {};
    auto value = fromJsonText(text);
    return value ? *std::move(value) : Value::ofString(std::string(text));
}

std::string toJsonText(const Value &value)
{
    JsonWriter writer(false);
    writer.write(value);
    return writer.take();
}

std::string toIndentedJsonText(const Value &value)
{
    JsonWriter writer(true);
    writer.write(value);
    return writer.take();
}

std::string toJsonString(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            json += "\\\"";
            break;
        case '\\':
            json += "\\\\";
            break;
        case '\n':
            json += "\\n";
            break;
        case '\r':
            json += "\\r";
            break;
        case '\t':
            json += "\\t";
            break;
        case '\b':
            json += "\\b";
            break;
        case '\f':
            json += "\\f";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20)
                json += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
            else
                json += c;
        }
    }
    return json + '"';
}

} // namespace signalbox::kql
