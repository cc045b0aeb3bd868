// parse_xml: an element becomes a bag, its attributes properties named "@…", its text "#text", and elements
// of one name an array. An element of text alone is that text.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/text.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

constexpr int deepest = 100;

// Reads one document; any mistake makes the whole answer none.
class XmlReader
{
public:
    explicit XmlReader(std::string_view text)
        : m_text(text)
    {
    }

    std::optional<Value> document()
    {
        skipMisc();
        auto root = element(0);
        skipMisc();
        if (!root || !m_text.empty())
            return std::nullopt;
        return Value::ofBag({*std::move(root)});
    }

private:
    using Property = std::pair<std::string, Value>;

    bool take(std::string_view expected)
    {
        if (!m_text.starts_with(expected))
            return false;
        m_text.remove_prefix(expected.size());
        return true;
    }

    void skipBlanks()
    {
        while (!m_text.empty() && std::isspace(static_cast<unsigned char>(m_text.front())) != 0)
            m_text.remove_prefix(1);
    }

    bool skipPast(std::string_view mark)
    {
        const std::size_t at = m_text.find(mark);
        m_text.remove_prefix(at == std::string_view::npos ? m_text.size() : at + mark.size());
        return at != std::string_view::npos;
    }

    // Blanks, comments, the declaration and instructions.
    void skipMisc()
    {
        for (skipBlanks(); m_text.starts_with("<?") || m_text.starts_with("<!"); skipBlanks())
            skipPast(m_text.starts_with("<!--") ? "-->" : ">");
    }

    std::string name()
    {
        std::size_t size = 0;
        while (size < m_text.size() &&
               std::string_view(" \t\r\n=/><\"'").find(m_text[size]) == std::string_view::npos)
            ++size;
        std::string result(m_text.substr(0, size));
        m_text.remove_prefix(size);
        return result;
    }

    static std::string decoded(std::string_view text)
    {
        static constexpr std::pair<std::string_view, char> entities[] = {
            {"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}};
        std::string result;
        while (!text.empty()) {
            const char c = text.front();
            text.remove_prefix(1);
            const std::size_t end = text.find(';');
            const auto *known = std::ranges::find_if(
                entities, [text](const auto &entity) { return text.starts_with(entity.first); });
            if (c == '&' && known != std::ranges::end(entities)) {
                result += known->second;
                text.remove_prefix(known->first.size());
            } else if (c == '&' && text.starts_with('#') && end != std::string_view::npos) {
                const auto number = codePoint(text.substr(1, end - 1));
                if (number)
                    appendCodePoint(result, *number);
                text.remove_prefix(end + 1);
            } else {
                result += c;
            }
        }
        return result;
    }

    static std::optional<std::int32_t> codePoint(std::string_view digits)
    {
        const std::string spelt = digits.starts_with('x') ? "0" + std::string(digits) : std::string(digits);
        const auto number = longFromText(spelt);
        return number && *number > 0 && *number <= 0x10FFFF
                   ? std::optional(static_cast<std::int32_t>(*number))
                   : std::nullopt;
    }

    bool attributes(Value::Bag &properties)
    {
        for (skipBlanks(); !m_text.empty() && m_text.front() != '>' && m_text.front() != '/'; skipBlanks()) {
            std::string key = name();
            skipBlanks();
            if (key.empty() || !take("="))
                return false;
            skipBlanks();
            if (m_text.empty() || (m_text.front() != '"' && m_text.front() != '\''))
                return false;
            const std::size_t end = m_text.find(m_text.front(), 1);
            if (end == std::string_view::npos)
                return false;
            properties.emplace_back("@" + key, Value::ofString(decoded(m_text.substr(1, end - 1))));
            m_text.remove_prefix(end + 1);
        }
        return true;
    }

    static void insert(Value::Bag &properties, Property child)
    {
        const auto same =
            std::ranges::find(properties, child.first, [](const auto &entry) { return entry.first; });
        if (same == properties.end()) {
            properties.push_back(std::move(child));
            return;
        }
        Value::Array several = same->second.isArray() ? same->second.array() : Value::Array{same->second};
        several.push_back(std::move(child.second));
        same->second = Value::ofArray(std::move(several));
    }

    // What stands between an opening tag and its closing one, which is read too.
    bool content(const std::string &tag, Value::Bag &properties, int depth)
    {
        std::string text;
        while (!m_text.empty()) {
            if (take("</")) {
                const std::string closed = name();
                skipBlanks();
                // Beside elements the blanks are only layout.
                if (!trimmed(text).empty())
                    properties.emplace_back(
                        "#text", Value::ofString(properties.empty() ? text : std::string(trimmed(text))));
                return closed == tag && take(">");
            }
            if (take("<![CDATA[")) {
                const std::size_t end = m_text.find("]]>");
                text += m_text.substr(0, end);
                if (!skipPast("]]>"))
                    return false;
            } else if (m_text.starts_with("<!--") || m_text.starts_with("<?")) {
                if (!skipPast(m_text.starts_with("<?") ? "?>" : "-->"))
                    return false;
            } else if (m_text.front() == '<') {
                auto child = element(depth + 1);
                if (!child)
                    return false;
                insert(properties, *std::move(child));
            } else {
                const std::size_t end = std::min(m_text.find('<'), m_text.size());
                text += decoded(m_text.substr(0, end));
                m_text.remove_prefix(end);
            }
        }
        return false;
    }

    std::optional<Property> element(int depth)
    {
        if (depth > deepest || !take("<"))
            return std::nullopt;
        std::string tag = name();
        Value::Bag properties;
        if (tag.empty() || !attributes(properties))
            return std::nullopt;
        if (!take("/>") && (!take(">") || !content(tag, properties, depth)))
            return std::nullopt;
        if (properties.empty())
            return Property{std::move(tag), Value()};
        if (properties.size() == 1 && properties.front().first == "#text")
            return Property{std::move(tag), properties.front().second};
        return Property{std::move(tag), Value::ofBag(std::move(properties))};
    }

    std::string_view m_text;
};

} // namespace

void addXmlParsing(FunctionRegistry &registry)
{
    registry.add(
        "parse_xml", {"xml"}, "An XML document as a dynamic value; null if it is not well formed.",
        {pointwise([](std::string_view xml) { return XmlReader(xml).document().value_or(Value()); })}, "{0}");
}

} // namespace signalbox::kql
