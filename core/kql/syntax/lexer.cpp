#include <array>

#include <fmt/format.h>

#include "core/kql/syntax/literals.h"
#include "core/kql/syntax/token.h"

namespace signalbox::kql {

namespace {

// Length of the blank beyond ASCII that starts `text`, as in queries copied from a web page; else 0.
std::size_t wideBlank(std::string_view text)
{
    if (text.starts_with("\xC2\xA0") || text.starts_with("\xC2\x85"))
        return 2;
    if (text.size() < 3 || (text[0] != '\xE2' && text[0] != '\xE3' && text[0] != '\xEF'))
        return 0;
    const std::string_view three = text.substr(0, 3);
    const bool blank = three == "\xEF\xBB\xBF" || three == "\xE3\x80\x80" || three == "\xE2\x80\xAF" ||
                       three == "\xE2\x81\x9F" || (three >= "\xE2\x80\x80" && three <= "\xE2\x80\x8B");
    return blank ? 3 : 0;
}

class Lexer
{
public:
    explicit Lexer(std::string_view text)
        : m_text(text)
    {
    }

    Tokens run()
    {
        while (true) {
            skipTrivia();
            if (m_at == m_text.size())
                break;
            readToken();
        }
        add(TokenKind::End, 0);
        return std::move(m_result);
    }

private:
    [[nodiscard]] std::string_view rest() const { return m_text.substr(m_at); }

    [[nodiscard]] Span spanOf(std::size_t offset, std::size_t length) const
    {
        const auto begin = static_cast<std::uint32_t>(m_at + offset);
        return {.begin = begin, .end = begin + static_cast<std::uint32_t>(length)};
    }

    void add(TokenKind kind, std::size_t length)
    {
        m_result.tokens.push_back({.kind = kind, .span = spanOf(0, length)});
        m_at += length;
    }

    void complain(std::size_t offset, std::size_t length, std::string message)
    {
        m_result.diagnostics.push_back({.span = spanOf(offset, length), .message = std::move(message)});
    }

    void skipTrivia()
    {
        while (m_at < m_text.size()) {
            if (constexpr std::string_view blanks = " \t\r\n\f\v"; blanks.contains(m_text[m_at])) {
                ++m_at;
            } else if (const std::size_t blank = wideBlank(rest()); blank != 0) {
                m_at += blank;
            } else if (rest().starts_with("//")) {
                std::size_t length = rest().find('\n');
                if (length == std::string_view::npos)
                    length = rest().size();
                m_result.comments.push_back(spanOf(0, length));
                m_at += length;
            } else {
                return;
            }
        }
    }

    bool readString()
    {
        const StringForm form = scanString(rest());
        if (form.length == 0)
            return false;
        if (!form.closed)
            complain(0, form.length, "This text is not closed. Add the closing quote.");
        else if (form.badEscape != 0)
            complain(form.badEscape, 2,
                     fmt::format("'{}' is no escape. Double the backslash or write @\"…\".",
                                 rest().substr(form.badEscape, 2)));
        add(TokenKind::String, form.length);
        return true;
    }

    bool readNumber()
    {
        if (!isDigit(m_text[m_at]))
            return false;
        if (const std::size_t real = scanReal(rest()); real != 0)
            add(TokenKind::Real, real);
        else if (const std::size_t time = scanTimeSpan(rest()); time != 0)
            add(TokenKind::TimeSpan, time);
        else if (const std::size_t integer = scanInteger(rest()); integer != 0)
            add(TokenKind::Integer, integer);
        else
            add(TokenKind::Word, nameLength(0)); // a name may start with digits: 3rdParty
        return true;
    }

    [[nodiscard]] std::size_t nameLength(std::size_t offset) const
    {
        std::size_t end = m_at + offset;
        while (end < m_text.size() && (continuesName(m_text[end]) || (end == m_at && m_text[end] == '$')) &&
               wideBlank(m_text.substr(end)) == 0)
            ++end;
        return end - m_at;
    }

    void readWord()
    {
        const std::size_t length = nameLength(0);
        const std::string_view word = rest().substr(0, length);
        if (word == "in" && rest().substr(length).starts_with('~')) {
            add(TokenKind::Word, length + 1);
            return;
        }
        if (isLiteralType(word)) {
            std::size_t open = length;
            while (m_at + open < m_text.size() && (m_text[m_at + open] == ' ' || m_text[m_at + open] == '\t'))
                ++open;
            if (rest().substr(open).starts_with('(')) {
                const std::size_t body = scanLiteralBody(rest().substr(open), word == "dynamic");
                if (body != 0) {
                    add(TokenKind::TypedLiteral, open + body);
                    return;
                }
                complain(0, length, fmt::format("'{}(' is not closed. Add the closing ')'.", word));
            }
        }
        add(TokenKind::Word, length);
    }

    void readSign()
    {
        constexpr std::array<std::string_view, 10> pairs = {
            "==", "!=", "<>", "<=", ">=", "=~", "!~", "=>", "..", "<|"};
        for (const std::string_view pair : pairs) {
            if (rest().starts_with(pair)) {
                add(TokenKind::Sign, 2);
                return;
            }
        }
        if (m_text[m_at] == '!' && rest().size() > 1 && startsName(rest()[1])) {
            const std::size_t length = nameLength(1);
            const bool fold = rest().substr(0, length) == "!in" && rest().substr(length).starts_with('~');
            add(TokenKind::Word, length + (fold ? 1 : 0));
            return;
        }
        constexpr std::string_view singles = "()[]{},;:.|+-*/%<>=?@";
        if (singles.contains(m_text[m_at])) {
            add(TokenKind::Sign, 1);
            return;
        }
        complain(0, 1, fmt::format("'{}' has no meaning in a query.", m_text[m_at]));
        add(TokenKind::Unknown, 1);
    }

    void readToken()
    {
        if (readString() || readNumber())
            return;
        if (startsName(m_text[m_at]))
            readWord();
        else
            readSign();
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    Tokens m_result;
};

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto byte = [&out](std::uint32_t bits) { out += static_cast<char>(bits); };
    if (code < 0x80U) {
        byte(code);
    } else if (code < 0x800U) {
        byte(0xC0U | (code >> 6U));
        byte(0x80U | (code & 0x3FU));
    } else if (code < 0x10000U) {
        byte(0xE0U | (code >> 12U));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    } else {
        byte(0xF0U | ((code >> 18U) & 0x07U));
        byte(0x80U | ((code >> 12U) & 0x3FU));
        byte(0x80U | ((code >> 6U) & 0x3FU));
        byte(0x80U | (code & 0x3FU));
    }
}

std::uint32_t number(std::string_view digits, std::uint32_t base)
{
    std::uint32_t value = 0;
    for (const char c : digits) {
        const int digit = isDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
        value = value * base + static_cast<std::uint32_t>(digit);
    }
    return value;
}

// Two \u escapes that stand for one code point beyond 0xFFFF.
std::uint32_t joinSurrogates(std::uint32_t high, std::string_view rest)
{
    if (high < 0xD800U || high > 0xDBFFU || rest.size() < 6 || !rest.starts_with("\\u"))
        return 0;
    const std::uint32_t low = number(rest.substr(2, 4), 16);
    if (low < 0xDC00U || low > 0xDFFFU)
        return 0;
    return 0x10000U + ((high - 0xD800U) << 10U) + (low - 0xDC00U);
}

// Appends what the escape at the start of `text` stands for and returns its length.
std::size_t decodeEscape(std::string_view text, std::string &out)
{
    constexpr std::string_view letters = "abfnrtv";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v";
    if (text.size() < 2)
        return out += '\\', 1;
    const char c = text[1];
    if (const std::size_t at = letters.find(c); at != std::string_view::npos)
        return out += meanings[at], 2;
    const std::size_t hex = c == 'u' ? 4 : c == 'U' ? 8 : c == 'x' ? 2 : 0;
    if (hex != 0 && text.size() >= hex + 2) {
        const std::uint32_t code = number(text.substr(2, hex), 16);
        if (const std::uint32_t joined = joinSurrogates(code, text.substr(hex + 2)); joined != 0)
            return appendUtf8(out, joined), hex + 8;
        return appendUtf8(out, code), hex + 2;
    }
    std::size_t octal = 0;
    while (octal < 3 && octal + 1 < text.size() && text[octal + 1] >= '0' && text[octal + 1] <= '7')
        ++octal;
    if (octal != 0)
        return appendUtf8(out, number(text.substr(1, octal), 8)), octal + 1;
    return out += c, 2;
}

} // namespace

Tokens tokenize(std::string_view text)
{
    return Lexer(text).run();
}

bool isObfuscated(std::string_view token)
{
    return token.starts_with('h') || token.starts_with('H');
}

std::string decodeString(std::string_view token)
{
    if (isObfuscated(token))
        token.remove_prefix(1);
    const bool verbatim = token.starts_with('@');
    if (verbatim)
        token.remove_prefix(1);
    if (token.starts_with("```") || token.starts_with("~~~")) {
        const bool closed = token.size() >= 6 && token.ends_with(token.substr(0, 3));
        return std::string(token.substr(3, token.size() - (closed ? 6 : 3)));
    }
    const char quote = token.empty() ? '"' : token.front();
    const bool closed = token.size() >= 2 && token.back() == quote;
    const std::string_view inner = token.substr(1, token.size() - (closed ? 2 : 1));
    std::string value;
    value.reserve(inner.size());
    for (std::size_t at = 0; at < inner.size();) {
        if (verbatim && inner[at] == quote) {
            value += quote;
            at += 2;
        } else if (!verbatim && inner[at] == '\\') {
            at += decodeEscape(inner.substr(at), value);
        } else {
            value += inner[at++];
        }
    }
    return value;
}

} // namespace signalbox::kql
