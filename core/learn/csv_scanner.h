// The grammar of RFC 4180: cuts text into rows of fields. Knows nothing of types or names.
// Used by parseCsv, which may scan a text more than once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::learn {

class CsvScanner
{
public:
    CsvScanner(std::string_view text, std::string_view source)
        : m_text(text)
        , m_source(source)
    {
    }

    [[nodiscard]] bool atEnd() const { return m_position == m_text.size(); }
    // The 1-based line on which the last row began.
    [[nodiscard]] std::int64_t line() const { return m_rowLine; }
    // Replaces `fields` by the fields of the next row; they are valid until the next call. InvalidArgument
    // with the line and the number of the field for a quote that is out of place.
    [[nodiscard]] Status nextRow(std::vector<std::string_view> &fields);

private:
    [[nodiscard]] Status plainField(std::vector<std::string_view> &fields);
    [[nodiscard]] Status quotedField(std::vector<std::string_view> &fields);
    [[nodiscard]] Status refuse(std::int64_t line, std::size_t field, std::string_view why) const;
    // Steps over a line end; false if there is none here.
    bool lineEnd();

    std::string_view m_text;
    std::string_view m_source;
    std::size_t m_position = 0;
    std::int64_t m_line = 1;
    std::int64_t m_rowLine = 0;
    std::deque<std::string> m_unescaped; // fields with doubled quotes; a deque, for fields point into it
    std::size_t m_unescapedUsed = 0;
};

} // namespace signalbox::learn
