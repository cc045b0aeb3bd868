#include "core/kql/bind/dynamic_literal.h"

#include <span>
#include <utility>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/syntax/token.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

class Reader
{
public:
    Reader(std::string_view text, std::span<const Token> tokens)
        : m_text(text)
        , m_tokens(tokens)
    {
    }

    Result<Value> whole()
    {
        if (m_tokens.front().kind == TokenKind::End)
            return Value();
        SIGNALBOX_TRY(Value result, value(0));
        if (peek().kind != TokenKind::End)
            return unexpected();
        return result;
    }

private:
    [[nodiscard]] const Token &peek() const { return m_tokens[m_at]; }
    [[nodiscard]] std::string_view word() const { return peek().span.of(m_text); }

    bool accept(std::string_view sign)
    {
        if (peek().kind != TokenKind::Sign || word() != sign)
            return false;
        ++m_at;
        return true;
    }

    [[nodiscard]] std::unexpected<Error> unexpected() const
    {
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("'{}' does not fit in dynamic(…), which holds JSON.", word()));
    }

    Result<Value> value(int depth)
    {
        if (depth > 100)
            return failure(ErrorCode::InvalidArgument, "This dynamic value is nested too deeply.");
        if (accept("["))
            return array(depth);
        if (accept("{"))
            return bag(depth);
        const bool negative = accept("-");
        const std::string_view text = word();
        switch (peek().kind) {
        case TokenKind::String:
            ++m_at;
            return Value::ofString(decodeString(text));
        case TokenKind::Integer:
        case TokenKind::Real: {
            ++m_at;
            const std::string number = (negative ? "-" : "") + std::string(text);
            if (const auto whole = longFromText(number); whole)
                return Value::ofLong(*whole);
            return Value::ofReal(realFromText(number).value_or(0.0));
        }
        case TokenKind::TimeSpan:
            ++m_at;
            return typedLiteral("timespan", text);
        case TokenKind::TypedLiteral: {
            ++m_at;
            const std::size_t open = text.find('(');
            return typedLiteral(trimmed(text.substr(0, open)), text.substr(open + 1, text.size() - open - 2));
        }
        case TokenKind::Word:
            if (text == "true" || text == "false" || text == "null") {
                ++m_at;
                return text == "null" ? Value() : Value::ofBool(text == "true");
            }
            break;
        case TokenKind::Sign:
        case TokenKind::End:
        case TokenKind::Unknown:
            break;
        }
        return unexpected();
    }

    Result<Value> array(int depth)
    {
        Value::Array elements;
        while (!accept("]")) {
            if (!elements.empty() && !accept(","))
                return unexpected();
            if (!elements.empty() && accept("]"))
                break;
            SIGNALBOX_TRY(Value element, value(depth + 1));
            elements.push_back(std::move(element));
        }
        return Value::ofArray(std::move(elements));
    }

    Result<Value> bag(int depth)
    {
        Value::Bag properties;
        while (!accept("}")) {
            if (!properties.empty() && !accept(","))
                return unexpected();
            if (!properties.empty() && accept("}"))
                break;
            if (peek().kind != TokenKind::String && peek().kind != TokenKind::Word)
                return unexpected();
            std::string key = peek().kind == TokenKind::String ? decodeString(word()) : std::string(word());
            ++m_at;
            if (!accept(":"))
                return unexpected();
            SIGNALBOX_TRY(Value property, value(depth + 1));
            const auto same = std::ranges::find(properties, key, &Value::Bag::value_type::first);
            if (same != properties.end())
                same->second = std::move(property);
            else
                properties.emplace_back(std::move(key), std::move(property));
        }
        return Value::ofBag(std::move(properties));
    }

    std::string_view m_text;
    std::span<const Token> m_tokens;
    std::size_t m_at = 0;
};

std::string_view unquoted(std::string_view text)
{
    const bool quoted =
        text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
    return quoted ? text.substr(1, text.size() - 2) : text;
}

} // namespace

Result<Value> dynamicFromLiteral(std::string_view text)
{
    const Tokens tokens = tokenize(text);
    if (!tokens.diagnostics.empty())
        return failure(ErrorCode::InvalidArgument, tokens.diagnostics.front().message);
    return Reader(text, tokens.tokens).whole();
}

Result<Value> typedLiteral(std::string_view typeName, std::string_view inside)
{
    inside = trimmed(inside);
    if (typeName == "dynamic")
        return dynamicFromLiteral(inside);
    const std::optional<Type> type = typeFromName(typeName);
    if (!type)
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is no type.", typeName));
    if (inside == "null")
        return Value();
    Value value = valueFromText(unquoted(inside), *type);
    if (value.isNull())
        return failure(ErrorCode::InvalidArgument, fmt::format("'{}' is no {}.", inside, typeName));
    return value;
}

} // namespace signalbox::kql
