#include "core/learn/csv_scanner.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace signalbox::learn {

namespace {

constexpr std::array<bool, 256> endsPlainField = [] {
    std::array<bool, 256> table{};
    for (const char c : {',', '\n', '\r', '"'})
        table[static_cast<unsigned char>(c)] = true;
    return table;
}();

} // namespace

Status CsvScanner::refuse(std::int64_t line, std::size_t field, std::string_view why) const
{
    return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                 .message = fmt::format("Field {}: {}", field, why),
                                 .file = std::string(m_source),
                                 .line = line});
}

bool CsvScanner::lineEnd()
{
    const std::string_view rest = m_text.substr(m_position, 2);
    const std::size_t length = rest.starts_with('\n') ? 1 : rest == "\r\n" ? 2 : 0;
    m_position += length;
    m_line += length > 0 ? 1 : 0;
    return length > 0;
}

Status CsvScanner::plainField(std::vector<std::string_view> &fields)
{
    const std::size_t begin = m_position;
    while (m_position < m_text.size() && !endsPlainField[static_cast<unsigned char>(m_text[m_position])])
        ++m_position;
    fields.push_back(m_text.substr(begin, m_position - begin));
    if (m_position < m_text.size() && m_text[m_position] == '"')
        return refuse(m_line, fields.size(),
                      "a quote stands inside a field that does not begin with one. Put the whole field in "
                      "quotes and double the quote.");
    return {};
}

Status CsvScanner::quotedField(std::vector<std::string_view> &fields)
{
    const std::int64_t openingLine = m_line;
    const std::size_t begin = ++m_position;
    std::string *unescaped = nullptr;
    std::size_t copied = begin;
    while (true) {
        const std::size_t quote = m_text.find('"', m_position);
        if (quote == std::string_view::npos)
            return refuse(openingLine, fields.size() + 1,
                          "the quote that opens it is never closed. Add the closing quote.");
        m_line += std::ranges::count(m_text.substr(m_position, quote - m_position), '\n');
        m_position = quote + 1;
        if (m_position == m_text.size() || m_text[m_position] != '"') {
            if (unescaped == nullptr)
                fields.push_back(m_text.substr(begin, quote - begin));
            else
                fields.emplace_back(unescaped->append(m_text.substr(copied, quote - copied)));
            return {};
        }
        if (unescaped == nullptr) {
            if (m_unescapedUsed == m_unescaped.size())
                m_unescaped.emplace_back();
            unescaped = &m_unescaped[m_unescapedUsed++];
            unescaped->clear();
        }
        unescaped->append(m_text.substr(copied, m_position - copied));
        copied = ++m_position;
    }
}

Status CsvScanner::nextRow(std::vector<std::string_view> &fields)
{
    fields.clear();
    m_unescapedUsed = 0;
    m_rowLine = m_line;
    while (true) {
        const bool quoted = m_position < m_text.size() && m_text[m_position] == '"';
        SIGNALBOX_CHECK(quoted ? quotedField(fields) : plainField(fields));
        if (atEnd() || lineEnd())
            return {};
        if (m_text[m_position] == '\r')
            return refuse(m_line, fields.size(),
                          "a carriage return stands alone. End lines with LF or CRLF.");
        if (m_text[m_position] != ',')
            return refuse(m_line, fields.size(),
                          "text follows the closing quote. Double a quote that belongs to the text.");
        ++m_position;
    }
}

} // namespace signalbox::learn
